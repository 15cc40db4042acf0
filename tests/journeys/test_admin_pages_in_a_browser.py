"""Every page of an administrator's work in a real browser: phone and desk, light and dark."""

import pytest
from playwright.sync_api import Browser

from tests.acts.stages import Stages
from tests.journeys.eyes import WIDE, needs_browser, window
from tests.journeys.rounds import RULING
from tests.journeys.rounds.look import Round, look_at

pytestmark = needs_browser


@pytest.mark.parametrize("of", RULING, ids=str)
def test_every_page(browser: Browser, base: str, stages: Stages, of: Round) -> None:
    with window(browser, base, WIDE) as found:
        if of.username:
            found.sign_in(of.username)
        for look in of.looks(stages):
            look_at(found, look)
        assert not found.findings, "\n".join(found.findings)
