"""How a text is found to be a table."""

from __future__ import annotations

import pytest

from desireline.sources import dialect


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_rows_of_one_width(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [("a", "b"), ("x y", "1"), ("z", "2")])
    layout = dialect.detect(text)
    assert layout is not None
    assert (layout.delimiter, layout.columns) == (delimiter, ("a", "b"))
    assert layout.rows == (("x y", "1"), ("z", "2"))


def test_decimal_commas_do_not_make_a_comma_table() -> None:
    layout = dialect.detect("id;price\n1;2,50\n2;3,10\n3;4,00\n")
    assert layout is not None
    assert layout.delimiter == ";"


def test_a_line_break_in_quotes_stays_in_its_cell() -> None:
    layout = dialect.detect('id,text\n1,"hello\nthere"\n2,bye\n')
    assert layout is not None
    assert layout.rows[0] == ("1", "hello\nthere")


def test_title_lines_above_the_header_are_passed_over() -> None:
    layout = dialect.detect("Report of May\n\nid,name,when\n1,a,2025-05-01\n2,b,2025-05-02\n")
    assert layout is not None
    assert layout.columns == ("id", "name", "when")
    assert layout.skip == 3


def test_a_first_row_of_data_is_no_header() -> None:
    layout = dialect.detect("hello,27,ed00q6i\nbye,3,eezlygj\nwell,4,ed7ypvh\n")
    assert layout is not None
    assert layout.header == ()
    assert layout.columns == ("column_1", "column_2", "column_3")
    assert layout.skip == 0


def test_qualtrics_has_three_header_rows() -> None:
    text = (
        'StartDate,Q1\n"Start Date","How was it,\nin all?"\n'
        '"{""ImportId"":""startDate""}","{""ImportId"":""QID1""}"\n2025-01-02 10:00:00,5\n'
    )
    layout = dialect.detect(text)
    assert layout is not None
    assert (len(layout.header), layout.skip, layout.columns) == (3, 4, ("StartDate", "Q1"))


def test_nameless_and_repeated_columns_get_names_of_their_own() -> None:
    assert dialect.column_names(("", "a", "A", "a"), 5) == (
        "column_1",
        "a",
        "A_2",
        "a_3",
        "column_5",
    )


def test_prose_is_no_table() -> None:
    assert (
        dialect.detect("Dear all,\n\nthis is a letter.\nIt has lines, commas, words.\n\nBye\n")
        is None
    )


def test_a_text_of_blank_lines_and_a_separator_is_looked_at_without_a_fault() -> None:
    layout = dialect.detect("\n\n;\n")
    assert layout is None or not any(row for row in layout.rows if any(row))
