"""Which algorithms a signature may rest on: what pyHanko asks, answered from the algorithm policy.

A digest that is weak, RSASSA-PSS whose parts do not go together, and a scheme after its last day
leave a signature undecided (EN 319 102-1, 5.2.8: CRYPTO_CONSTRAINTS_FAILURE, and with _NO_POE where
a proof of an earlier time would help).
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType

from asn1crypto import algos, keys
from pyhanko_certvalidator.policy_decl import (
    AlgorithmUsageConstraint,
    DisallowWeakAlgorithmsPolicy,
)

from procedures.preservation import Policy, load_policy

SCHEMES: Mapping[str, str] = MappingProxyType(
    {"rsassa_pss": "rsassa-pss", "rsassa_pkcs1v15": "rsassa-pkcs1-v1_5"}
)
"""How the policy names the schemes of RSA keys, by asn1crypto's names; ECDSA is its keys' own."""


class Accepted(DisallowWeakAlgorithmsPolicy):
    """Refuses what the library finds weak, and RSA by the policy's own rules."""

    def __init__(self, policy: Policy) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._until = policy.until

    def signature_algorithm_allowed(
        self,
        algo: algos.SignedDigestAlgorithm,
        moment: datetime | None,
        public_key: keys.PublicKeyInfo | None,
    ) -> AlgorithmUsageConstraint:
        """Whether what was signed at the moment may rest on the algorithm."""
        name = scheme_of(algo)
        if name is not None:
            until = self._until[name]
            if until is not None and moment is not None and moment >= until:
                return AlgorithmUsageConstraint(allowed=False, not_allowed_after=until)
        if name == SCHEMES["rsassa_pss"] and not _consistent(algo["parameters"]):
            return AlgorithmUsageConstraint(allowed=False)
        return super().signature_algorithm_allowed(algo, moment, public_key)


@cache
def accepted() -> Accepted:
    """What the policy in force accepts."""
    return Accepted(load_policy())


def scheme_of(algo: algos.SignedDigestAlgorithm) -> str | None:
    """The policy's name of the scheme by which an RSA key signed; None for other keys."""
    try:
        return SCHEMES.get(algo.signature_algo)
    except ValueError:
        return None


def _consistent(parameters: algos.RSASSAPSSParams) -> bool:
    """Whether mask and message are digested alike (RFC 4055, 3.1); the library does not ask."""
    mask = parameters["mask_gen_algorithm"]
    digests = {
        one["algorithm"].native for one in (parameters["hash_algorithm"], mask["parameters"])
    }
    kinds = (mask["algorithm"].native, parameters["trailer_field"].native)
    return len(digests) == 1 and kinds == ("mgf1", "trailer_field_bc")
