"""Customers with plainly invented names."""

from __future__ import annotations

import random
import unicodedata
from itertools import count

from polso.demo.records import Customer, Kind


def _split(text: str, mark: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(mark))


_FIRST = _split(
    "Ada Agnese Alberto Alessia Andrea Anna Beatrice Bruno Camilla Carlo Caterina Chiara Cosimo Dario Diego Elisa "
    "Emma Enrico Fabio Federica Filippo Flavia Franco Gaia Giorgio Greta Ilaria Irene Ivano Lara Laura Leonardo Lidia "
    "Lorenzo Marco Martina Matteo Michela Mirko Nadia Nicolò Noè Olga Paola Piero Renata Riccardo Sara Silvia Simone "
    "Sofia Stefano Tommaso Valeria Vittorio"
)
_SURNAMES = _split(
    "Acquachiara Altomuro Archivolto Bellaporta Boccadoro Brunavalle Campoverde Cancellotti Capochiave Cardinello "
    "Casalunga Cerchiaferro Chiavistelli Collevento Cornicione Dallimposta D'Architrave D'Incudine Ferrobattuto "
    "Finestrelli Fontanarossa Forgiafiore Grondaia Imposte Inferriati Lampadoro Limarossa Lucernari Maniglioni "
    "Martellacci Montalbero Mulinovecchio Ottonelli Pontelungo Portalucchi Portoncini Pozzallegro Ramestella "
    "Ringhierotti Roccaspina Salicebianco Saldarame Serramonti Serraventi Soglianera Spioncini Stipitelli Tagliaferri "
    "Telaioni Torrequadra Trevoltini Vallescura Verandoni Vetrospino Zoccolini"
)
_PLACES = _split(
    "Bellariva, Le Ginestre, Tre Querce, Aurora, La Filanda, Al Vecchio Pozzo, Belvedere, Il Glicine, San Rocco, "
    "La Fornace, Acquamarina, Le Rondini, Ai Tigli, Colle Fiorito, Il Cortile, La Meridiana, Ponte Vecchio, Stella, "
    "Villa Serena, Il Girasole, La Corte, Ai Due Mori, Le Magnolie, Città Alta, Perché No, Borgo Nuovo",
    ", ",
)
_TRADES: tuple[tuple[str, str, int, tuple[str, ...]], ...] = (
    ("builder", "surname", 28, ("Edil {} S.r.l.", "Costruzioni {} S.p.A.", "Impresa {} & Figli S.n.c.")),
    ("installer", "surname", 24, ("Serramenti {} S.r.l.", "Posa {} S.n.c.", "Infissi {} di G. {}")),
    ("architect", "surname", 14, ("Studio di architettura {}", "{} Architetti Associati")),
    ("hospitality", "place", 12, ("Hotel {}", "Agriturismo {}", "Ristorante {}")),
    ("condominium", "place", 10, ("Condominio {}", "Residenza {}")),
    ("retail", "place", 12, ("Bottega {} S.a.s.", "Ferramenta {}", "Società {} S.r.l.")),
)
_CITIES = (
    ("Treviso", "TV", 16),
    ("Conegliano", "TV", 10),
    ("Montebelluna", "TV", 8),
    ("Padova", "PD", 12),
    ("Cittadella", "PD", 6),
    ("Vicenza", "VI", 9),
    ("Bassano del Grappa", "VI", 7),
    ("Venezia", "VE", 7),
    ("San Donà di Piave", "VE", 5),
    ("Pordenone", "PN", 6),
    ("Udine", "UD", 4),
    ("Belluno", "BL", 4),
    ("Ferrara", "FE", 2),
    ("Forlì", "FC", 2),
    ("Cantù", "CO", 2),
)


class Registry:
    """Makes customers, never two of one name."""

    __slots__ = ("_rng", "_taken")

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def contact(self) -> str:
        """The name of a person who writes for a company."""
        return f"{self._rng.choice(_FIRST)} {self._rng.choice(_SURNAMES)}"

    def customer(self, kind: Kind) -> Customer:
        rng = self._rng
        city, province, _ = rng.choices(_CITIES, [weight for *_, weight in _CITIES])[0]
        if kind == "person":
            name, industry = self._person(), "private"
        else:
            name, industry = self._company()
        self._taken.add(name)
        domain = rng.choice(("example.com", "example.org"))
        return Customer(name, kind, industry, city, province, f"{_slug(name)}@{domain}")

    def _person(self) -> str:
        rng = self._rng
        for attempt in count():
            first = " ".join(rng.choice(_FIRST) for _ in range(1 + attempt // 4))
            name = f"{first} {rng.choice(_SURNAMES)}"
            if name not in self._taken:
                return name
        raise AssertionError("count() does not end")

    def _company(self) -> tuple[str, str]:
        rng = self._rng
        for attempt in count():
            industry, of, _, shapes = rng.choices(_TRADES, [weight for _, _, weight, _ in _TRADES])[0]
            words = [rng.choice(_SURNAMES if of == "surname" else _PLACES)]
            words += [rng.choice(_SURNAMES) for _ in range(attempt // 4)]
            name = rng.choice(shapes).format(" ".join(words), rng.choice(_SURNAMES))
            if name not in self._taken:
                return name, industry
        raise AssertionError("count() does not end")


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    return ".".join("".join(letter if letter.isalnum() else " " for letter in plain))
