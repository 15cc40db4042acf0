"""Whether certificates stand, as their authorities say: asked once, checked, kept for a while.

An answer is used until half of its life has passed, so that a paper never carries one that is
about to end, and a thousand papers of one leader cost one question.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError
from pyhanko_certvalidator.path import ValidationPath

from procedures.errors import N_, DomainError, NotAllowed, Unavailable
from procedures.papers.paths import NoPathError, path_to
from procedures.papers.trust import TrustStore
from procedures.papers.wire import SILENT, Wire

_KEPT = 0.5
_Asn1 = TypeVar("_Asn1", Certificate, asn1_ocsp.OCSPResponse, asn1_crl.CertificateList)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Certificates of a path with the answers that prove them valid."""

    certificates: tuple[Certificate, ...] = ()
    ocsps: tuple[asn1_ocsp.OCSPResponse, ...] = ()
    crls: tuple[asn1_crl.CertificateList, ...] = ()

    def __add__(self, other: "Evidence") -> "Evidence":
        """Both together, each thing once."""
        return Evidence(
            _once(self.certificates + other.certificates),
            _once(self.ocsps + other.ocsps),
            _once(self.crls + other.crls),
        )

    def told_by(self, moment: datetime) -> "Evidence":
        """Without the answers that claim to be from after the moment."""
        return Evidence(
            self.certificates,
            tuple(one for one in self.ocsps if _answered(one) <= moment),
            tuple(one for one in self.crls if one["tbs_cert_list"]["this_update"].native <= moment),
        )


class UntrustedError(NotAllowed):
    """No path leads from the certificate to an anchor of the store."""


class WithdrawnError(NotAllowed):
    """The certificate is revoked; `evidence` holds the answer that says so."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(N_("Chứng thư số đã bị thu hồi; không thể ký bằng chứng thư này."))
        self.evidence = evidence


@dataclass(frozen=True, slots=True)
class _Kept:
    evidence: Evidence
    until: datetime


@dataclass(slots=True)
class RevocationDesk:
    """Gathers and checks evidence against one trust store; asks only addresses of trusted paths."""

    store: TrustStore
    wire: Wire
    now: Callable[[], datetime]
    _kept: dict[bytes, _Kept] = field(default_factory=dict)
    _answers: dict[bytes, _Kept] = field(default_factory=dict)

    async def evidence(
        self, certificate: Certificate, others: Iterable[Certificate], usage: frozenset[str]
    ) -> Evidence:
        """What proves that the certificate stands now.

        Raises `UntrustedError`, `WithdrawnError` when it is revoked, `Unavailable` when nobody can
        say.
        """
        kept = self._kept.get(certificate.sha256)
        if kept is not None and self.now() < kept.until:
            return kept.evidence
        path = await self._path(certificate, tuple(others))
        found = self._gather(tuple(path))
        try:
            await prove(self.store, certificate, found.evidence, usage, self.now())
        except DomainError:
            # What proves nothing is not kept: the next try asks again.
            self._answers.clear()
            raise
        self._kept[certificate.sha256] = found
        return found.evidence

    async def _path(
        self, certificate: Certificate, others: tuple[Certificate, ...]
    ) -> ValidationPath:
        try:
            return await path_to(self.store, certificate, others, self.now())
        except NoPathError as fault:
            message = N_("Chứng thư số không do tổ chức được tin cậy cấp, hoặc đã hết hạn.")
            raise UntrustedError(message) from fault

    def _gather(self, path: Sequence[Certificate]) -> _Kept:
        found = Evidence(certificates=tuple(path))
        until: list[datetime] = []
        for issuer, subject in pairwise(path):
            answer = self._answer(subject, issuer)
            found += answer.evidence
            until.append(answer.until)
        return _Kept(found, min(until, default=self.now()))

    def _answer(self, subject: Certificate, issuer: Certificate) -> _Kept:
        # A list answers for every certificate of its issuer, a responder for one.
        key = subject.sha256 if web_addresses(subject.ocsp_urls) else issuer.sha256
        kept = self._answers.get(key)
        now = self.now()
        if kept is None or kept.until <= now:
            evidence, ends = self._ask(subject, issuer)
            kept = self._answers[key] = _Kept(evidence, now + (ends - now) * _KEPT)
        return kept

    def _ask(self, subject: Certificate, issuer: Certificate) -> tuple[Evidence, datetime]:
        try:
            responders = web_addresses(subject.ocsp_urls)
            if responders:
                question = _question(subject, issuer)
                return _read_ocsp(
                    self.wire.post(responders[0], question, "application/ocsp-request")
                )
            return _read_crl(self.wire.get(list_addresses(subject)[0]))
        except (ValueError, IndexError, TypeError, KeyError) as fault:
            raise Unavailable(SILENT) from fault


async def prove(
    store: TrustStore,
    certificate: Certificate,
    found: Evidence,
    usage: frozenset[str],
    moment: datetime,
    *,
    looking_back: bool = False,
) -> None:
    """Raise unless the evidence proves that the certificate stood at the moment, for that usage.

    Looking back, what was told later counts for the moment. Raises `WithdrawnError` or
    `Unavailable`.
    """
    context = ValidationContext(
        trust_roots=store.at(moment).anchors,
        other_certs=found.certificates,
        ocsps=found.ocsps,
        crls=found.crls,
        allow_fetching=False,
        moment=moment,
        revocation_mode="require",
        retroactive_revinfo=looking_back,
    )
    extended = usage & {"time_stamping"}
    try:
        await CertificateValidator(certificate, validation_context=context).async_validate_usage(
            set(usage - extended), set(extended)
        )
    except RevokedError as fault:
        raise WithdrawnError(found) from fault
    except (PathError, ValidationError) as fault:
        raise Unavailable(SILENT) from fault


def list_addresses(certificate: Certificate) -> list[str]:
    """Where the lists of revoked certificates are that the certificate names for itself."""
    return web_addresses([point.url for point in certificate.crl_distribution_points])


def web_addresses(named: Iterable[str | None]) -> list[str]:
    """Those that the web reaches: certificates also name directories (LDAP)."""
    return [one for one in named if one and one.lower().startswith(("http://", "https://"))]


def _answered(response: asn1_ocsp.OCSPResponse) -> datetime:
    answers = response.response_data["responses"]
    newest: datetime = max(answer["this_update"].native for answer in answers)
    return newest


def _question(subject: Certificate, issuer: Certificate) -> bytes:
    # Without a nonce, so that the answer serves for every paper until it ends.
    request = ocsp.OCSPRequestBuilder().add_certificate(
        x509.load_der_x509_certificate(subject.dump()),
        x509.load_der_x509_certificate(issuer.dump()),
        hashes.SHA1(),  # noqa: S303 - names the issuer (RFC 6960); proves nothing
    )
    return request.build().public_bytes(serialization.Encoding.DER)


def _read_ocsp(data: bytes) -> tuple[Evidence, datetime]:
    response = asn1_ocsp.OCSPResponse.load(data, strict=True)
    answer = response.response_data["responses"][0]
    ends: datetime = answer["next_update"].native or answer["this_update"].native
    return Evidence(ocsps=(response,)), ends


def _read_crl(data: bytes) -> tuple[Evidence, datetime]:
    listed = asn1_crl.CertificateList.load(data, strict=True)
    body = listed["tbs_cert_list"]
    ends: datetime = body["next_update"].native or body["this_update"].native
    return Evidence(crls=(listed,)), ends


def _once(things: tuple[_Asn1, ...]) -> tuple[_Asn1, ...]:
    return tuple({thing.dump(): thing for thing in things}.values())
