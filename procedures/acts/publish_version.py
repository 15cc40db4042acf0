"""Publishing a version of a procedure: checked, digested, dated; what was published stays."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from forms.errors import SchemaError
from forms.loader import load_schema
from procedures.acts import ledger
from procedures.acts.call import Call
from procedures.catalogue.loader import digest_of, load_procedure
from procedures.catalogue.node import CatalogueError
from procedures.catalogue.types import Procedure
from procedures.errors import N_, Incomplete, NotLawful
from procedures.folding import fold
from procedures.records import ProcedureVersion
from procedures.tags import Tag

BAD_BODY = N_("Nội dung thủ tục có lỗi tại {path}: {reason}")
SAME_BODY = N_("Phiên bản này giống hệt phiên bản đang có hiệu lực.")
TOO_EARLY = N_("Ngày hiệu lực phải sau ngày hiệu lực của phiên bản trước ({before}).")
STREAM = "catalogue"


def publish_version(
    call: Call, body: Mapping[str, object], effective_from: date
) -> ProcedureVersion:
    """Put the next version into force from a day on; the version before ends that day."""
    procedure = _checked(body)
    before = call.db.scalar(
        select(ProcedureVersion)
        .where(ProcedureVersion.code == procedure.code, ProcedureVersion.withdrawn_at.is_(None))
        .order_by(ProcedureVersion.effective_from.desc())
        .limit(1)
        .with_for_update()
    )
    digest = digest_of(body)
    if before is not None:
        _end(before, digest, effective_from)
        call.db.flush()
    row = ProcedureVersion(
        code=procedure.code,
        version=_next_version(call, procedure.code),
        body=dict(body),
        digest=digest,
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
    detail = {"code": row.code, "version": row.version, "digest": digest}
    ledger.append(call, STREAM, Tag.VERSION_PUBLISHED, detail=detail)
    return row


def _checked(body: Mapping[str, object]) -> Procedure:
    try:
        procedure = load_procedure(body)
        load_schema(procedure.form)
    except CatalogueError as fault:
        raise Incomplete(BAD_BODY, path=fault.path, reason=str(fault)) from fault
    except SchemaError as fault:
        raise Incomplete(BAD_BODY, path=fault.path, reason=fault.reason) from fault
    return procedure


def _end(before: ProcedureVersion, digest: str, day: date) -> None:
    if before.digest == digest:
        raise NotLawful(SAME_BODY)
    if before.effective_from >= day:
        raise NotLawful(TOO_EARLY, before=before.effective_from)
    before.effective_to = day


def _next_version(call: Call, code: str) -> int:
    last = call.db.scalar(
        select(func.max(ProcedureVersion.version)).where(ProcedureVersion.code == code)
    )
    return (last or 0) + 1


def _search_text(procedure: Procedure) -> str:
    texts = (procedure.name, procedure.summary, procedure.keywords, procedure.field.name)
    words = [procedure.code, *(t.get(language, "") for t in texts for language in ("vi", "en"))]
    return fold(" ".join(words))
