"""The dependency rule that the import contracts cannot say: packages are entered by their door."""

from __future__ import annotations

import grimp
import pytest

STAGES = {
    "databases", "engines", "stores", "jobs", "events", "sources", "identity", "language", "journeys",
    "insights", "maps", "render", "pipeline", "workspace", "sample",
}  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("desireline", cache_dir=None)


def test_a_stage_is_imported_only_through_its_package(graph: grimp.ImportGraph) -> None:
    side_doors = [
        f"{importer} -> {imported}"
        for imported in graph.modules
        if len(parts := imported.split(".")) > 2 and parts[1] in STAGES
        for importer in graph.find_modules_that_directly_import(imported)
        if importer.split(".")[1:2] != parts[1:2]
    ]
    assert side_doors == []


def test_the_public_door_is_small_sorted_and_complete() -> None:
    import desireline

    assert sorted(desireline.__all__) == desireline.__all__
    assert all(hasattr(desireline, name) for name in desireline.__all__)
    assert len(desireline.__all__) <= 15
