"""The named filters of mapping templates: what a column's text becomes, as SQL.

In: `{page_url|path}`, the SQL of the column.  Out: SQL. A filter has a name and no arguments, so
that a mapping stays data; ADR-0008 says why there are filters at all and no expressions.
"""

from __future__ import annotations

from collections.abc import Callable

from desireline.errors import MappingError

_NUMBERED = r"\d+|.*\d{4,}.*|[0-9a-fA-F]{8,}(-[0-9a-fA-F]{4,})*"
"""Parts of a path that name one thing among many, as in the readers of event streams."""


def apply(name: str, value: str, *, mapping: str) -> str:
    """Write a value through a filter.

    Raises:
        MappingError: there is no such filter.
    """
    found = _FILTERS.get(name.strip())
    if found is None:
        raise MappingError(
            f"The mapping {mapping} asks for the filter {name!r}, which does not exist.",
            hint=f"There are: {', '.join(_FILTERS)}.",
            code="input.mapping.filter",
        )
    return found(value)


def _path(value: str) -> str:
    """`https://x.org/shop/1234?a=b` is `/shop/:id`: a map cannot draw each product page."""
    bare = f"regexp_replace(regexp_replace({value}, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*', ''), '[?#].*$', '')"
    parts = f"list_filter(string_split({bare}, '/'), lambda x: x <> '')"
    masked = (
        f"list_transform({parts}, lambda x: "
        f"CASE WHEN regexp_full_match(x, '{_NUMBERED}') THEN ':id' ELSE x END)"
    )
    return f"('/' || array_to_string({masked}, '/'))"


def _page(value: str) -> str:
    """The map's word for the page at an address."""
    path = _path(value)
    return f"CASE WHEN {path} = '/' THEN 'Home page' ELSE 'Page ' || {path} END"


def _negative(value: str) -> str:
    """Money that goes back, whichever sign the tool gave it."""
    return f"('-' || ltrim({value}, '-'))"


def _sign(value: str) -> str:
    """A sale or a return, where a till says so by a minus alone."""
    return f"CASE WHEN regexp_matches({value}, '^\\s*[-\u2212(]') THEN 'minus' ELSE 'plus' END"


def _upper(value: str) -> str:
    """Codes that a tool writes small: `eur`."""
    return f"upper({value})"


def _email(value: str) -> str:
    """An id that is an address; other ids are nothing here."""
    return f"CASE WHEN {value} LIKE '%_@_%._%' THEN lower({value}) END"


def _code(value: str) -> str:
    """A cell for either a name or a customer's number: the number, which is one word with a digit."""
    return f"CASE WHEN {_is_code(value)} THEN {value} END"


def _called(value: str) -> str:
    """A cell for either a name or a customer's number or address: the name."""
    return f"CASE WHEN NOT ({_is_code(value)}) AND NOT contains({value}, '@') THEN {value} END"


def _is_code(value: str) -> str:
    return f"regexp_full_match({value}, '[^\\s@]*[0-9][^\\s@]*')"


def _phone(value: str) -> str:
    """A cell for either a number or an address: the number."""
    digits = f"length(regexp_replace({value}, '[^0-9]', '', 'g'))"
    return f"CASE WHEN NOT contains({value}, '@') AND {digits} >= 6 THEN {value} END"


def _first(value: str) -> str:
    """The first of several in one cell: `101;102`, `ann@x.org, bo@x.org`."""
    return f"nullif(trim(regexp_extract({value}, '^[^;,]*')), '')"


def _bare(value: str) -> str:
    """A word without what a tool puts in brackets behind it: `Closed won (Sales Pipeline)`."""
    return f"nullif(trim(regexp_replace({value}, ' *\\([^()]*\\) *$', '')), '')"


def _day(value: str) -> str:
    """The day of a time as it is written, to look up what another table says of that day."""
    return f"nullif(regexp_extract({value}, '^[^ T]*'), '')"


def _zone(value: str) -> str:
    """The short name of a time zone behind a time: `EST` of `02-Mar-2026 11:53 AM EST`."""
    return f"nullif(regexp_extract({value}, ' ([A-Z]{{3,5}})$', 1), '')"


def _unzoned(value: str) -> str:
    """A time without the short name of its zone."""
    return f"regexp_replace({value}, ' [A-Z]{{3,5}}$', '')"


def _none_left(value: str) -> str:
    """A stock of nothing, however it is written (`0,00`, `-1` of a till that sold more than was booked); else empty."""
    words = "'none', 'no', 'out of stock', 'sold out', 'nein', 'keine', 'ausverkauft', 'nicht vorrätig'"
    nothing = f"regexp_full_match({value}, '-.*[1-9].*|[-+]?0+([.,]0*)?')"
    return f"CASE WHEN {nothing} OR lower({value}) IN ({words}) THEN {value} END"


def _words(value: str) -> str:
    """What somebody said: nothing where the cell is but a number, as the answer on a scale is."""
    return f"CASE WHEN regexp_matches({value}, '\\p{{L}}') THEN {value} END"


def _unmarked(value: str) -> str:
    """A value without the apostrophe by which a tool keeps spreadsheets from changing it: `'7001`."""
    return f"ltrim({value}, chr(39))"


_FILTERS: dict[str, Callable[[str], str]] = {
    "path": _path,
    "page": _page,
    "negative": _negative,
    "sign": _sign,
    "upper": _upper,
    "email": _email,
    "phone": _phone,
    "first": _first,
    "bare": _bare,
    "day": _day,
    "zone": _zone,
    "unzoned": _unzoned,
    "none_left": _none_left,
    "words": _words,
    "unmarked": _unmarked,
    "code": _code,
    "called": _called,
}
