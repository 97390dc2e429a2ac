"""The words of the files in Italian and English, one table by code."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from polso.demo.records import Language

_WORDS: dict[str, tuple[str, str]] = {
    "stage.appointment": ("Appuntamento", "Appointment"),
    "stage.survey": ("Sopralluogo", "Site visit"),
    "stage.proposal": ("Preventivo inviato", "Proposal sent"),
    "stage.negotiation": ("Trattativa", "Negotiation"),
    "stage.won": ("Chiusa vinta", "Closed won"),
    "stage.lost": ("Chiusa persa", "Closed lost"),
    "pipeline": ("Vendite", "Sales"),
    "source.website": ("Sito web", "Website"),
    "source.referral": ("Passaparola", "Word of mouth"),
    "source.fair": ("Fiera", "Trade fair"),
    "source.ads": ("Annunci online", "Online ads"),
    "source.showroom": ("Showroom", "Showroom"),
    "source.existing": ("Cliente esistente", "Existing customer"),
    "campaign.spring_fair": ("Fiera di primavera", "Spring fair"),
    "campaign.autumn_fair": ("Fiera d'autunno", "Autumn fair"),
    "campaign.pergola_summer": ("Pergole estate", "Summer pergolas"),
    "campaign.warm_windows": ("Finestre calde", "Warm windows"),
    "campaign.safe_doors": ("Porte sicure", "Safe doors"),
    "team.homes": ("Privati", "Homes"),
    "team.trade": ("Imprese", "Trade"),
    "role.team_lead": ("Responsabile vendite", "Sales manager"),
    "role.seller": ("Venditore", "Sales rep"),
    "reason.price": ("Prezzo troppo alto", "Price too high"),
    "reason.competitor": ("Scelto un concorrente", "Chose a competitor"),
    "reason.no_answer": ("Nessuna risposta", "No answer"),
    "reason.postponed": ("Lavori rimandati", "Works postponed"),
    "reason.delivery_time": ("Tempi di consegna", "Delivery time"),
    "lead.new": ("Nuovo", "New"),
    "lead.contacted": ("Contattato", "Contacted"),
    "lead.converted": ("Convertito", "Converted"),
    "lead.unqualified": ("Non qualificato", "Unqualified"),
    "activity.call": ("Chiamata", "Call"),
    "activity.email": ("E-mail", "Email"),
    "activity.meeting": ("Riunione", "Meeting"),
    "activity.demo": ("Demo", "Demo"),
    "activity.event": ("Evento", "Event"),
    "activity.prospecting": ("Ricerca clienti", "Prospecting"),
    "activity.admin": ("Amministrazione", "Admin"),
    "direction.internal": ("Interna", "Internal"),
    "service.basic": ("Manutenzione base", "Basic maintenance"),
    "service.plus": ("Manutenzione plus", "Plus maintenance"),
    "invoice.deposit": ("Acconto", "Deposit"),
    "invoice.invoice": ("Fattura", "Invoice"),
    "request.phone": ("Telefono", "Phone"),
    "request.email": ("E-mail", "Email"),
    "request.chat": ("Chat", "Chat"),
    "request.form": ("Modulo web", "Form"),
    "direction.out": ("In uscita", "Outbound"),
    "direction.in": ("In entrata", "Inbound"),
    "held.scheduled": ("Pianificata", "Scheduled"),
    "held.done": ("Completata", "Completed"),
    "held.no_show": ("Non presentato", "No show"),
    "held.cancelled": ("Annullata", "Canceled"),
    "order.completed": ("Completato", "Completed"),
    "order.cancelled": ("Annullato", "Cancelled"),
    "order.confirmed": ("Confermato", "Confirmed"),
    "order.pending": ("In attesa", "Pending"),
    "channel.web": ("Negozio online", "Online shop"),
    "channel.marketplace": ("Marketplace", "Marketplace"),
    "channel.phone": ("Telefono", "Phone"),
    "channel.project": ("Commessa", "Project"),
    "refund.defective": ("Difettoso", "Defective"),
    "refund.changed_mind": ("Ripensamento", "Changed mind"),
    "refund.wrong_size": ("Misura sbagliata", "Wrong size"),
    "refund.damaged": ("Arrivato danneggiato", "Arrived damaged"),
    "kind.company": ("Azienda", "Company"),
    "kind.person": ("Privato", "Person"),
    "industry.builder": ("Edilizia", "Construction"),
    "industry.installer": ("Serramentisti", "Installers"),
    "industry.architect": ("Architettura", "Architecture"),
    "industry.hospitality": ("Ospitalità", "Hospitality"),
    "industry.condominium": ("Condomini", "Condominiums"),
    "industry.retail": ("Commercio", "Retail"),
    "industry.private": ("Privati", "Private"),
    "category.frames": ("Serramenti", "Windows and frames"),
    "category.doors": ("Porte", "Doors"),
    "category.metalwork": ("Carpenteria", "Metalwork"),
    "category.hardware": ("Ferramenta", "Hardware"),
    "expense.ads": ("Pubblicità", "Advertising"),
    "expense.agency": ("Agenzia", "Agency"),
    "expense.tools": ("Software", "Software"),
    "expense.showroom": ("Affitto showroom", "Showroom rent"),
    "expense.events": ("Fiere ed eventi", "Fairs and events"),
    "expense.sales_pay": ("Stipendi vendite", "Sales pay"),
    "expense.commission": ("Provvigioni", "Commissions"),
    "target.metric": ("Ricavi netti", "Net revenue"),
    "target.company": ("Azienda", "Company"),
    "target.rep": ("Venditore", "Rep"),
    "product.windows": ("Finestre in legno-alluminio", "Wood-aluminium windows"),
    "product.armoured_door": ("Portoncino blindato", "Armoured door"),
    "product.inner_doors": ("Porte interne", "Interior doors"),
    "product.gate": ("Cancello su misura", "Made-to-measure gate"),
    "product.pergola": ("Pergola bioclimatica", "Bioclimatic pergola"),
    "product.railings": ("Ringhiere e parapetti", "Railings"),
    "product.shop_front": ("Vetrina per negozio", "Shop front"),
    "product.steel_stairs": ("Scala in acciaio", "Steel stairs"),
    "product.smart_lock": ("Serratura smart Vela", "Vela smart lock"),
    "product.handle": ("Maniglia Aurora", "Aurora handle"),
    "product.fly_screen": ("Zanzariera su misura", "Made-to-measure fly screen"),
    "product.pine_door": ("Porta in pino grezzo", "Raw pine door"),
    "product.canopy": ("Pensilina in acciaio", "Steel canopy"),
    "product.letter_box": ("Cassetta postale", "Letter box"),
    "product.garden_gate": ("Cancelletto da giardino", "Garden gate"),
    "product.wall_lamp": ("Lampada da parete in ferro", "Iron wall lamp"),
    "product.iron_shelf": ("Mensola in ferro", "Iron shelf"),
    "product.seal_kit": ("Kit guarnizioni", "Seal kit"),
    "product.house_number": ("Numero civico in ferro", "Iron house number"),
    "product.fire_bowl": ("Braciere da giardino", "Garden fire bowl"),
    "comment.good.0": ("Tutto perfetto, grazie!", "All perfect, thank you!"),
    "comment.good.1": ("Lavoro pulito e puntuale; torneremo.", "Clean and on time; we will be back."),
    "comment.good.2": ("Bella qualità.\nSpedizione veloce.", "Lovely quality.\nQuick delivery."),
    "comment.good.3": ('Il posatore è stato "bravissimo".', 'The fitter was "brilliant".'),
    "comment.fair.0": ("Buon prodotto, consegna lenta.", "Good product, slow delivery."),
    "comment.fair.1": ("Nella norma, niente di speciale.", "Fine, nothing special."),
    "comment.fair.2": ("Istruzioni poco chiare.", "The instructions are not clear."),
    "comment.fair.3": ("Ho dovuto chiamare due volte.", "I had to call twice."),
    "comment.bad.0": ("Arrivato graffiato.", "It arrived scratched."),
    "comment.bad.1": ("Nessuno risponde al telefono!", "Nobody answers the phone!"),
    "comment.bad.2": ("Misura sbagliata, da rifare.", "Wrong size, to be done again."),
    "comment.bad.3": ("Troppo tempo per avere il preventivo.", "It took too long to get a price."),
    "comment.lock.0": ("La serratura si blocca dopo pochi giorni.", "The lock jams after a few days."),
    "comment.lock.1": ("Non si collega più al telefono.", "It no longer connects to the phone."),
    "comment.lock.2": ("Batteria scarica in una settimana, resa.", "Battery flat in a week, sent back."),
    "comment.lock.3": ("Quella di prima era molto meglio.", "The earlier one was much better."),
}


class Words:
    """Text of one language: words, and numbers and dates as the systems of that country write them."""

    __slots__ = ("_column", "language")

    def __init__(self, language: Language) -> None:
        self.language = language
        self._column = 0 if language == "it" else 1

    def say(self, family: str, code: str | None) -> str:
        """The word of a code; empty where the code is missing."""
        return "" if code is None else _WORDS[f"{family}.{code}" if family else code][self._column]

    def of(self, italian: str, english: str) -> str:
        return italian if self.language == "it" else english

    def campaign(self, code: str | None) -> str:
        if code is None:
            return ""
        theme, _, year = code.partition(":")
        return f"{self.say('campaign', theme)} {year}"

    def day(self, day: date | None) -> str:
        if day is None:
            return ""
        return f"{day:%d/%m/%Y}" if self.language == "it" else day.isoformat()

    def moment(self, at: datetime | None) -> str:
        if at is None:
            return ""
        return f"{at:%d/%m/%Y %H:%M}" if self.language == "it" else f"{at:%Y-%m-%d %H:%M}"

    def amount(self, amount: Decimal) -> str:
        """Two decimals, with a comma in Italian.

        >>> Words("it").amount(Decimal("1234.5")), Words("en").amount(Decimal("1234.5"))
        ('1234,50', '1234.50')
        """
        text = f"{amount:.2f}"
        return text.replace(".", ",") if self.language == "it" else text

    def grouped(self, amount: Decimal) -> str:
        """With marks at the thousands, as people type into a spreadsheet; plain in English.

        >>> Words("it").grouped(Decimal(45000)), Words("en").grouped(Decimal(45000))
        ('45.000,00', '45000.00')
        """
        if self.language == "en":
            return f"{amount:.2f}"
        return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
