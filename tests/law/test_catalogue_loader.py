"""A body that is wrong is refused with the path of the fault, whatever is wrong with it."""

import copy
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.catalogue import CatalogueError, load_procedure, shipped_procedures
from procedures.catalogue.files import names, read
from procedures.catalogue.types import AfterDenial

Body = dict[str, Any]


BIRTH = next(shipped for shipped in shipped_procedures() if shipped.code == "1.001193").body
MARRIAGE = next(shipped for shipped in shipped_procedures() if shipped.code == "1.000894").body


def sound(of: Mapping[str, object] = BIRTH) -> Body:
    return cast("Body", copy.deepcopy(dict(of)))


def put(body: Body, path: str, value: object) -> Body:
    """The body with the value at a path such as `route.0.function`; `None` takes it away."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    at: Any = body
    for step in steps:
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return body


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("code", "6.001193", "$.code"),
        ("code", "1.1193", "$.code"),
        ("code", None, "$.code"),
        ("name.en", "", "$.name.en"),
        ("name.en", None, "$.name.en"),
        ("name.fr", "Naissance", "$.name"),
        ("name.vi", "D\u0061\u0323", "$.name.vi"),
        ("summary", "chỉ là chữ", "$.summary"),
        ("steps", [], "$.steps"),
        ("steps", "một bước", "$.steps"),
        ("level", "muc-do-4", "$.level"),
        ("subjects", [], "$.subjects"),
        ("unknown", 1, "$"),
        ("channels.0.term.unit", "week", "$.channels[0].term"),
        ("channels.0.term.value", -1, "$.channels[0].term"),
        ("channels.0.kind", "fax", "$.channels[0].kind"),
        ("channels.1.kind", "truc-tuyen", "$.channels"),
        ("clock_policy", "stop", "$.clock_policy"),
        ("fees.0.amount", -1, "$.fees[0].amount"),
        ("fees.0.amount", True, "$.fees[0].amount"),
        ("components.0.originals", "1", "$.components[0].originals"),
        ("components.0.required", "yes", "$.components[0].required"),
        ("components.1.code", "giay-chung-sinh", "$.components"),
        ("route.0.function", "handling", "$.route"),
        ("route.1.function", "return", "$.route"),
        ("route.1.code", "tiep-nhan", "$.route"),
        ("route.1.unit.tier", None, "$.route[1].unit.tier"),
        ("results", [], "$.results"),
        ("results.0.leg", "thu-ly", "$.results"),
        ("results.0.fields.1.prefill", "answers.khong_co", "$.results[0].fields"),
        ("results.0.fields.1.prefill", "answers.ngay_sinh", "$.results[0].fields"),
        ("results.0.fields.0.label", None, "$.results[0].fields[0].label"),
        ("subject_fields", ["khong_co"], "$.subject_fields"),
        ("place_from", "ho_ten_con", "$.place_from"),
        ("place_from", "khong_co", "$.place_from"),
        ("declaration.signature", "maybe", "$.declaration.signature"),
        ("effective_from", "01/01/2024", "$.effective_from"),
        ("form", [], "$.form"),
    ],
)
def test_a_fault_is_refused_where_it_stands(path: str, value: object, where: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        load_procedure(put(sound(), path, value))
    assert refused.value.path == where
    assert where in str(refused.value)


def test_an_answer_option_that_a_result_lacks_is_refused() -> None:
    body = sound()
    sex = next(field for field in body["results"][0]["fields"] if field["name"] == "gioi_tinh")
    sex["options"] = sex["options"][:1]
    with pytest.raises(CatalogueError) as refused:
        load_procedure(body)
    assert refused.value.path == "$.results[0].fields"


def test_the_place_may_be_left_to_the_applicant() -> None:
    assert load_procedure(put(sound(), "place_from", None)).place_from is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("signers", []),
        ("signers.0.name", "khong_co"),
        ("signers.0.number", "khong_co"),
        ("signers.0.number", "nu_ho_ten"),
        ("signers.0.role", "Bên nữ"),
        ("signers.1.number", None),
    ],
)
def test_a_signer_is_named_by_answers_that_exist(path: str, value: object) -> None:
    with pytest.raises(CatalogueError) as refused:
        load_procedure(put(sound(MARRIAGE), f"declaration.{path}", value))
    assert refused.value.path.startswith("$.declaration")


@given(st.sampled_from(sorted(BIRTH)), json_values)
def test_no_value_ends_in_anything_but_a_refusal(name: str, value: object) -> None:
    body: Mapping[str, object] = {**BIRTH, name: value}
    with suppress(CatalogueError):
        load_procedure(body)


def test_every_shared_part_is_used_and_found() -> None:
    used = "".join(
        read_raw(folder, name) for folder in ("procedures", "parts") for name in names(folder)
    )
    for part in names("parts"):
        assert f'{{"$part": "{part}"}}' in used, part


def read_raw(folder: str, name: str) -> str:
    path = files("procedures.catalogue") / "data" / folder / f"{name}.json"
    return path.read_text(encoding="utf-8")


def test_a_part_that_is_a_list_is_spliced() -> None:
    form = read("procedures", "1.001193")["form"]
    child = next(page for page in form["pages"] if page["code"].string() == "con")
    assert [field["name"].string() for field in child["fields"]][:2] == ["ho_ten_con", "ngay_sinh"]


def test_a_procedure_may_let_a_dossier_stay_ended() -> None:
    assert load_procedure(sound()).after_denial is AfterDenial.RESUME
    body = {**sound(), "after_denial": "refile"}
    assert load_procedure(body).after_denial is AfterDenial.REFILE
    with pytest.raises(CatalogueError) as told:
        load_procedure({**body, "after_denial": "perhaps"})
    assert told.value.path == "$.after_denial"
