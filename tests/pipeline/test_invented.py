"""Invented data are labelled; real data never are by accident."""

from __future__ import annotations

from pathlib import Path

import pytest

from desireline.pipeline.invented import is_invented


@pytest.mark.parametrize("name", ["web", "app", "tickets", "calls", "surveys", "orders", "crm"])
def test_each_file_of_the_sample_company_alone_is_known_as_invented(
    sample_exports: Path, name: str
) -> None:
    (file,) = sample_exports.glob(f"{name}*")
    assert is_invented(file.read_text(encoding="utf-8")[:65536])


def test_one_real_address_makes_a_file_real() -> None:
    assert not is_invented("ann@shop.example,bob@shop.example,cy@mail.com")
    assert not is_invented("no addresses at all")
    assert not is_invented("one@shop.example")
