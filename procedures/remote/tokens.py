"""How the portal shows a CSC service who it is: nothing, a password, or an OAuth 2 client."""

import time
from collections.abc import Callable, Mapping
from threading import Lock

from procedures.errors import Unavailable
from procedures.providers import Login, Provider
from procedures.remote.reading import text, texts, to_base64
from procedures.remote.wire import NOT_ADMITTED, Answer, JsonWire

EARLY_SECONDS = 30.0
"""A token is renewed this long before it ends: the question must still arrive."""
USUAL_SECONDS = 3600.0


class Tokens:
    """Access tokens of one service, kept in memory until shortly before they end."""

    def __init__(
        self,
        wire: JsonWire,
        root: str,
        provider: Provider,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wire = wire
        self._root = root
        self._provider = provider
        self._login = provider.login
        self._clock = clock
        self._lock = Lock()
        self._token = ""
        self._ends = 0.0

    def headers(self) -> Mapping[str, str]:
        """What each question carries; raises `Unavailable` when there is no token to be had."""
        with self._lock:
            if self._login is Login.ASKED:
                self._login = self._stated()
            if self._login is Login.NONE:
                return {}
            if not self._token or self._clock() >= self._ends:
                self._renew()
            return {"Authorization": f"Bearer {self._token}"}

    def forget(self) -> None:
        """The service no longer takes the token."""
        with self._lock:
            self._token = ""

    def _renew(self) -> None:
        answer = self._asked()
        if not answer.ok:
            raise Unavailable(NOT_ADMITTED)
        lasts = answer.body.get("expires_in")
        seconds = float(lasts) if isinstance(lasts, int | float) else USUAL_SECONDS
        self._token = text(answer.body, "access_token")
        self._ends = self._clock() + max(seconds - EARLY_SECONDS, 0.0)

    def _stated(self) -> Login:
        """The way in that the service names, the safest that we know first (`info`, section 11.1).

        Raises `Unavailable` when it names none of those.
        """
        named = texts(self._wire.post(f"{self._root}/info", {}).body, "authType")
        for way in (Login.CLIENT, Login.BASIC, Login.NONE):
            if way in named:
                return way
        raise Unavailable(NOT_ADMITTED)

    def _asked(self) -> Answer:
        provider = self._provider
        if self._login is Login.BASIC:
            pair = to_base64(f"{provider.client_id}:{provider.client_secret}".encode())
            return self._wire.post(
                f"{self._root}/auth/login", {}, {"Authorization": f"Basic {pair}"}
            )
        fields = {
            "grant_type": "client_credentials",
            "scope": "service",
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
        }
        return self._wire.form(f"{self._root}/oauth2/token", fields)
