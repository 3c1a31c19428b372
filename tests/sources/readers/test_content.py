from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desireline.errors import FileError
from desireline.sources.model import Sample
from desireline.sources.readers import content

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
_FAST = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _sample(path: Path, text: str) -> Sample:
    path.write_text(text, encoding="utf-8")
    size = path.stat().st_size
    return Sample(
        path=path, shown="x.json", size=size, container="json", head=b"", text=text[:1000]
    )


@_FAST
@given(st.lists(_JSON, max_size=6), st.integers(1, 9), st.sampled_from([None, 2]))
def test_an_array_comes_out_as_it_went_in_whatever_the_size_of_a_read(
    tmp_path: Path, written: list[Any], chunk: int, indent: int | None
) -> None:
    sample = _sample(tmp_path / "x.json", json.dumps(written, indent=indent))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(content, "_CHUNK", chunk)
        found = list(content.json_values(sample))

    assert found == list(enumerate(written, start=1))


@_FAST
@given(st.lists(st.dictionaries(st.text(max_size=4), _JSON, max_size=3), min_size=2, max_size=6))
def test_lines_come_out_as_they_went_in(tmp_path: Path, written: list[Any]) -> None:
    text = "\n".join(json.dumps(value) for value in written)

    found = [value for _, value in content.json_values(_sample(tmp_path / "x.json", text))]

    assert found == written


def test_members_are_streamed_wherever_they_stand_and_others_are_passed_by(tmp_path: Path) -> None:
    document = {"count": 2, "users": [{"id": 1}], "tickets": [{"id": 5}, {"id": 6}], "next": None}
    sample = _sample(tmp_path / "x.json", json.dumps(document, indent=1))

    tickets = list(content.json_values(sample, members=("tickets",)))
    entries = list(content.json_entries(sample, "users"))

    assert tickets == [(1, {"id": 5}), (2, {"id": 6})]
    assert entries == [("1", {"id": 1})]


@pytest.mark.parametrize("text", ['[{"a": 1}, {"a":', '[{"a": 1} {"a": 2}]', '{"a": [1, 2}'])
def test_a_broken_document_names_the_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError) as raised:
        list(content.json_values(_sample(tmp_path / "x.json", text)))

    assert raised.value.code == "input.file.json"
    assert raised.value.place is not None
    assert raised.value.place.startswith("character ")


def test_a_document_nested_without_end_is_refused(tmp_path: Path) -> None:
    text = "[" + "[" * 200_000

    with pytest.raises(FileError) as raised:
        list(content.json_values(_sample(tmp_path / "x.json", text)))

    assert raised.value.code in {"input.file.too-deep", "input.file.json"}


def test_a_first_line_that_is_broken_costs_only_itself(
    tmp_path: Path, lines: Callable[..., Path]
) -> None:
    path = lines('{"a": "cut', {"a": 1}, {"a": 2})
    sample = _sample(tmp_path / "y.json", path.read_text(encoding="utf-8"))

    found = list(content.json_values(sample))

    assert isinstance(found[0][1], content.Broken)
    assert found[1:] == [(2, {"a": 1}), (3, {"a": 2})]
