"""Signing in another's place: NĐ 30/2020/NĐ-CP, Điều 13."""

from datetime import date

import pytest

from procedures.delegation import (
    NO_TERM,
    OTHER_KIND,
    OUT_OF_TERM,
    UNGROUNDED,
    Form,
    Ground,
    flaw,
    form_of,
    refusal,
)

DAY = date(2026, 11, 20)
WRITTEN = "Quyết định 12/QĐ-UBND"


@pytest.mark.parametrize(
    ("lines", "form"),
    [
        ("", Form.OWN),
        ("TM. ỦY BAN NHÂN DÂN", Form.OWN),
        ("TM. Ủy ban nhân dân\nKT. Chủ tịch", Form.DEPUTY),
        ("TL. GIÁM ĐỐC", Form.ORDER),
        ("tuq. Chủ tịch", Form.DELEGATION),
        ("KT. Chủ tịch\nTM. Ủy ban nhân dân", Form.OWN),
    ],
)
def test_the_last_line_says_in_whose_name(lines: str, form: Form) -> None:
    assert form_of(lines) is form


@pytest.mark.parametrize(
    ("lines", "ground", "rule"),
    [
        ("", Ground(""), None),
        ("KT. Chủ tịch", Ground(""), UNGROUNDED[Form.DEPUTY]),
        ("TL. Giám đốc", Ground("", end=DAY), UNGROUNDED[Form.ORDER]),
        ("TUQ. Chủ tịch", Ground(""), UNGROUNDED[Form.DELEGATION]),
        ("TUQ. Chủ tịch", Ground(WRITTEN), NO_TERM),
        ("TUQ. Chủ tịch", Ground(WRITTEN, end=DAY), None),
        ("KT. Chủ tịch", Ground(WRITTEN), None),
    ],
)
def test_a_ground_is_a_document_and_for_a_delegation_a_term(
    lines: str, ground: Ground, rule: str | None
) -> None:
    assert flaw(lines, ground) == rule


@pytest.mark.parametrize(
    ("ground", "rule"),
    [
        (Ground(WRITTEN), None),
        (Ground(""), UNGROUNDED[Form.DEPUTY]),
        (Ground(WRITTEN, first=date(2026, 11, 21)), OUT_OF_TERM),
        (Ground(WRITTEN, first=DAY), None),
        (Ground(WRITTEN, end=DAY), OUT_OF_TERM),
        (Ground(WRITTEN, end=date(2026, 11, 21)), None),
        (Ground(WRITTEN, procedures=frozenset({"2.000986"})), OTHER_KIND),
        (Ground(WRITTEN, procedures=frozenset({"1.001193", "2.000986"})), None),
    ],
)
def test_a_post_signs_on_its_days_and_for_its_kinds(ground: Ground, rule: str | None) -> None:
    assert refusal("KT. Chủ tịch", ground, "1.001193", DAY) == rule
    assert refusal("TM. Ủy ban nhân dân", ground, "1.001193", DAY) is None
