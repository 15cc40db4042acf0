"""Reads untrusted JSON strictly, so that each fault names the place where it stands."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar, cast

from procedures.errors import N_, DomainError
from procedures.routing import Text

LANGUAGES = ("vi", "en")

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


class CatalogueError(DomainError):
    """Data that cannot become what it should be; `path` says where."""

    def __init__(self, msgid: str, path: str, **params: object) -> None:
        super().__init__(msgid, path=path, **params)
        self.path = path


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a JSON document and the way to it from the root."""

    value: object
    path: str

    def fail(self, msgid: str, **params: object) -> CatalogueError:
        return CatalogueError(msgid, self.path, **params)

    def mapping(self) -> Mapping[str, object]:
        if not isinstance(self.value, Mapping):
            raise self.fail(N_("{path}: phải là một đối tượng."))
        return cast("Mapping[str, object]", self.value)

    def only(self, *names: str) -> "Node":
        """The same node, once it is known to hold no key but these."""
        for name in self.mapping():
            if name not in names:
                raise self.fail(N_("{path}: không có mục tên “{name}”."), name=name)
        return self

    def __getitem__(self, name: str) -> "Node":
        found = self.get(name)
        if found is None:
            raise CatalogueError(N_("{path}: thiếu mục này."), f"{self.path}.{name}")
        return found

    def get(self, name: str) -> "Node | None":
        """The member, or nothing when it is absent or null."""
        value = self.mapping().get(name)
        return None if value is None else Node(value, f"{self.path}.{name}")

    def members(self) -> Iterator[tuple[str, "Node"]]:
        """Every member with its name, in the order of the document."""
        for name in self.mapping():
            yield name, self[name]

    def maybe(self, name: str, read: Callable[["Node"], T]) -> T | None:
        found = self.get(name)
        return None if found is None else read(found)

    def __iter__(self) -> Iterator["Node"]:
        if isinstance(self.value, str) or not isinstance(self.value, Sequence):
            raise self.fail(N_("{path}: phải là một danh sách."))
        for index, item in enumerate(self.value):
            yield Node(item, f"{self.path}[{index}]")

    def some(self) -> "Node":
        """The same node, once it is known to be a list with something in it."""
        if not list(self):
            raise self.fail(N_("{path}: không được để trống."))
        return self

    def string(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail(N_("{path}: phải là chuỗi ký tự không rỗng."))
        if not unicodedata.is_normalized("NFC", self.value):
            raise self.fail(N_("{path}: chữ phải ở dạng Unicode dựng sẵn (NFC)."))
        return self.value

    def strings(self) -> tuple[str, ...]:
        return tuple(item.string() for item in self)

    def texts(self) -> tuple[Text, ...]:
        return tuple(item.text() for item in self)

    def text(self) -> Text:
        """A text that is complete in every language."""
        self.only(*LANGUAGES)
        return {language: self[language].string() for language in LANGUAGES}

    def number(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            raise self.fail(N_("{path}: phải là số nguyên không âm."))
        return self.value

    def day(self) -> date:
        try:
            return date.fromisoformat(self.string())
        except ValueError:
            raise self.fail(N_("{path}: phải là ngày dạng năm-tháng-ngày.")) from None

    def one_of(self, choices: type[E]) -> E:
        try:
            return choices(self.string())
        except ValueError:
            known = ", ".join(choices)
            raise self.fail(N_("{path}: phải là một trong: {known}."), known=known) from None
