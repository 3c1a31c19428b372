"""What a mapping file can say, each on a table small enough to check by hand."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desireline import sources
from desireline.errors import AmbiguityError, FileError, MappingError

if TYPE_CHECKING:
    from conftest import Read

Reading = Callable[..., "Read"]


@pytest.fixture
def read(read_here: Reading) -> Reading:
    """What is read does not depend on the process: the tests of bad input start real ones."""
    return read_here


def wanted(folder: Path, toml: str) -> Path:
    path = folder / "mapping.toml"
    path.write_text('name = "mine"\n' + toml)
    return path


def table(folder: Path, text: str, name: str = "rows.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


CALLS = """
[tables.calls]
columns = ["id", "who", "when", "kind"]
optional = ["score", "said", "cost", "length"]
[[events]]
table = "calls"
subject = "customer:{who}"
at = "{when}"
activity = "{kind}"
"""


def test_templates_maps_and_constants(tmp_path: Path, read: Reading) -> None:
    toml = """
zone = "Europe/Berlin"
[tables.calls]
columns = ["id", "who", "mail", "when", "kind"]
[[events]]
table = "calls"
subject = ["user:{who}", "email:{mail}"]
identifiers = ["email:{mail}", "phone:{id}{mail}"]
id = "{id}"
record = "call-{id}"
object_ids = ["call:{id}"]
at = "{when}"
activity = { from = "{kind}", map = { A = "asked", B = "bought" }, default = "other ({kind})" }
channel = "phone"
actor = { from = "{kind}", map = { B = "company" }, default = "customer" }
attributes = { first = "{who}/{mail}" }
"""
    rows = (
        "id,who,mail,when,kind\n"
        "1,anna,,2025-01-02 10:00:00,a\n"
        "2,,b@x.org,2025-07-02 10:00:00,B\n"
        "3,cem,c@x.org,2025-07-02 10:00:00,Z\n"
    )
    found = read(table(tmp_path, rows), mapping=wanted(tmp_path, toml))
    assert found.rows(
        'SELECT event_id, record, subject, identifiers, CAST("at" AS VARCHAR), activity, actor, '
        "attributes, object_ids FROM staged ORDER BY source_line"
    ) == [
        ("mine:1", "call-1", "user:anna", None, "2025-01-02 09:00:00+00", "asked", "customer",
         None, ["call:1"]),
        ("mine:2", "call-2", "email:b@x.org", ["email:b@x.org", "phone:2b@x.org"],
         "2025-07-02 08:00:00+00", "bought", "company", None, ["call:2"]),
        ("mine:3", "call-3", "user:cem", ["email:c@x.org", "phone:3c@x.org"],
         "2025-07-02 08:00:00+00", "other (Z)", "customer", '{"first":"cem/c@x.org"}',
         ["call:3"]),
    ]  # fmt: skip


def test_the_rest_of_the_columns_becomes_attributes_that_are_json(
    tmp_path: Path, read: Reading
) -> None:
    rows = 'id,who,when,kind,said\n7,anna,2025-01-02,call,"she said ""no"",\nthen é"\n'
    found = read(table(tmp_path, rows), mapping=wanted(tmp_path, CALLS))
    (text,) = found.rows("SELECT attributes FROM staged")[0]
    assert json.loads(text) == {"id": "7", "said": 'she said "no",\nthen é'}


def test_a_rating_keeps_its_scale_and_leaves_out_what_is_no_answer(
    tmp_path: Path, read: Reading
) -> None:
    toml = (
        CALLS + 'rating = { from = "{score}", kind = "ces", worst = 7, best = 1, '
        'not_applicable = ["0"], map = { easy = 2 } }\n'
    )
    rows = (
        "id,who,when,kind,score\n"
        "1,a,2025-01-02,x,7\n2,a,2025-01-03,x,0\n3,a,2025-01-04,x,easy\n4,a,2025-01-05,x,9\n"
    )
    found = read(table(tmp_path, rows), mapping=wanted(tmp_path, toml))
    assert found.rows(
        "SELECT CAST(rating AS DOUBLE), CAST(rating_low AS DOUBLE), CAST(rating_high AS DOUBLE), "
        "rating_kind FROM staged ORDER BY source_line"
    ) == [(7, 7, 1, "ces"), (None, None, None, None), (2, 7, 1, "ces"), (None,) * 4]
    assert any(words.startswith("1 ratings in {score}") for words in found.report.warnings)


def test_money_and_durations_with_a_decimal_comma(tmp_path: Path, read: Reading) -> None:
    toml = CALLS + 'value = "{cost}"\ncurrency = "EUR"\nduration = "{length}"\n'
    rows = (
        "id;who;when;kind;cost;length\n"
        "1;a;02.01.2025;x;1.234,50 €;0:02:23\n2;a;03.01.2025;x;7,5;61\n3;a;04.01.2025;x;;1:05\n"
    )
    found = read(table(tmp_path, rows), mapping=wanted(tmp_path, toml))
    assert found.rows(
        "SELECT CAST(value AS DOUBLE), currency, duration_s FROM staged ORDER BY source_line"
    ) == [(1234.5, "EUR", 143), (7.5, "EUR", 61), (None, None, 65)]
    assert found.report.detected["decimal sign in cost"] == ","
    assert found.report.detected["time in when"].startswith("%d.%m.%Y (day first)")


def test_a_join_never_multiplies_rows(tmp_path: Path, read: Reading) -> None:
    toml = """
[tables.orders]
columns = ["order", "person", "bought"]
[[tables.orders.join]]
table = "people"
on = { person = "person" }
[[tables.orders.join]]
table = "items"
on = { order = "order" }
gather = { total = { sum = "{price}" }, n = { count = true }, what = { list = "{product}" } }
[tables.people]
columns = ["person", "city"]
key = "person"
[tables.items]
columns = ["order", "product", "price"]
[[events]]
table = "orders"
subject = "customer:{person}"
at = "{bought}"
activity = "bought"
value = "{items.total}"
attributes = { city = "{people.city}", n = "{items.n}", what = "{items.what}" }
"""
    table(tmp_path, "order,person,bought\no1,p1,2025-01-01\no2,p2,2025-01-02\n", "orders.csv")
    table(tmp_path, "person,city\np1,Ulm\np1,Bonn\n", "people.csv")
    table(tmp_path, "order,product,price\no1,b,2.50\no1,a,1\no1,a,1\n", "items.csv")
    found = read(tmp_path, mapping=wanted(tmp_path, toml))
    assert found.rows(
        "SELECT subject, CAST(value AS DOUBLE), attributes FROM staged ORDER BY 1"
    ) == [
        ("customer:p1", 4.5, '{"city":"Ulm","n":"3","what":"a, b"}'),
        ("customer:p2", None, None),
    ]
    assert "'person' is not unique" in found.reports["people.csv"].warnings[0]
    assert found.reports["items.csv"].rows == 3
    assert list(found.refused) == ["mapping.toml"]


def test_milestones_come_in_order_and_an_empty_one_has_not_happened(
    tmp_path: Path, read: Reading
) -> None:
    toml = """
[tables.tickets]
columns = ["id", "who", "opened", "closed"]
[[events]]
table = "tickets"
subject = "customer:{who}"
record = "{id}"
milestones = [
  { at = "{opened}", activity = "opened" },
  { at = "{closed}", activity = "closed", actor = "employee", outcome = "resolved" },
]
"""
    rows = (
        "id,who,opened,closed\n"
        "1,a,2025-01-01 10:00,2025-01-03 10:00\n2,b,2025-01-05 10:00,\n"
        "3,c,2025-01-05 10:00,2025-01-04 10:00\n4,d,2025-01-05 10:00,soon\n"
    )
    found = read(table(tmp_path, rows), mapping=wanted(tmp_path, toml))
    assert found.rows(
        'SELECT record, list(activity ORDER BY "at") FROM staged GROUP BY 1 ORDER BY 1'
    ) == [
        ("1", ["opened", "closed"]),
        ("2", ["opened"]),
        ("3", ["closed", "opened"]),
        ("4", ["opened"]),
    ]
    assert "1 tickets: closed before opened" in found.report.warnings
    assert found.rows("SELECT source_line, code, reason FROM quarantine")[0][:2] == (5, "bad-time")


def test_one_event_per_answered_question(tmp_path: Path, read: Reading) -> None:
    toml = """
[tables.survey]
columns = ["who", "when", "Wifi", "Seat"]
[[events]]
table = "survey"
subject = "customer:{who}"
at = "{when}"
each = ["Wifi", "Seat"]
activity = "answered {each.column}"
rating = { from = "{each.value}", kind = "csat", worst = 1, best = 5, not_applicable = ["0"] }
"""
    rows = "who,when,Wifi,Seat\na,2025-01-01,5,\nb,2025-01-02,0,3\n"
    found = read(table(tmp_path, rows), mapping=wanted(tmp_path, toml))
    assert found.rows(
        "SELECT subject, activity, CAST(rating AS DOUBLE) FROM staged ORDER BY 1, 2"
    ) == [
        ("customer:a", "answered Wifi", 5),
        ("customer:b", "answered Seat", 3),
        ("customer:b", "answered Wifi", None),
    ]


def test_conditions_choose_rows_and_no_row_is_lost_silently(tmp_path: Path, read: Reading) -> None:
    toml = CALLS + 'when = [{ value = "{kind}", is_not = ["test"] }]\n'
    rows = "id,who,when,kind\n1,a,2025-01-01,x\n2,a,2025-01-02,TEST\n3,a,2025-01-03,\n"
    found = read(table(tmp_path, rows), mapping=wanted(tmp_path, toml))
    assert (found.report.rows, found.report.events, found.report.quarantined) == (3, 1, 1)


def test_a_field_inside_a_json_cell(tmp_path: Path, read: Reading) -> None:
    toml = """
[tables.hits]
columns = ["payload", "when"]
[[events]]
table = "hits"
subject = "user:{payload.user.id}"
at = "{when}"
activity = "{payload.kind}"
"""
    rows = 'payload,when\n"{""user"": {""id"": 5}, ""kind"": ""look""}",2025-01-01\nbroken,2025-01-02\n'
    found = read(table(tmp_path, rows), mapping=wanted(tmp_path, toml))
    assert found.rows("SELECT subject, activity FROM staged") == [("user:5", "look")]
    assert found.rows("SELECT source_line, code FROM quarantine") == [(3, "no-subject")]


def test_an_id_that_differing_rows_share_is_no_id(tmp_path: Path, read: Reading) -> None:
    toml = CALLS + 'id = "{id}"\n'
    rows = "id,who,when,kind\n1,a,2025-01-01,x\n1,b,2025-01-02,y\n2,c,2025-01-03,z\n"
    found = read(table(tmp_path, rows), mapping=wanted(tmp_path, toml))
    assert found.rows("SELECT event_id, count(*) FROM staged GROUP BY 1") == [(None, 3)]
    assert any("{id} is not unique: 2 rows" in words for words in found.report.warnings)


# --- which files --------------------------------------------------------------------------


def test_every_container_gives_the_same_events(tmp_path: Path, read: Reading) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq
    import xlsxwriter

    rows = [("u1", "look", "2025-01-02 10:00:00"), ("u2", "buy", "2025-01-13 11:30:00")]
    names = ("user_id", "event", "timestamp")
    text = "\n".join(",".join(row) for row in [names, *rows]) + "\n"
    objects = [dict(zip(names, row, strict=True)) for row in rows]
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "a.csv").write_text(text)
    (folder / "a.tsv").write_text(text.replace(",", "\t"))
    (folder / "a.txt").write_bytes(text.replace(",", "|").encode("utf-16"))
    (folder / "a.csv.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "a.json").write_text(json.dumps(objects))
    (folder / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in objects))
    pq.write_table(pa.Table.from_pylist(objects), folder / "a.parquet")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("inside/b.csv", text)
        archive.writestr("inside/c.csv.gz", gzip.compress(text.encode()))
    with xlsxwriter.Workbook(folder / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([names, *rows]):
            sheet.write_row(number, 0, row)
    found = read(folder)
    assert found.refused == {}
    assert len(found.reports) == 10
    different = found.rows('SELECT DISTINCT subject, activity, CAST("at" AS VARCHAR) FROM staged')
    assert sorted(different) == [
        ("user:u1", "look", "2025-01-02 10:00:00+00"),
        ("user:u2", "buy", "2025-01-13 11:30:00+00"),
    ]
    assert found.one("SELECT count(*) FROM staged") == 20


def test_a_workbooks_real_dates_and_durations(tmp_path: Path, read: Reading) -> None:
    import datetime as dt

    import xlsxwriter

    path = tmp_path / "calls.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy hh:mm"}) as book:
        sheet = book.add_worksheet("Calls")
        sheet.write_row(0, 0, ["Report of January"])
        sheet.write_row(2, 0, ["id", "who", "when", "kind", "length"])
        sheet.write_row(3, 0, [1, 501, None, "x"])
        sheet.write_datetime(3, 2, dt.datetime(2025, 1, 2, 10, 30))  # noqa: DTZ001 - a workbook knows no zones
        sheet.write(3, 4, dt.timedelta(minutes=2, seconds=3), book.add_format({"num_format": "[h]:mm:ss"}))  # fmt: skip
    toml = wanted(tmp_path, CALLS + 'duration = "{length}"\n')
    found = read(path, mapping=toml)
    assert found.rows(
        'SELECT subject, CAST("at" AS VARCHAR), duration_s, source_line FROM staged'
    ) == [("customer:501", "2025-01-02 10:30:00+00", 123, 4)]


def test_a_mapping_that_fits_nothing_says_what_is_missing(tmp_path: Path) -> None:
    path = table(tmp_path, "id,who,moment,kind\n1,a,2025-01-01,x\n")
    with pytest.raises(MappingError, match=r"fits none of the files: .*rows\.csv lacks when"):
        sources.recognise([path], mapping=wanted(tmp_path, CALLS))


def test_a_mapping_that_asks_for_a_column_that_is_not_there(tmp_path: Path) -> None:
    path = table(tmp_path, "id,who,when,kind,scroe\n1,a,2025-01-01,x,3\n")
    toml = wanted(tmp_path, CALLS + 'outcome = "{scoree}"\n')
    (unit,) = sources.recognise([path], mapping=toml).units
    with pytest.raises(MappingError, match="scoree") as caught:
        sources.parse(unit, staging=tmp_path / "s", options={}, progress=lambda *_: None)
    assert "Did you mean 'scroe'" in caught.value.hint


def test_a_zone_that_does_not_exist_is_named(tmp_path: Path) -> None:
    path = table(tmp_path, "id,who,when,kind\n1,a,2025-01-01,x\n")
    toml = wanted(tmp_path, 'zone = "Europe/Atlantis"\n' + CALLS)
    (unit,) = sources.recognise([path], mapping=toml).units
    with pytest.raises(MappingError, match="Europe/Atlantis"):
        sources.parse(unit, staging=tmp_path / "s", options={}, progress=lambda *_: None)


# --- two readings -------------------------------------------------------------------------

AMBIGUOUS = "user_id,event,date\na,look,03/04/2025\na,buy,05/04/2025\nb,look,03/04/2025\n"


def parsed(path: Path, **options: Any) -> sources.Parsed:
    (unit,) = sources.recognise([path]).units
    return sources.parse(
        unit, staging=path.parent / "s", options=options, progress=lambda *_: None
    )


def test_dates_that_may_be_read_twice_are_asked_about(tmp_path: Path) -> None:
    path = table(tmp_path, AMBIGUOUS)
    with pytest.raises(AmbiguityError) as caught:
        parsed(path)
    assert caught.value.option == "date_order"
    assert caught.value.choices in (
        {"dmy": "day first: 3 April 2025", "mdy": "month first: 4 March 2025"},
        {"dmy": "day first: 5 April 2025", "mdy": "month first: 4 May 2025"},
    )
    assert "/04/2025" in caught.value.question
    assert "--mapping" in caught.value.hint


@pytest.mark.parametrize(("order", "first"), [("dmy", "2025-04-03"), ("mdy", "2025-03-04")])
def test_the_answer_is_taken(tmp_path: Path, read: Reading, order: str, first: str) -> None:
    found = read(table(tmp_path, AMBIGUOUS), options={"date_order": order})
    assert found.one('SELECT min(CAST("at" AS VARCHAR))[:10] FROM staged') == first


def test_an_answer_meant_for_another_file_does_not_overrule_the_data(
    tmp_path: Path, read: Reading
) -> None:
    path = table(tmp_path, AMBIGUOUS + "b,buy,31/12/2025\n")
    found = read(path, options={"date_order": "mdy"})
    assert found.report.detected["time in date"].startswith("%d/%m/%Y (day first)")
    assert (found.report.events, found.report.quarantined) == (4, 0)


def test_one_late_row_decides_for_the_whole_column(tmp_path: Path, read: Reading) -> None:
    rows = "".join(f"u{n},look,03/04/2025\n" for n in range(12_000))
    found = read(table(tmp_path, "user_id,event,date\n" + rows + "u1,buy,03/31/2025\n"))
    assert found.report.detected["time in date"].startswith("%m/%d/%Y (month first)")
    assert found.report.events == 12_001


def test_a_column_that_mixes_both_orders_is_asked_about(tmp_path: Path) -> None:
    path = table(tmp_path, "user_id,event,date\na,look,31/01/2025\na,buy,01/31/2025\n")
    with pytest.raises(AmbiguityError, match="1 dates only make sense day first and 1"):
        parsed(path)


def test_another_column_of_the_file_may_prove_the_order(tmp_path: Path, read: Reading) -> None:
    rows = (
        "user_id,event,date,due date\na,look,03/04/2025,30/04/2025\nb,buy,05/04/2025,06/05/2025\n"
    )
    found = read(table(tmp_path, rows))
    assert found.report.detected["time in date"].startswith("%d/%m/%Y (day first)")


def test_a_comma_that_may_group_or_divide_is_asked_about(tmp_path: Path, read: Reading) -> None:
    toml = wanted(tmp_path, CALLS + 'value = "{cost}"\n')
    path = table(tmp_path, "id;who;when;kind;cost\n1;a;2025-01-01;x;1,234\n")
    (unit,) = sources.recognise([path], mapping=toml).units
    with pytest.raises(AmbiguityError) as caught:
        sources.parse(unit, staging=tmp_path / "s", options={}, progress=lambda *_: None)
    assert caught.value.option == "decimal"
    found = read(path, mapping=toml, options={"decimal": ","})
    assert str(found.one("SELECT value FROM staged")) == "1.2340"


def test_no_times_where_the_mapping_says_there_are(tmp_path: Path) -> None:
    path = table(tmp_path, "id,who,when,kind\n1,a,soon,x\n2,b,later,y\n")
    (unit,) = sources.recognise([path], mapping=wanted(tmp_path, CALLS)).units
    with pytest.raises(FileError, match=r"column 'when': holds no times .*'soon'"):
        sources.parse(unit, staging=tmp_path / "s", options={}, progress=lambda *_: None)


def test_the_events_of_one_row_have_ids_of_their_own(tmp_path: Path, read: Reading) -> None:
    toml = """
[tables.tickets]
columns = ["id", "who", "opened", "closed"]
[[events]]
table = "tickets"
subject = "customer:{who}"
id = "{id}"
milestones = [{ at = "{opened}", activity = "opened" }, { at = "{closed}", activity = "closed" }]
"""
    rows = "id,who,opened,closed\n1,a,2025-01-01 10:00,2025-01-03 10:00\n"
    found = read(table(tmp_path, rows), mapping=wanted(tmp_path, toml))
    assert found.rows("SELECT event_id FROM staged ORDER BY 1") == [
        ("mine:1:closed",),
        ("mine:1:opened",),
    ]


def test_two_events_that_would_share_their_ids_are_refused(tmp_path: Path) -> None:
    path = table(tmp_path, "id,who,when,kind\n1,a,2025-01-01,x\n")
    again = '[[events]]\ntable = "calls"\nsubject = "customer:{who}"\nat = "{when}"\nactivity = "paid"\n'
    toml = wanted(tmp_path, CALLS + 'id = "{id}"\n' + again + 'id = "{id}"\n')
    (unit,) = sources.recognise([path], mapping=toml).units
    with pytest.raises(MappingError, match="'paid' and 'x'"):
        sources.parse(unit, staging=tmp_path / "s", options={}, progress=lambda *_: None)


def test_a_table_in_several_files_is_one_table(tmp_path: Path, read: Reading) -> None:
    toml = """
[tables.orders]
columns = ["order", "person", "bought"]
[[tables.orders.join]]
table = "people"
on = { person = "person" }
[tables.people]
columns = ["person", "city"]
[[events]]
table = "orders"
subject = "customer:{person}"
at = "{bought}"
activity = "bought in {people.city}"
"""
    table(tmp_path, "order,person,bought\no1,p1,2025-01-01\n", "orders-1.csv")
    table(
        tmp_path,
        "order,person,bought,note\no2,p1,2025-01-02,x\no3,p9,2025-01-02,\n",
        "orders-2.csv",
    )
    table(tmp_path, "person,city\np1,Ulm\n", "people.csv")
    found = read(tmp_path, mapping=wanted(tmp_path, toml))
    assert {name: report.events for name, report in found.reports.items()} == {
        "orders-1.csv": 1,
        "orders-2.csv": 1,
        "people.csv": 0,
    }
    assert found.rows("SELECT code, source_line FROM quarantine") == [("no-activity", 3)]


def test_a_needed_table_that_is_not_there_is_named(tmp_path: Path, read: Reading) -> None:
    toml = """
[tables.orders]
columns = ["order", "person", "bought"]
[tables.people]
columns = ["person", "city"]
[[events]]
table = "orders"
subject = "customer:{person}"
at = "{bought}"
activity = "bought"
"""
    path = table(tmp_path, "order,person,bought\no1,p1,2025-01-01\n")
    found = read(path, mapping=wanted(tmp_path, toml))
    error = found.refused["rows.csv"].error
    assert error is not None
    assert error["code"] == "input.file.table-missing"
    assert "'people'" in error["message"]
