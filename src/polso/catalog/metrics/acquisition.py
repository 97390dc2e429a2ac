"""What a new customer costs."""

from __future__ import annotations

from polso.catalog.metrics.customers import CUSTOMER_INPUTS, ON_FIRST_BASIS
from polso.catalog.model import Condition, Measure, Metric, Ratio, Uncertainty, Variant, Words

WON = Measure("first_sale", "happened", None, (ON_FIRST_BASIS,), credit="none")
WON_BY_ADS = Measure(
    "first_sale", "happened", None, (ON_FIRST_BASIS, Condition("source_kind", "is", ("paid",))), credit="none"
)
SPENT = Measure("expense_day", "spent", "amount_base", (), ("amount_base",), credit="none")
SPENT_ON_ADS = Measure(
    "expense_day", "spent", "amount_base", (Condition("category", "is", ("ads",)),), ("amount_base",), credit="none"
)
SPENT_BEFORE = Measure("expense_day", "lagged", "amount_base", (), ("amount_base",), credit="none")
_EXPENSE = ("expense.span_start", "expense.amount")
_INPUTS = tuple((*_EXPENSE, *group) for group in (*CUSTOMER_INPUTS[1:], CUSTOMER_INPUTS[0]))
_INTERVAL = Uncertainty(level="spend_per_count", enough=8)

CAC = Metric(
    id="cac",
    names=Words("Customer acquisition cost (CAC)", "Costo di acquisizione cliente (CAC)"),
    short_names=Words("CAC", "CAC"),
    families=("performance", "productivity"),
    unit="currency",
    direction="lower",
    kind=Ratio(SPENT, WON),
    totals="ratio",
    clock=Words(
        "days that the money was spent for; day of the first purchase",
        "giorni a cui la spesa si riferisce; giorno del primo acquisto",
    ),
    credit="none",
    minimal_grain="quarter",
    dimensions=("source", "channel"),
    requires=_INPUTS,
    better_with=("expense.acquisition_share", "expense.source_id", "source.is_paid", "sales_order.source_id"),
    uncertainty=_INTERVAL,
    definition=Words(
        "All that was spent to win customers in the period, divided by the new customers of the same period: ads, "
        "agencies, tools, sales and marketing pay, commissions, events. Expenses are spread over their days; of each "
        "counts the share that goes to new customers (all of it where nothing is said, none of overhead).",
        "Tutto quel che si è speso nel periodo per acquisire clienti, diviso i nuovi clienti dello stesso periodo: "
        "pubblicità, agenzie, strumenti, paghe di vendita e marketing, provvigioni, eventi. Le spese sono distribuite "
        "sui loro giorni; di ognuna conta la quota che va ai nuovi clienti (tutta se non si dice nulla, niente per le "
        "spese generali).",
    ),
    formula=Words("spent on new customers ÷ new customers", "spesa per nuovi clienti ÷ nuovi clienti"),
    misleads=Words(
        "Salespeople who also look after existing customers make it too high until their share is stated. The money is "
        "known, the number of customers is luck too: with few of them the cost swings.",
        "I venditori che seguono anche i clienti esistenti lo gonfiano finché non se ne dice la quota. La spesa è certa, "
        "il numero di clienti è anche fortuna: se sono pochi il costo oscilla.",
    ),
    source="fully loaded cost ÷ customers won in the same period; interval by Garwood’s limits of the count",
    synonyms=(
        "customer acquisition cost",
        "acquisition cost",
        "blended cac",
        "costo di acquisizione",
        "costo di acquisizione del cliente",
    ),
    variants=(
        Variant(
            "ads_only",
            Words("Ads only, paid sources", "Solo pubblicità, fonti a pagamento"),
            Ratio(SPENT_ON_ADS, WON_BY_ADS),
            _INTERVAL,
            "ratio",
            definition=Words(
                "What ads cost for each new customer who came through a paid source.",
                "Quanto è costata la pubblicità per ogni nuovo cliente arrivato da una fonte a pagamento.",
            ),
            requires=tuple((*group, "expense.category", "source.is_paid") for group in _INPUTS),
        ),
        Variant(
            "lagged",
            Words("Spent a sales cycle earlier", "Con la spesa di un ciclo prima"),
            Ratio(SPENT_BEFORE, WON),
            _INTERVAL,
            "ratio",
            definition=Words(
                "The same, with what was spent earlier, by as many days as the settings say: money comes before.",
                "Lo stesso, con la spesa di prima, di tanti giorni quanti dicono le impostazioni: viene prima del cliente.",
            ),
        ),
    ),
    warns=("first_seen_in_file",),
)

METRICS: tuple[Metric, ...] = (CAC,)
