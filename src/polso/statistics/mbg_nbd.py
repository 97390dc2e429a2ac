"""MBG/NBD: customers may leave after any purchase, the first one too (Batislam, Denizel and Filiztekin 2007).

The default of the two: small shops live of one-time buyers. Misleads, as BG/NBD does, where buying has a season or a
contract, and for customers who pause: to the model a pause is a slow pace or an end.

>>> r, alpha, a, b = 0.524838, 6.182992, 0.891356, 1.613999          # fitted to CDNOW, in weeks
>>> round(float(MBG_NBD.probability_alive((r, alpha, a, b), 0, 0, 38.86)), 4)
0.3897
"""

from __future__ import annotations

from polso.statistics.buy_till_you_die import PurchaseModel

MBG_NBD = PurchaseModel("mbg_nbd", first_can_be_last=True)
