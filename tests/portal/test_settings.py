"""The settings: what stands when nothing is set, what is refused, and how plainly."""

import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from flask import Flask

from portal.settings import Settings, SettingsError, settings_table

ROOT = Path(__file__).parent.parent.parent
PRODUCTION = {
    "PORTAL_ENV": "production",
    "BASE_URL": "https://dichvucong.example.vn",
    "SECRET_KEY": "s" * 32,
    "DATABASE_URL": "postgres://portal:mat-khau@db.example/portal",
    "REDIS_URL": "redis://queue.example:6379/0",
}


TIME = {"time": [{"url": "http://tsa.example.vn"}]}


@pytest.fixture
def var(tmp_path: Path) -> dict[str, str]:
    return {"VAR_DIR": str(tmp_path / "var")}


@pytest.fixture
def official(var: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """What production has to be given."""
    return PRODUCTION | var | {"AUTHORITIES": authorities(tmp_path, TIME)}


def authorities(folder: Path, told: object) -> str:
    path = folder / "authorities.json"
    path.write_text(json.dumps(told))
    return str(path)


def test_nothing_set_gives_a_system_of_this_machine_alone(var: dict[str, str]) -> None:
    settings = Settings.from_env(var)
    folder = Path(var["VAR_DIR"])
    assert settings.base_url == "http://127.0.0.1:8080"
    assert settings.blob_url == str(folder / "blobs")
    assert settings.pki_dir == folder / "pki"
    assert settings.embedded_database
    assert settings.embedded_queue
    assert settings.test_pki


def test_the_base_address_follows_host_and_port(var: dict[str, str]) -> None:
    settings = Settings.from_env(var | {"PORT": "9000", "HOST": "10.0.0.7"})
    assert settings.base_url == "http://10.0.0.7:9000"


def test_the_secret_of_development_is_made_once_and_private(var: dict[str, str]) -> None:
    first, second = Settings.from_env(var), Settings.from_env(var)
    kept = Path(var["VAR_DIR"]) / "secret-key"
    assert first.secret_key == second.secret_key == kept.read_text()
    assert len(first.secret_key) >= 32
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret-key"]


def test_an_empty_variable_counts_as_unset(var: dict[str, str]) -> None:
    assert Settings.from_env(var | {"PORT": ""}).port == 8080


def test_a_database_is_addressed_through_the_driver_we_use(var: dict[str, str]) -> None:
    settings = Settings.from_env(var | {"DATABASE_URL": "postgres://u:p@h:5433/d"})
    assert settings.database_url == "postgresql+psycopg://u:p@h:5433/d"
    assert not settings.embedded_database


def test_rate_limits_are_kept_in_the_queue_s_server(var: dict[str, str]) -> None:
    assert Settings.from_env(var).rate_limit_url.startswith("redis+unix:///")
    other = Settings.from_env(var | {"REDIS_URL": "redis://h:6379"})
    assert other.rate_limit_url == "redis://h:6379"


def test_a_long_folder_name_gets_a_short_socket(tmp_path: Path) -> None:
    settings = Settings.from_env({"VAR_DIR": str(tmp_path / ("x" * 100))})
    assert settings.embedded_database
    assert len(settings.database_url.partition("host=")[2]) < 90


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "8080.0"),
        ("PORT", "٨٠"),
        ("PORT", "-1"),
        ("PORTAL_ENV", "prod"),
        ("LOG_LEVEL", "loud"),
        ("TEST_PKI", "true"),
        ("BASE_URL", "dichvucong.vn"),
        ("BASE_URL", "http://"),
        ("BASE_URL", "http://[::1"),
        ("BASE_URL", "ftp://h"),
        ("VAR_DIR", "/etc/passwd"),
        ("UPLOAD_MAX_MB", "100000"),
    ],
)
def test_a_bad_value_is_refused_in_one_line_that_names_it(
    var: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(var | {name: value})
    line = str(refused.value)
    assert line.startswith(f"{name}={value!r}: ")
    assert " / must " in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "qua-ngan"),
        ("DATABASE_URL", "mysql://root:bi-mat@h/d"),
        ("REDIS_URL", "http://:bi-mat@h"),
    ],
)
def test_a_refusal_does_not_repeat_a_secret(var: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}=…: ") as refused:
        Settings.from_env(var | {name: value})
    assert value not in str(refused.value)


def test_production_takes_what_it_must_be_given(official: dict[str, str]) -> None:
    settings = Settings.from_env(official)
    assert not settings.test_pki
    assert not settings.sample_password
    assert not (Path(official["VAR_DIR"]) / "secret-key").exists()
    assert [one.url for one in settings.named_authorities.time] == ["http://tsa.example.vn"]


@pytest.mark.parametrize("name", sorted({*PRODUCTION, "AUTHORITIES"} - {"PORTAL_ENV"}))
def test_production_does_not_start_without(official: dict[str, str], name: str) -> None:
    given = {key: value for key, value in official.items() if key != name}
    with pytest.raises(SettingsError, match=f"^{name}='': .*production"):
        Settings.from_env(given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "http://dichvucong.example.vn"),
        ("TEST_PKI", "yes"),
        ("SAMPLE_PASSWORD", "thu-nghiem"),
        ("DATABASE_URL", "embedded"),
        ("REDIS_URL", "embedded"),
    ],
)
def test_production_refuses_what_is_for_trying_out(
    official: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(SettingsError, match=f"^{name}="):
        Settings.from_env(official | {name: value})


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"time": []},
        {"routes": []},
        {"time": [{"url": "ftp://tsa"}]},
        {"time": [{"url": "http://tsa", "policy": "1.2.x"}]},
        {"time": [{"url": "http://tsa", "secret_file": "mo"}]},
        {"time": [{"url": "https://tsa", "secret_file": "mo"}]},
        {"time": [{"url": "https://tsa", "secret_file": "khong-co"}]},
        {"time": [{"url": "http://tsa", "polizy": "1.2"}]},
        {**TIME, "proxy": "https://proxy:3128"},
        {**TIME, "proxy": "http://proxy:3128/di"},
        {**TIME, "routes": [{"to": "http://10.0.0.1"}]},
        {**TIME, "inside": ["10.0.0.0/33"]},
        {**TIME, "inside": ["*.example"]},
    ],
    ids=json.dumps,
)
def test_a_file_of_authorities_that_is_not_sound_is_refused_in_one_line(
    official: dict[str, str], tmp_path: Path, told: object
) -> None:
    (tmp_path / "mo").touch(mode=0o644)
    with pytest.raises(SettingsError, match=r"^AUTHORITIES='.*': ") as refused:
        Settings.from_env(official | {"AUTHORITIES": authorities(tmp_path, told)})
    assert "\n" not in str(refused.value)


def test_a_whole_file_of_authorities_is_taken(official: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "kin").write_text("rat-bi-mat\n")
    (tmp_path / "kin").chmod(0o600)
    told = {
        "time": [
            {"url": "https://tsa", "policy": "1.2.3", "user": "cong", "secret_file": "kin"},
            {"url": "https://tsa2/", "secret_file": "kin"},
        ],
        "routes": [{"address": "http://a.vn", "to": "http://10.0.0.7", "proxy": "http://p:1"}],
        "inside": ["10.20.0.0/16", "ocsp.noi-bo"],
    }
    settings = Settings.from_env(official | {"AUTHORITIES": authorities(tmp_path, told)})
    found = settings.named_authorities
    assert [one.authorization for one in found.time] == [
        "Basic Y29uZzpyYXQtYmktbWF0",
        "Bearer rat-bi-mat",
    ]
    assert found.hosts == {"ocsp.noi-bo"}
    assert "rat-bi-mat" not in repr(settings.lines())
    with pytest.raises(SettingsError, match=r"^AUTHORITIES='.*': .* TEST_PKI=yes"):
        Settings.from_env({"AUTHORITIES": settings.authorities, "VAR_DIR": str(tmp_path)})


def test_the_table_has_a_row_for_each_field_and_says_it_in_both_languages() -> None:
    rows = settings_table()
    assert [row.attribute for row in rows] == [field.name for field in fields(Settings)]
    for row in rows:
        assert re.fullmatch(r"[A-Z][A-Z_]+", row.name)
        assert row.vi.endswith(".")
        assert row.en.endswith(".")


def test_the_settings_in_force_are_told_without_their_secrets(
    var: dict[str, str], tmp_path: Path
) -> None:
    secret = "rat-bi-mat"
    given = {
        "SECRET_KEY": secret * 4,
        "DATABASE_URL": f"postgres://cong:{secret}@db.example:5433/d?sslmode=require&password={secret}",
        "REDIS_URL": f"redis://:{secret}@queue.example:6379/0",
        "MAIL_URL": f"smtp://cong:{secret}@thu.example:25",
        "BLOB_URL": f"s3://kho/ho-so?access_key={secret}",
        "SAMPLE_PASSWORD": secret,
        "TEST_PKI": "no",
        "AUTHORITIES": authorities(tmp_path, TIME),
    }
    told = dict(line.split("=", 1) for line in Settings.from_env(var | given).lines())
    assert list(told) == [row.name for row in settings_table()]
    assert secret not in repr(told)
    assert told["DATABASE_URL"] == (
        "postgresql+psycopg://cong:…@db.example:5433/d?sslmode=require&password=…"
    )
    assert told["REDIS_URL"] == "redis://:…@queue.example:6379/0"
    assert told["SECRET_KEY"] == told["SAMPLE_PASSWORD"] == "…"
    assert (told["TEST_PKI"], told["PORT"]) == ("no", "8080")
    assert told["VAR_DIR"] == var["VAR_DIR"]


def test_the_command_tells_the_settings_of_this_system(app: Flask, settings: Settings) -> None:
    told = app.test_cli_runner().invoke(args=["settings"])
    assert told.exit_code == 0
    assert told.output.splitlines() == settings.lines()
    assert settings.secret_key not in told.output


def test_a_socket_is_told_as_it_is_written(var: dict[str, str]) -> None:
    settings = Settings.from_env(var)
    assert f"REDIS_URL={settings.redis_url}" in settings.lines()
    assert f"DATABASE_URL={settings.database_url}" in settings.lines()


def test_the_boot_ends_with_the_line_and_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"PORT": "nhieu", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("PORT='nhieu': ")
    assert done.stderr.count("\n") == 1


SIGNER: dict[str, object] = {
    "code": "smartca",
    "name": {"vi": "VNPT SmartCA", "en": "VNPT SmartCA"},
    "protocol": "smartca",
    "base_url": "https://ca.example",
    "client_id": "cong",
    "client_secret": "bi-mat",
    "notice_key": "k" * 24,
}


def _signers(folder: Path, *rows: dict[str, object]) -> dict[str, str]:
    path = folder / "signers.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return {"REMOTE_SIGNERS": str(path)}


def test_signing_services_are_read_from_their_file(
    official: dict[str, str], tmp_path: Path
) -> None:
    settings = Settings.from_env(official | _signers(tmp_path, SIGNER))
    (provider,) = settings.remote_providers
    assert (provider.code, provider.wait_seconds, provider.phone_url) == ("smartca", 300, "")
    assert not settings.sample_signer
    assert Settings.from_env(official).remote_providers == ()


def test_the_trial_service_comes_along_and_stays_out_of_production(
    var: dict[str, str], official: dict[str, str]
) -> None:
    (provider,) = Settings.from_env(var).remote_providers
    assert provider.base_url == "http://127.0.0.1:8319"
    assert provider.phone_url
    with pytest.raises(SettingsError, match="REMOTE_SIGNERS"):
        Settings.from_env(official | {"REMOTE_SIGNERS": "sample"})


UNSOUND_SIGNERS: dict[str, tuple[dict[str, object], ...]] = {
    "code": (SIGNER | {"code": "Smart CA"},),
    "http": (SIGNER | {"base_url": "http://ca.example"},),
    "key": (SIGNER | {"notice_key": "ngan"},),
    "missing": ({"code": "smartca"},),
    "protocol": (SIGNER | {"protocol": "fax"},),
    "twice": (SIGNER, SIGNER),
    "wait": (SIGNER | {"wait_seconds": 0},),
}


@pytest.mark.parametrize("name", sorted(UNSOUND_SIGNERS))
def test_an_unsound_signing_service_stops_the_boot_with_one_line(
    official: dict[str, str], tmp_path: Path, name: str
) -> None:
    given = _signers(tmp_path, *UNSOUND_SIGNERS[name])
    with pytest.raises(SettingsError, match=r"^REMOTE_SIGNERS=[^\n]+$") as refusal:
        Settings.from_env(official | given)
    assert "bi-mat" not in str(refusal.value)
