"""The catalogue for everybody: searching it, reading one procedure, taking its published body."""

import base64
from collections.abc import Mapping
from dataclasses import replace

from flask import Response, abort, render_template, request, url_for

from portal.acting import reading
from portal.auth import open_to_all
from portal.i18n import text
from portal.public.views import public
from portal.public.words import (
    clean,
    copies_words,
    cutoff_words,
    required_words,
    term_words,
    today,
    ways_of_filing,
    without_empty,
)
from procedures.catalogue.labels import labels
from procedures.reads.catalogue import (
    Facets,
    Option,
    Wanted,
    published_body,
    search,
    sheet,
    similar,
)
from procedures.reads.catalogue import facets as read_facets

LONGEST_QUERY = 200


@public.get("/thu-tuc")
@open_to_all
def catalogue() -> str:
    """What is asked for stands in the address, so that it can be kept and sent on."""
    wanted, after = _wanted(), request.args.get("sau", "")
    with reading() as db:
        found = search(db, wanted, today(), after)
        options = read_facets(db, today())
        near = () if found.cards or after else similar(db, wanted.words, today())
    return render_template(
        "public/catalogue.html",
        wanted=wanted,
        found=found,
        options=options,
        near=near,
        first=not after,
        chosen=_chosen(wanted, options),
        list_href=_address(wanted),
        next_href=_address(wanted, sau=found.next) if found.next else None,
        term_words=term_words,
    )


@public.get("/thu-tuc/<code>")
@open_to_all
def procedure(code: str) -> str:
    """Everything a person must know before starting, and the one button to start."""
    with reading() as db:
        page = sheet(db, code, today(), _version())
    if page is None:
        abort(404)
    return render_template(
        "public/procedure.html",
        sheet=page,
        required={c.code: required_words(c, page.schema) for c in page.procedure.components},
        copies_words=copies_words,
        ways=ways_of_filing(page.procedure),
        term_words=term_words,
        cutoff_words=cutoff_words,
        labels=labels,
        start_href=f"/ho-so/moi/{code}",
    )


@public.get("/thu-tuc/<code>.json")
@open_to_all
def procedure_body(code: str) -> Response:
    """The published body, byte for byte as its digest was taken (RFC 9530)."""
    with reading() as db:
        found = published_body(db, code, today(), _version())
    if found is None:
        abort(404)
    edition, body = found
    response = Response(body, mimetype="application/json")
    digest = base64.b64encode(bytes.fromhex(edition.digest)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.set_etag(edition.digest)
    response.make_conditional(request)
    return response


def _wanted() -> Wanted:
    words = " ".join(request.args.get("q", "")[:LONGEST_QUERY].split())
    filters = (clean(request.args.get(name, "")) for name in ("linh-vuc", "cap", "muc-do"))
    return Wanted(clean(words), *filters)


def _address(wanted: Wanted, **more: str) -> str:
    given = without_empty(
        q=wanted.words, linh_vuc=wanted.field, cap=wanted.tier, muc_do=wanted.level, **more
    )
    return url_for("public.catalogue", **given)  # type: ignore[arg-type]


def _chosen(wanted: Wanted, options: Facets) -> Mapping[str, str]:
    """The filters in force in words, each with the address that leaves it out."""
    asked = (
        ("field", wanted.field, options.fields),
        ("tier", wanted.tier, options.tiers),
        ("level", wanted.level, options.levels),
    )
    return {
        _name(value, known): _address(_without(wanted, part))
        for part, value, known in asked
        if value
    }


def _without(wanted: Wanted, part: str) -> Wanted:
    return replace(wanted, **{part: ""})


def _name(value: str, known: tuple[Option, ...]) -> str:
    return next((text(option.name) for option in known if option.code == value), value)


def _version() -> int | None:
    return request.args.get("phien-ban", type=int)
