"""Who acts: people, the posts they hold, and the roles that a post gives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class Role(StrEnum):
    """What a person may be to a dossier; officers get it from a post, applicants from filing."""

    APPLICANT = "applicant"
    """Người nộp hồ sơ."""
    RECEIVER = "receiver"
    """Cán bộ tiếp nhận và trả kết quả, at a one-stop desk."""
    HANDLER = "handler"
    """Chuyên viên thụ lý."""
    LEADER = "leader"
    """Lãnh đạo ký quyết định."""
    SUPPORTER = "supporter"
    """Cán bộ tiếp nhận at the desk that helped to file, where another one received."""
    TAKER = "taker"
    """Somebody at the unit to which the dossier is offered."""
    CONSULTED = "consulted"
    """Somebody at a unit whose opinion is asked."""
    AUTHORITY = "authority"
    """A leader of the competent authority: of a unit that signs, or of the one that holds it."""
    KEEPER = "keeper"
    """A handler at a unit that handled or signed the result, or that came after one of them."""
    ISSUER = "issuer"
    """A leader of the authority that issued the result, or of the one that came after it."""
    ADMIN = "admin"
    """Quản trị hệ thống; reads no dossier."""
    SYSTEM = "system"
    """The program itself, finishing what people decided."""


POSTS_OF: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.SUPPORTER: frozenset({Role.RECEIVER}),
        Role.TAKER: frozenset({Role.HANDLER}),
        Role.CONSULTED: frozenset({Role.HANDLER, Role.LEADER}),
        Role.AUTHORITY: frozenset({Role.LEADER}),
        Role.KEEPER: frozenset({Role.HANDLER}),
        Role.ISSUER: frozenset({Role.LEADER}),
    }
)
"""The posts behind the roles that no post bears the name of."""

_CITIZEN_NO = re.compile(r"[0-9]{12}|[0-9]{9}")

OFFICER_ROLES = frozenset({Role.RECEIVER, Role.HANDLER, Role.LEADER, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Post:
    """A post held today: a role at one unit, with its title in each language (`vi`, `en`)."""

    id: int
    unit_id: int
    role: Role
    title: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind an act, with the posts valid on the day of the act.

    `stands_for` are the colleagues who are away that day and in whose place the person works.
    """

    person_id: UUID | None
    name: str
    posts: tuple[Post, ...] = ()
    is_system: bool = False
    stands_for: frozenset[UUID] = frozenset()

    @property
    def is_officer(self) -> bool:
        return bool(self.posts)

    @property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(post.unit_id for post in self.posts)

    def units_as(self, *roles: Role) -> frozenset[int]:
        """The units at which the actor holds one of the roles."""
        return frozenset(post.unit_id for post in self.posts if post.role in roles)

    def post_as(self, role: Role, unit_id: int) -> Post | None:
        """The post that lets the actor appear as `role` at the unit, if any."""
        return next((p for p in self.posts if p.role is role and p.unit_id == unit_id), None)


SYSTEM = Actor(person_id=None, name="Hệ thống", is_system=True)


def as_citizen_no(said: str) -> str:
    """What was typed as the number of an identity paper, as records hold it; "" if it is none.

    12 digits, 9 on older papers; people type them in groups, with spaces or dots between.
    """
    plain = "".join(said.replace(".", " ").split())
    return plain if _CITIZEN_NO.fullmatch(plain) else ""
