"""Dates, money, numbers and words as a person would write them: what templates call filters.

Every filter is a function of the value and the language; a template adds the rest:
``{{ offer.valid_until|date("until") }}``, ``{{ 5|plural("pirkinys", "pirkiniai", "pirkinių") }}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from babel import Locale, dates, numbers

from crmbook.day import Day, day_of
from crmbook.errors import UsageError
from crmbook.language import Language, _
from crmbook.letters.salutation import salutation

DateForm = Literal["on", "until", "from", "name", "short"]
Number = int | float | Decimal

_DIGITS = 20
# A firm here that writes in English writes 31 March and 1,234.50.
_LOCALES: Mapping[Language, Locale] = {
    "en": Locale("en", "GB"),
    "lt": Locale("lt"),
    "lv": Locale("lv"),
}


# ── dates ────────────────────────────────────────────────────────────────────────────────────


def date(value: Day, language: Language, form: DateForm = "on", *, year: bool = True) -> str:
    """2026 m. kovo 31 d. · 2026. gada 31. martā · 31 March 2026.

    form    Latvian months have cases: "on" 31. martā, "until" (līdz) 31. martam, "from" (no)
            31. marta, "name" 31. marts; elsewhere these are alike. "short" is in figures
    year    False: the day and the month only, for birthdays
    """
    day = day_of(value)
    if form not in ("on", "until", "from", "name", "short"):
        raise UsageError(
            _("“{form}” is no form of a date: on, until, from, name or short.").format(form=form)
        )
    if form == "short":
        return dates.format_date(day, _SHORT[language][year], locale=_LOCALES[language])
    if language == "lv":
        written = f"{day.day}. {_latvian_month(day.month, form)}"
        return f"{day.year}. gada {written}" if year else written
    return dates.format_date(day, _LONG[language][year], locale=_LOCALES[language])


# pattern without the year, with it
_LONG = {"en": ("d MMMM", "d MMMM y"), "lt": ("MMMM d 'd'.", "y 'm'. MMMM d 'd'.")}
_SHORT = {
    "en": ("dd/MM", "dd/MM/y"),
    "lt": ("MM-dd", "y-MM-dd"),
    "lv": ("dd.MM.", "dd.MM.y."),
}
# Babel gives the nominative. Endings of marts, and of janvāris.
_FIRST_DECLENSION = {"on": "ā", "until": "am", "from": "a"}
_SECOND_DECLENSION = {"on": "ī", "until": "im", "from": "a"}


def _latvian_month(month: int, form: DateForm) -> str:
    name: str = _LOCALES["lv"].months["stand-alone"]["wide"][month]
    if form == "name":
        return name
    if name.endswith("is"):
        stem = "aprīļ" if (name, form) == ("aprīlis", "from") else name[:-2]
        return stem + _SECOND_DECLENSION[form]
    return name[:-1] + _FIRST_DECLENSION[form]


# ── numbers and money ────────────────────────────────────────────────────────────────────────


def number(value: Number, language: Language, decimals: int | None = None) -> str:
    """1 234,5 · 1,234.5: two decimals at most, or as many as are asked for, up to six."""
    places = _places(decimals)
    pattern = "#,##0.##" if decimals is None else _pattern(places)
    return numbers.format_decimal(_rounded(value, places), pattern, locale=_LOCALES[language])


def money(
    value: Number, language: Language, currency: str = "EUR", decimals: int | None = None
) -> str:
    """1 234,50 € · €1,234.50, with blanks that do not break; decimals 0 for round sums."""
    locale, places = _LOCALES[language], _places(decimals)
    amount, unit = _rounded(value, places), currency.upper()
    if decimals is None:
        return numbers.format_currency(amount, unit, locale=locale)
    pattern = locale.currency_formats["standard"].pattern.replace("#,##0.00", _pattern(places))
    return numbers.format_currency(amount, unit, pattern, locale=locale, currency_digits=False)


def _places(decimals: int | None) -> int:
    return 2 if decimals is None else min(max(decimals, 0), 6)


def _pattern(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _decimal(value: object) -> Decimal:
    """The number exactly as it is written: 0.1 is one tenth."""
    try:
        found = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise UsageError(_("“{value}” is no number.").format(value=value))
    return found


def _rounded(value: object, decimals: int) -> Decimal:
    """A half goes away from zero, as in a shop; Python and Babel would take the even one."""
    found = _decimal(value)
    if found.adjusted() > _DIGITS:
        raise UsageError(_("“{value}” is too large a number for a letter.").format(value=value))
    return found.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


# ── in words ─────────────────────────────────────────────────────────────────────────────────

# One, two, ten of the unit and of its hundredth.
_UNITS: Mapping[Language, Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "lt": {
        "EUR": (("euras", "eurai", "eurų"), ("centas", "centai", "centų")),
        "USD": (("doleris", "doleriai", "dolerių"), ("centas", "centai", "centų")),
        "GBP": (("svaras", "svarai", "svarų"), ("pensas", "pensai", "pensų")),
    },
    "lv": {
        "EUR": (("eiro", "eiro", "eiro"), ("cents", "centi", "centu")),
        "USD": (("dolārs", "dolāri", "dolāru"), ("cents", "centi", "centu")),
        "GBP": (("mārciņa", "mārciņas", "mārciņu"), ("penss", "pensi", "pensu")),
    },
    "en": {
        "EUR": (("euro", "euros"), ("cent", "cents")),
        "USD": (("dollar", "dollars"), ("cent", "cents")),
        "GBP": (("pound", "pounds"), ("penny", "pence")),
    },
}
_AND: Mapping[Language, str] = {"en": "and", "lt": "ir", "lv": "un"}
_MINUS: Mapping[Language, str] = {"en": "minus", "lt": "minus", "lv": "mīnus"}
_LARGEST = Decimal(10) ** 12


def words(value: Number, language: Language, currency: str = "EUR") -> str:
    """An amount in words: "trisdešimt keturi eurai ir penkiasdešimt šeši centai".

    Rounded to whole cents; noughts are left out, unless there is nothing else. Latvian says eiro,
    as people do; euro stands in laws. Raises UsageError for a million million and more, and for
    a currency whose words are not known: EUR, USD and GBP are.
    """
    amount = _decimal(value)
    known = _UNITS[language].get(currency.upper())
    if known is None or abs(amount) >= _LARGEST:
        raise UsageError(
            _("{amount} {currency} can't be written in words.").format(
                amount=value, currency=currency
            )
        )
    amount = _rounded(amount, 2)
    whole, cents = divmod(int(abs(amount) * 100), 100)
    parts = [_counted(n, forms, language) for n, forms in zip((whole, cents), known, strict=True)]
    said = parts[:1] if not cents else parts[1:] if not whole else parts
    sign = f"{_MINUS[language]} " if amount < 0 else ""
    return sign + f" {_AND[language]} ".join(said)


def _counted(n: int, forms: tuple[str, ...], language: Language) -> str:
    from num2words import num2words

    spelled: str = num2words(n, lang=language).replace(",", "")
    if language == "lv":
        # num2words writes the old "simtu viens".
        spelled = spelled.replace("simtu viens", "simts viens")
        if forms[0].endswith("a"):
            spelled = _latvian_feminine(spelled)
    return f"{spelled} {plural(n, language, *forms)}"


def _latvian_feminine(spelled: str) -> str:
    """Of the last word only: divas mārciņas, but divi tūkstoši mārciņu."""
    last = {
        "viens": "viena", "divi": "divas", "četri": "četras", "pieci": "piecas", "seši": "sešas",
        "septiņi": "septiņas", "astoņi": "astoņas", "deviņi": "deviņas",
    }  # fmt: skip
    head, blank, tail = spelled.rpartition(" ")
    return head + blank + last.get(tail, tail)


# ── words that go with a number, and names ───────────────────────────────────────────────────


def plural(value: Number, language: Language, *forms: str) -> str:
    """The word that goes with a number, without the number.

    English     purchase, purchases
    Latvian     pirkums, pirkumi, pirkumu: of 1 and 21, of 2, of 10; the second does for the third
    Lithuanian  pirkinys, pirkiniai, pirkinių, and pirkinio for 1,5 if need be
    """
    least, most = _FORMS[language]
    if not least <= len(forms) <= most:
        raise UsageError(
            _("“plural” needs {least} to {most} forms of the word in this language.").format(
                least=least, most=most
            )
        )
    kind = _LOCALES[language].plural_form(abs(_decimal(value)))
    place = {"one": 0, "few": 1, "many": 3}.get(kind, 2)
    if language != "lt" and kind == "other":
        place = 1
    return forms[min(place, len(forms) - 1)]


# A template is written once for its language, so three forms in English are a slip.
_FORMS: Mapping[Language, tuple[int, int]] = {"en": (2, 2), "lv": (2, 3), "lt": (3, 4)}


def voc(value: str, language: Language, gender: str | None = None) -> str:
    """Called to: Jonas → Jonai, Jānis → Jāni."""
    return salutation(value, language, gender=gender).vocative


def gen(value: str, language: Language, gender: str | None = None) -> str:
    """Whose: Jonas → Jono, Jānis → Jāņa, John → John’s."""
    return salutation(value, language, gender=gender).genitive


# ── signs ────────────────────────────────────────────────────────────────────────────────────

# Outer quotes, and those inside them.
_QUOTES: Mapping[Language, tuple[str, str, str, str]] = {
    "en": ("“", "”", "‘", "’"),
    "lt": ("„", "“", "‚", "‘"),
    "lv": ("„", "”", "‚", "’"),
}
_ANY_QUOTE = '„“”"«»'
_INNER = re.compile(rf"[{_ANY_QUOTE}]([^{_ANY_QUOTE}]*)[{_ANY_QUOTE}]")


def quote(value: str, language: Language) -> str:
    """„Rytas“ · „Rīts” · “Morning”; what is quoted already gets the language's own quotes."""
    opening, closing, inner_opening, inner_closing = _QUOTES[language]
    text = str(value).strip()
    if not text:
        return ""
    whole = _INNER.fullmatch(text)
    bare = whole[1] if whole else text
    inside = _INNER.sub(lambda found: f"{inner_opening}{found[1]}{inner_closing}", bare)
    return f"{opening}{inside}{closing}"


_NO_BREAK = "\N{NO-BREAK SPACE}"
_TIED = re.compile(
    r"(?<=\d) (?=(?:m|d|val|min|vnt|gab|proc|tūkst|mln|mlrd|ct|kg|km|cm|mm|st|h)\b|[€$£%])"
    r"|(?<=\d\.) (?=gad[aā]|janvār|februār|mart|aprīl|maij|jūnij|jūlij|august|septembr|oktobr"
    r"|novembr|decembr)"
    r"|(?<=\b[^\W\d_a-z]\.) (?=[^\W\d_a-z])"
    r"|(?<=\b(?:UAB|VšĮ|SIA)) (?=\S)|(?<=\b(?:AB|MB|IĮ|AS|IK)) (?=[„“\"])"
    r"|(?<=\b(?:Nr|nr|dr|Dr)\.) (?=\S)|(?<=\b(?:Mr|Ms|Dr)) (?=[A-Z])|(?<=\bMrs) (?=[A-Z])"
    r"|(?<=\d) (?=(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b)"
    r"|(?<=\d) (?=\d)"
)


def tied(text: str) -> str:
    """With blanks that do not break where a line must not end: 31 d., J. Petraitis, UAB „Rytas“."""
    return _TIED.sub(_NO_BREAK, text)
