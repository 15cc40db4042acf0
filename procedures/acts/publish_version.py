"""Publishing a version of a procedure: checked, digested, dated; what was published stays."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from forms.errors import SchemaError
from forms.loader import load_schema
from procedures.acts import ledger
from procedures.acts.administer import Stream, ensure_admin, in_turn, wrong
from procedures.acts.call import Call
from procedures.catalogue.loader import digest_of, load_procedure
from procedures.catalogue.node import CatalogueError
from procedures.catalogue.types import Procedure
from procedures.errors import N_
from procedures.folding import fold
from procedures.records import ProcedureVersion, TierRow
from procedures.records.versions import parsed
from procedures.tags import Tag

BAD_BODY = N_("Nội dung thủ tục có lỗi tại {path}: {reason}")
SAME_BODY = N_("Phiên bản này giống hệt phiên bản đang có hiệu lực.")
TOO_EARLY = N_("Ngày hiệu lực phải sau ngày hiệu lực của phiên bản trước ({before}).")
IN_THE_PAST = N_("Ngày hiệu lực không được ở trong quá khứ.")
NO_TIER = N_("$.decided_at: không có cấp hành chính “{tier}”.")
DAY = "effective_from"


def publish_version(
    call: Call, body: Mapping[str, object], effective_from: date
) -> ProcedureVersion:
    """Put the next version into force from a day on; the version before ends that day.

    The published body carries that day as its own. Only the program, loading data, may choose a
    day gone by. Raises `Incomplete` with the `field` that is wrong: `body` or `effective_from`.
    """
    ensure_admin(call)
    if effective_from < call.today and not call.actor.is_system:
        raise wrong(DAY, IN_THE_PAST)
    dated = {**body, DAY: effective_from.isoformat()}
    procedure = _checked(call, dated)
    in_turn(call, Stream.CATALOGUE)
    _end_before(call, procedure.code, dated, effective_from)
    row = ProcedureVersion(
        code=procedure.code,
        version=_next_version(call, procedure.code),
        body=dated,
        digest=digest_of(dated),
        name=dict(procedure.name),
        field_code=procedure.field.code,
        field_name=dict(procedure.field.name),
        decided_at=procedure.decided_at,
        level=procedure.level.value,
        search=_search_text(procedure),
        effective_from=effective_from,
        published_at=call.now,
        published_by=call.actor.person_id,
    )
    call.db.add(row)
    call.db.flush()
    _parse(row)
    detail = {"code": row.code, "version": row.version, "digest": row.digest}
    ledger.append(call, Stream.CATALOGUE, Tag.VERSION_PUBLISHED, detail=detail)
    return row


def _checked(call: Call, body: Mapping[str, object]) -> Procedure:
    try:
        procedure = load_procedure(body)
        load_schema(procedure.form)
    except CatalogueError as fault:
        raise wrong("body", fault.msgid, **fault.params) from fault
    except SchemaError as fault:
        path = f"$.form.{fault.path.removeprefix('$').removeprefix('.')}"
        raise wrong("body", BAD_BODY, path=path, reason=fault.reason) from fault
    if call.db.get(TierRow, procedure.decided_at) is None:
        raise wrong("body", NO_TIER, tier=procedure.decided_at)
    return procedure


def _parse(row: ProcedureVersion) -> None:
    """Refuse now what no officer could fill in later: the fields of the results."""
    try:
        parsed(row)
    except SchemaError as fault:
        path = f"$.results: {fault.path}"
        raise wrong("body", BAD_BODY, path=path, reason=fault.reason) from fault


def _end_before(call: Call, code: str, body: Mapping[str, object], day: date) -> None:
    """End the version that would still be in force on the day, if there is one."""
    before = call.db.scalar(
        select(ProcedureVersion)
        .where(ProcedureVersion.code == code, ProcedureVersion.withdrawn_at.is_(None))
        .order_by(ProcedureVersion.effective_from.desc())
        .limit(1)
        .with_for_update()
    )
    if before is None:
        return
    if before.effective_from >= day:
        raise wrong(DAY, TOO_EARLY, before=before.effective_from)
    if before.effective_to is not None and before.effective_to <= day:
        return
    if _but_day(before.body) == _but_day(body):
        raise wrong("body", SAME_BODY)
    before.effective_to = day
    call.db.flush()


def _but_day(body: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in body.items() if name != DAY}


def _next_version(call: Call, code: str) -> int:
    last = call.db.scalar(
        select(func.max(ProcedureVersion.version)).where(ProcedureVersion.code == code)
    )
    return (last or 0) + 1


def _search_text(procedure: Procedure) -> str:
    texts = (procedure.name, procedure.summary, procedure.keywords, procedure.field.name)
    words = [procedure.code, *(t.get(language, "") for t in texts for language in ("vi", "en"))]
    return fold(" ".join(words))
