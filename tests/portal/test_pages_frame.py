"""The frame around every page: valid, small, locked, bilingual, and there when things break."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import html5lib
import pytest
from flask import Flask, abort, flash, render_template
from flask.testing import FlaskClient

from portal import assets, errors, frame, headers, i18n, logs
from portal.app import TEMPLATES, configure, csrf
from portal.public.style_guide import style_guide
from portal.public.views import public
from portal.settings import Settings
from procedures.errors import DomainError, Incomplete, NotFound, Stale, Unavailable
from procedures.lifecycle import State

PAGES = (
    "/",
    "/tro-giup",
    "/tiep-can",
    "/quyen-rieng-tu",
    "/_kit/reading",
    "/_kit/workbench",
    "/_kit/loi",
    "/khong-co",
)
FIRST_LOAD = 60_000
"""Bytes of page, style and script together, compressed: what issue 2 allows a first visit."""


class NothingStored:
    """Services whose database has no row."""

    @contextmanager
    def reading(self) -> Iterator["NothingStored"]:
        yield self

    def execute(self, _query: object) -> tuple[()]:
        return ()


def dressed(
    base_url: str = "http://localhost", nav: frame.Nav = frame.no_nav, who: frame.Who = frame.nobody
) -> Flask:
    """The frame and the public pages alone: no database, nobody signed in."""
    settings = Settings.from_env({"BASE_URL": base_url, "SECRET_KEY": "k" * 64})
    app = Flask("portal", static_folder=None, template_folder=str(TEMPLATES))
    https = base_url.startswith("https://")
    configure(app, settings, https=https)
    logs.init_app(app)
    headers.init_app(app, https=https)
    assets.init_app(app)
    i18n.init_app(app)
    frame.init_app(app, nav=nav, who=who, is_test=True)
    csrf.init_app(app)
    errors.init_app(app)
    app.extensions["services"] = NothingStored()
    app.register_blueprint(public)
    app.register_blueprint(style_guide)
    return app


@pytest.fixture
def app() -> Flask:
    """The application with three routes that break."""
    app = dressed()

    @app.get("/hong/<kind>")
    def broken(kind: str) -> str:
        causes: dict[str, Exception] = {
            "stale": Stale("{who} đã tiếp nhận hồ sơ này", who="Bà Hằng"),
            "gone": NotFound("Không có hồ sơ này"),
            "faults": Incomplete("Thiếu giấy tờ", faults=["Giấy chứng sinh"]),
            "down": Unavailable("Kho tệp không trả lời"),
            "new": type("Brandnew", (DomainError,), {})("Chưa biết"),
            "crash": RuntimeError("mật khẩu 123456 của Nguyễn Văn A"),
        }
        raise causes[kind]

    @app.get("/loi/<int:status>")
    def refuse(status: int) -> str:
        abort(status)

    @app.post("/nhan")
    def accept() -> str:
        return "nhận rồi"

    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_valid_and_whole(client: FlaskClient, path: str, language: str) -> None:
    client.set_cookie("lang", language)
    page = client.get(path).get_data(as_text=True)
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(page)
    assert parser.errors == []
    assert tree.get("lang") == language
    headings = tree.findall(".//h1")
    assert len(headings) == 1
    title = "".join(tree.find(".//title").itertext())
    assert " ".join("".join(headings[0].itertext()).split()) in title
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert all(form.get("action") and form.get("method") for form in tree.iter("form"))
    posts = [
        form
        for form in tree.iter("form")
        if form.get("method") == "post" and form.get("action") != "/_kit/loi"
    ]
    assert all(form.find(".//input[@name='csrf_token']") is not None for form in posts)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_style_or_script_inside(client: FlaskClient, path: str) -> None:
    page = client.get(path).get_data(as_text=True)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page)


def test_a_first_load_is_small(client: FlaskClient) -> None:
    if not (assets.FOLDER / "vendor/govuk/govuk-frontend.min.css").exists():
        pytest.skip("the page assets are not fetched yet: make assets")
    page = client.get("/").get_data(as_text=True)
    wanted = re.findall(r'(?:href|src|data-govuk)="(/static/[^"]+\.(?:css|js)[^"]*)"', page)
    bodies = [client.get(url, headers={"Accept-Encoding": "gzip"}) for url in wanted]
    assert {answer.headers["Content-Encoding"] for answer in bodies} == {"gzip"}
    total = len(gzip.compress(page.encode())) + sum(len(answer.data) for answer in bodies)
    assert total <= FIRST_LOAD


def test_a_static_file_named_by_its_content_is_kept_for_a_year(
    app: Flask, client: FlaskClient
) -> None:
    with app.test_request_context():
        address = assets.asset("css/frame.css")
    kept = client.get(address, buffered=True).headers["Cache-Control"]
    assert "immutable" in kept
    assert "max-age=31536000" in kept
    assert (
        "immutable"
        not in client.get("/static/css/frame.css", buffered=True).headers["Cache-Control"]
    )
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/css/none.css").status_code == 404


def test_the_browser_is_told_to_load_nothing_from_elsewhere(client: FlaskClient) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers
    secure = dressed("https://dvc.example")
    assert "Strict-Transport-Security" in secure.test_client().get("/").headers


def test_language_and_theme_are_links_that_come_back(client: FlaskClient) -> None:
    answer = client.get("/ngon-ngu?chon=en&ve=/tro-giup?x=1")
    assert (answer.status_code, answer.location) == (303, "/tro-giup?x=1")
    assert 'lang="en"' in client.get("/").get_data(as_text=True)
    client.get("/giao-dien?mau=toi&ve=/")
    assert 'data-theme="dark"' in client.get("/").get_data(as_text=True)
    client.get("/giao-dien?mau=tu-dong&ve=/")
    assert "data-theme=" not in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "evil",
        "",
        None,
        "/a\n/b",
        "/\t/evil.example",
        "\\/e",
    ],
)
def test_the_switches_lead_nowhere_else(address: str | None) -> None:
    assert frame.own_path(address) == "/"


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("stale", 409, "Bà Hằng đã tiếp nhận hồ sơ này"),
        ("gone", 404, "Không có hồ sơ này"),
        ("faults", 400, "Giấy chứng sinh"),
        ("down", 503, "Kho tệp không trả lời"),
        ("new", 409, "Chưa biết"),
        ("crash", 500, "Hệ thống gặp sự cố"),
    ],
)
def test_each_refusal_has_its_page(client: FlaskClient, kind: str, status: int, words: str) -> None:
    answer = client.get(f"/hong/{kind}")
    assert answer.status_code == status
    assert words in answer.get_data(as_text=True)
    assert answer.headers["X-Request-Id"] in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", [*sorted(errors.PAGES), 401, 410, 418, 502])
def test_each_status_has_a_page(client: FlaskClient, status: int) -> None:
    answer = client.get(f"/loi/{status}")
    assert answer.status_code == status
    assert "<h1" in answer.get_data(as_text=True)


def test_a_crash_says_nothing_of_its_cause_on_the_page_or_in_the_log(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure()
    page = client.get("/hong/crash?q=bimat").get_data(as_text=True)
    written = capsys.readouterr().err
    assert "RuntimeError" in written
    assert not any(secret in page for secret in ("123456", "Nguyễn"))
    assert not any(secret in written for secret in ("123456", "Nguyễn", "bimat"))
    assert json.loads(written.splitlines()[-1])["route"] == "/hong/<kind>"


def test_when_the_frame_itself_breaks_there_is_still_a_page() -> None:
    def gone() -> Sequence[frame.NavItem]:
        raise ConnectionError

    answer = dressed(nav=gone).test_client().get("/")
    assert answer.status_code == 500
    assert "Hệ thống gặp sự cố" in answer.get_data(as_text=True)


def test_a_form_that_came_too_late_gives_back_what_was_typed(client: FlaskClient) -> None:
    typed = {"ho_ten": "Nguyễn Thị Ẩn", "password": "bimat", "csrf_token": "cu"}
    ours = client.post("/nhan", data=typed, headers={"Origin": "http://localhost"}).get_data(
        as_text=True
    )
    assert 'value="Nguyễn Thị Ẩn"' in ours
    assert "bimat" not in ours
    theirs = client.post("/nhan", data=typed, headers={"Origin": "http://evil.example"}).get_data(
        as_text=True
    )
    assert "Nguyễn" not in theirs
    token = re.search(r'name="csrf_token" value="([^"]+)"', ours)
    assert token
    assert client.post("/nhan", data={"csrf_token": token[1]}).status_code == 200


def test_who_is_signed_in_and_where_they_are() -> None:
    app = dressed(
        nav=lambda: (
            frame.nav_item("Hướng dẫn", "/tro-giup"),
            frame.nav_item("Một cửa", "/mot-cua"),
        ),
        who=lambda: frame.SignedIn("Trần Thị Hằng", "Cán bộ tiếp nhận"),
    )
    page = app.test_client().get("/tro-giup").get_data(as_text=True)
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    links = [a for a in tree.iter("a") if a.get("class") == "app-nav__link"]
    current = [a.text for a in links if a.get("aria-current") == "true"]
    assert current == ["Hướng dẫn"]
    assert "Trần Thị Hằng" in page
    leave = next(form for form in tree.iter("form") if form.get("action") == "/dang-xuat")
    assert leave.get("method") == "post"
    assert leave.find(".//input[@name='csrf_token']") is not None


def test_a_flash_is_announced_and_escaped(app: Flask) -> None:
    with app.test_request_context():
        flash("<b>Đã lưu</b>", "success")
        rendered = render_template("_kit/frame/flashes.html")
    assert 'role="alert"' in rendered
    assert "&lt;b&gt;Đã lưu" in rendered


def test_every_state_of_the_law_has_a_word_and_a_shape_of_its_own(app: Flask) -> None:
    states = app.jinja_env.get_template("_kit/states.html").module
    looks: dict[str, tuple[str, str]] = states.LOOKS  # type: ignore[attr-defined]
    assert {*State, "draft"} == set(looks)
    with app.test_request_context():
        tags = {str(states.state_tag(state)) for state in looks}  # type: ignore[attr-defined]
    assert len(tags) == len(looks)
    assert all("app-shape--" in tag for tag in tags)


def test_what_is_due_is_said_in_words(app: Flask) -> None:
    now = datetime(2026, 2, 13, 3, 0, tzinfo=UTC)
    kit = app.jinja_env.get_template("_kit/states.html").module

    def said(due_at: datetime | None, *, paused: bool = False) -> str:
        with app.test_request_context():
            cell = str(kit.due(due_at, now, paused=paused))  # type: ignore[attr-defined]
        return " ".join(re.sub(r"<[^>]+>", "", cell).split())

    assert said(None) == "Không tính hạn"
    assert said(now - timedelta(hours=1)) == "Quá hạn từ 09:00 ngày 13/02/2026"
    assert said(now + timedelta(hours=1)) == "Hôm nay, trước 11:00"
    assert said(now + timedelta(days=3)) == "Thứ Hai, 10:00 ngày 16/02/2026"
    assert said(now, paused=True) == "Tạm dừng tính giờ"
