"""Production and the test PKI never meet: no boot, and no belief should one get past it."""

from dataclasses import replace

import pytest

from portal.believing import TrustBook, at_start, ensure_real
from portal.preparing import prepare
from portal.setting_rows import SettingsError
from procedures.acts.set_up_trust import set_up_trust
from procedures.anchors import Store
from procedures.papers.certificate_file import AuthorityReader
from tests.authorities import Authority
from tests.factories import Life

TEST = Authority.made("TEST CA dấu thời gian")


def test_production_does_not_boot_where_a_test_certificate_is_or_was(
    life: Life, capsys: pytest.CaptureFixture[str]
) -> None:
    known = life.services
    ensure_real("production", known.sessions)
    with known.aside() as call:
        set_up_trust(call, {Store.TIME: [AuthorityReader().read(TEST.pem)]})
    ensure_real("development", known.sessions)
    with pytest.raises(SettingsError, match=r"^PORTAL_ENV='production': .*TEST CA dấu thời gian"):
        ensure_real("production", known.sessions)
    official = replace(known.settings, environment="production", test_pki=False, sample_password="")
    with pytest.raises(SystemExit):
        prepare(replace(known, settings=official))
    with pytest.raises(SystemExit) as end:
        at_start("production", known.sessions)
    assert end.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert TrustBook(known.sessions, test=False).now().time.anchors == ()
    assert len(TrustBook(known.sessions, test=True).now().time.anchors) == 1
