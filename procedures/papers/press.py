"""Prints papers: a named template and a frozen context become the bytes of one PDF/A-3a.

The same context gives the same bytes, in this process or another. Nothing here knows a
request, an address book or a clock; what a paper says is in its context and nowhere else.

Keys that every paper understands (dates and moments as ISO texts, or date and datetime):

=============  ================================================================
date           date printed on the paper (required)
title          {vi, en} or text; the templates of fixed forms have their own
dossier        {code, procedure_code, procedure_name}
printed_at     moment that the file bears; midnight of `date` when absent
test_mark      True prints the band and the diagonal of a paper without legal force
agency         {parent, name, short, place_name, code, contact}; names in ordinary case
number_text    number with symbol, ready to print: "05/2026/GKS-UBND"
applicant      {name, address, phone, email}
holder         whom the paper concerns, for the initials in the QR; the applicant when absent
replaces       {number_text, date} of the issued paper in whose place this one comes
annexes        {title, sha256} of the files that go with this one; the digest is before sealing
verify_url     address that confirms this paper; stands in the QR (`procedures.papers.qr`)
verify_code    the same secret for typing
signatory      {authority, title, name}; title may have several lines
fields         name -> {label, lines, table?}; a table is {head, body}
legal_basis    {number, title}, or texts "title (number)"; printed after "Căn cứ"
recipients     lines of "Nơi nhận"; the template has a default
=============  ================================================================

`templates/papers/<template>.html` opens with a comment that names what it takes besides.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final

from jinja2 import TemplateError
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from procedures.papers.complaints import overheard
from procedures.papers.faces import PaperFetcher, load_face
from procedures.papers.faults import UnprintableError
from procedures.papers.finish import DOT, finish
from procedures.papers.manuscript import machine_data, prepare, printed_at
from procedures.papers.page_html import PageHtml
from procedures.papers.qr import CodePicture, code_picture, proved
from procedures.papers.standing_type import StandingType
from procedures.papers.styles import StyleBook
from procedures.papers.typesetting import environment
from procedures.papers.watermark import watermark
from procedures.ports import CodeSigner

DATA_NAME: Final = "du-lieu.json"
_BASE: Final = "goc.css"
_STYLE_SHEET: Final = "giay.css"


class WeasyPress:
    """The `Press` of the worker. Build it once: fonts and style sheet are read only then.

    With `codes` each QR code carries a signature; without, it only leads to the register.
    Raises FileNotFoundError when the folder lacks a file of the face.
    """

    def __init__(
        self, templates_dir: Path, fonts_dir: Path, codes: CodeSigner | None = None
    ) -> None:
        self._codes = codes
        face = load_face(fonts_dir)
        self._drawable = face.characters
        self._fetcher = PaperFetcher(face.addresses)
        self._fonts = FontConfiguration()
        base, layout = ((templates_dir / name).read_text("utf-8") for name in (_BASE, _STYLE_SHEET))
        sheets = self._parsed(face.style_sheet + base), self._parsed(layout)
        self.styles = StyleBook(*sheets, self._fonts)
        self.standing = StandingType()
        self._watermark = watermark(fonts_dir)
        self._templates = environment(templates_dir)
        self._lock = Lock()

    def _parsed(self, css: str) -> CSS:
        return CSS(string=css, font_config=self._fonts, url_fetcher=self._fetcher)

    def render(self, template: str, context: Mapping[str, object]) -> bytes:
        """The paper's bytes. Raises UnprintableError when trying again would not help."""
        ready = prepare(context, self._drawable)
        moment = printed_at(context)
        try:
            page = self._templates.get_template(f"{template}.html")
            words = page.render({**ready, "kind": template, "moment": moment})
            html = PageHtml(words, self.styles, self._fetcher)
        except TemplateError as fault:
            message = f"{template}: {fault.message}"
            raise UnprintableError(message) from fault
        title = html.etree_element.findtext("head/title") or template
        facts = machine_data(template, title, context)
        code = self._code(html, context, facts)
        data = Attachment(
            string=facts,
            name=DATA_NAME,
            description="Dữ liệu của giấy tờ ở dạng máy đọc được",
            created=moment.astimezone(UTC),
            modified=moment.astimezone(UTC),
            relationship="Data",
        )
        with self._lock:
            background = self._watermark if ready["test_mark"] else b""
            return self._print(
                template, html, data, partial(finish, background=background, code=code)
            )

    def _code(self, html: HTML, context: Mapping[str, object], facts: bytes) -> CodePicture | None:
        """The picture of the words that the template wrote for the code; a dot keeps its place.

        The signed words name the digest of the facts, which are known only by now.
        """
        place = html.etree_element.find(".//img[@class='ma-qr']")
        if place is None:
            return None
        text = str(place.get("src"))
        if self._codes is not None:
            text = proved(text, context, facts, self._codes)
        place.set("src", DOT)
        return code_picture(text)

    def _print(
        self, template: str, html: HTML, data: Attachment, finisher: Callable[..., None]
    ) -> bytes:
        try:
            with self.standing.in_use(), overheard(logging.ERROR) as complaints:
                pdf = html.write_pdf(
                    font_config=self._fonts,
                    attachments=[data],
                    pdf_variant="pdf/a-3a",
                    finisher=finisher,
                )
        except FatalURLFetchingError as fault:
            message = f"{template}: {fault}"
            raise UnprintableError(message) from fault
        if complaints:
            message = f"{template}: {complaints[0]}"
            raise UnprintableError(message)
        return bytes(pdf)
