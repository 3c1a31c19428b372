"""What an untrusted sender says about who is whom joins nobody; it is listed for a person to judge."""

from __future__ import annotations

from tests.pipeline.live.conftest import Taking
from tests.pipeline.live.test_draining import pipeline_job, track

from desireline import pipeline


def _customers(taking: Taking) -> dict[str, str]:
    from desireline.engines import open_engine

    pipeline.refresh(taking.context, job=pipeline_job())
    snapshot = taking.context.segments.snapshot()
    engine = open_engine()
    try:
        return dict(
            engine.rows(f"SELECT subject, customer_id FROM {snapshot.source('identities')}")
        )
    finally:
        engine.close()


def _anna_and_an_impostor(taking: Taking, *, trusted: bool) -> dict[str, str]:
    anna = {"type": "identify", "userId": "anna", "messageId": "a", "timestamp": "2026-11-01T08:00:00Z", "traits": {"email": "anna@example.org"}}  # fmt: skip
    taking.calls(anna, trusted=True)
    taking.calls(
        {**anna, "userId": "mallory", "messageId": "b"},
        {**anna, "type": "alias", "previousId": "anna", "userId": "mallory", "messageId": "c"},
        trusted=trusted,
    )
    taking.drain()
    return _customers(taking)


def test_an_identify_with_somebody_elses_address_joins_nobody(taking: Taking) -> None:
    found = _anna_and_an_impostor(taking, trusted=False)
    assert found["user:anna"] != found["user:mallory"]
    claims = {
        (claim.subject, claim.identifier, claim.events) for claim in taking.workspace.claims()
    }
    assert ("user:mallory", "email:anna@example.org", 2) in claims
    assert ("user:mallory", "user:anna", 1) in claims
    assert not [claim for claim in claims if claim[0] == "user:anna"]


def test_the_same_from_a_trusted_sender_is_a_fact(taking: Taking) -> None:
    found = _anna_and_an_impostor(taking, trusted=True)
    assert found["user:anna"] == found["user:mallory"]
    assert taking.workspace.claims() == []


def test_two_who_claim_the_same_address_are_not_joined_by_the_claim(taking: Taking) -> None:
    traits = {"context": {"traits": {"email": "x@example.org"}}}
    taking.calls(track(1, user="a", **traits), track(2, user="b", **traits))
    taking.drain()
    found = _customers(taking)
    assert found["user:a"] != found["user:b"]


def test_a_workspace_without_claims_says_so(taking: Taking) -> None:
    assert taking.workspace.claims() == []


def test_a_claim_waits_for_a_person_and_joins_once_it_is_accepted(taking: Taking) -> None:
    _anna_and_an_impostor(taking, trusted=False)
    waiting = [pair for pair in taking.workspace.identities().waiting if pair.state == "proposed"]
    assert [{pair.left.subject, pair.right.subject} for pair in waiting] == [
        {"user:anna", "user:mallory"}
    ]
    assert "nothing proves who sent it" in waiting[0].reason
    taking.workspace.decide({waiting[0].id: "accept"})
    found = _customers(taking)
    assert found["user:anna"] == found["user:mallory"]
    assert not [p for p in taking.workspace.identities().waiting if p.state == "proposed"]
