"""`docs/flags.md`: every word that may stand among the flags of an answer."""

from __future__ import annotations

from polso.answers.flags import FLAGS
from tests.docs.reference.markdown import code, page, table

INTRODUCTION = """\
# Flags

Made from `src/polso/answers/flags.py`. Flags say why a figure is missing or weak; they stand below the tables of `polso
ask`, beside the figures in the pages and in `flags` of the JSON. A figure that is not known is empty and never 0.
"""


def flags_page() -> str:
    rows = [(code(flag), words.en, words.it) for flag, words in FLAGS.items()]
    return page(INTRODUCTION, table(("flag", "English", "Italiano"), rows))
