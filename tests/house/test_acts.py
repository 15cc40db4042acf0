"""Every act has its rule, its verb, its audit tag, its page and its test, all by one name."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

import pytest
from flask import Flask

from procedures.lifecycle import LAW, Act, State
from procedures.tags import TITLES, Tag, tag_of

ROOT = Path(__file__).parents[2]

MODULES: Mapping[Act, str] = MappingProxyType({Act.DECIDE_PART: "decide"})
"""One signature is one verb: whether it ends the dossier or a part of it, `decide` finds out."""

VERBS: Mapping[Act, str] = MappingProxyType({Act.ISSUE: "issue_paper", Act.DECIDE_PART: "decide"})
"""What is issued is each paper; the last one issues the dossier."""

ENDPOINTS: Mapping[Act, tuple[str, ...]] = MappingProxyType(
    {
        Act.SUBMIT: ("citizen.hand_over",),
        Act.SUPPLEMENT: (
            "citizen.begin_supplement",
            "citizen.hand_over",
            "desk.begin_supplement",
        ),
        Act.WITHDRAW: ("citizen.do_withdraw",),
        Act.DECIDE: ("office.sign",),
        Act.DECIDE_PART: ("office.sign",),
        Act.ISSUE: (),
        Act.REOPEN: (),
    }
)
"""Pages in the citizen's and the leader's words; the system issues without one."""


def test_every_act_but_the_first_has_a_rule() -> None:
    """Handing in begins the life that the law then governs."""
    assert {act for _, act in LAW} == set(Act) - {Act.SUBMIT}
    assert {rule.next for rule in LAW.values()} | {State.SUBMITTED} == set(State)


@pytest.mark.parametrize("act", Act)
def test_every_act_is_a_verb_in_a_module_of_its_name(act: Act) -> None:
    module = import_module(f"procedures.acts.{MODULES.get(act, act)}")
    assert callable(getattr(module, VERBS.get(act, act)))


@pytest.mark.parametrize("act", Act)
def test_every_act_has_a_tag_that_ends_in_its_name(act: Act) -> None:
    source, subject, action = tag_of(act).split(":")
    assert (subject, action) == ("dossier", act.value)
    assert source in {"citizen", "desk", "officer", "office", "system"}
    assert TITLES[tag_of(act)]


def test_every_tag_is_source_subject_action() -> None:
    for tag in Tag:
        assert len(tag.split(":")) == 3
        assert all(part.replace("_", "").isalpha() for part in tag.split(":"))


@pytest.mark.parametrize("act", Act)
def test_every_act_is_done_on_a_page(house: Flask, act: Act) -> None:
    posts = {r.endpoint for r in house.url_map.iter_rules() if "POST" in (r.methods or ())}
    at = ENDPOINTS.get(act)
    if at is None:
        at = tuple(endpoint for endpoint in posts if endpoint.partition(".")[2] == act)
        assert at, f"no route named {act}"
    for endpoint in at:
        assert endpoint in posts
        assert _forms(endpoint), f"no template posts to {endpoint}"


def _forms(endpoint: str) -> list[Path]:
    """The templates with a form for the endpoint, by its full name or through its room."""
    name = endpoint.partition(".")[2]
    said = (f'url_for("{endpoint}"', f'room.at("{name}"', f"url_for('{endpoint}'")
    pages = (path for path in (ROOT / "templates").rglob("*.html") if "papers" not in path.parts)
    return [path for path in pages if any(s in path.read_text(encoding="utf-8") for s in said)]


@pytest.mark.parametrize("act", Act)
def test_every_act_has_a_module_of_tests_that_names_it(act: Act) -> None:
    verb = VERBS.get(act, act)
    path = ROOT / "tests" / "acts" / f"test_{act}.py"
    assert path.exists(), f"write tests/acts/test_{act}.py"
    assert verb in path.read_text(encoding="utf-8")
