"""What the engine says when a form, or what was typed into one, will not do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Text = Mapping[str, str]
"""A text of the data in each language: `{"vi": ..., "en": ...}`; Vietnamese is always there."""

Translate = Callable[[str], str]
"""A gettext function: a Vietnamese msgid in, the reader's language out, placeholders untouched."""


def N_(msgid: str) -> str:  # noqa: N802 - the gettext convention for "mark, do not translate here"
    """Mark a Vietnamese message for the catalogue; the portal translates it later."""
    return msgid


def keep(msgid: str) -> str:
    """The translation that changes nothing: messages stay Vietnamese."""
    return msgid


def pick(text: Text, locale: str) -> str:
    """The text in this language, or else in Vietnamese."""
    return text.get(locale) or text["vi"]


_INNER = str.maketrans('“”"', "‘’’")


def quotable(label: Text) -> Text:
    """A label fit to stand in quotes within a sentence: no stop of its own, single inner quotes."""
    return {locale: words.rstrip(" .:;").translate(_INNER) for locale, words in label.items()}


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the person who fills the form.

    `msgid` is Vietnamese with `{name}` placeholders, filled from `params` after translation. A
    param that is a Text is said in the reader's language.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def say(self, locale: str = "vi", translate: Translate = keep) -> str:
        said = {
            name: pick(value, locale) if isinstance(value, Mapping) else value
            for name, value in self.params.items()
        }
        return translate(self.msgid).format_map(said)

    def about(self, label: Text) -> "Message":
        """The same sentence, with `{label}` naming the field unless it already has one."""
        return Message(self.msgid, {"label": quotable(label), **self.params})

    def __str__(self) -> str:
        return self.say()


def msg(msgid: str, **params: object) -> Message:
    """A message with its params as keywords."""
    return Message(msgid, params)


def own_words(sentence: Text) -> Message:
    """A sentence that the form's own data brings in each language."""
    return Message("{sentence}", {"sentence": sentence})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the answers.

    `field` is the path of the input: a field's name, or `table-row-column` with the row counted
    from 0, or `field-part`; it equals the input's HTML id. None: the fault is the page's.
    """

    page: str
    field: str | None
    message: Message


class SchemaError(Exception):
    """The form itself is wrong: `path` says where in the JSON, `reason` why (for its author)."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class NotSealable(Exception):
    """Answers were to be sealed that check_all would not pass."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults, the first at {faults[0].field!r}")
        self.faults = tuple(faults)
