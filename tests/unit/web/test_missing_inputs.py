"""Why there is no figure: the files that would enable it, and the settings, which no file holds."""

from __future__ import annotations

from tests.support.office import Office
from tests.unit.web.served import client_of

ITALIAN = {"Accept-Language": "it"}


def test_a_setting_that_is_missing_is_no_file(shop: Office) -> None:
    text = client_of(shop).get("/metrics/clv_cac_ratio", headers=ITALIAN).text
    assert "Serve un file di: spese" in text
    assert "Manca nelle impostazioni: margine lordo" in text
    assert "file di: impostazioni" not in text
