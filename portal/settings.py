"""All that can be set from outside, read once at boot; the only reader of the environment."""

import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from portal.authorities import authorities_in
from portal.embedded import database_url, queue_url
from portal.setting_rows import SettingRow, SettingsError, Value, rows
from portal.signers import SAMPLE, providers_in
from procedures.papers.authorities import Authorities
from procedures.providers import Provider

__all__ = ["SettingRow", "Settings", "SettingsError", "settings_table"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the processes are told; each field's meaning and limits stand in settings.json."""

    environment: Literal["development", "production"]
    var_dir: Path
    host: str
    port: int
    base_url: str
    trusted_proxies: int
    secret_key: str
    database_url: str
    database_pool: int
    redis_url: str
    blob_url: str
    mail_url: str
    pki_dir: Path
    pki_url: str
    test_pki: bool
    authorities: str
    remote_signers: str
    sample_signer_url: str
    paper_fonts_dir: Path
    web_workers: int
    web_threads: int
    paper_workers: int
    job_seconds: int
    lease_seconds: int
    session_idle_minutes: int
    session_hours: int
    upload_max_mb: int
    sample_password: str
    log_level: str

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read all; raises `SettingsError` naming the first that is wrong. Empty means unset."""
        given = {k: v for k, v in (os.environ if environ is None else environ).items() if v}
        environment = given.get("PORTAL_ENV", "development")
        known: dict[str, Value] = {}
        fields: dict[str, Any] = {}
        for general in rows():
            row = general.under(environment)
            if row.required and environment == "production" and row.name not in given:
                raise row.refuse("", "missing")
            value = row.read(given.get(row.name, row.default.format_map(known)), known)
            known[row.name] = fields[row.attribute] = value
        if not fields["secret_key"]:
            fields["secret_key"] = _kept_secret(fields["var_dir"] / "secret-key")
        made = cls(**fields)
        providers_in(made.remote_signers, made.sample_signer_url, environment)
        authorities_in(made.authorities, test_pki=made.test_pki)
        return made

    @classmethod
    def at_start(cls) -> Self:
        """What `from_env` reads; a bad setting ends the process with one line and status 2."""
        try:
            return cls.from_env()
        except SettingsError as reason:
            sys.stderr.write(f"{reason}\n")
            sys.exit(2)

    def lines(self) -> list[str]:
        """`NAME=value` for each setting in force, in the table's order; secrets are not told."""
        return [f"{row.name}={row.shown(getattr(self, row.attribute))}" for row in rows()]

    @property
    def embedded_database(self) -> bool:
        """Whether `make run` brings the PostgreSQL."""
        return self.database_url == database_url(self.var_dir / "postgres")

    @property
    def embedded_queue(self) -> bool:
        """Whether `make run` brings the Valkey."""
        return self.redis_url == queue_url(self.var_dir / "valkey")

    @property
    def sample_signer(self) -> bool:
        """Whether `make run` brings the trial signing service."""
        return self.remote_signers == SAMPLE

    @property
    def remote_providers(self) -> tuple[Provider, ...]:
        """The signing services that citizens may choose, in their order."""
        return providers_in(self.remote_signers, self.sample_signer_url, self.environment)

    @property
    def named_authorities(self) -> Authorities:
        """The time authorities and the ways that the settings name; none beside the test PKI."""
        return authorities_in(self.authorities, test_pki=self.test_pki)

    @property
    def rate_limit_url(self) -> str:
        """The queue's address as the library `limits` spells it."""
        return self.redis_url.replace("unix://", "redis+unix://", 1)


def _kept_secret(path: Path) -> str:
    """A key for development, made once for all processes of this folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"secret-key.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_hex(32))
    with suppress(FileExistsError):
        path.hardlink_to(fresh)  # whoever comes first; nobody reads half a key
    fresh.unlink()
    return path.read_text()


def settings_table() -> list[SettingRow]:
    """The table as the README prints it."""
    return list(rows())
