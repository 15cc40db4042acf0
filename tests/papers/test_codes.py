"""The signed QR code: what it says, that a stranger can check it, and that it can be scanned."""

import hashlib
import io
import json
import shutil
import subprocess
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import zxingcpp
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from PIL import Image

from procedures.catalogue import shipped_procedures
from procedures.papers.code_keys import CodeKeys, NoSuchKeyError, published_keys
from procedures.papers.press import WeasyPress
from procedures.papers.qr import code_picture, initials, proved, qr_text
from tests.papers.samples import ALL

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
DATA = b'{"version": 1}'
ROOT = Path(__file__).parents[2]
JSQR = ROOT / "node_modules/jsqr/dist/jsQR.js"
LONGEST = "giay-chung-nhan-dang-ky-ho-kinh-doanh"
CORNER_MM = 60
PRINTED_MM = 26
SQUARE = 4
CONTEXT = {
    "number_text": "00125/GKS-UBND",
    "date": "2026-03-02",
    "holder": "Đặng Nguyễn Thị Ánh",
    "applicant": {"name": "Trần Văn B"},
}


def unpadded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def plain(kind: str = "giay-khai-sinh") -> str:
    return qr_text(
        verify_url="https://dichvucong.bacninh.gov.vn/xac-minh/ABCDEFGH23456789",
        dossier="H02.31.12-260302-0001",
        procedure="1.001193",
        agency="H02.31.12",
        paper=kind,
    )


def check(text: str, folder: Path) -> dict[str, str]:
    """As anybody would: the published key, the bytes after the last slash, nothing of ours."""
    said, _, signature = text.rpartition("/")[2].partition("&s=")
    facts = {name: values[0] for name, values in parse_qs(said.partition("#")[2]).items()}
    (key,) = (one for one in published_keys(folder)["keys"] if one["kid"] == facts["k"])
    x, y = (int.from_bytes(unpadded(key[name]), "big") for name in ("x", "y"))
    raw = unpadded(signature)
    assert len(raw) == 64
    r, s = (int.from_bytes(part, "big") for part in (raw[:32], raw[32:]))
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    public.verify(encode_dss_signature(r, s), said.encode(), ec.ECDSA(hashes.SHA256()))
    return facts


def test_a_stranger_checks_the_code_with_the_published_key(tmp_path: Path) -> None:
    keys = CodeKeys(tmp_path, lambda: NOON)
    text = proved(plain(), CONTEXT, DATA, keys)
    facts = check(text, tmp_path)
    assert facts == {
        "hs": "H02.31.12-260302-0001",
        "tt": "1.001193",
        "cq": "H02.31.12",
        "gt": "giay-khai-sinh",
        "so": "00125/GKS-UBND",
        "ng": "20260302",
        "ht": "ĐNTÁ",
        "d": facts["d"],
        "k": "26a",
    }
    assert unpadded(facts["d"]) == hashlib.sha256(DATA).digest()[:16]
    assert proved(plain(), CONTEXT, DATA, CodeKeys(tmp_path, lambda: NOON)) == text
    for changed in (
        text.replace("00125", "00126"),
        text.replace("ABCDEFGH", "ABCDEFGJ"),
        text.replace("gt=giay-khai-sinh", "gt=giay-phep"),
    ):
        with pytest.raises(InvalidSignature):
            check(changed, tmp_path)


def test_a_new_key_is_known_before_it_signs_and_an_old_one_stays(tmp_path: Path) -> None:
    now = [NOON]
    keys = CodeKeys(tmp_path, lambda: now[0])
    old = proved(plain(), CONTEXT, DATA, keys)
    assert keys.add(timedelta(days=7)) == "26b"
    assert keys.current() == "26a"
    now[0] = NOON + timedelta(days=7)
    new = proved(plain(), CONTEXT, DATA, keys)
    assert [check(text, tmp_path)["k"] for text in (old, new)] == ["26a", "26b"]
    first, second = published_keys(tmp_path)["keys"]
    assert first["signs_until"] == second["signs_from"]
    assert (first["papers_from"], first["papers_until"]) == ("2026-02-23", "2026-03-09")
    assert second["papers_until"] is None
    assert keys.add(timedelta(days=7)) == "26c"
    keys.withdraw("26b", NOON)
    assert keys.current() == "26d", "what is over never comes back"
    listed = {key["kid"]: key for key in published_keys(tmp_path)["keys"]}
    assert [name for name, key in listed.items() if key["withdrawn"]] == ["26b"]
    assert (listed["26b"]["lost_from"], listed["26a"]["lost_from"]) == ("2026-03-02", None)
    assert listed["26d"]["signs_until"] == listed["26c"]["signs_from"]
    now[0] += timedelta(days=7)
    assert keys.current() == "26c"
    with pytest.raises(NoSuchKeyError):
        keys.withdraw("99z")
    private = list((tmp_path / "ma-qr").glob("*.pem"))
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
    assert not any("d" in key for key in published_keys(tmp_path)["keys"])


def test_every_kind_of_paper_has_squares_that_a_phone_can_see(tmp_path: Path) -> None:
    """At least 0.4 mm a square, quiet border included, for the longest real contents."""
    keys = CodeKeys(tmp_path, lambda: NOON)
    for shipped in shipped_procedures():
        for result in shipped.procedure.results:
            text = proved(plain(result.template), CONTEXT, DATA, keys)
            across = code_picture(text).width / SQUARE
            assert PRINTED_MM / across >= 0.4, (result.template, len(text), across)


def test_initials_say_little() -> None:
    assert initials("Nguyễn Văn An") == "NVA"
    assert initials("  y  Ê-ban  ") == "YÊ"
    assert initials("") == ""
    assert len(initials("A " * 20)) == 8


def _photographed(pdf: bytes, dpi: int, *, degrees: float, quality: int) -> Image.Image:
    """The corner of the printed page with the code, askew and squeezed as a telephone sends it."""
    done = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-f", "1", "-l", "1", "-gray", "-"],  # noqa: S607
        input=pdf, capture_output=True, check=True, timeout=30,
    )  # fmt: skip
    with Image.open(io.BytesIO(done.stdout)) as page:
        corner = page.crop((0, 0, *(round(CORNER_MM / 25.4 * dpi),) * 2))
    turned = corner.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    sent = io.BytesIO()
    turned.save(sent, "jpeg", quality=quality)
    return Image.open(sent).convert("RGBA")


def _by_jsqr(picture: Image.Image) -> str:
    """What the reader of our own page makes of it, enlarged as `camera.js` does in the end."""
    picture = picture.resize((2 * picture.width, 2 * picture.height), Image.Resampling.BILINEAR)
    script = f"""
      const read = require({json.dumps(str(JSQR))});
      const data = new Uint8ClampedArray(require('fs').readFileSync(0));
      const found = read(data, {picture.width}, {picture.height});
      process.stdout.write(found ? found.data : '');
    """
    done = subprocess.run(
        ["node", "-e", script],  # noqa: S607
        input=picture.tobytes(), capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout.decode()


@pytest.mark.skipif(shutil.which("node") is None or not JSQR.exists(), reason="no page assets here")
def test_two_readers_make_out_the_printed_code_from_a_bad_picture(
    tmp_path: Path, fonts_dir: Path
) -> None:
    """The longest code of all, at 150 and 300 dots an inch, askew, as a strongly squeezed JPEG."""
    keys = CodeKeys(tmp_path, lambda: NOON)
    pdf = WeasyPress(ROOT / "templates/papers", fonts_dir, keys).render(LONGEST, ALL[LONGEST])
    read = set()
    for dpi, degrees, quality in ((150, 4, 60), (300, -7, 30)):
        picture = _photographed(pdf, dpi, degrees=degrees, quality=quality)
        (found,) = zxingcpp.read_barcodes(picture.convert("L"))
        assert _by_jsqr(picture) == found.text, (dpi, degrees)
        read.add(found.text)
    (text,) = read
    check(text, tmp_path)
