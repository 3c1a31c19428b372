"""The build hook: builds once per change of `web/`, and not at all where it need not."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", REPOSITORY / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository whose front end consists of one file."""
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "src" / "a.ts").write_text("1")
    return tmp_path


def _pretend_built(hook: ModuleType, root: Path, stamp: str) -> Path:
    out = root / "src" / "desireline" / "web"
    for product in hook.PRODUCTS:
        (out / product).parent.mkdir(parents=True, exist_ok=True)
        (out / product).write_text("built")
    (out / ".stamp").write_text(stamp)
    return out


def test_the_digest_follows_names_and_contents_but_not_what_npm_leaves(
    hook: ModuleType, checkout: Path
) -> None:
    web = checkout / "web"
    first = hook.digest(web)

    (web / "node_modules").mkdir()
    (web / "node_modules" / "x.js").write_text("x")
    assert hook.digest(web) == first

    (web / "src" / "a.ts").write_text("2")
    second = hook.digest(web)
    (web / "src" / "a.ts").rename(web / "src" / "b.ts")
    assert len({first, second, hook.digest(web)}) == 3


def test_nothing_runs_when_nothing_changed(
    hook: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = _pretend_built(hook, checkout, hook.digest(checkout / "web"))
    runs: list[tuple[str, ...]] = []
    monkeypatch.setattr(hook, "npm", lambda _folder, *arguments: runs.append(arguments))

    assert hook.build(checkout) == out
    assert runs == []

    (checkout / "web" / "src" / "a.ts").write_text("2")
    out.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(hook.shutil, "rmtree", lambda *_arguments, **_options: None)
    hook.build(checkout)
    assert [arguments[0] for arguments in runs] == ["ci", "run"]
    assert (out / ".stamp").read_text() == hook.digest(checkout / "web")


def test_a_source_distribution_without_sources_uses_what_was_built(
    hook: ModuleType, tmp_path: Path
) -> None:
    with pytest.raises(RuntimeError, match="neither"):
        hook.build(tmp_path)
    out = _pretend_built(hook, tmp_path, "whatever")
    assert hook.build(tmp_path) == out


def test_the_lock_names_no_registry() -> None:
    lock = (REPOSITORY / "web" / "package-lock.json").read_text()
    assert "://" not in lock.replace("https://opencollective.com", "").replace(
        "https://github.com", ""
    ) or not [line for line in lock.splitlines() if '"resolved": "http' in line]


def test_what_is_shipped_to_browsers_is_built() -> None:
    out = REPOSITORY / "src" / "desireline" / "web"
    if not (REPOSITORY / "web").is_dir():
        pytest.skip("not a checkout")
    for name in ("map-core.js", "map-view.js", "map-view.css", "app/index.html"):
        assert (out / name).stat().st_size > 300, name
