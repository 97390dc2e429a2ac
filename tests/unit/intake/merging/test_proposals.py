"""Which customers are proposed as one, and which never are."""

from __future__ import annotations

import pytest

from polso.intake.merging.proposals import Customer, propose


def customer(number: int, name: str, *, vat: str | None = None, mail: str | None = None, records: int = 1) -> Customer:
    return Customer(f"a{number}", "files", f"a{number}", name, vat, mail, is_stub=False, records=records)


def proposed(*known: Customer, apart: frozenset[frozenset[str]] = frozenset()) -> list[tuple[str, str, str]]:
    return [(one.keep.account_id, one.other.account_id, one.why) for one in propose(known, apart)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Rossi S.r.l.", "ROSSI SRL"),
        ("Caffè Bianchi", "Caffe' Bianchi"),
        ("F.lli Verdi & C. snc", "F.lli Verdi e C. S.n.c."),
        ("Officine Farina S.p.A.", "Farina Officine"),
        ("Tipografia Testa", "Tipografia Tesat"),
        ("Acme Ltd.", "ACME Limited"),
        ("Müller GmbH", "Muller"),
    ],
)
def test_spellings_of_one_name(one: str, two: str) -> None:
    assert len(proposed(customer(1, one), customer(2, two))) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Condominio via Roma 12", "Condominio via Roma 13"),
        ("Rossi Mario", "Bianchi Mario"),
        ("Hotel Aurora", "Hotel Astoria"),
        ("ABC", "ABD"),
        ("Studio Legale Neri", "Studio Dentistico Neri"),
        ("Cliente 1", "Cliente 2"),
    ],
)
def test_names_that_are_different_customers(one: str, two: str) -> None:
    assert proposed(customer(1, one), customer(2, two)) == []


def test_the_vat_number_goes_before_the_name() -> None:
    same = proposed(customer(1, "Rossi Impianti", vat="IT01234567897"), customer(2, "RI Group", vat="0123 4567 897"))
    assert same == [("a1", "a2", "vat_number")]
    different = proposed(customer(1, "Rossi Srl", vat="01234567897"), customer(2, "Rossi Srl", vat="09876543217"))
    assert different == []


def test_a_number_that_says_nothing_joins_nobody() -> None:
    assert proposed(customer(1, "Rossi", vat="00000000000"), customer(2, "Bianchi", vat="00000000000")) == []
    assert proposed(customer(1, "Rossi", vat="n/d"), customer(2, "Bianchi", vat="n/d")) == []


def test_mail_at_a_common_provider_joins_nobody() -> None:
    free = proposed(customer(1, "Idraulica Neri", mail="neri@libero.it"), customer(2, "Neri", mail="verdi@libero.it"))
    assert free == []
    own = proposed(
        customer(1, "Idraulica Neri Srl", mail="info@neri.it"),
        customer(2, "Neri Idraulica e C.", mail="ufficio@neri.it"),
    )
    assert own == [("a1", "a2", "email_domain")]
    same = proposed(customer(1, "Mario", mail="mario@gmail.com"), customer(2, "M. Neri", mail="MARIO@gmail.com"))
    assert same == [("a1", "a2", "email")]


def test_the_better_known_stays_and_each_is_proposed_once() -> None:
    stub = Customer("a0", "files", "a0", "ROSSI SRL", is_stub=True, records=90)
    found = proposed(stub, customer(1, "Rossi S.r.l.", records=2), customer(2, "Rossi srl", records=5))
    assert found == [("a2", "a0", "name"), ("a2", "a1", "name")]


def test_what_was_told_apart_is_not_proposed_again() -> None:
    apart = frozenset({frozenset(("a1", "a2"))})
    assert proposed(customer(1, "Rossi Srl"), customer(2, "Rossi Spa"), apart=apart) == []


def test_many_customers_with_one_common_word_take_no_time_for_pairs() -> None:
    many = [
        customer(number, f"Hotel {name}")
        for number, name in enumerate(f"{a}{b}{a}" for a in "abcdefgh" * 25 for b in "xyz")
    ]
    assert all(one.why == "name" for one in propose(many))
