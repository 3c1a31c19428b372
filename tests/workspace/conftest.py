"""Workspaces with and without one planted person."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

import desireline

HERE = Path(__file__).parent


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"workspace_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def company() -> ModuleType:
    """See company.py."""
    return _load("company")


@pytest.fixture(scope="session")
def looking() -> ModuleType:
    """See looking.py."""
    return _load("looking")


@pytest.fixture(scope="session")
def _with_her(tmp_path_factory: pytest.TempPathFactory, company: ModuleType) -> Path:
    folder = tmp_path_factory.mktemp("with")
    company.write(folder / "exports")
    with desireline.open(folder / "acme") as workspace:
        assert not workspace.add(folder / "exports").failed
        workspace.maps()
    return folder


@pytest.fixture(scope="session")
def without_her(tmp_path_factory: pytest.TempPathFactory, company: ModuleType) -> Path:
    """A workspace that never knew her: read, never written to."""
    folder = tmp_path_factory.mktemp("without")
    company.write(folder / "exports", planted=None)
    with desireline.open(folder / "acme") as workspace:
        assert not workspace.add(folder / "exports").failed
        workspace.maps()
    return folder / "acme"


@pytest.fixture
def acme(_with_her: Path, tmp_path: Path) -> Path:
    """A workspace that knows her, of one's own."""
    shutil.copytree(_with_her / "acme", tmp_path / "acme")
    return tmp_path / "acme"


@pytest.fixture
def exports(_with_her: Path) -> Path:
    """The files that it was made of."""
    return _with_her / "exports"
