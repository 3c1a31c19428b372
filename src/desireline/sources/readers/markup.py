"""Words out of HTML, as a reader would hear them: no tags, no styles, on request no quoted mail.

In: a message body, HTML or plain.  Out: its text, blocks on lines of their own. What looks like no
HTML comes back as it is: tools mix both in one field. A message of nothing but a picture has no words.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_TAG = re.compile(
    r"<(/?[a-z][a-z0-9]*)(\s[^<>]*)?/?>|<!--|&(#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "ul",
        "ol",
        "blockquote",
        "hr",
        "section",
    ]
)
_SILENT = frozenset({"script", "style", "head", "title"})
_EMPTY = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr"})
_QUOTE_CLASS = re.compile(
    r"gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote", re.IGNORECASE
)
_QUOTE_ID = re.compile(r"divRplyFwdMsg|appendonsend|mail-editor-reference", re.IGNORECASE)


def plain(said: str | None, *, quotes: bool = True) -> str | None:
    """Write a body as plain text; None when it says nothing.

    Args:
        said: HTML or plain text.
        quotes: False leaves out what mail programs mark as the message that is answered.
    """
    if said is None:
        return None
    if not _TAG.search(said):
        return said.strip() or None
    parser = _Text(quotes=quotes)
    parser.feed(said)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() or None


class _Text(HTMLParser):
    """Collects text; `_quiet` is the depth of the element that nothing is taken from."""

    def __init__(self, *, quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._quotes = quotes
        self._open: list[str] = []
        self._quiet: int | None = None
        self._ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")
        if not self._quotes and any(
            name == "id" and _QUOTE_ID.search(value or "") for name, value in attrs
        ):
            self._ended = True  # Outlook quotes everything behind this mark
        if tag in _EMPTY:
            return
        self._open.append(tag)
        if self._quiet is None and (tag in _SILENT or self._is_quote(tag, attrs)):
            self._quiet = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")
        if tag not in self._open:
            return
        while self._open and self._open.pop() != tag:
            pass
        if self._quiet is not None and len(self._open) < self._quiet:
            self._quiet = None

    def handle_data(self, data: str) -> None:
        if self._quiet is None and not self._ended:
            # a line break in HTML is a blank
            self.pieces.append(re.sub(r"\s+", " ", data))

    def _is_quote(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        if self._quotes:
            return False
        return tag == "blockquote" or any(
            name == "class" and _QUOTE_CLASS.search(value or "") for name, value in attrs
        )
