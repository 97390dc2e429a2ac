"""The draft that an address names, or the import that it has become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polso.base.errors import NotFoundError, UserError
from polso.web.drafts import Draft
from polso.web.visit import MovedError

if TYPE_CHECKING:
    from polso.web.desk import Desk


def draft_of(desk: Desk, token: str) -> Draft:
    """The draft; where it has become an import meanwhile, one is sent there. Raises NotFoundError `draft_not_found`."""
    try:
        return desk.drafts.find(token)
    except NotFoundError:
        if token in desk.imported:
            raise MovedError(f"/data/imports/{desk.imported[token]}", None) from None
        raise


def refuse_while_importing(desk: Desk, draft: Draft) -> None:
    """Raises UserError `import_running`: what is being written is no longer changed."""
    if imports(desk, draft):
        raise UserError("import_running")


def imports(desk: Desk, draft: Draft) -> bool:
    work = desk.works.of(draft.token)
    return work is not None and work.kind == "importing" and work.running
