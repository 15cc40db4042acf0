"""Says everything in the reader's language: Vietnamese by law, English beside it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Protocol

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g, has_request_context, request
from markupsafe import Markup

from portal import wording
from procedures.errors import Term
from procedures.lifecycle import STATE_NAMES

LOCALES = ("vi", "en")
DEFAULT = "vi"
COOKIE = "lang"
TRANSLATIONS = Path(__file__).parent.parent / "translations"

_spoken: ContextVar[str | None] = ContextVar("spoken_locale", default=None)


class Message(Protocol):
    """A message of the core: Vietnamese msgid with `{name}` placeholders, and what fills them."""

    @property
    def msgid(self) -> str: ...
    @property
    def params(self) -> Mapping[str, object]: ...


def current_locale() -> str:
    """The reader's locale: set by `speaking`, else the cookie, else Vietnamese.

    The browser's Accept-Language is not asked: the legal language stands until a person
    chooses another.
    """
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    if has_request_context():
        cookies = request.cookies
        # A page asks hundreds of times, and `get` makes an exception for every cookie not there.
        chosen = cookies[COOKIE] if COOKIE in cookies else DEFAULT  # noqa: SIM401
        return chosen if chosen in LOCALES else DEFAULT
    return DEFAULT


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak `locale` inside the block: for mails and jobs, where there is no request."""
    token = _spoken.set(locale if locale in LOCALES else DEFAULT)
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def catalogue(locale: str, folder: Path = TRANSLATIONS) -> NullTranslations:
    """The compiled messages of `locale`; Vietnamese, or a missing catalogue, says msgids."""
    source = folder / locale / "LC_MESSAGES" / "messages.po"
    if locale == DEFAULT or not source.exists():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=locale))
    compiled.seek(0)
    return Translations(compiled)


def gettext(msgid: str) -> str:
    """The message in the reader's language."""
    return catalogue(current_locale()).gettext(msgid) if msgid else ""


@dataclass(frozen=True, slots=True)
class LazyText:
    """A message that is translated when it is shown; for labels of forms made at import."""

    msgid: str

    def __str__(self) -> str:
        return gettext(self.msgid)


def lazy_gettext(msgid: str) -> LazyText:
    """Mark and keep a message for later."""
    return LazyText(msgid)


def text(value: object) -> str:
    """A bilingual text in the reader's language; anything else in its own words, None as ""."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return str(value.get(current_locale()) or value.get(DEFAULT) or "")
    return str(value)


def _fill(value: object) -> object:
    if isinstance(value, Mapping):
        return text(value)
    if isinstance(value, Term):
        return translate(value)
    return wording.moment(value, current_locale()) if isinstance(value, date) else value


def translate(message: Message | str) -> str:
    """A message of the core, translated first and filled in afterwards."""
    if isinstance(message, str):
        return gettext(message)
    params = {name: _fill(value) for name, value in message.params.items()}
    return gettext(message.msgid).format(**params)


def init_app(app: Flask) -> None:
    """Teach the templates: `_`, `N_`, and the filters for text, dates and money."""
    env = app.jinja_env
    env.globals.update(_=_say, N_=str, STATE_NAMES=STATE_NAMES)
    env.filters.update(text=text, translate=translate)
    for name, say in wording.FILTERS.items():
        env.filters[name] = _in_reader_locale(say)
    app.context_processor(lambda: {"locale": current_locale(), "locales": LOCALES})

    @app.before_request
    def settle() -> None:
        """Look at the cookie once: a page asks for its language hundreds of times."""
        g.spoken_before = _spoken.get()
        _spoken.set(current_locale())

    @app.teardown_request
    def forget(_fault: BaseException | None) -> None:
        if "spoken_before" in g:
            _spoken.set(g.pop("spoken_before"))


@lru_cache(maxsize=8192)
def _marked(locale: str, msgid: str) -> Markup:
    return Markup(catalogue(locale).gettext(msgid))  # noqa: S704 - our own texts, not a reader's


def _say(msgid: str, **values: object) -> Markup:
    """The message in the reader's language, as HTML; what fills it in is escaped.

    A page says hundreds of them, so that Jinja's own way costs as much as the rest of the page.
    """
    said = _marked(current_locale(), msgid) if msgid else Markup()
    return said % values if values or "%%" in said else said


def _in_reader_locale(say: wording.Say) -> wording.Filter:
    def filtered(value: object) -> str:
        return "" if value is None else say(value, current_locale())

    return filtered
