"""Ids that only have to be unique are made where they are left out: once a call, and the caller is told."""

import copy
import json
import pickle
import re

import attrs
import httpx
import pytest

import realname
from realname import bulk, zoloz
from tests import facts
from tests.providers import Answer, Caller, Script

pytestmark = pytest.mark.usefixtures("no_waiting")

MADE = re.compile(r"[0-9a-f]{32}")
FRESH = [
    (operation, wire)
    for operation in facts.OPERATIONS
    for wire, one in operation.inputs.items()
    if "x-fresh" in one.schema
]
MAIN = facts.main("zoloz")
ARGUMENTS = {name: value for name, value in MAIN.minimal.items() if name != "biz_id"}


def _sent(gateway: Script) -> list[str]:
    return [json.loads(request.content)["bizId"] for request in gateway.requests]


@pytest.mark.parametrize(("operation", "wire"), FRESH, ids=[str(operation) for operation, _ in FRESH])
async def test_what_is_left_out_is_made_and_told(
    operation: facts.Operation, wire: str, callers: dict[str, Caller]
) -> None:
    """In the answer, sync and async; each call has its own."""
    caller = callers[operation.provider]
    name = operation.inputs[wire].name
    gateway = Script(caller.answer(of=operation))
    arguments = {key: value for key, value in operation.minimal.items() if key != name}

    answers = [getattr(caller.client(gateway), operation.name)(**arguments) for _ in range(2)]
    answers.append(await getattr(caller.async_client(gateway), operation.name)(**arguments))

    sent = [json.loads(request.content)[wire] for request in gateway.requests]
    assert [getattr(answer, name) for answer in answers] == sent
    assert all(MADE.fullmatch(each) for each in sent)
    assert 3 == len({*sent})


def test_only_what_is_for_tracing_is_made() -> None:
    """A merchant's order number is looked up again: who leaves it out has forgotten it."""
    assert {("zoloz", "bizId")} == {(operation.provider, wire) for operation, wire in FRESH}
    assert 6 == len(FRESH)


def test_what_is_passed_is_sent_and_told(zoloz_caller: Caller) -> None:
    """Also with the exchange; empty text is no absence, and breaks no limit that the page states."""
    gateway = Script(zoloz_caller.answer())
    client = zoloz_caller.client(gateway)

    for given in ("order-7", ""):
        reply = client.with_raw_response.query_enroll_status(**ARGUMENTS, biz_id=given)
        assert given == reply.parsed.biz_id
    assert ["order-7", ""] == _sent(gateway)


def test_what_is_passed_is_held_against_its_limit(zoloz_caller: Caller) -> None:
    """As any other argument."""
    with pytest.raises(realname.RequestError) as refused:
        zoloz_caller.client(zoloz_caller.answer()).query_enroll_status(**ARGUMENTS, biz_id="x" * 33)

    assert "bizId" == refused.value.field


def test_it_is_no_part_of_the_answer_on_the_wire(zoloz_caller: Caller) -> None:
    """Neither written nor read nor compared, but shown, copied and pickled."""
    client = zoloz_caller.client(zoloz_caller.answer({**MAIN.success, "bizId": "forged", "biz_id": "forged"}))
    one, other = client.query_enroll_status(**ARGUMENTS), client.query_enroll_status(**ARGUMENTS)

    assert MADE.fullmatch(one.biz_id)
    assert "bizId" not in json.dumps(one.to_wire())
    assert one == other
    assert one.biz_id != other.biz_id
    assert one.biz_id in repr(one)
    for copied in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one)), attrs.evolve(one)):  # noqa: S301
        assert one.biz_id == copied.biz_id


def test_all_attempts_have_the_same_and_the_error_tells_it(zoloz_caller: Caller) -> None:
    """So one can ask the provider about a call that may have arrived."""
    gateway = Script(httpx.ReadTimeout)
    with pytest.raises(realname.TransportError) as failed:
        zoloz_caller.client(gateway).query_enroll_status(**ARGUMENTS)

    sent = _sent(gateway)
    assert 3 == len(sent)
    assert {failed.value.sent_ids["biz_id"]} == {*sent}
    assert pickle.loads(pickle.dumps(failed.value)).sent_ids == failed.value.sent_ids  # noqa: S301
    assert sent[0] not in str(failed.value)


def test_a_refusal_tells_it_too(zoloz_caller: Caller) -> None:
    """In the error, and in the decoded answer that it carries."""
    body = {"result": {"resultStatus": "F", "resultCode": "INVALID_ARGUMENT", "resultMessage": "m"}}
    gateway = Script(zoloz_caller.answer(body))
    with pytest.raises(realname.ApiError) as refused:
        zoloz_caller.client(gateway).query_enroll_status(**ARGUMENTS)

    assert {"biz_id": _sent(gateway)[0]} == refused.value.sent_ids
    assert refused.value.reply is not None
    answer = refused.value.reply.parsed
    assert isinstance(answer, zoloz.QueryEnrollStatusResponse)
    assert answer.biz_id == _sent(gateway)[0]


def test_where_nothing_is_made_an_error_tells_nothing(esign_caller: Caller) -> None:
    """And what it tells cannot be changed for all others."""
    with pytest.raises(realname.ServerError) as failed:
        esign_caller.call(Answer(500), attempts=1)

    assert {} == failed.value.sent_ids
    with pytest.raises(TypeError):
        failed.value.sent_ids["biz_id"] = "1"  # type: ignore[index]


@pytest.mark.parametrize("fails", [True, False])
def test_an_item_of_many_that_is_called_again_has_the_same(fails: bool, zoloz_caller: Caller) -> None:
    """Its first call may have arrived. Each item has its own, and its record tells it."""
    gateway = Script(*[httpx.ReadTimeout] * (9 if fails else 1), zoloz_caller.answer())
    items = [bulk.Item(number, ARGUMENTS) for number in range(2)]

    results = list(bulk.run(zoloz_caller.client(gateway), zoloz.QUERY_ENROLL_STATUS, items, concurrency=1, attempts=2))

    sent = _sent(gateway)
    assert sent[0] == sent[1] != sent[2]
    assert [sent[0], sent[2]] == [result.to_record()["ids"]["bizId"] for result in results]


def test_an_item_that_names_its_own_keeps_it(zoloz_caller: Caller) -> None:
    """And is handed back as it came."""
    gateway = Script(zoloz_caller.answer())
    item = bulk.Item(1, {**ARGUMENTS, "biz_id": "order-7"})

    [result] = bulk.run(zoloz_caller.client(gateway), zoloz.QUERY_ENROLL_STATUS, [item])

    assert ["order-7"] == _sent(gateway)
    assert result.item is item
