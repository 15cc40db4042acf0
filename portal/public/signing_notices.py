"""Where remote signing services tell that an order is settled.

A notice only brings the next look forward: whoever forges one makes the portal ask the service
once more, and nothing else.
"""

from http import HTTPStatus

from flask import Response, jsonify, request
from flask.blueprints import BlueprintSetupState

from portal.acting import acting, services
from portal.auth import open_to_all
from portal.limits import NOTICES_FROM_ADDRESS, limiter
from portal.public.views import public
from portal.wiring import NOTICES, remote_signers
from procedures.acts.watch_orders import look_now

LARGEST_NOTICE = 256 * 1024


@public.post(f"{NOTICES}/<provider>/<mark>")
@limiter.limit(NOTICES_FROM_ADDRESS)
@open_to_all
def take_signing_notice(provider: str, mark: str) -> tuple[Response, HTTPStatus]:
    """Thank for an authentic notice, whether its order is known, ended or neither; else 404."""
    signer = remote_signers(services().settings).get(provider)
    body = request.get_data() if (request.content_length or 0) <= LARGEST_NOTICE else b""
    transaction = signer.notified(mark, body) if signer else None
    if transaction is None:
        return jsonify(success=False), HTTPStatus.NOT_FOUND
    with acting() as call:
        look_now(call, provider, transaction)
    return jsonify(success=True), HTTPStatus.OK


@public.record_once
def _take_notices_from_programs(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(f"{__name__}.{take_signing_notice.__name__}")
