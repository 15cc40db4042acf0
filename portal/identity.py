"""Who a visitor is, by whatever provider: passwords here, OpenID Connect in its place."""

from typing import Protocol
from uuid import UUID

from portal.wiring import Services
from procedures.acts.sign_in import check_password


class Identity(Protocol):
    """Tells whose credentials these are.

    A provider that redirects (VNeID by OpenID Connect) implements the same question with the
    code and state of its callback as the credentials.
    """

    def person_behind(self, credentials: dict[str, str]) -> UUID | None: ...


class PasswordIdentity:
    """Accounts of this system: username and password."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def person_behind(self, credentials: dict[str, str]) -> UUID | None:
        with self._services.aside() as call:
            return check_password(
                call, credentials.get("username", ""), credentials.get("password", "")
            )
