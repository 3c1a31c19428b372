"""Access logs: httpd.apache.org/docs/current/logs.html#combined and nginx's `combined`."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Events

FIREFOX = '"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"'


def test_ten_thousand_lines_of_a_real_log_add_up(
    shared_data: Path, tool: Callable[..., Events]
) -> None:
    events = tool("access_log", shared_data / "web_analytics" / "apache_logs.gz")

    report = events.read.report
    left_out = [int(words.split()[0].replace(",", "")) for words in report.warnings]
    assert (report.rows, report.quarantined, report.duplicates) == (10_000, 1, 0)
    assert report.warnings[0].startswith("1,397 requests of bots that say so")
    assert report.events + sum(left_out) + report.quarantined == 10_000
    assert len(events) == report.events
    (bad,) = events.read.rows("SELECT source_line, code, content FROM quarantine")
    assert bad[:2] == (8899, "bad-row")
    assert bad[2].startswith("46.118.127.106")
    assert {event["at"][:10] for event in events} == {
        "2015-05-17", "2015-05-18", "2015-05-19", "2015-05-20"}  # fmt: skip
    kinds = Counter(re.sub(r" /.*", "", event["activity"]) for event in events)
    assert kinds.most_common(1)[0][0] == "page_view"
    assert kinds["page not found"] > 0


def test_who_asked_is_told_apart_and_neither_address_nor_query_is_kept(
    tmp_path: Path, tool: Callable[..., Events]
) -> None:
    log = tmp_path / "access.log.gz"
    first = '198.51.100.7 - - [02/Mar/2026:09:00:00 +0100] "GET /shop/12345?utm_source=news&mail=ann@example.org HTTP/2.0" 200 512 "https://search.example/?q=secret"'
    lines = [
        f"{first} {FIREFOX}",
        f'198.51.100.7 - ann [02/Mar/2026:09:01:00 +0100] "POST /cart HTTP/2.0" 302 0 "-" {FIREFOX}',
        f'198.51.100.7 - - [02/Mar/2026:09:01:01 +0100] "GET /style.css HTTP/2.0" 200 9 "-" {FIREFOX}',
        f'203.0.113.5 - - [02/Mar/2026:09:02:00 +0100] "GET /gone HTTP/2.0" 404 9 "-" {FIREFOX}',
        f'203.0.113.5 - - [02/Mar/2026:09:02:05 +0100] "GET /pay HTTP/2.0" 502 9 "-" {FIREFOX}',
        '203.0.113.9 - - [02/Mar/2026:09:03:00 +0100] "GET / HTTP/1.1" 200 9 "-" "curl/8.5"',
        f'203.0.113.9 - - [32/Mar/2026:09:03:00 +0100] "GET / HTTP/1.1" 200 9 "-" {FIREFOX}',
    ]
    log.write_bytes(gzip.compress("\n".join(lines).encode()))

    events = tool("access_log", log)

    assert events.column("at", "activity", "touchpoint") == [
        ("2026-03-02 08:00:00", "page_view /shop/:id", "Page /shop/:id"),
        ("2026-03-02 08:01:00", "form sent /cart", "Form /cart"),
        ("2026-03-02 08:02:00", "page not found /gone", "Page not found"),
        ("2026-03-02 08:02:05", "page failed (502) /pay", "Page failed"),
    ]
    assert len(set(events.column("subject"))) == 2
    assert events.rows[1]["identifiers"] == ["user:ann"]
    assert events.rows[0]["attributes"]["utm_source"] == "news"
    kept = str(events.rows)
    assert "198.51.100.7" not in kept
    assert "ann@example.org" not in kept
    assert "secret" not in kept
    assert events.quarantined == 1
    assert events.warnings == [
        "1 requests of feed readers, scripts, monitors and clients without a name were left out",
        "1 requests for pictures, styles, scripts, feeds and downloads were left out",
    ]


def test_the_common_format_says_that_bots_cannot_be_told(
    tmp_path: Path, tool: Callable[..., Events]
) -> None:
    log = tmp_path / "access.log"
    log.write_text('127.0.0.1 - - [10/Oct/2026:13:55:36 -0700] "GET /faq HTTP/1.0" 200 2326\n')

    events = tool("access_log", log)

    assert events.column("at", "activity") == [("2026-10-10 20:55:36", "page_view /faq")]
    assert "bots among them cannot be told" in events.warnings[0]
