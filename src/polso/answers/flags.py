"""Every word that may stand among the flags of an answer, and what it means; the docs page is made from this list."""

from __future__ import annotations

from polso.catalog.model import Words

FLAGS: dict[str, Words] = {
    "outside_data": Words(
        "No data cover this period, so nothing is known about it.",
        "I dati non coprono questo periodo: non se ne sa nulla.",
    ),
    "partial": Words(
        "The period is not finished, or the data cover a part of it only.",
        "Il periodo è in corso, o i dati ne coprono solo una parte.",
    ),
    "undated": Words(
        "Some deals have no date for this, so they are counted in no period.",
        "Alcune trattative non hanno questa data: non contano in nessun periodo.",
    ),
    "no_denominator": Words("There is nothing to divide by.", "Non c’è nulla per cui dividere."),
    "from_zero": Words(
        "The earlier figure is zero or negative, so a growth in percent has no meaning.",
        "Il valore di prima è zero o negativo: una crescita in percentuale non ha senso.",
    ),
    "no_earlier_data": Words(
        "The data do not cover the period to compare with.",
        "I dati non coprono il periodo con cui confrontare.",
    ),
    "missing_input": Words(
        "A column that this metric needs has not been imported.",
        "Manca una colonna che serve a questa metrica.",
    ),
    "dimension_not_available": Words(
        "This metric cannot be split or filtered that way.",
        "Questa metrica non si può dividere o filtrare così.",
    ),
    "no_losses_recorded": Words(
        "No lost deal was ever recorded, so a win rate would always be 100 %.",
        "Nessuna trattativa persa è mai stata registrata: il tasso sarebbe sempre 100 %.",
    ),
    "no_loss_amounts": Words(
        "No lost deal has an amount, so a win rate by value would always be 100 %.",
        "Nessuna trattativa persa ha un importo: il tasso per valore sarebbe sempre 100 %.",
    ),
    "one_off_customers": Words(
        "The company says that its customers buy once: nobody can stay or leave.",
        "L’azienda dice che i clienti comprano una volta sola: nessuno può restare o andarsene.",
    ),
    "one_off_products": Words(
        "Most of what is ordered is ordered once only, so that buying something else says nothing.",
        "Quasi tutto quel che si ordina si ordina una volta sola: comprare altro non dice nulla.",
    ),
    "no_product_category": Words(
        "Products have no category, so that what is another kind of product cannot be told.",
        "I prodotti non hanno categoria: non si può dire che cosa sia un altro tipo di prodotto.",
    ),
    "stage_order_observed": Words(
        "No file says the order of the stages: it is the one in which deals were seen to pass through them, and a "
        "stage that no deal shares with another stands by itself.",
        "Nessun file dice l’ordine delle fasi: è quello in cui si sono viste passare le trattative, e una fase che "
        "nessuna trattativa ha insieme a un’altra sta per conto suo.",
    ),
    "no_history": Words(
        "The amounts that open deals had then are not known.",
        "Non si sa che importo avessero allora le trattative aperte.",
    ),
    "inferred_history": Words(
        "Put together from the dates in the data, not observed at the time.",
        "Ricostruito dalle date nei dati, non osservato allora.",
    ),
    "few_records": Words(
        "Fewer than five records: look at the records, not at the figure.",
        "Meno di cinque casi: guardate i casi, non il numero.",
    ),
    "small_n": Words("Fewer than thirty records.", "Meno di trenta casi."),
    "low_coverage": Words(
        "More than a fifth of the records lack a value that is needed.",
        "A più di un quinto dei casi manca un dato che serve.",
    ),
    "withheld": Words(
        "More than half of the records lack a value that is needed: no figure is given.",
        "A più di metà dei casi manca un dato che serve: il numero non si dà.",
    ),
    "fx_missing": Words(
        "Amounts without an exchange rate are left out.", "Gli importi senza tasso di cambio restano fuori."
    ),
    "first_seen_in_file": Words(
        "The history is shorter than the window of activity: these are customers seen for the first time in the file.",
        "La storia è più corta della finestra di attività: sono clienti visti per la prima volta nel file.",
    ),
    "gross_of_refunds": Words("No refunds have been imported.", "Non sono stati importati rimborsi."),
    "by_offer_date": Words(
        "There are no closing dates: won and lost offers count in the period of their own date.",
        "Mancano le date di chiusura: le offerte vinte e perse contano nel periodo della loro data.",
    ),
    "gross_as_net": Words(
        "Only totals are known for some records: if they hold tax, the figure reads too high.",
        "Di alcuni documenti si sa solo il totale: se comprende l’IVA, il numero è più alto del vero.",
    ),
    "one_source": Words(
        "Several sources tell these sales; only one counts until the settings say that they do not overlap.",
        "Più fonti raccontano queste vendite; ne conta una sola finché non dite che non si sovrappongono.",
    ),
    "one_deal_dominates": Words(
        "One record makes more than 40 % of the sum.", "Un solo caso fa più del 40 % della somma."
    ),
    "indicative": Words(
        "The interval is only indicative: the values are too unevenly spread.",
        "L’intervallo è solo indicativo: i valori sono troppo disuguali.",
    ),
    "made_of_others": Words(
        "It is made of other figures: ask for the rows behind those.",
        "È fatto di altri numeri: chiedete i casi dietro quelli.",
    ),
    "no_target": Words(
        "No target is set for this metric, period and scope.",
        "Nessun obiettivo è fissato per questa metrica, questo periodo e questo ambito.",
    ),
    "several_targets": Words(
        "Several metrics have a target here: choose one with metric=ID.",
        "Qui più metriche hanno un obiettivo: sceglietene una con metric=ID.",
    ),
    "target_not_positive": Words(
        "The target is not above zero, so nothing can be divided by it.",
        "L’obiettivo non è maggiore di zero: non si può dividere per esso.",
    ),
    "nothing_due_yet": Words(
        "No part of the target is due yet.",
        "Nessuna parte dell’obiettivo è ancora dovuta.",
    ),
    "no_season": Words(
        "A seasonal target needs two years of data of one’s own.",
        "Un obiettivo stagionale richiede due anni di dati propri.",
    ),
    "not_employed": Words(
        "The person was not there on any working day of the period.",
        "La persona non c’era in nessun giorno lavorativo del periodo.",
    ),
    "quota_by_presence": Words(
        "The quota counts for the working days and the share of time that the person was there.",
        "L’obiettivo conta per i giorni lavorativi e la quota di tempo in cui la persona c’era.",
    ),
    "quotas_differ_from_target": Words(
        "The quotas of the salespeople do not add up to the company’s own target.",
        "Gli obiettivi dei venditori non danno, sommati, l’obiettivo dell’azienda.",
    ),
    "unknown_filter_value": Words(
        "The formula filters by a value that the data do not hold.",
        "La formula filtra per un valore che nei dati non c’è.",
    ),
    "revenue_not_margin": Words(
        "The gross margin is not known: this is revenue.",
        "Il margine lordo non è noto: questi sono ricavi.",
    ),
    "target_reached": Words(
        "The target is reached: nothing is left that a pipeline would have to cover.",
        "L’obiettivo è raggiunto: non resta nulla che la pipeline debba coprire.",
    ),
    "target_not_money": Words(
        "The target is of no sum of money, so that no pipeline can cover it.",
        "L’obiettivo non è una somma di denaro: nessuna pipeline può coprirlo.",
    ),
    "weak_part": Words(
        "One of the figures that it is made of rests on too few records to be held against the others.",
        "Uno dei valori di cui è fatto si basa su troppo pochi casi per essere messo a confronto con gli altri.",
    ),
    "never_recovered": Words(
        "At this loss of customers, all that one will ever bring does not reach what winning it cost.",
        "Con questa perdita di clienti, tutto quel che uno porterà non raggiunge quanto è costato acquisirlo.",
    ),
    "few_decided_deals": Words(
        "Fewer than twenty deals were won or lost so far, too few to tell a chance from.",
        "Finora le trattative vinte o perse sono meno di venti: troppo poche per ricavarne una probabilità.",
    ),
    "too_little_history": Words(
        "The history is too short for this.",
        "La storia è troppo corta per questo.",
    ),
    "immature": Words(
        "Some records are too young for their outcome to be known.",
        "Alcuni casi sono troppo recenti perché se ne conosca l’esito.",
    ),
    "lower_bound": Words(
        "Nobody left: the figure is what it is at least.",
        "Nessuno se n’è andato: il numero è il minimo.",
    ),
    "few_renewals": Words(
        "Fewer than 50 subscribers, or less than four monthly renewals of them, are known: how long one stays would be "
        "a guess.",
        "Si conoscono meno di 50 abbonati, o meno di quattro rinnovi mensili: quanto resta uno sarebbe tirare a "
        "indovinare.",
    ),
    "gate_customers": Words("The model needs at least 100 customers.", "Il modello richiede almeno 100 clienti."),
    "gate_repeaters": Words(
        "The model needs at least 50 customers who bought again.",
        "Il modello richiede almeno 50 clienti che hanno comprato di nuovo.",
    ),
    "gate_weeks": Words(
        "The model needs at least 26 weeks of history.", "Il modello richiede almeno 26 settimane di storia."
    ),
    "gate_fit": Words(
        "The data do not hold the parameters of the model.", "I dati non bastano a fissare i parametri del modello."
    ),
    "gate_hold_out": Words(
        "Fitted on the past, the model foretold later purchases badly.",
        "Stimato sul passato, il modello ha previsto male gli acquisti successivi.",
    ),
    "gate_spend_mean": Words(
        "Amounts are spread too widely for a mean to be foretold.",
        "Gli importi sono troppo disuguali per prevederne la media.",
    ),
    "gate_spend_unrelated": Words(
        "Those who buy more often spend differently, which the model does not allow.",
        "Chi compra più spesso spende in modo diverso, e il modello non lo prevede.",
    ),
    "few_deals_dominate": Words(
        "A few large records decide this share: by value it rests on fewer than five of them.",
        "Pochi casi grandi decidono questa quota: per valore poggia su meno di cinque.",
    ),
    "too_few_events": Words(
        "Fewer than ten have ended so far: the time is only a first look.",
        "Finora ne sono finiti meno di dieci: il tempo è solo una prima indicazione.",
    ),
    "not_reached": Words(
        "Fewer than that share have ended so far, so the time by which they will is not known yet.",
        "Finora ne è finita una quota minore: non si sa ancora in quanto tempo ci si arriva.",
    ),
    "by_person_off": Words(
        "Activity is not shown by person; the company can switch it on in the settings. Teams are shown.",
        "L’attività non si mostra per persona; l’azienda può attivarla nelle impostazioni. Le squadre si mostrano.",
    ),
    "data_error": Words(
        "Some records have dates in an impossible order: they are left out and counted as missing.",
        "Alcuni casi hanno date in un ordine impossibile: restano fuori e sono contati come mancanti.",
    ),
    "paid_undated": Words(
        "Some invoices are marked as paid without a day: they are in no period.",
        "Alcune fatture sono segnate pagate senza un giorno: non stanno in nessun periodo.",
    ),
    "total_unknown": Words(
        "Of some invoices only the amount without tax is known: that is what counts.",
        "Di alcune fatture si sa solo l’imponibile: conta quello.",
    ),
    "refund_heavy": Words(
        "Refunds are larger than sales here.",
        "Qui i rimborsi superano le vendite.",
    ),
    "margin_by_share": Words(
        "Some costs are not known: there the company’s gross margin share is taken.",
        "Alcuni costi non si conoscono: lì vale la quota di margine lordo dell’azienda.",
    ),
    "zero_share": Words("More than one record in twenty is zero.", "Più di un caso su venti vale zero."),
    "no_meetings": Words(
        "Activities are there, but none is a meeting.", "Le attività ci sono, ma nessuna è un appuntamento."
    ),
    "no_demos": Words("Activities are there, but none is a demo.", "Le attività ci sono, ma nessuna è una demo."),
    "no_events": Words("Activities are there, but none is an event.", "Le attività ci sono, ma nessuna è un evento."),
    "low_log_coverage": Words(
        "Less than 60 % of the working time is logged: where the rest went is not known.",
        "È registrato meno del 60 % dell’orario: dove sia andato il resto non si sa.",
    ),
    "nonresponse": Words(
        "Fewer than one survey in five was answered: the others may think otherwise.",
        "Ha risposto meno di un sondaggio su cinque: gli altri possono pensarla diversamente.",
    ),
    "no_booking_day": Words(
        "The booking day is not kept: meetings count on the day on which they take place.",
        "Il giorno della prenotazione non c’è: gli appuntamenti contano nel giorno in cui si tengono.",
    ),
}
