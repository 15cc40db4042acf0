"""Issuing one birth certificate against printing the same HTML with WeasyPrint as it comes."""

import html
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image
from sqlalchemy import select
from weasyprint import HTML

from benchmarks.ground import Ground, served_pki
from benchmarks.line import Line, compared
from benchmarks.stopwatch import by_turns
from portal.preparing import believe_test_pki
from portal.wiring import TEMPLATES, Services, WorkerServices, worker_services
from procedures.papers.faces import load_face
from procedures.papers.manuscript import prepare, printed_at
from procedures.papers.qr import code_picture
from procedures.papers.typesetting import environment
from procedures.ports import SignerRef
from procedures.records import Paper, Person, PostRow, UnitRow
from tests.factories import Life

TO = "one plain WeasyPrint HTML(string=...).write_pdf() of the same HTML and style, unsigned"
NOTE = (
    "PDF/A-3a, tagged, data attached, leader's signature and agency's seal with time stamps and "
    "revocation data over HTTP from the test PKI in a process of its own, printed and sealed file "
    "stored; every paper differs"
)


_CODE = re.compile(r'(<img class="ma-qr"[^>]* src=")([^"]*)')


@dataclass(frozen=True, slots=True)
class Order:
    """A paper to be issued: what it says and who signs it."""

    kind: str
    context: Mapping[str, Any]
    leader: SignerRef
    agency: SignerRef

    def numbered(self, number: int) -> "Order":
        """The same with a number and facts of its own, so that no two papers are alike."""
        facts = {
            name: {**fact, "lines": [_other_words(line, f"{number} {name}")]}
            for name, fact in self.context["fields"].items()
            for line in fact["lines"]
        }
        said = {"number": number, "number_text": f"{number:05d}/GKS-UBND", "fields": facts}
        return Order(self.kind, {**self.context, **said}, self.leader, self.agency)


def measure(ground: Ground) -> Iterator[Line]:
    """Time on the wall and of the processor."""
    size = ground.size
    shared = ground.furnished("paper")
    order = birth_certificate(shared)
    with served_pki(shared.settings.pki_dir) as address:
        worker = worker_services(pointed(shared, address))
        plain = plain_html(shared, order)
        ours, theirs = by_turns(
            size.papers,
            lambda turn: issue(worker, order.numbered(turn + 1)),
            lambda _turn: HTML(string=plain).write_pdf(),
            warm_up=size.warm_up,
        )
    shared.engine.dispose()
    yield compared("paper, wall", ours, theirs, to=TO, note=NOTE)
    yield compared("paper, processor", ours, theirs, to=TO, note=NOTE, clock="cpu")


def birth_certificate(shared: Services) -> Order:
    """The certificate of a dossier that waits for its leader."""
    dossier_id = Life(shared).proposed()
    with shared.reading() as db:
        paper = db.scalars(
            select(Paper).where(Paper.dossier_id == dossier_id, Paper.is_result)
        ).one()
        post = db.get_one(PostRow, paper.signer_post_id)
        name = db.get_one(Person, post.person_id).full_name
        unit = db.get_one(UnitRow, paper.unit_id).name["vi"]
    leader = SignerRef(f"leader-{post.id}", name, post.title["vi"], unit)
    return Order(paper.kind, paper.context, leader, SignerRef("agency", unit, "", unit))


def issue(worker: WorkerServices, order: Order) -> bytes:
    """What `procedures.acts.issue` does with press, seal and store."""
    blobs = worker.shared.blobs
    printed = blobs.put(worker.press.render(order.kind, order.context))
    sealed = worker.seal.apply(blobs.get(printed), leader=order.leader, agency=order.agency)
    blobs.put(sealed)
    return sealed


def pointed(shared: Services, pki_url: str) -> Services:
    """The services with the authorities where they answer, and believed."""
    believe_test_pki(shared)
    return replace(shared, settings=replace(shared.settings, pki_url=pki_url))


def _other_words(line: str, seed: str) -> str:
    """As many words as the line has, three at least, that stand in no other paper."""
    chance = Random(seed)  # noqa: S311 - no secret
    letters = f"{line}aăâeêiơôưmnhgltv"
    words = ("".join(chance.sample(letters, 3)) for _ in range(max(3, len(line.split()))))
    return "".join(words) if line.isdigit() else " ".join(words).title()


def plain_html(shared: Services, order: Order) -> str:
    """The paper's page with its style inside it, as somebody would hand it to WeasyPrint."""
    papers = TEMPLATES / "papers"
    face = load_face(shared.settings.paper_fonts_dir)
    ready = prepare(order.context, face.characters)
    template = environment(papers).get_template(f"{order.kind}.html")
    moment = printed_at(order.context)
    page = template.render({**ready, "kind": order.kind, "moment": moment})
    page = _CODE.sub(lambda found: found[1] + _picture(html.unescape(found[2])), page)
    style = face.style_sheet + (papers / "giay.css").read_text("utf-8")
    return page.replace("</head>", f"<style>{style}</style></head>")


def _picture(text: str) -> str:
    """The square code as a `data:` address."""
    code, png = code_picture(text), BytesIO()
    Image.frombytes("1", (code.width, code.width), code.dots).save(png, "png")
    return f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"
