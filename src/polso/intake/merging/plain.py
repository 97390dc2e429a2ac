"""Names, VAT numbers and addresses in the form in which two spellings of one customer are alike."""

from __future__ import annotations

import re
import unicodedata

_LEGAL_FORMS = """
    srl srls spa sapa snc sas ss scarl scrl scpa coop cooperativa onlus aps
    ltd limited llc llp plc inc incorporated corp corporation co company gmbh ag kg ohg ug
    sarl sa sasu eurl sl slu bv nv oy ab as doo sro kft
"""
_FORMS = frozenset(_LEGAL_FORMS.split())
_BETWEEN = frozenset({"e", "ed", "and", "et", "und"})
_PARTNERS = "c"
_LONGEST_SPELLED = 5
_OTHER = re.compile(r"[^\w]+")
_SHORTEST_VAT = 8
_ITALIAN_DIGITS = 11

# Mail that anybody can have: two customers there have nothing in common. Certified mail providers are such, too.
_FREE_MAIL = """
    gmail.com googlemail.com hotmail.com hotmail.it outlook.com outlook.it live.com live.it msn.com yahoo.com
    yahoo.it ymail.com icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net web.de mail.com proton.me
    protonmail.com tutanota.com zoho.com yandex.com mail.ru libero.it virgilio.it alice.it tin.it tim.it
    tiscali.it inwind.it iol.it fastwebnet.it email.it teletu.it vodafone.it poste.it orange.fr free.fr
    laposte.net wanadoo.fr t-online.de pec.it legalmail.it arubapec.it postecert.it pec.libero.it cert.cna.it
    pecimprese.it sicurezzapostale.it registerpec.it namirialpec.it
"""
FREE_MAIL = frozenset(_FREE_MAIL.split())


def plain_name(name: str) -> str:
    """The words of a company's name without case, accents, punctuation and legal form; all of them if none is left.

    >>> plain_name("Società Rossi S.r.l."), plain_name("SOCIETA' ROSSI SRL"), plain_name("S.p.A.")
    ('societa rossi', 'societa rossi', 's p a')
    >>> plain_name("F.lli Verdi & C. S.n.c."), plain_name("F.lli Verdi e C.")
    ('f lli verdi', 'f lli verdi')
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    words = _OTHER.sub(" ", "".join(one for one in decomposed if not unicodedata.combining(one))).split()
    kept = [word for word in _without_forms(words) if word not in _BETWEEN]
    if len(kept) > 1 and kept[-1] == _PARTNERS:
        kept.pop()
    return " ".join(kept or words)


def _without_forms(words: list[str]) -> list[str]:
    """Legal forms off, those spelled letter by letter, too."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        spelled = next(
            (
                size
                for size in range(_LONGEST_SPELLED, 1, -1)
                if all(len(word) == 1 for word in words[at : at + size]) and "".join(words[at : at + size]) in _FORMS
            ),
            0,
        )
        if not spelled and words[at] not in _FORMS:
            kept.append(words[at])
        at += spelled or 1
    return kept


def plain_vat(number: str | None) -> str | None:
    """A VAT number by its letters and digits, the Italian one without its country; None where it says nothing.

    >>> plain_vat("IT 01234567890"), plain_vat("01234567890"), plain_vat("00000000000"), plain_vat("n/d")
    ('01234567890', '01234567890', None, None)
    """
    if number is None:
        return None
    text = re.sub(r"[^0-9A-Z]", "", number.upper())
    if text.startswith("IT") and len(text) == _ITALIAN_DIGITS + 2:
        text = text[2:]
    digits = re.sub(r"[^0-9]", "", text)
    if len(text) < _SHORTEST_VAT or len(set(digits)) < 2:
        return None
    return text


def plain_email(address: str | None) -> str | None:
    """An e-mail address in lower case; None for anything else.

    >>> plain_email(" Info@Rossi.IT "), plain_email("nessuna")
    ('info@rossi.it', None)
    """
    text = (address or "").strip().casefold()
    return text if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) else None


def own_domain(address: str | None) -> str | None:
    """The domain of an address, where it belongs to the customer alone.

    >>> own_domain("info@rossi.it"), own_domain("rossi@libero.it")
    ('rossi.it', None)
    """
    text = plain_email(address)
    domain = text.partition("@")[2] if text else ""
    return domain if domain and domain not in FREE_MAIL else None


def numbers_in(name: str) -> tuple[str, ...]:
    """The numbers in a name: names that differ in one are different customers (`Condominio 12`, `Condominio 13`).

    >>> numbers_in("Condominio via Roma 12/A")
    ('12',)
    """
    return tuple(re.findall(r"\d+", name))
