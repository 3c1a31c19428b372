"""Every shipped fixture is recognised as its own tool and as no other, by content alone."""

from __future__ import annotations

from pathlib import Path

from desireline import sources
from desireline.sources import mapping as m
from desireline.sources.registry import readers

FILES = Path(__file__).parent / "files"
TOOLS = sorted(folder for folder in FILES.iterdir() if folder.is_dir())


def test_every_tools_export_is_recognised_as_its_own_under_a_name_that_says_nothing(
    tmp_path: Path,
) -> None:
    wanted: dict[str, str] = {}
    for number, folder in enumerate(TOOLS):
        (tmp_path / f"{number}").mkdir()
        for letter, path in enumerate(sorted(folder.iterdir())):
            name = f"{number}/{letter}"
            (tmp_path / name).write_bytes(path.read_bytes())
            wanted[name] = folder.name

    found = sources.recognise([tmp_path])

    assert found.refused == []
    taken = {
        "/".join(Path(sample.shown).parts[-2:]): unit.mapping or unit.reader
        for unit in found.units
        for sample in unit.samples
    }
    assert taken == wanted


def test_every_fixture_is_named_after_a_mapping_or_a_reader() -> None:
    known = {mapping.name for mapping in m.built_in()} | set(readers())
    assert {folder.name for folder in TOOLS} <= known
