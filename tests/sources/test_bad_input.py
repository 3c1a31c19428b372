"""Hostile and broken files: a clear error that names file, place, finding and next step; nothing else.

Every test makes its file, reads it as the pipeline does, and looks at what is left in the staging
folder and beside the archive.
"""

from __future__ import annotations

import gzip
import io
import os
import resource
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline import sources
from desireline.errors import FileError, MappingError
from desireline.sources import limits

if TYPE_CHECKING:
    from conftest import Read

GOOD = "user_id,event,timestamp\n" + "".join(
    f"u{n % 5},{'look' if n % 2 else 'buy'},2025-01-{n % 27 + 1:02} 10:00:00\n" for n in range(40)
)


def refusal(*paths: Path) -> dict[str, str]:
    """The error with which the only file is refused, in recognition or in reading."""
    staging = paths[0].parent / "staging-of-test"
    found = sources.recognise(paths)
    errors = [report.error for report in found.refused]
    for unit in found.units:
        with pytest.raises((FileError, MappingError)) as caught:
            sources.parse(unit, staging=staging, options={}, progress=lambda *_: None)
        errors.append(caught.value.as_dict())
    assert not list(staging.glob("*")) if staging.exists() else True
    assert len(errors) == 1, errors
    (error,) = errors
    assert error is not None
    assert paths[0].name in error["message"]
    assert error["hint"]
    assert "Traceback" not in error["message"]
    return error


def written(folder: Path, name: str, body: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return path


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path / "nowhere.csv")
    assert error["code"] == "input.file.missing"


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "empty.csv", ""))["code"] == "input.file.empty"


def test_a_file_of_blanks_is_empty(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "blank.csv", " \n\n \t\n"))["code"] == "input.file.empty"


@pytest.mark.slow
def test_a_text_of_ten_megabytes_in_the_first_row_hides_no_other_row(
    tmp_path: Path, read_here: Callable[..., Read]
) -> None:
    reviews = "review_id,rating,body,created_at,product,author_id\n"
    for n, body in enumerate(["This lamp came late. " * 500_000, "Fine", "Broken"]):
        reviews += f"r{n},3,{body},2026-03-0{n + 1}T10:00:00Z,Lamp,u{n}\n"
    found = read_here(written(tmp_path, "reviews.csv", reviews))
    assert found.rows("SELECT record, length(text) FROM staged ORDER BY record") == [
        ("r0", 10_499_999),
        ("r1", 4),
        ("r2", 6),
    ]


def test_a_header_without_rows_says_so(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, "header.csv", "user_id,event,timestamp\n"))
    assert error["code"] == "input.file.no-rows"
    assert "user_id" in error["message"]


def test_an_empty_folder_holds_no_files(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    assert refusal(folder)["code"] == "input.file.none"


def test_hidden_files_are_passed_over_and_said(tmp_path: Path) -> None:
    written(tmp_path, ".secret.csv", GOOD)
    written(tmp_path, "good.csv", GOOD)
    found = sources.recognise([tmp_path])
    assert [Path(unit.samples[0].shown).name for unit in found.units] == ["good.csv"]
    assert [Path(name).name for name in found.ignored] == [".secret.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "locked.csv", GOOD)
    path.chmod(0)
    assert refusal(path)["code"] == "input.file.permission"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    assert refusal(path)["code"] == "input.file.kind"


def test_binary_noise_is_binary(tmp_path: Path) -> None:
    noise = bytes((n * 197 + 31) % 256 for n in range(5000))
    error = refusal(written(tmp_path, "noise.csv", noise))
    assert error["code"] == "input.file.binary"
    assert "byte" in error["message"]


def test_zero_bytes_far_into_a_text_are_found(tmp_path: Path) -> None:
    body = GOOD + GOOD.split("\n", 1)[1] * 1000 + "u1,buy,2025-01-01 10:00:00\x00\x00\n"
    error = refusal(written(tmp_path, "holes.csv", body))
    assert error["code"] == "input.file.binary"


@pytest.mark.parametrize(
    ("name", "start", "word"),
    [
        ("a.pdf", b"%PDF-1.7 something", "PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n....", "picture"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c....", "7-Zip"),
        ("a.pst", b"!BDN\x9a\x0b\x7d\x4dSM\x17\x00", "Outlook data file"),
        ("a.csv", b"<!DOCTYPE html><html><body>Please log in</body></html>", "web page"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(
    tmp_path: Path, name: str, start: bytes, word: str
) -> None:
    error = refusal(written(tmp_path, name, start))
    beside = word in {"PDF", "picture"}
    assert error["code"] == ("input.file.document" if beside else "input.file.kind")
    assert word in error["message"]


def test_an_outlook_store_is_refused_with_the_way_to_an_mbox(tmp_path: Path) -> None:
    error = refusal(
        written(tmp_path, "support.pst", b"!BDN\x9a\x0b\x7d\x4dSM\x17\x00" + bytes(500))
    )
    assert "readpst -o FOLDER FILE.pst" in error["hint"]
    assert "mbox" in error["hint"]


def test_prose_is_refused_with_its_beginning(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, "letter.txt", "Dear all\n\nI write to you.\n\nYours\n"))
    assert error["code"] == "input.file.unknown"
    assert "Dear all" in error["message"]


def test_a_table_nobody_knows_gets_a_mapping_to_fill_in(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, "stock.csv", "sku,amount\na1,3\nb2,5\n"))
    assert error["code"] == "input.mapping.needed"
    assert 'columns = ["sku", "amount"]' in error["hint"]


# --- cut off ------------------------------------------------------------------------------


def test_a_cut_gzip_is_cut_off(tmp_path: Path) -> None:
    whole = gzip.compress(os.urandom(3000).hex().encode() * 40)
    error = refusal(written(tmp_path, "cut.csv.gz", whole[: len(whole) // 2]))
    assert error["code"] == "input.file.truncated"


def test_a_gzip_cut_beyond_the_sample_imports_nothing(tmp_path: Path) -> None:
    body = "user_id,event,timestamp\n" + "".join(
        f"u{os.urandom(8).hex()},look,2025-01-01 10:00:{n % 60:02}\n" for n in range(60_000)
    )
    whole = gzip.compress(body.encode())
    error = refusal(written(tmp_path, "late.csv.gz", whole[: len(whole) * 4 // 5]))
    assert error["code"] == "input.file.truncated"


def test_a_cut_zip_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", GOOD)
    path.write_bytes(path.read_bytes()[:-30])
    assert refusal(path)["code"] == "input.file.truncated"


def test_a_cut_parquet_file_is_cut_off(tmp_path: Path) -> None:
    path = parquet(tmp_path / "cut.parquet")
    path.write_bytes(path.read_bytes()[:-20])
    assert refusal(path)["code"] == "input.file.truncated"


def test_a_damaged_parquet_file_does_not_take_us_down(tmp_path: Path) -> None:
    path = parquet(tmp_path / "flipped.parquet")
    body = bytearray(path.read_bytes())
    for place in range(8, len(body) - 8, 7):
        body[place] ^= 0x5A
    path.write_bytes(body)
    assert refusal(path)["code"].startswith("input.file")


def parquet(path: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"user_id": ["a", "b"] * 50, "n": list(range(100))}), path)
    return path


def test_a_cut_workbook_is_cut_off(tmp_path: Path) -> None:
    path = workbook(tmp_path / "cut.xlsx")
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path)["code"] == "input.file.truncated"


def workbook(path: Path) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(GOOD.splitlines()):
            sheet.write_row(number, 0, line.split(","))
    return path


def test_cut_json_is_refused_and_not_half_imported(tmp_path: Path) -> None:
    rows = '{"user_id": "a", "event": "look", "timestamp": "2025-01-01T10:00:00Z"},' * 30
    error = refusal(written(tmp_path, "cut.json", "[" + rows + '{"user_id": "b", "ev'))
    assert error["code"].startswith("input.file")


# --- too much -----------------------------------------------------------------------------


def test_ten_million_columns_are_refused_from_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    with path.open("wb") as out:
        for _ in range(100):
            out.write(b"a," * 100_000)
        out.write(b"a\n1\n")
    began = time.monotonic()
    error = refusal(path)
    assert error["code"] == "input.file.too-wide"
    assert time.monotonic() - began < 5


def test_a_line_longer_than_any_cell_is_quarantined(
    tmp_path: Path, read: Callable[..., Read]
) -> None:
    long = "x" * (limits.MAX_LINE + 100)
    path = written(tmp_path, "long.csv", GOOD + f"u1,{long},2025-01-01 10:00:00\n")
    found = read(path)
    assert (found.report.events, found.report.quarantined) == (40, 1)
    assert found.rows("SELECT source_line, code, length(content) FROM quarantine") == [
        (42, "bad-row", 4000)
    ]


@pytest.mark.parametrize("kind", ["[", '{"a":'])
def test_json_nested_without_end_is_refused(tmp_path: Path, kind: str) -> None:
    error = refusal(written(tmp_path, "deep.json", kind * 200_000))
    assert error["code"] == "input.file.too-deep"


def test_a_deep_line_behind_the_sample_does_not_keep_the_others_out(
    tmp_path: Path, read: Callable[..., Read]
) -> None:
    row = '{"user_id": "a", "event": "look", "timestamp": "2025-01-01T10:00:00Z", "x": %s}'
    shallow = (row % "1" + "\n") * 20_000
    deep = row % ("[" * 500_000 + "]" * 500_000) + "\n"
    found = read(written(tmp_path, "late.jsonl", shallow + deep))
    assert found.report.events >= 20_000
    assert found.report.events + found.report.quarantined == 20_001


def test_a_gzip_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = packer.compress(GOOD.encode())
    block = b"u1,look,2025-01-01 10:00:00\n" * 40_000
    body = head + b"".join(packer.compress(block) for _ in range(90)) + packer.flush()
    path = written(tmp_path, "bomb.csv.gz", body)
    began = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    error = refusal(path)
    assert error["code"] == "input.file.bomb"
    assert time.monotonic() - began < 15
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown_mb < 300


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (80 * limits.MB))
    assert refusal(path)["code"] == "input.file.bomb"


def test_a_zip_whose_members_overlap_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "overlap.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", os.urandom(20_000))
    body = path.read_bytes()
    start = body.index(b"PK\x01\x02")
    end = body.index(b"PK\x05\x06")
    entry = body[start:end]
    copies = b"".join(entry.replace(b"a.csv", b"%c.csv" % (98 + n)) for n in range(20))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 20, 20, len(copies), start, 0)
    path.write_bytes(body[:start] + copies + tail)
    assert refusal(path)["code"] in {"input.file.bomb", "input.file.truncated"}


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", GOOD)
    path = tmp_path / "outer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    error = refusal(path)
    assert "archive within an archive" in error["message"]


def test_a_workbook_bomb_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (100 * limits.MB))
    assert refusal(path)["code"] == "input.file.bomb"


# --- out of bounds ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["../evil.csv", "a/../../evil.csv", "/tmp/evil.csv", "..\\evil.csv", "C:\\evil.csv", "a/.."],
)
def test_a_member_outside_its_archive_refuses_the_archive(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in" / "slip.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.csv", GOOD)
        archive.writestr(zipfile.ZipInfo(name), GOOD)
    error = refusal(path)
    assert error["code"] == "input.file.unsafe"
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["in", "slip.zip"]


def test_a_link_in_an_archive_refuses_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("passwords.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(path)["code"] == "input.file.unsafe"


def test_a_locked_archive_says_so(tmp_path: Path) -> None:
    path = tmp_path / "locked.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", GOOD)
    body = bytearray(path.read_bytes())
    body[body.index(b"PK\x01\x02") + 8] |= 1
    body[6] |= 1
    path.write_bytes(body)
    assert "password" in refusal(path)["message"]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE log SYSTEM "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_xml_with_a_dtd_is_refused(tmp_path: Path, declaration: str) -> None:
    body = f'<?xml version="1.0"?>\n{declaration}\n<log><trace>&b;</trace></log>'
    error = refusal(written(tmp_path, "dtd.xes", body))
    assert error["code"] == "input.file.dtd"
    assert "line 2" in error["message"]


# --- rows ---------------------------------------------------------------------------------


def test_bad_rows_are_quarantined_with_their_line_and_the_rest_is_read(
    tmp_path: Path, read: Callable[..., Read]
) -> None:
    body = (
        "user_id,event,timestamp,note\n"
        'u1,look,2025-01-01 10:00:00,"two\nlines"\n'
        "u2,look,yesterday,\n"
        "u3,look\n"
        ",look,2025-01-01 10:00:00,\n"
        "u4,,2025-01-01 10:00:00,\n"
        "u5,buy,,\n"
        "u6,buy,2025-01-02 10:00:00,\n"
        "u1,buy,1823-01-02 10:00:00,\n"
    )
    found = read(written(tmp_path, "rows.csv", body))
    assert (found.report.rows, found.report.events, found.report.quarantined) == (8, 2, 6)
    assert found.rows("SELECT source_line, subject FROM staged ORDER BY 1") == [
        (2, "user:u1"),
        (9, "user:u6"),
    ]
    assert found.rows("SELECT source_line, code FROM quarantine ORDER BY 1") == [
        (4, "bad-time"),
        (5, "bad-row"),
        (6, "no-subject"),
        (7, "no-activity"),
        (8, "no-time"),
        (10, "bad-time"),
    ]
    reason = found.one("SELECT reason FROM quarantine WHERE source_line = 4")
    assert "yesterday" in reason


def test_lines_that_are_no_json_are_quarantined(tmp_path: Path, read: Callable[..., Read]) -> None:
    row = '{"user_id": "u%d", "event": "%s", "timestamp": "2025-01-0%dT10:00:00Z"}\n'
    body = row % (1, "look", 1) + "{broken\n" + row % (2, "buy", 2) + row % (1, "buy", 3)
    found = read(written(tmp_path, "rows.jsonl", body))
    assert (found.report.rows, found.report.events, found.report.quarantined) == (4, 3, 1)
    assert found.one("SELECT source_line FROM quarantine") == 2


def test_a_file_beside_bad_ones_is_read_all_the_same(
    tmp_path: Path, read: Callable[..., Read]
) -> None:
    written(tmp_path, "a-empty.csv", "")
    written(tmp_path, "b-good.csv", GOOD)
    written(tmp_path, "c-noise.csv", b"\x00\x01\x02" * 500)
    found = read(tmp_path)
    assert found.reports["b-good.csv"].events == 40
    assert set(found.refused) == {"a-empty.csv", "c-noise.csv"}


def test_a_wrong_encoding_beyond_the_sample_is_found(
    tmp_path: Path, read: Callable[..., Read]
) -> None:
    ascii_rows = GOOD.split("\n", 1)[1] * 1200
    body = (GOOD + ascii_rows).encode() + "jürgen,buy,2025-01-05 10:00:00\n".encode("latin-1")
    assert len(body) > limits.SAMPLE_BYTES
    found = read(written(tmp_path, "late.csv", body))
    assert found.one("SELECT count(*) FROM staged WHERE subject = 'user:jürgen'") == 1


# --- the process --------------------------------------------------------------------------


def test_stopping_ends_the_process_and_leaves_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "big.csv", GOOD + GOOD.split("\n", 1)[1] * 20_000)
    (unit,) = sources.recognise([path]).units

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sources.parse(unit, staging=tmp_path / "s", options={}, progress=stop)
    assert list((tmp_path / "s").iterdir()) == []


@pytest.mark.parametrize(
    "cell", ["1" * 50_000 + "x", "a" * 50_000 + "@a.a!", " " * 60_000 + "x", "9" * 5_000]
)
def test_a_long_cell_costs_no_pattern_its_time(tmp_path: Path, cell: str) -> None:
    path = written(
        tmp_path, "cell.csv", GOOD + f"u1,look,2025-01-01 10:00:00\n{cell},{cell},{cell}\n"
    )
    began = time.monotonic()
    found = sources.recognise([path])
    assert time.monotonic() - began < 3
    assert len(found.units) == 1
