"""Which key at a signing service is the person's own and may sign, before anything is asked.

The certificate decides whose key it is, never the account that it was found under.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from procedures.acts.signing import OTHER_HOLDER
from procedures.errors import N_
from procedures.ports import CannotSign, Hand
from procedures.providers import Credential, Hindrance
from procedures.records import Person

NO_CERTIFICATE = N_(
    "Nhà cung cấp này không có chứng thư số nào của bạn. Hãy chọn nhà cung cấp khác hoặc cách ký "
    "khác."
)
_TYPED = N_(
    "Chứng thư số của bạn đòi nhập mã PIN hoặc OTP tại Cổng. Cổng không nhận mã bí mật của "
    "bạn; hãy bật xác nhận trên điện thoại hoặc dùng cách ký khác."
)
HINDERED: Mapping[Hindrance, str] = MappingProxyType(
    {
        Hindrance.DISABLED: N_("Chứng thư số của bạn tại nhà cung cấp đang bị khóa."),
        Hindrance.NEEDS_PIN: _TYPED,
        Hindrance.NEEDS_CODE: _TYPED,
        Hindrance.NEEDS_LOGIN: N_(
            "Nhà cung cấp đòi đăng nhập trên trang của họ trước khi ký. Cổng chưa hỗ trợ cách này; "
            "hãy dùng cách ký khác."
        ),
    }
)


def own_key(hand: Hand, found: Sequence[Credential], person: Person) -> Credential:
    """The key that lasts longest of those that the person may use here.

    Raises `CannotSign` with what is wrong with the first one.
    """
    usable: list[tuple[datetime, Credential]] = []
    refusals: list[CannotSign] = []
    for credential in found:
        try:
            if credential.hindrance is not None:
                raise CannotSign(HINDERED[credential.hindrance])  # noqa: TRY301 - told like the rest
            holder = hand.holder(credential.chain)
            if holder.subject_id != person.citizen_no:
                raise CannotSign(OTHER_HOLDER)  # noqa: TRY301 - told like the rest
            usable.append((holder.ends, credential))
        except CannotSign as refusal:
            refusals.append(refusal)
    if usable:
        return max(usable, key=lambda one: one[0])[1]
    raise refusals[0] if refusals else CannotSign(NO_CERTIFICATE)
