"""Headers as exports and spreadsheets have them, English and Italian: none taken for another column, none for one that
it is not, and how many of those that mean something are missed."""

from __future__ import annotations

from collections import Counter

from polso.intake.recognise.columns import match_columns
from tests.unit.intake.cells import evidence

MEANT: dict[str, dict[str, str]] = {
    "opportunity": {
        "Record ID": "opportunity_id",
        "Deal - ID": "opportunity_id",
        "N. offerta": "opportunity_id",
        "Numero preventivo": "opportunity_id",
        "Cod. trattativa": "opportunity_id",
        "ID opportunità": "opportunity_id",
        "Deal Name": "name",
        "Opportunity Name": "name",
        "Deal - Title": "name",
        "Nome trattativa": "name",
        "Oggetto": "name",
        "Oggetto dell'offerta": "name",
        "Account Name": "account_id",
        "Organization - Name": "account_id",
        "Associated Company (Primary)": "account_id",
        "Ragione Sociale": "account_id",
        "RAGIONE_SOCIALE": "account_id",
        "Cliente": "account_id",
        "Nome del cliente": "account_id",
        "Cod. Cliente": "account_id",
        "Azienda associata": "account_id",
        "Customer": "account_id",
        "Deal owner": "owner_id",
        "Opportunity Owner": "owner_id",
        "Sales rep": "owner_id",
        "Salesperson": "owner_id",
        "Agente": "owner_id",
        "Venditore": "owner_id",
        "Commerciale": "owner_id",
        "Proprietario della trattativa": "owner_id",
        "Responsabile": "owner_id",
        "Assegnata a": "owner_id",
        "Addetto vendite": "owner_id",
        "Amount": "amount",
        "Deal - Value": "amount",
        "Importo": "amount",
        "Importo (€)": "amount",
        "Importo offerta": "amount",
        "Valore trattativa": "amount",
        "Valore": "amount",
        "Totale offerta": "amount",
        "Deal - Currency of Value": "currency",
        "Valuta": "currency",
        "CurrencyIsoCode": "currency",
        "Deal Stage": "stage_id",
        "StageName": "stage_id",
        "Deal - Stage": "stage_id",
        "Fase": "stage_id",
        "Fase trattativa": "stage_id",
        "Fase della vendita": "stage_id",
        "Stato offerta": "status",
        "Esito": "status",
        "Esito dell'offerta": "status",
        "Deal - Status": "status",
        "Close Date": "closed_at",
        "CloseDate": "closed_at",
        "Data di chiusura": "closed_at",
        "Data chiusura": "closed_at",
        "Closing Date": "closed_at",
        "Expected close date": "expected_close_on",
        "Expected Closing": "expected_close_on",
        "Chiusura prevista": "expected_close_on",
        "Data chiusura prevista": "expected_close_on",
        "Create Date": "created_at",
        "Deal - Deal created": "created_at",
        "Data offerta": "created_at",
        "Data preventivo": "created_at",
        "Data di creazione": "created_at",
        "Created Time": "created_at",
        "Lead Source": "source_id",
        "Fonte": "source_id",
        "Provenienza": "source_id",
        "Origine contatto": "source_id",
        "Deal - Lost reason": "loss_reason",
        "Closed Lost Reason": "loss_reason",
        "Motivo della perdita": "loss_reason",
        "Motivo perdita": "loss_reason",
        "Next Step": "next_step",
        "Prossima azione": "next_step",
    },
    "invoice": {
        "Numero": "number",
        "N. fattura": "number",
        "Numero fattura": "number",
        "Num. fatt.": "number",
        "Invoice Number": "number",
        "Data": "issued_on",
        "Data fattura": "issued_on",
        "Data documento": "issued_on",
        "Data emissione": "issued_on",
        "Invoice/Bill Date": "issued_on",
        "Scadenza": "due_on",
        "Due Date": "due_on",
        "Data scadenza": "due_on",
        "Pagata il": "paid_on",
        "Data incasso": "paid_on",
        "Cliente": "account_id",
        "Controparte": "account_id",
        "Ragione sociale": "account_id",
        "Intestatario": "account_id",
        "Imponibile": "net",
        "Importo netto": "net",
        "Totale imponibile": "net",
        "IVA": "vat",
        "Aliquota IVA": "vat_rate",
        "Importo IVA": "vat",
        "Imposta": "vat",
        "Totale": "gross",
        "Totale documento": "gross",
        "Totale fattura": "gross",
        "Tipo documento": "kind",
        "Agente": "rep_id",
    },
    "sales_order": {
        "Order number": "order_id",
        "Order Reference": "order_id",
        "Numero ordine": "order_id",
        "N. ordine": "order_id",
        "Order Date": "ordered_at",
        "Created at": "ordered_at",
        "Data ordine": "ordered_at",
        "Billing Name": "account_id",
        "Subtotal": "net_amount",
        "Imponibile": "net_amount",
        "Taxes": "tax",
        "Lineitem price": "unit_price",
        "Shipping": "shipping",
        "Spese di spedizione": "shipping",
        "Order Total": "gross_amount",
        "Totale ordine": "gross_amount",
        "Financial Status": "status",
        "Stato ordine": "status",
    },
    "account": {
        "Ragione sociale": "name",
        "Company name": "name",
        "P.IVA": "vat_number",
        "Partita IVA": "vat_number",
        "E-mail": "email",
        "Nazione": "country",
        "Settore": "industry",
        "Cliente dal": "created_at",
    },
    "lead": {
        "Lead Source": "source_id",
        "Fonte": "source_id",
        "Data richiesta": "created_at",
        "Lead Owner": "owner_id",
        "Convertito il": "converted_at",
    },
    "activity": {
        "Activity - Type": "kind",
        "Tipo attività": "kind",
        "Activity - Due date": "starts_at",
        "Durata (min)": "duration_min",
        "Assigned to user": "rep_id",
    },
}

NOT_MEANT: dict[str, tuple[str, ...]] = {
    "opportunity": (
        "Amount in company currency",
        "Weighted amount",
        "Importo ponderato",
        "Expected Revenue",
        "Probability (%)",
        "Probabilità",
        "Age",
        "Deal age (days)",
        "Last Activity Date",
        "Last Stage Change",
        "Data ultimo contatto",
        "Ultima modifica",
        "Modificata da",
        "Created By",
        "Created by alias",
        "Forecast category",
        "Fiscal Period",
        "Codice fiscale",
        "Provincia",
        "CAP",
        "Telefono",
        "Phone",
        "Note",
        "Number of times contacted",
        "Days to close",
        "Giorni alla chiusura",
        "Stage duration",
        "Owner team",
        "declared_monthly_revenue",
        "sdr_id",
        "Margine",
        "Sconto",
        "Discount",
        "Provvigione",
        "Tags",
        "Etichette",
        "Competitor",
    ),
    "invoice": ("Codice fiscale", "Iban", "Modalità di pagamento", "Bollo", "Ritenuta", "Sconto", "Cap"),
    "sales_order": ("Discount Code", "Tags", "Fulfilled at", "Peso", "Accepts Marketing", "Phone"),
    "account": ("Annual Revenue", "Fatturato annuo", "Number of employees", "Dipendenti", "Telefono", "Indirizzo"),
    "lead": ("Telefono", "Annual Revenue", "Rating", "Privacy"),
    "activity": ("Subject", "Oggetto", "Priority", "Luogo"),
}

MISSED = 7


def target_of(table: str, header: str) -> str | None:
    bindings, _, _ = match_columns(table, [header], evidence([[""]]))
    return bindings[0].target if bindings else None


def test_no_header_is_taken_for_another_and_few_are_missed() -> None:
    found: Counter[str] = Counter()
    wrong: list[tuple[str, str, str | None]] = []
    missed: list[tuple[str, str]] = []
    for table, headers in MEANT.items():
        for header, meant in headers.items():
            target = target_of(table, header)
            found["right" if target == meant else "missed" if target is None else "wrong"] += 1
            if target is None:
                missed.append((table, header))
            elif target != meant:
                wrong.append((table, header, target))
    taken = [(table, header, target_of(table, header)) for table, headers in NOT_MEANT.items() for header in headers]
    false = [one for one in taken if one[2] is not None]
    assert sum(found.values()) + len(taken) >= 200
    assert (wrong, false) == ([], [])
    assert len(missed) == MISSED, missed
