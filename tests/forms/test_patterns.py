"""Patterns that could take for ever are refused, and nothing is matched that is too long."""

import time

import pytest

from forms.kinds import KINDS
from forms.kinds.base import Context
from forms.kinds.text import LONGEST_MATCHED
from forms.loader import load_schema
from forms.rules.patterns import MOST_REPEATS, fault_of_pattern
from procedures.catalogue import shipped_procedures
from tests.forms.samples import a_field, a_form


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "[z-a]",
        "(a+)+",
        "(a*)*b",
        "([a-z]+ )*",
        "(a|a)*b",
        "(a|ab)+c",
        "(a?b?)+c",
        "((a{1,3}){2}){3}",
        "(.*),(.*),(.*),(.*),",
        "(a)\\1+",
        "(?=a+b)a+",
        "(?:(?:a+)?)+",
        "a" * 199 + "{1,99999999999999}",
    ],
)
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    assert fault_of_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "[0-9]{4}",
        "TE1[0-9]{12}",
        "[0-9A-Z.-]{6,20}",
        "[Hh][Ộộ] [Kk]inh .+",
        "(ab|cd)?[0-9]+",
        "([0-9]{3} ){3}[0-9]{1,4}",
        "(?:đường|phố) .+",
    ],
)
def test_ordinary_patterns_are_taken(pattern: str) -> None:
    assert fault_of_pattern(pattern) == ""


def test_what_is_taken_ends_soon_on_the_worst_text() -> None:
    field = a_form(a_field("a", "text", pattern=f"{'a*' * MOST_REPEATS}b")).pages[0].fields[0]
    began = time.perf_counter()
    assert list(KINDS["text"].check(field, "a" * LONGEST_MATCHED, Context()))
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("kind", ["text", "textarea"])
def test_what_is_too_long_is_never_matched(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    field = a_form(a_field("a", kind, pattern="a+")).pages[0].fields[0]

    def never(_pattern: str) -> None:
        raise AssertionError("matched")

    monkeypatch.setattr("forms.kinds.text._compiled", never)
    (problem,) = KINDS[kind].check(field, "a" * (LONGEST_MATCHED + 1), Context())
    assert problem.message.params["longest"] == LONGEST_MATCHED


def test_every_pattern_of_the_catalogue_is_taken() -> None:
    forms = [load_schema(each.procedure.form) for each in shipped_procedures()]
    patterns = [leaf.pattern for form in forms for leaf in form.leaves() if leaf.pattern]
    assert patterns
    assert not [pattern for pattern in patterns if fault_of_pattern(pattern)]
