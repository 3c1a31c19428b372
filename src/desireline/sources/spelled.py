"""Times as people and programs of other languages write them, in the writing that formats can be given for.

In: `5 de abril de 2024 a las 14h25`, `12. März 2024, 09:30 Uhr`, `3/12/2024, 9:15:00 a. m.`.  Out: `5 Apr 2024 14:25`,
`12 Mar 2024, 09:30`, `3/12/2024, 9:15:00 AM`; a text that says nothing of the kind as it stands. Once in Python, for the
look at a column's first values, and once as SQL, for all of them: both from one list of rules, so that they cannot differ.
Months are those of eight languages together: no name or short form means one month in one of them and another elsewhere.
"""

from __future__ import annotations

import re
import unicodedata

from desireline.engines import literal

_MONTHS = {
    "Jan": "january januar januari jänner jän janvier janv enero ene janeiro gennaio gen styczeń stycznia sty",
    "Feb": "february februar februari février févr fév febrero fevereiro fev febbraio luty lutego lut",
    "Mar": "march märz mär mrz maart mrt mars marzo março marzec marca",
    "Apr": "april avril avr abril abr aprile kwiecień kwietnia kwi",
    "May": "may mai mei mayo maio maggio mag maj maja",
    "Jun": "june juni juin junio junho giugno giu czerwiec czerwca cze",
    "Jul": "july juli juillet juil julio julho luglio lug lipiec lipca lip",
    "Aug": "august augustus août agosto ago sierpień sierpnia sie",
    "Sep": "september septembre sept septiembre setiembre setembro settembre sett set wrzesień września wrz",
    "Oct": "october oktober okt octobre octubre outubro out ottobre ott październik października paź",
    "Nov": "november novembre noviembre novembro listopad listopada lis",
    "Dec": "december dezember dez décembre déc diciembre dic dezembro dicembre grudzień grudnia gru",
}
_LETTER = r"\p{L}"
_APOSTROPHES = "'\u2019"
_RULES = (
    ("[\u00a0\u202f\u2009]", " "),
    (rf"^{_LETTER}{{2,}}\.?,? (?:(?:den|the|le|el|il|de) )?(\d)", r"\1"),  # the day of the week
    (
        rf"^(\d{{1,2}})(?:\.|er|º|°|ste|e)?(?: de | d[{_APOSTROPHES}]| |)({_LETTER}{{3,}})\.?(?: de | del | do | )(\d{{4}})",
        r"\1 \2 \3",
    ),
    (r"(\d),? (?:um|à|às|as|a las|a la|alle|alle ore|ore|om|at|o|godz\.) (\d)", r"\1 \2"),
    (r"(\d{1,2}) ?[hH] ?(\d{2})(?: ?(?:m|min) ?\d{2} ?s?)?$", r"\1:\2"),
    (r"(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?) ?(?:[Uu]hr|[Uu]ur|[hH]|hrs?\.?|hs\.?)$", r"\1"),
    (r"(\d) ?([aApP])\. ?[mM]\.?$", r"\1 \2M"),
)
_WORD = rf"{_LETTER}{{3,}}\.?"


def _as_python(rule: str) -> re.Pattern[str]:
    return re.compile(rule.replace(_LETTER, r"[^\W\d_]"))


def _bare(word: str) -> str:
    return "".join(
        one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one)
    )


_SHORT = {
    form: short
    for short, words in _MONTHS.items()
    for word in words.split()
    for form in (word, _bare(word))
}
_PYTHON = tuple((_as_python(rule), put) for rule, put in _RULES)
_MONTH = _as_python(_WORD)
_PERHAPS = re.compile(r"\d.*[^\W\d_\s]|[^\W\d_].*\d|[\u00a0\u202f\u2009]")
"""A time has digits, and one that is spelled has letters, or the blanks of a printer."""


def english(text: str) -> str:
    """The text with its month in three English letters, and without words around its clock time."""
    if not _PERHAPS.search(text):
        return text
    for rule, put in _PYTHON:
        text = rule.sub(put, text, count=1)
    return _MONTH.sub(_short, text, count=1)


def _short(found: re.Match[str]) -> str:
    return _SHORT.get(found[0].rstrip(".").lower(), found[0])


def english_sql(text: str) -> str:
    """Write `english` of an SQL expression."""
    for rule, put in _RULES:
        text = f"regexp_replace({text}, {literal(rule)}, {literal(put)})"
    word = f"regexp_extract({text}, {literal(_WORD)})"
    pairs = ", ".join(f"{literal(form)}: {literal(short)}" for form, short in _SHORT.items())
    known = f"MAP {{{pairs}}}[lower(rtrim({word}, '.'))]"
    return f"coalesce(replace({text}, nullif({word}, ''), {known}), {text})"
