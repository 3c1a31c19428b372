"""Web server access logs: Apache's and nginx's combined format, one request a line.

In: `host ident user [time] "request" status size "referrer" "agent"`, gzipped or not; Apache's common
format (without the last two) and a virtual host in front are read too.  Out: one event for each page
that a person asked for: pages, forms sent, pages that failed. Bots, and what a page pulls in by
itself (pictures, styles, scripts), are counted and left out, so that the report adds up to the rows.

A visitor is an address and a browser, which is the best that a log can say: the subject is a hash of
both, so that neither stands in the event log. An office behind one address may look like one person,
and one person on two networks like two. Of the query only `utm_` campaign words are kept: the
rest often holds addresses and tokens.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from desireline.sources.model import Match, Sample, Sink, Unit
from desireline.sources.readers import content, values
from desireline.sources.readers.ga4 import page_path, page_words
from desireline.sources.readers.records import Event, refuse

_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_LINE = re.compile(
    r"(?:[^\s:]+:\d+ )?(\S+) \S+ (\S+) "
    r"\[(\d\d)/([A-Z][a-z]{2})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] "
    rf"{_QUOTED} (\d{{3}}) (?:\d+|-)(?: {_QUOTED} {_QUOTED}(?: .*)?)?"
)
_MONTHS = {
    month: number
    for number, month in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        start=1,
    )
}
_BOT = re.compile(r"bot|crawl|spider|slurp", re.IGNORECASE)
_PROGRAM = re.compile(
    r"^-?$|curl|wget|python|ruby|perl|java/|php|go-http|okhttp|libwww|libfetch|http_?(client|request)|"
    r"feed|rss|reader|liferea|facebookexternalhit|embedly|monitor|uptime|pingdom|check|validator|"
    r"ia_archiver|archiver|nutch|scan|fetch|preview|livejournal|headless|lighthouse|chef client|"
    r"portscout|sleuth|distilator|binlar",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\.(css|js|mjs|map|json|xml|rss|atom|txt|ico|png|jpe?g|gif|svg|webp|avif|bmp|woff2?|ttf|eot|otf|"
    r"mp[34]|webm|ogg|wav|swf|gz|zip|tar|tgz|bz2|rpm|deb|exe|dmg|iso)$|(^|/)(feed|rss|atom)/?$",
    re.IGNORECASE,
)
_WORDS = {
    "bots": "requests of bots that say so (bot, crawler, spider) were left out",
    "programs": "requests of feed readers, scripts, monitors and clients without a name were left out",
    "parts": "requests for pictures, styles, scripts, feeds and downloads were left out",
    "redirects": "answers that sent the browser elsewhere were left out",
    "others": "requests that are no page view (HEAD, OPTIONS ...) were left out",
}
"""What is left out, in the order in which a request is judged."""


class AccessLogReader:
    """Reads access logs."""

    name = "access_log"

    def match(self, sample: Sample) -> Match | None:
        """Claim text most of whose first lines are requests."""
        lines = [line for line in sample.text.splitlines()[:20] if line.strip()]
        hits = sum(1 for line in lines if _LINE.fullmatch(line))
        if not lines or hits < 0.6 * len(lines):
            return None
        why = f"{hits} of its first {len(lines)} lines are requests: a web server's access log"
        return Match(confidence=0.99, why=why)

    def read(self, unit: Unit, sink: Sink) -> None:
        """See Reader."""
        for sample in unit.samples:
            left_out: Counter[str] = Counter()
            nameless = 0
            with content.reading_text(sample) as lines:
                for number, line in enumerate(lines, start=1):
                    if not line.strip():
                        continue
                    sink.row()
                    found = _LINE.fullmatch(line.rstrip("\r\n"))
                    if found is None:
                        error = values.UnreadableError(
                            "bad-row", "not a request in combined format"
                        )
                        refuse(sink, number, error, line.rstrip("\r\n"))
                        continue
                    nameless += found[14] is None
                    reason = _left_out(found)
                    if reason is not None:
                        left_out[reason] += 1
                        continue
                    try:
                        event = _event(found)
                    except ValueError:
                        error = values.UnreadableError("bad-time", "the time cannot be")
                        refuse(sink, number, error, line.rstrip("\r\n"))
                        continue
                    sink.event(source_line=number, **event)
            for reason, words in _WORDS.items():
                if left_out[reason]:
                    sink.warn(f"{left_out[reason]:,} {words}")
            if nameless:
                sink.warn(
                    f"{nameless:,} requests do not name the browser (common format): "
                    "bots among them cannot be told"
                )


READER = AccessLogReader()


def _left_out(found: re.Match[str]) -> str | None:
    """Why a request is no step of a person; None when it is one."""
    if (machine := _machine(found[15])) is not None:
        return machine
    method, _, rest = found[12].partition(" ")
    status = int(found[13])
    if method not in {"GET", "POST"}:
        return "others"
    if _PART.search(_path(rest)):
        return "parts"
    if 300 <= status < 400 and status != 304 and method == "GET":
        return "redirects"
    return None


@lru_cache(maxsize=20_000)
def _machine(agent: str | None) -> str | None:
    """What kind of program sent the request; None for a browser, and where the log does not say."""
    if agent is None:
        return None
    if _BOT.search(agent):
        return "bots"
    return "programs" if _PROGRAM.search(agent) else None


def _event(found: re.Match[str]) -> Event:
    host, user, agent = found[1], found[2], found[15]
    visitor = hashlib.blake2b(f"{host} {agent or ''}".encode(), digest_size=8).hexdigest()
    method, _, rest = found[12].partition(" ")
    address, status = rest.rpartition(" ")[0] or rest, int(found[13])
    path = page_path(address) or "/"
    offset = timedelta(hours=int(found[10]), minutes=int(found[11]))
    zone = timezone(-offset if found[9] == "-" else offset)
    day, month, year = int(found[3]), _MONTHS.get(found[4], 0), int(found[5])
    return {
        "record": visitor,
        "subject": f"weblog:{visitor}",
        "identifiers": values.names(user=None if user == "-" else user),
        "at": datetime(year, month, day, int(found[6]), int(found[7]), int(found[8]), tzinfo=zone),
        "zone": f"{found[9]}{found[10]}:{found[11]}",
        **_words(method, path, status),
        "actor": "customer",
        "direction": "inbound",
        "channel": "web",
        "attributes": values.leftovers(
            {
                "path": _path(rest),
                "status": status,
                "referrer": _site(found[14]),
                **{k: v for k, v in parse_qsl(urlsplit(address).query) if k.startswith("utm_")},
            }
        ),
    }


def _words(method: str, path: str, status: int) -> Event:
    if status == 404:
        return {"activity": f"page not found {path}", "touchpoint": "Page not found"}
    if status >= 400:
        return {"activity": f"page failed ({status}) {path}", "touchpoint": "Page failed"}
    if method == "POST":
        return {"activity": f"form sent {path}", "touchpoint": f"Form {path}"}
    return page_words("page_view", path)


def _path(rest: str) -> str:
    address = rest.rpartition(" ")[0] or rest
    try:
        return urlsplit(address).path
    except ValueError:
        return address


def _site(referrer: str | None) -> str | None:
    """The referring site and page, without its query."""
    if referrer is None or referrer == "-":
        return None
    return referrer.partition("?")[0]
