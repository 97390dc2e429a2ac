"""BG/NBD: customers may leave after any *repeat* purchase (Fader, Hardie and Lee 2005, Marketing Science 24:275-284).

Misleads for a shop whose customers mostly buy once: it asserts that each of them is still a customer, P(alive) = 1.
MBG/NBD does not.

>>> r, alpha, a, b = 0.243, 4.414, 0.793, 2.426          # published for CDNOW, in weeks
>>> round(float(BG_NBD.expected_further((r, alpha, a, b), 2, 30.43, 38.86, 39)), 3)
1.226
>>> float(BG_NBD.probability_alive((r, alpha, a, b), 0, 0, 38.86))
1.0
"""

from __future__ import annotations

from polso.statistics.buy_till_you_die import PurchaseModel

BG_NBD = PurchaseModel("bg_nbd", first_can_be_last=False)
