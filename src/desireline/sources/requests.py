"""Which export to ask for, by tool: what `import --ask` and the empty state answer with.

In: what people call their tools.  Out: the export to request, where to click, who usually has the rights,
and an e-mail to whoever that is. The data stand in `exports.toml` beside this file.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desireline.errors import InputError

_FILE = Path(__file__).with_name("exports.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What to ask for."""

    name: str
    words: tuple[str, ...]
    """What people call it."""
    group: str
    who: str
    where: str
    what: str

    def email(self) -> str:
        """A message to whoever has the export: sent by the reader, never by this program."""
        return (
            f"Subject: An export from {self.name}\n\n"
            "Hello,\n\n"
            "we want to see what our customers go through, from their first visit to the last call. For "
            f"that we need from {self.name}: {self.what}.\n\n"
            f"You find it here: {self.where}.\n\n"
            "If you can choose a period, please take the last 24 months; if you can choose columns, all "
            "of them, with ids and times. Please do not open the file in a spreadsheet before you send "
            "it: that damages long numbers and dates. Put it on our internal drive rather than into an "
            "e-mail: it holds personal data.\n\n"
            "The evaluation runs on our own computer; the data do not leave the house, and names and "
            "addresses are masked in everything that is shown.\n\n"
            "Thank you!\n"
        )


@cache
def exports() -> tuple[Export, ...]:
    """Every tool that is known, in groups."""
    body = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Export(
            name=one["name"],
            words=tuple(one["words"]),
            group=one["group"],
            who=one["who"],
            where=one["where"],
            what=one["what"],
        )
        for one in body["tools"]
    )


def exports_of(tools: list[str]) -> list[Export]:
    """Find the exports of tools by what people call them, each once.

    Raises:
        InputError: a tool is not known; the hint names the closest.
    """
    by_word = {word: one for one in exports() for word in (*one.words, one.name.lower())}
    found: dict[str, Export] = {}
    for tool in tools:
        said = " ".join(tool.lower().replace("_", " ").replace("-", " ").split())
        one = by_word.get(said) or by_word.get(tool.strip().lower())
        if one is None:
            close = difflib.get_close_matches(said, by_word, n=3)
            raise InputError(
                f"There is no advice for the tool {tool!r} yet.",
                hint=(f"Did you mean {' or '.join(close)}? " if close else "")
                + "Any table can be read: ask for the export with single events, with ids and times, and "
                "try `desireline mapping propose FILE`.",
                code="input.tool",
            )
        found[one.name] = one
    return list(found.values())
