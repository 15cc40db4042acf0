"""What the ledger calls each event: `source:subject:action`, a closed vocabulary."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from procedures.errors import N_
from procedures.lifecycle import Act


class Tag(StrEnum):
    """Audit tags. Every act on a dossier has one (`tag_of`)."""

    SUBMIT = "citizen:dossier:submit"
    RECEIVE = "desk:dossier:receive"
    REFUSE = "desk:dossier:refuse"
    ASK_SUPPLEMENT = "officer:dossier:ask_supplement"
    SUPPLEMENT = "citizen:dossier:supplement"
    ASK_PAYMENT = "office:dossier:ask_payment"
    CONFIRM_PAYMENT = "desk:dossier:confirm_payment"
    HAND_OVER = "officer:dossier:hand_over"
    TAKE = "office:dossier:take"
    DECLINE = "office:dossier:decline"
    RECALL = "officer:dossier:recall"
    ASSIGN = "office:dossier:assign"
    ASK_OPINION = "office:dossier:ask_opinion"
    GIVE_OPINION = "office:dossier:give_opinion"
    APPROVE = "office:dossier:approve"
    EXTEND = "office:dossier:extend"
    ALLOW_SUPPLEMENT = "office:dossier:allow_supplement"
    RECOUNT = "officer:dossier:recount"
    PROPOSE = "office:dossier:propose"
    SEND_BACK = "office:dossier:send_back"
    DECIDE = "office:dossier:decide"
    DECIDE_PART = "office:dossier:decide_part"
    ISSUE = "system:dossier:issue"
    RETURN_RESULT = "desk:dossier:return_result"
    WITHDRAW = "citizen:dossier:withdraw"
    STOP = "office:dossier:stop"
    PROPOSE_REVOCATION = "office:dossier:propose_revocation"
    REVOKE = "office:dossier:revoke"
    DISMISS_REVOCATION = "office:dossier:dismiss_revocation"
    REOPEN = "system:dossier:reopen"
    PAPER_REVOKED = "system:paper:revoke"
    PAPER_REPLACED = "system:paper:replace"
    PAPER_ISSUED = "system:paper:issue"
    PAPER_REPRINTED = "office:paper:reprint"
    PAPER_RESTAMPED = "system:paper:restamp"
    DECLARATION_SIGNED = "citizen:declaration:sign"
    DECLARATION_CHECKED = "system:declaration:check"
    DECLARATION_DECLINED = "citizen:declaration:decline"
    EVIDENCE_RESTAMPED = "system:evidence:restamp"
    NOTE_WRITTEN = "officer:note:write"
    ACCESS_DENIED = "web:dossier:deny"
    EXPORT_ORDERED = "officer:export:order"
    SIGN_IN = "web:account:sign_in"
    VERSION_PUBLISHED = "admin:version:publish"
    VERSION_WITHDRAWN = "admin:version:withdraw"
    CALENDAR_CHANGED = "admin:calendar:change"
    UNIT_CHANGED = "admin:unit:change"
    OFFICER_ADDED = "admin:officer:add"
    POST_APPOINTED = "admin:post:appoint"
    SIGNING_GRANTED = "admin:post:grant_signing"
    POST_ENDED = "admin:post:end"
    ABSENCE_PLANNED = "officer:absence:plan"
    ABSENCE_ENDED = "officer:absence:end"
    ACCOUNT_LOCKED = "admin:account:lock"
    ACCOUNT_UNLOCKED = "admin:account:unlock"
    PASSWORD_RESET = "admin:account:reset_password"  # noqa: S105 - a tag
    PASSWORD_CHANGED = "web:account:change_password"  # noqa: S105 - a tag
    JOB_RETRIED = "admin:job:retry"
    KEY_RETIREMENT_ASKED = "admin:key:ask_retirement"
    KEY_RETIREMENT_DROPPED = "admin:key:drop_retirement"
    KEY_RETIRED = "admin:key:retire"
    REORGANISATION_PREPARED = "admin:reorganisation:prepare"
    REORGANISATION_CHOSEN = "admin:reorganisation:choose"
    REORGANISATION_APPROVED = "admin:reorganisation:approve"
    REORGANISATION_CANCELLED = "admin:reorganisation:cancel"
    REORGANISATION_APPLIED = "system:reorganisation:apply"
    TRUST_SET_UP = "system:trust:set_up"
    TRUST_PROPOSED = "admin:trust:propose"
    TRUST_APPROVED = "admin:trust:approve"
    TRUST_REFUSED = "admin:trust:refuse"
    CARRIED_OVER = "system:dossier:carry_over"


TITLES: Mapping[Tag, str] = MappingProxyType(
    {
        Tag.SUBMIT: N_("Đã nộp hồ sơ"),
        Tag.RECEIVE: N_("Đã tiếp nhận hồ sơ"),
        Tag.REFUSE: N_("Đã từ chối tiếp nhận hồ sơ"),
        Tag.ASK_SUPPLEMENT: N_("Đã yêu cầu bổ sung, hoàn thiện hồ sơ"),
        Tag.SUPPLEMENT: N_("Đã nộp bổ sung hồ sơ"),
        Tag.ASK_PAYMENT: N_("Đã yêu cầu thực hiện nghĩa vụ tài chính"),
        Tag.CONFIRM_PAYMENT: N_("Đã xác nhận việc nộp tiền"),
        Tag.HAND_OVER: N_("Đã chuyển hồ sơ"),
        Tag.TAKE: N_("Đã nhận hồ sơ được chuyển đến"),
        Tag.DECLINE: N_("Đã từ chối nhận hồ sơ được chuyển đến"),
        Tag.RECALL: N_("Đã thu hồi việc chuyển hồ sơ"),
        Tag.ASSIGN: N_("Đã giao cán bộ thụ lý"),
        Tag.ASK_OPINION: N_("Đã gửi lấy ý kiến phối hợp"),
        Tag.GIVE_OPINION: N_("Đã cho ý kiến phối hợp"),
        Tag.APPROVE: N_("Đã duyệt dự thảo"),
        Tag.EXTEND: N_("Đã xin lỗi và hẹn lại ngày trả kết quả"),
        Tag.ALLOW_SUPPLEMENT: N_("Đã cho phép yêu cầu bổ sung lần thứ hai"),
        Tag.RECOUNT: N_("Đã tính lại hạn trả theo lịch làm việc mới"),
        Tag.PROPOSE: N_("Đã trình ký"),
        Tag.SEND_BACK: N_("Đã trả lại để hoàn thiện dự thảo"),
        Tag.DECIDE: N_("Đã ký kết quả"),
        Tag.DECIDE_PART: N_("Đã ký kết quả của một cơ quan"),
        Tag.ISSUE: N_("Đã phát hành kết quả"),
        Tag.RETURN_RESULT: N_("Đã trả kết quả"),
        Tag.WITHDRAW: N_("Đã rút hồ sơ"),
        Tag.STOP: N_("Đã dừng giải quyết hồ sơ"),
        Tag.PROPOSE_REVOCATION: N_("Đã đề nghị thu hồi, thay thế giấy tờ đã phát hành"),
        Tag.REVOKE: N_("Đã quyết định thu hồi, thay thế giấy tờ đã phát hành"),
        Tag.DISMISS_REVOCATION: N_("Đã bỏ đề nghị thu hồi, thay thế giấy tờ"),
        Tag.REOPEN: N_("Hồ sơ được giải quyết tiếp vì văn bản từ chối, dừng đã bị thu hồi"),
        Tag.PAPER_REVOKED: N_("Quyết định thu hồi đã phát hành; giấy tờ hết giá trị"),
        Tag.PAPER_REPLACED: N_("Giấy tờ thay thế đã phát hành; giấy tờ cũ hết giá trị"),
        Tag.PAPER_ISSUED: N_("Đã đóng dấu, phát hành văn bản"),
        Tag.PAPER_REPRINTED: N_("Đã in lại văn bản với ngày mới"),
        Tag.PAPER_RESTAMPED: N_("Đã gia hạn dấu thời gian của giấy tờ"),
        Tag.NOTE_WRITTEN: N_("Đã ghi chú nội bộ"),
        Tag.CARRIED_OVER: N_("Đã chuyển giao hồ sơ theo sắp xếp đơn vị"),
    }
)
"""What each event of a dossier's stream is called: what was done, not an order to do it."""


INTERNAL = frozenset({Tag.NOTE_WRITTEN, Tag.PROPOSE_REVOCATION, Tag.DISMISS_REVOCATION})
"""Events among officers: the applicant's own pages do not tell them."""


def tag_of(act: Act) -> Tag:
    """The ledger's tag for an act on a dossier."""
    return Tag[act.name]
