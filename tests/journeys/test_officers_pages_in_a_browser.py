"""Every page of an officer's work in a real browser: phone and desk, light and dark."""

import pytest
from playwright.sync_api import Browser

from tests.acts.stages import Stages
from tests.journeys.eyes import needs_browser
from tests.journeys.rounds import INSIDE
from tests.journeys.rounds.look import Round, walk

pytestmark = needs_browser


@pytest.mark.parametrize("of", INSIDE, ids=str)
def test_every_page(browser: Browser, base: str, stages: Stages, of: Round) -> None:
    assert walk(browser, base, stages, of) == []
