"""What must hold between the parts of a procedure, once each part is well formed."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from procedures.catalogue.node import Node
from procedures.catalogue.types import Json, Procedure, ResultSpec
from procedures.errors import N_
from procedures.routing import Function, LegSpec

_ANSWER = "answers."


def check_agreement(procedure: Procedure, root: Node) -> None:
    """Raise `CatalogueError` at the first part that contradicts another."""
    _check_route(procedure, root["route"])
    _check_codes(procedure, root)
    _check_results(procedure, root["results"])
    fields = {str(field.get("name")): field for field in form_fields(procedure.form)}
    _check_subjects(procedure, root["subject_fields"], fields)
    _check_signers(procedure, root["declaration"], fields)
    if procedure.place_from is not None:
        _check_place(root["place_from"], fields.get(procedure.place_from))
    for result, node in zip(procedure.results, root["results"], strict=True):
        _check_prefills(result, node["fields"], fields)


def form_fields(form: Json) -> Iterator[Json]:
    """The fields of a form that have an answer; a group stands for the fields inside it."""
    for page in _list(form.get("pages")):
        yield from _leaves(_list(page.get("fields")))


def _leaves(fields: Sequence[Json]) -> Iterator[Json]:
    for field in fields:
        inner = _list(field.get("fields"))
        yield from _leaves(inner) if inner else (field,)


def _list(value: object) -> list[Json]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _check_route(procedure: Procedure, node: Node) -> None:
    functions = [leg.function for leg in procedure.route]
    if functions[0] is not Function.RECEPTION or functions[-1] is not Function.RETURN:
        raise node.fail(N_("{path}: phải bắt đầu bằng tiếp nhận và kết thúc bằng trả kết quả."))
    if not {Function.RECEPTION, Function.RETURN}.isdisjoint(functions[1:-1]):
        raise node.fail(N_("{path}: tiếp nhận và trả kết quả chỉ có ở hai đầu."))
    for before, (leg, after) in zip(procedure.route, pairwise(procedure.route[1:]), strict=False):
        _check_leg(node, before, leg, after)


def _check_leg(node: Node, before: LegSpec, leg: LegSpec, after: LegSpec) -> None:
    """What may stand before and behind an opinion, an approval and a seal."""
    if (leg.function is Function.OPINION) != (leg.question is not None):
        raise node.fail(N_("{path}: bước lấy ý kiến, và chỉ bước đó, phải có nội dung hỏi."))
    lawful = {
        Function.OPINION: before.function in {Function.HANDLING, Function.OPINION},
        Function.APPROVAL: after.function in {Function.APPROVAL, Function.SIGNING},
        Function.SEAL: before.function is Function.SIGNING and after.function is Function.RETURN,
    }
    if not lawful.get(leg.function, True):
        raise node.fail(N_("{path}: bước “{code}” đứng sai chỗ trong quy trình."), code=leg.code)


def _check_codes(procedure: Procedure, root: Node) -> None:
    _once(root["route"], [leg.code for leg in procedure.route])
    _once(root["results"], [result.code for result in procedure.results])
    _once(root["channels"], [channel.kind for channel in procedure.channels])
    _once(root["components"], [component.code for component in procedure.components])
    _once(root["fees"], [fee.code for fee in procedure.fees])


def _once(node: Node, codes: Sequence[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise node.fail(N_("{path}: mã “{code}” dùng hai lần."), code=code)


def _check_results(procedure: Procedure, node: Node) -> None:
    signing = {leg.code for leg in procedure.route if leg.function is Function.SIGNING}
    if signing != {result.leg for result in procedure.results}:
        raise node.fail(
            N_("{path}: mỗi bước ký phải có kết quả, mỗi kết quả phải thuộc một bước ký.")
        )


def _check_subjects(procedure: Procedure, node: Node, fields: Mapping[str, Json]) -> None:
    for name in procedure.subject_fields:
        if name not in fields:
            raise node.fail(N_("{path}: tờ khai không có mục “{name}”."), name=name)


def _check_signers(procedure: Procedure, node: Node, fields: Mapping[str, Json]) -> None:
    for signer in procedure.declaration.signers:
        if signer.name not in fields:
            raise node.fail(N_("{path}: tờ khai không có mục “{name}”."), name=signer.name)
        if fields.get(signer.number, {}).get("kind") != "citizen_id":
            raise node.fail(
                N_("{path}: “{name}” phải là một mục số định danh của tờ khai."), name=signer.number
            )


def _check_place(node: Node, field: Json | None) -> None:
    if field is None or field.get("kind") not in {"address", "agency"}:
        raise node.fail(N_("{path}: phải là một mục địa chỉ của tờ khai."))


def _check_prefills(result: ResultSpec, node: Node, fields: Mapping[str, Json]) -> None:
    for field in result.fields:
        prefill = field.get("prefill")
        if not isinstance(prefill, str) or not prefill.startswith(_ANSWER):
            continue
        name = prefill.removeprefix(_ANSWER)
        answer = fields.get(name)
        if answer is None:
            raise node.fail(N_("{path}: tờ khai không có mục “{name}”."), name=name)
        if answer.get("kind") != field.get("kind"):
            raise node.fail(N_("{path}: mục “{name}” khác kiểu với tờ khai."), name=name)
        if not _values(answer) <= _values(field):
            raise node.fail(N_("{path}: mục “{name}” thiếu lựa chọn của tờ khai."), name=name)


def _values(field: Json) -> set[object]:
    return {option.get("value") for option in _list(field.get("options"))}
