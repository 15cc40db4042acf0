"""certomancer's signing service, made to demand what real ones do: a client's token, and a PIN.

Run as its own process: `python -m tests.remote.csc_with_pin CONFIG PORT PINNING`. A third wrong PIN
locks the key. What it was asked stands in `asked.txt` beside its configuration.
"""

import json
import sys
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

from aiohttp import web
from certomancer.registry import CertomancerConfig
from csc_dummy.csc_dummy_server import CSCWithCertomancer

from procedures.providers import Protocols
from tests.remote.ordering import provider

PIN = "845-120"
TRIES = 3
TOKEN = "the-clients-token"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Demanding(CSCWithCertomancer):
    """The same keys and signatures behind a client's token and a PIN."""

    def __init__(self, config: CertomancerConfig, book: Path) -> None:
        super().__init__(config)
        self.book = book
        self.wrong = 0
        self.app.middlewares.append(self.let_in)
        self.app.add_routes([web.post("/csc/v1/oauth2/token", self.token)])
        self.register_routes()

    async def token(self, request: web.Request) -> web.Response:
        """A token for the client (RFC 6749, section 4.4)."""
        known, said = provider("", Protocols.CSC_1), await request.post()
        if (said.get("client_id"), said.get("client_secret")) != (
            known.client_id,
            known.client_secret,
        ):
            return web.json_response({"error": "invalid_client"}, status=HTTPStatus.BAD_REQUEST)
        return web.json_response({"access_token": TOKEN, "expires_in": 3600})

    @web.middleware
    async def let_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Nobody without a token, but for the token itself and what the service is."""
        name = request.path.removeprefix("/csc/v1/").strip("/")
        with self.book.open("a", encoding="utf-8") as book:
            book.write(f"{name}\n")
        known = request.headers.get("Authorization") == f"Bearer {TOKEN}"
        if not known and name not in {"info", "oauth2/token"}:
            return web.json_response({"error": "invalid_token"}, status=HTTPStatus.UNAUTHORIZED)
        return await handler(request)

    async def info(self, request: web.Request) -> web.Response:
        """What the service is, and how a client is let in."""
        del request
        return web.json_response({"specs": "1.0.4.0", "authType": ["oauth2client", "oauth2code"]})

    async def credentials_info(self, request: web.Request) -> web.Response:
        """As certomancer tells it, but that a PIN is wanted."""
        told = json.loads((await super().credentials_info(request)).text)
        told |= {"authMode": "explicit", "PIN": {"presence": "true", "format": "A"}}
        return web.json_response(told)

    async def credentials_authorize(self, request: web.Request) -> web.Response:
        """Nothing without the PIN."""
        said = (await request.json()).get("PIN")
        if self.wrong >= TRIES or said != PIN:
            self.wrong += 1
            return web.json_response({"error": "invalid_pin"}, status=HTTPStatus.BAD_REQUEST)
        answered: web.Response = await super().credentials_authorize(request)
        return answered


if __name__ == "__main__":
    config = Path(sys.argv[1])
    service = Demanding(CertomancerConfig.from_file(str(config)), config.parent / "asked.txt")
    web.run_app(service.app, host="127.0.0.1", port=int(sys.argv[2]))
