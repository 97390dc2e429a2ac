"""Officina Verdi: a sample company, made from a seed and written as the export files of ordinary systems.

An Italian workshop of twelve people makes windows, doors and metalwork to measure and sells hardware in a web shop.
Three years of history: six reps in two teams (one joins, one leaves and hands over), enquiries from five sources and
customers who come back, about thirty deals and ninety shop orders a month, growing mildly, with a dip in August, a
peak in autumn and Italian holidays. The shop keeps its orders; the workshop's management program keeps a job order
("commessa") for each deal won, some working days later, so that revenue by orders is the shop and the jobs, about
thirty and seventy in a hundred. Names are invented and addresses are of example domains. The web shop is older
than the history, so some of its first customers are not new; the CRM starts with it.

**What was put there to be found** (constants in `company.py`, held by `tests/unit/demo/test_problems.py`):

1. *Online ads*: the largest source of enquiries and of deals, and the lowest win rate: about one deal in eight is won,
   of the others almost one in two.
2. *Proposals are slow*: after site visits of the last sixteen weeks a proposal takes more than twice as long as before.
3. *One rep*, Luca Ferraresi: handles the most deals of his team, but gives away about 11 % of the price in
   negotiation, where the others give 1 %, and needs more than half as long again to win a deal.
4. *The smart lock*: eight months before the end its supplier changed; refunds went from 3 % of orders to about a
   quarter, and its reviews fell.
5. *Silent deals*: some proposals have had no contact for over ninety days and are still counted in the pipeline.

`generate` writes the files, `pipeline_export` the CRM's list of deals of an earlier day, `weekly_exports` a row of such
lists with deals that are hard to follow, `truth` gives the records behind them. All of them are functions of seed, day
and size alone.
"""

from polso.demo.company import DISCOUNTER, FAULTY_PRODUCT, NAME, slow_since, supplier_change
from polso.demo.files import file_names, generate, pipeline_export
from polso.demo.fold import last_touch, pipeline, state_at
from polso.demo.records import World
from polso.demo.weekly import MovingDeal, Weekly, weekly_exports
from polso.demo.world import truth

__all__ = [
    "DISCOUNTER",
    "FAULTY_PRODUCT",
    "NAME",
    "MovingDeal",
    "Weekly",
    "World",
    "file_names",
    "generate",
    "last_touch",
    "pipeline",
    "pipeline_export",
    "slow_since",
    "state_at",
    "supplier_change",
    "truth",
    "weekly_exports",
]
