"""CSC API 2.0 with a holder who confirms later, against a server that keeps its own book."""

from dataclasses import replace
from datetime import timedelta

import pytest

from procedures.errors import Unavailable
from procedures.providers import Credential, Hindrance, Login, Progress, Protocols, Stage
from procedures.remote.csc_words import Version1, Version2
from procedures.remote.marks import mark_for
from tests.remote.conftest import Service
from tests.remote.ordering import SIGNER, opened, order, place, provider, signed_by

ON = {"presence": "true"}


@pytest.mark.parametrize("apart", [False, True])
def test_the_holder_confirms_and_the_service_signs(service: Service, apart: bool) -> None:  # noqa: FBT001 - a case
    """At once when the activation data is there, or in its own time (`operationMode` A)."""
    service.app.config["ANSWERS_APART"] = apart
    signer = service.csc()
    placed = place(signer, "gd-1")
    assert placed.progress.stage is Stage.WAITING
    still = signer.outcome(placed.order, placed.progress.reference)
    assert (still.stage, still.reference) == (Stage.WAITING, placed.progress.reference)
    service.book.settle("gd-1", confirmed=True)
    done = signer.outcome(placed.order, still.reference)
    if apart:
        assert done.stage is Stage.WAITING
        assert done.reference != still.reference
        done = signer.outcome(placed.order, done.reference)
    assert signed_by(done, placed.order.credential)


def test_activation_data_works_once(service: Service) -> None:
    signer = service.csc()
    placed = place(signer, "gd-1")
    service.book.settle("gd-1", confirmed=True)
    first, second = (signer.outcome(placed.order, placed.progress.reference) for _ in range(2))
    assert (first.stage, second.stage) == (Stage.SIGNED, Stage.UNKNOWN)


def test_a_refusal_and_a_long_wait_are_told_apart(service: Service) -> None:
    signer = service.csc()
    refused, late = place(signer, "gd-1"), place(signer, "gd-2")
    service.book.settle("gd-1", confirmed=False)
    told = signer.outcome(refused.order, refused.progress.reference)
    assert (told.stage, told.reason) == (Stage.REFUSED, "access_denied")
    service.clock.ahead = timedelta(seconds=301)
    assert signer.outcome(late.order, late.progress.reference).stage is Stage.EXPIRED
    assert signer.outcome(late.order, "handle:none").stage is Stage.UNKNOWN
    assert signer.outcome(late.order, "what") == Progress(Stage.UNKNOWN, "what")


def test_a_signature_is_made_of_the_authorised_digest_only(service: Service) -> None:
    signer = service.csc()
    placed = place(signer, "gd-1")
    service.book.settle("gd-1", confirmed=True)
    other = replace(placed.order, digest=bytes(32))
    told = signer.outcome(other, placed.progress.reference)
    assert (told.stage, told.reason) == (Stage.FAILED, "invalid_request")


def test_a_token_that_the_service_ended_is_renewed_once(service: Service) -> None:
    signer = service.csc()
    assert signer.credentials(SIGNER.citizen_id, "gd-1")
    service.app.extensions["tokens"].clear()
    assert signer.credentials(SIGNER.citizen_id, "gd-1")
    assert len(service.app.extensions["tokens"]) == 1


def test_an_unknown_user_has_no_credential_and_a_foreign_client_no_token(service: Service) -> None:
    assert service.csc().credentials("001000000000", "gd-1") == ()
    stranger = provider(service.url, Protocols.CSC_2, Login.CLIENT)
    for foreign in (replace(stranger, client_secret="khac"), replace(stranger, login=Login.NONE)):
        with pytest.raises(Unavailable, match="không nhận tài khoản"):
            opened(foreign).credentials(SIGNER.citizen_id, "gd-1")


def test_a_notice_is_known_by_the_address_that_was_given_with_its_order(service: Service) -> None:
    signer = service.csc()
    mark = mark_for("n" * 32, "gd-1")
    assert signer.notified(mark, b"anything") == "gd-1"
    forged = mark.replace("gd-1", "gd-2")
    others = [
        signer.notified(m, b"") for m in (forged, "gd-1.", "gd-1", mark_for("x" * 32, "gd-1"))
    ]
    assert others == [None] * 4


def _typed(expression: str) -> dict[str, object]:
    pin, code = {"type": "Password", "id": "PIN"}, {"type": "ChallengeResponse", "id": "OTP"}
    return {"auth": {"mode": "explicit", "expression": expression, "objects": [pin, code]}}


@pytest.mark.parametrize(
    ("info", "hindrance", "confirms"),
    [
        ({"auth": {"mode": "explicit"}}, None, ()),
        ({"auth": {"mode": "oauth2code"}}, Hindrance.NEEDS_LOGIN, ()),
        (
            {"auth": {"mode": "explicit", "objects": [{"type": "Password", "id": "PIN"}]}},
            Hindrance.NEEDS_PIN,
            (),
        ),
        (
            {
                "auth": {
                    "mode": "explicit",
                    "expression": "PIN AND mobile",
                    "objects": [
                        {"type": "Password", "id": "PIN"},
                        {"type": "App", "id": "mobile"},
                    ],
                }
            },
            Hindrance.NEEDS_PIN,
            ("mobile",),
        ),
        (
            {
                "auth": {
                    "mode": "explicit",
                    "expression": "OTP OR mobile",
                    "objects": [
                        {"type": "Password", "id": "OTP"},
                        {"type": "App", "id": "mobile"},
                    ],
                }
            },
            None,
            ("mobile",),
        ),
        (_typed("PIN AND OTP"), Hindrance.NEEDS_CODE, ()),
        (_typed("PIN XOR OTP"), Hindrance.NEEDS_PIN, ()),
    ],
    ids=["nothing", "login", "pin", "pin-and-phone", "otp-or-phone", "pin-and-otp", "pin-or-otp"],
)
def test_version_2_says_how_its_holder_confirms(
    info: dict[str, object], hindrance: Hindrance | None, confirms: tuple[str, ...]
) -> None:
    assert Version2().hindrance(info) == hindrance
    assert Version2().confirms(info) == confirms


def test_a_pin_is_said_where_it_is_wanted_and_nowhere_else() -> None:
    wants = Credential("k", (b"",), confirms=("mobile",), pins=("PIN",))
    for words, plain, full in (
        (Version1(), {}, {"PIN": "77-pin-77"}),
        (
            Version2(),
            {"authData": [{"id": "mobile"}]},
            {"authData": [{"id": "mobile"}, {"id": "PIN", "value": "77-pin-77"}]},
        ),
    ):
        for hindrance, said in ((None, plain), (Hindrance.NEEDS_PIN, full)):
            wish = replace(order(replace(wants, hindrance=hindrance), "gd-1"), pin="77-pin-77")
            told = {k: v for k, v in words.confirmation(wish).items() if k != "hashAlgorithmOID"}
            assert told == said
            assert "77-pin-77" not in repr(wish)


@pytest.mark.parametrize(
    ("info", "hindrance"),
    [
        ({"authMode": "implicit"}, None),
        ({"authMode": "explicit"}, None),
        ({"authMode": "explicit", "PIN": {"presence": "false"}}, None),
        ({"authMode": "explicit", "PIN": ON}, Hindrance.NEEDS_PIN),
        ({"authMode": "explicit", "OTP": {"presence": "optional"}}, Hindrance.NEEDS_CODE),
        ({"authMode": "explicit", "PIN": ON, "OTP": {"presence": "optional"}}, Hindrance.NEEDS_PIN),
        ({"authMode": "explicit", "PIN": ON, "OTP": ON}, Hindrance.NEEDS_CODE),
        ({"authMode": "oauth2code"}, Hindrance.NEEDS_LOGIN),
    ],
    ids=["implicit", "no-factor", "no-pin", "pin", "otp", "pin-or-otp", "pin-and-otp", "login"],
)
def test_version_1_says_whether_something_must_be_typed(
    info: dict[str, object], hindrance: Hindrance | None
) -> None:
    assert Version1().hindrance(info) == hindrance
