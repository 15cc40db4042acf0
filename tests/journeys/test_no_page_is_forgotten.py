"""The rounds through the pages leave no page out, and no kind of question."""

from flask import Flask
from werkzeug.routing import MapAdapter

from forms.loader import load_schema
from procedures.catalogue import shipped_procedures
from tests.acts.stages import Stages
from tests.journeys.rounds import INSIDE, OUTSIDE, RULING
from tests.journeys.rounds.outside import ANSWERED, EMPTY, MARITAL

NO_PAGES = {
    "admin.key_uses",
    "admin.version_body",
    "citizen.declaration_state",
    "citizen.handed_over",
    "citizen.invited_state",
    "citizen.places",
    "citizen.remote_signing_state",
    "citizen.resume",
    "desk.note_people",
    "files.annex",
    "files.attachment",
    "files.declaration",
    "files.evidence",
    "files.export",
    "files.paper",
    "healthz",
    "metrics",
    "office.note_people",
    "office.outside_state",
    "public.after_sign_in",
    "public.code_keys",
    "public.code_names",
    "public.fetch_to_sign",
    "public.language",
    "public.offline_worker",
    "public.procedure_body",
    "public.paper_schema",
    "public.report_schema",
    "public.revocation_list",
    "public.theme",
    "public.trust_roots",
    "static",
    "style_guide.faults",
    "style_guide.kit",
}
"""Addresses that answer with a file, with JSON or with another address; and the kit's own pages."""


def test_every_address_that_shows_a_page_is_looked_at(site: Flask, stages: Stages) -> None:
    ways = site.url_map.bind("localhost")
    looks = [
        look
        for of in (*OUTSIDE, *INSIDE, *RULING)
        for look in of.looks(stages)
        if look.status == 200
    ]
    seen = {_endpoint(ways, look.path) for look in looks}
    rules = [rule for rule in site.url_map.iter_rules() if "GET" in (rule.methods or ())]
    forgotten = {rule.endpoint for rule in rules} - NO_PAGES - seen
    assert not forgotten, sorted(forgotten)


def _endpoint(ways: MapAdapter, path: str) -> str:
    endpoint, _arguments = ways.match(path.partition("?")[0])
    return str(endpoint)


def test_every_kind_of_question_is_looked_at() -> None:
    pages = {(code, page) for code, codes in EMPTY for page in codes}
    pages |= {(MARITAL, page) for page, _sent in ANSWERED}
    schemas = {one.code: load_schema(one.procedure.form) for one in shipped_procedures()}
    kinds = {
        (code, page.code): {field.kind for field in page.fields}
        for code, schema in schemas.items()
        for page in schema.pages
    }
    seen = set[str]().union(*(kinds[page] for page in pages))
    assert set[str]().union(*kinds.values()) - seen == set()
