"""Numbers as people in Viet Nam write them: 1.234.567,5."""

import re
from collections.abc import Iterator
from decimal import Decimal

from forms.errors import N_, msg

from .base import Context, FieldLike, Kind, Problem, Refused, Span, wrong_shape
from .cleaning import clean
from .wire import Wire
from .words import money_in_words

_WHOLE = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}([., ])[0-9]{3}(?:\1[0-9]{3})*)")
_STORED = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
MOST_DIGITS = 18
_MARKS = {"vi": (".", ","), "en": (",", ".")}


def _number(text: str) -> Decimal:
    if len(re.sub(r"\D", "", text)) > MOST_DIGITS:
        raise Refused(msg(N_("Số ở “{label}” quá lớn.")))
    return Decimal(text)


def grouped(number: Decimal | int, locale: str) -> str:
    """1234567.5 -> 1.234.567,5 (vi), 1,234,567.5 (en)."""
    thousands, point = _MARKS.get(locale, _MARKS["vi"])
    return f"{number:,}".replace(",", "_").replace(".", point).replace("_", thousands)


def _not_a_number() -> Refused:
    return Refused(msg(N_("“{label}” phải là số, viết bằng chữ số.")))


def _range(field: FieldLike, value: Decimal) -> Iterator[Problem]:
    if field.min is not None and value < Decimal(field.min):
        least = grouped(Decimal(field.min), "vi")
        yield Problem(msg(N_("“{label}” không được nhỏ hơn {least}."), least=least))
    if field.max is not None and value > Decimal(field.max):
        most = grouped(Decimal(field.max), "vi")
        yield Problem(msg(N_("“{label}” không được lớn hơn {most}."), most=most))


class IntKind(Kind[int]):
    """A whole number of at most 18 digits."""

    name = "int"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> int | None:
        text = clean(wire.first())
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            raise Refused(msg(N_("“{label}” phải là số nguyên, viết bằng chữ số.")))
        return int(_number(re.sub(r"[.,\s]", "", text)))

    def read(self, field: FieldLike, stored: object) -> int:
        if isinstance(stored, bool) or not isinstance(stored, int):
            raise wrong_shape()
        if abs(stored) >= 10**MOST_DIGITS:
            raise Refused(msg(N_("Số ở “{label}” quá lớn.")))
        return stored

    def check(self, field: FieldLike, value: int, context: Context) -> Iterator[Problem]:
        yield from _range(field, Decimal(value))

    def show(self, field: FieldLike, value: int, locale: str) -> list[str]:
        return [grouped(value, locale)]

    def spread(self, field: FieldLike, value: int, context: Context) -> dict[str, list[str]]:
        return {"": [str(value)]}

    def example(self, field: FieldLike, context: Context) -> int | None:
        return int(field.min) if field.min is not None else 1

    def measure(self, value: int) -> Span | None:
        return Decimal(value), Decimal(value)


class MoneyKind(IntKind):
    """Whole đồng, never less than none; a trailing unit may be typed along."""

    name = "money"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> int | None:
        typed = re.sub(r"\s*(?:đồng|đ|vnđ|vnd|₫)\.?$", "", clean(wire.first()), flags=re.IGNORECASE)
        return super().parse(field, Wire({"": [typed]}), context)

    def check(self, field: FieldLike, value: int, context: Context) -> Iterator[Problem]:
        if value < 0:
            yield Problem(msg(N_("“{label}” không được là số âm.")))
        yield from super().check(field, value, context)

    def show(self, field: FieldLike, value: int, locale: str) -> list[str]:
        figure = grouped(value, locale)
        words = money_in_words(value, locale)
        return [f"{figure} {'đồng' if locale == 'vi' else 'VND'}", f"({words})"]

    def spread(self, field: FieldLike, value: int, context: Context) -> dict[str, list[str]]:
        return {"": [grouped(value, context.locale)]}

    def example(self, field: FieldLike, context: Context) -> int | None:
        return int(field.min) if field.min is not None else 1_500_000


class DecimalKind(Kind[str]):
    """Kept as a string, so that no binary fraction ever changes a figure."""

    name = "decimal"

    def parse(self, field: FieldLike, wire: Wire, context: Context) -> str | None:
        text = clean(wire.first())
        if not text:
            return None
        thousands, point = _MARKS.get(context.locale, _MARKS["vi"])
        whole, _, fraction = text.partition(point)
        if re.fullmatch(rf"-?[0-9]{{1,3}}(?:[{thousands}\s][0-9]{{3}})+", whole):
            whole = re.sub(r"[.,\s]", "", whole)
        elif not fraction and re.fullmatch(rf"-?[0-9]+\{thousands}[0-9]+", whole):
            whole, fraction = whole.split(thousands)
        if not re.fullmatch(r"-?[0-9]+", whole) or not re.fullmatch(r"[0-9]*", fraction):
            raise _not_a_number()
        return plain(_number(f"{whole}.{fraction or '0'}"))

    def read(self, field: FieldLike, stored: object) -> str:
        if not isinstance(stored, str) or len(stored) > MOST_DIGITS + 2:
            raise wrong_shape()
        if not _STORED.fullmatch(stored) or stored == "-0":
            raise wrong_shape()
        return plain(_number(stored))

    def check(self, field: FieldLike, value: str, context: Context) -> Iterator[Problem]:
        if len(value.partition(".")[2]) > field.scale:
            yield Problem(
                msg(N_("“{label}” chỉ nhận tối đa {scale} chữ số sau dấu phẩy."), scale=field.scale)
            )
        yield from _range(field, Decimal(value))

    def show(self, field: FieldLike, value: str, locale: str) -> list[str]:
        return [grouped(Decimal(value), locale)]

    def spread(self, field: FieldLike, value: str, context: Context) -> dict[str, list[str]]:
        return {"": [grouped(Decimal(value), context.locale)]}

    def example(self, field: FieldLike, context: Context) -> str | None:
        return plain(Decimal(field.min)) if field.min is not None else "12.5"

    def measure(self, value: str) -> Span | None:
        return Decimal(value), Decimal(value)


def plain(number: Decimal) -> str:
    """Without exponent and without zeros that say nothing."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
