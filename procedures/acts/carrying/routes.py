"""New routes: each procedure that the plan names gets a version for the new tree."""

from sqlalchemy import select

from procedures.acts.call import Call
from procedures.acts.publish_version import publish_version
from procedures.records import ProcedureVersion
from procedures.records.base import Json
from procedures.reform import NewRoute, Plan


def publish_routes(call: Call, plan: Plan) -> int:
    """Publish from the plan's day on; a version that somebody published for it stands."""
    count = 0
    for route in plan.routes:
        newest = newest_version(call, route.code)
        if newest.effective_from < plan.effective_on:
            publish_version(call, body_with(newest.body, route), plan.effective_on)
            count += 1
    return count


def newest_version(call: Call, code: str) -> ProcedureVersion:
    """The version that was published last and not withdrawn."""
    return call.db.scalars(
        select(ProcedureVersion)
        .where(ProcedureVersion.code == code, ProcedureVersion.withdrawn_at.is_(None))
        .order_by(ProcedureVersion.effective_from.desc())
        .limit(1)
    ).one()


def body_with(body: Json, route: NewRoute) -> Json:
    """The body with the other route and nothing else changed."""
    return {**body, "decided_at": route.decided_at, "route": [dict(leg) for leg in route.legs]}
