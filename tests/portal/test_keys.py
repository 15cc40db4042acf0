"""Keys of a single character are told, and can be turned off (WCAG 2.1.4)."""

from flask import Flask

from portal.casework.inbox import QUEUE_KEYS, QUEUE_NAMES
from tests.portal.officers import Officer


def test_keys_are_turned_off_and_on_again(app: Flask) -> None:
    officer = Officer(app, "motcua.tanmy", "mot-cua")
    assert "data-keys" in officer.inbox()
    assert 'data-go="t"' in officer.text
    officer.page.get("/ban-lam-viec/phim-tat")
    assert "đang bật trên máy này" in officer.text
    officer.page.post("/ban-lam-viec/phim-tat")
    assert "đang tắt trên máy này" in officer.text
    assert "<dialog" not in officer.inbox()
    officer.page.get("/ban-lam-viec/phim-tat")
    officer.page.post("/ban-lam-viec/phim-tat", {"bat": "1"})
    assert "<dialog" in officer.inbox()


def test_every_queue_has_a_letter_of_its_own() -> None:
    assert set(QUEUE_KEYS) == set(QUEUE_NAMES)
    assert len(set(QUEUE_KEYS.values())) == len(QUEUE_KEYS)
