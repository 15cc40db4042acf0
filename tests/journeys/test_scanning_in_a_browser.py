"""The QR code of a paper is read by the page itself, from a camera that is made up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser

from procedures.lifecycle import State
from procedures.records import Paper
from tests.acts.found import papers_of
from tests.acts.stages import Stages
from tests.journeys.eyes import NARROW, ROOT, Window, chromium, needs_browser, window

pytestmark = [
    needs_browser,
    pytest.mark.skipif(
        not (ROOT / "portal/static/vendor/jsqr").exists(), reason="no page assets on this machine"
    ),
]

WIDTH, HEIGHT = 640, 480
SCALE, BORDER = 8, 4


def _film(code: str, file: Path) -> Path:
    """A film of one still picture with the code in its middle, as a made-up camera takes it."""
    rows = [bytearray(b"\xeb" * WIDTH) for _ in range(HEIGHT)]
    made = segno.make(code, error="m")
    side = int(made.symbol_size(SCALE, BORDER)[0])
    left, top = (WIDTH - side) // 2, (HEIGHT - side) // 2
    for y, line in enumerate(made.matrix_iter(SCALE, BORDER)):
        for x, dark in enumerate(line):
            rows[top + y][left + x] = 16 if dark else 235
    picture = b"".join(rows) + b"\x80" * (WIDTH * HEIGHT // 2)
    file.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode())
    with file.open("ab") as film:
        film.writelines([b"FRAME\n" + picture] * 10)
    return file


def _camera(film: Path) -> tuple[str, ...]:
    return (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )


@pytest.fixture
def paper(stages: Stages) -> Paper:
    return papers_of(stages.life, stages.at(State.ISSUED), results=True)[0]


@pytest.fixture
def browser(
    request: pytest.FixtureRequest, base: str, paper: Paper, tmp_path: Path
) -> Iterator[Browser]:
    """A browser whose camera sees what the test asks for."""
    seen = request.param.format(base=base, code=paper.verify_code)
    with chromium(*_camera(_film(seen, tmp_path / "film.y4m"))) as opened:
        yield opened


def _start(found: Window) -> None:
    found.open("/xac-minh")
    found.page.click("[data-scan-start]")


@pytest.mark.parametrize("browser", ["https://cong.example/xac-minh/{code}"], indirect=True)
def test_the_code_of_a_paper_leads_to_its_page_here(
    browser: Browser, base: str, paper: Paper
) -> None:
    with window(browser, base, NARROW) as found:
        _start(found)
        found.page.wait_for_url(f"{base}/xac-minh/{paper.verify_code}")
        assert found.findings == []


@pytest.mark.parametrize("browser", ["https://evil.example/"], indirect=True)
def test_no_other_address_is_followed(browser: Browser, base: str) -> None:
    with window(browser, base, NARROW) as found:
        _start(found)
        foreign = found.page.get_attribute("[data-scan]", "data-foreign") or ""
        found.page.get_by_text(foreign).wait_for()
        found.judge("/xac-minh with the camera on")
        found.page.click("[data-scan-stop]")
        assert found.page.url == f"{base}/xac-minh"
        assert found.page.is_visible("[data-scan-start]")
        assert found.findings == []


@pytest.mark.parametrize("browser", ["x"], indirect=True)
def test_without_script_or_camera_the_code_is_typed(browser: Browser, base: str) -> None:
    with window(browser, base, NARROW, java_script_enabled=False) as found:
        found.open("/xac-minh")
        assert not found.page.is_visible("[data-scan-start]")
        assert found.page.is_visible("#ma")
