"""Guessing a password is slow; signing in as usual is not."""

from portal.limits import GUESSES_AT_ACCOUNT
from tests.pages import PageClient


def test_the_eleventh_guess_at_an_account_must_wait(client: PageClient) -> None:
    allowed = int(GUESSES_AT_ACCOUNT.split()[0])
    for _ in range(allowed):
        client.sign_in("congdan2", "doan-mo")
        assert client.status == 422
    client.sign_in("congdan2", "doan-mo")
    assert client.status == 429
    client.sign_in("congdan1")
    assert client.status == 200


def test_signing_in_rightly_is_never_counted(client: PageClient) -> None:
    for _ in range(int(GUESSES_AT_ACCOUNT.split()[0]) + 2):
        client.sign_in("congdan1")
        assert client.status == 200
        client.sign_out()
