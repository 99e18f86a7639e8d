"""ZOLOZ Connect from enrollment to unenrollment, and two faces compared: over the sandbox, on loopback."""

import base64
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from realname import Outcome, PendingError, RejectedError, TransportError, UndecidedError, WaitTimeoutError, zoloz
from realname.core.errors import ApiError
from realname.sandbox import Sandbox
from realname.zoloz import ConnectResult, ExtFaceInfo, Face
from tests import facts
from tests.providers import Caller

pytestmark = pytest.mark.usefixtures("no_waiting")
Ask = Callable[..., Awaitable[Any]]
"""Calls a method of a client by its name, sync or async; every call gets a business id."""

PERSON, BIZ = "user-1", "business-1"
PHOTO = base64.b64encode(b"\xff\xd8\xff\xe0 a face \xff\xd9").decode()
DEVICE = {"user_id": PERSON, "meta_info": "MOB_H5"}


def _asking(client: zoloz.Client | zoloz.AsyncClient) -> Ask:
    async def ask(method: str, **arguments: object) -> Any:
        named = {} if method == "delete_privacy_info" else {"biz_id": BIZ}
        answer = getattr(client, method)(**named, **arguments)
        return await answer if inspect.isawaitable(answer) else answer

    return ask


@pytest.fixture(params=["key pairs", "encrypted", "access key"])
def access(request: pytest.FixtureRequest) -> str:
    """A way of access."""
    name: str = request.param
    return name


@pytest.fixture(params=["sync", "async"])
async def ask(request: pytest.FixtureRequest, access: str, sandbox: Sandbox) -> AsyncIterator[Ask]:
    """Calls in each way of access, sync and async."""
    gateway = sandbox.zoloz
    credentials = gateway.access_key if access == "access key" else gateway.credentials
    encrypt = access == "encrypted"
    if request.param == "sync":
        with zoloz.Client(credentials, base_url=gateway.url, encrypt=encrypt) as client:
            yield _asking(client)
    else:
        async with zoloz.AsyncClient(credentials, base_url=gateway.url, encrypt=encrypt) as async_client:
            yield _asking(async_client)


by_key_pairs = pytest.mark.parametrize("access", ["key pairs"], indirect=True)
"""One way of access stands for all, where the journey has shown that they are alike."""


async def _started(ask: Ask, sandbox: Sandbox, outcome: str | list[str] | None = None) -> dict[str, Any]:
    """A verification of an enrolled person that was started, and maybe acted in, as `checkresult` takes it."""
    sandbox.zoloz.enroll(PERSON)
    transaction_id = (await ask("initialize", **DEVICE)).transaction_id
    if outcome is not None:
        sandbox.zoloz.finish_transaction(transaction_id, outcome=outcome)
    return {"transaction_id": transaction_id}


async def test_the_whole_journey(ask: Ask, sandbox: Sandbox) -> None:
    """A face is enrolled once and verifies its person ever after; another person is refused; then all is deleted."""
    await ask("enroll", user_id=PERSON, base64_image_content=PHOTO)
    assert "SUCCESS" == (await ask("query_enroll_status", user_id=PERSON)).result.result_code

    started = await ask("initialize", **DEVICE)
    transaction = {"transaction_id": started.transaction_id}
    assert started.client_cfg is not None
    assert Outcome.PENDING is (await ask("checkresult", **transaction)).outcome

    sandbox.zoloz.finish_transaction(started.transaction_id, outcome=["pending", "pending", "verified"])
    answer = await ask("wait_for_checkresult", **transaction, require_verified=True)
    assert (Outcome.VERIFIED, ConnectResult.SUCCESS) == (answer.outcome, answer.connect_result)
    assert (PHOTO, False) == (answer.ext_face_info.ref_image, answer.ext_face_info.face_attack)
    assert PHOTO not in repr(answer)

    another = {"transaction_id": (await ask("initialize", **DEVICE)).transaction_id}
    sandbox.zoloz.finish_transaction(another["transaction_id"], outcome="rejected")
    with pytest.raises(RejectedError) as caught:
        await ask("wait_for_checkresult", **another)
    assert ("NOT_SAME_PERSON", True, Outcome.REJECTED) == (
        caught.value.code, caught.value.verified, caught.value.outcome
    )  # fmt: skip
    refused = caught.value.answer
    assert isinstance(refused, zoloz.CheckresultResponse)
    assert isinstance(refused.ext_face_info, ExtFaceInfo)
    assert (Outcome.REJECTED, PHOTO) == (refused.outcome, refused.ext_face_info.ref_image)

    await ask("delete_privacy_info", **transaction)
    await ask("delete_privacy_info", **transaction)  # which the page allows
    details = (await ask("checkresult", **transaction)).require_verified().ext_face_info
    assert (None, None) == (details.alive_image, details.ref_image)

    await ask("unenroll", user_id=PERSON)
    for method, arguments in (("query_enroll_status", {"user_id": PERSON}), ("initialize", DEVICE)):
        with pytest.raises(ApiError) as refusal:
            await ask(method, **arguments)
        assert sandbox.zoloz.settings.not_enrolled.code == refusal.value.code
    with pytest.raises(RejectedError) as caught:
        await ask("checkresult", **another)
    assert caught.value.answer.ext_face_info.ref_image is None  # type: ignore[attr-defined]  # it is object


@by_key_pairs
async def test_a_refused_person_is_told_in_two_ways(ask: Ask, sandbox: Sandbox) -> None:
    """As an answer with Failure too, which only `require_verified` raises."""
    sandbox.zoloz.settings.rejected_as = "Failure"
    transaction = await _started(ask, sandbox, "rejected")

    answer = await ask("wait_for_checkresult", **transaction)
    assert (Outcome.REJECTED, ConnectResult.FAILURE) == (answer.outcome, answer.connect_result)
    for method, more in (("wait_for_checkresult", {"require_verified": True}), ("checkresult", {})):
        with pytest.raises(RejectedError) as caught:
            (await ask(method, **transaction, **more)).require_verified()
        assert answer == caught.value.answer


@by_key_pairs
async def test_what_nobody_has_finished(ask: Ask, sandbox: Sandbox) -> None:
    """Waiting ends at its limit with the last answer; a result that is not there is no yes."""
    transaction = await _started(ask, sandbox)

    with pytest.raises(WaitTimeoutError) as caught:
        await ask("wait_for_checkresult", **transaction, timeout=30)
    answer = await ask("checkresult", **transaction)
    assert (Outcome.PENDING, answer) == (answer.outcome, caught.value.answer)
    with pytest.raises(PendingError):
        answer.require_verified()


@by_key_pairs
async def test_a_verification_may_end_by_itself(ask: Ask, sandbox: Sandbox) -> None:
    """As verified, when the sandbox's clock says so."""
    sandbox.zoloz.settings.finish_after = 0.0

    assert (await ask("checkresult", **await _started(ask, sandbox))).require_verified()
    sandbox.zoloz.settings.finish_after = 3600.0
    assert Outcome.PENDING is (await ask("checkresult", **await _started(ask, sandbox))).outcome


@by_key_pairs
async def test_nobody_is_verified_by_a_face_that_is_deleted(ask: Ask, sandbox: Sandbox) -> None:
    """Neither by anybody's word nor by themselves; who was verified before stays so, and who enrolls again can be."""
    sandbox.zoloz.settings.finish_after = 0.0
    before = await _started(ask, sandbox)
    assert (await ask("checkresult", **before)).require_verified()
    sandbox.zoloz.settings.finish_after = None
    waiting = await _started(ask, sandbox)

    await ask("unenroll", user_id=PERSON)
    with pytest.raises(ValueError, match="unenrolled"):
        sandbox.zoloz.finish_transaction(waiting["transaction_id"])
    sandbox.zoloz.settings.finish_after = 3600.0
    assert Outcome.PENDING is (await ask("checkresult", **waiting)).outcome
    sandbox.zoloz.settings.finish_after = 0.0
    assert (await ask("checkresult", **before)).require_verified()
    sandbox.zoloz.settings.finish_after = None
    sandbox.zoloz.finish_transaction(waiting["transaction_id"], outcome="rejected")
    with pytest.raises(RejectedError):
        await ask("checkresult", **waiting)
    assert (await ask("checkresult", **await _started(ask, sandbox, "verified"))).require_verified()


@by_key_pairs
async def test_the_wrong_order(ask: Ask, sandbox: Sandbox) -> None:
    """Without a face nothing is started, and what was not started has no result and nothing to delete."""
    unknown = {"transaction_id": "G1"}
    for method, arguments, code, kind in (
        ("initialize", DEVICE, "SANDBOX_USER_NOT_ENROLLED", None),
        ("checkresult", unknown, "INVALID_ARGUMENT", "request"),
        ("wait_for_checkresult", unknown, "INVALID_ARGUMENT", "request"),
        ("delete_privacy_info", unknown, "TRANSACTION_RECORD_AUTHORITY_ERROR", "request"),
    ):
        with pytest.raises(ApiError) as caught:
            await ask(method, **arguments)
        error = caught.value
        assert (code, kind, True, Outcome.UNKNOWN) == (error.code, error.kind, error.verified, error.outcome)

    transaction = await _started(ask, sandbox, "verified")
    assert (await ask("checkresult", **transaction)).require_verified()
    await ask("delete_privacy_info", **transaction)


@by_key_pairs
@pytest.mark.parametrize("method", ["enroll", "initialize", "unenroll", "compare_faces"])
async def test_a_lost_answer_is_not_asked_for_again(ask: Ask, sandbox: Sandbox, method: str) -> None:
    """ZOLOZ may have acted: the error says so, and nothing is sent twice; with an answer it is sent once, too."""
    sandbox.zoloz.enroll(PERSON)
    documented: dict[str, dict[str, Any]] = {
        "enroll": {"user_id": PERSON, "base64_image_content": PHOTO},
        "initialize": DEVICE,
        "unenroll": {"user_id": PERSON},
        "compare_faces": {"face1": Face(content=PHOTO), "face2": Face(content=PHOTO)},
    }
    arguments = documented[method]
    sandbox.fail_next("zoloz", "dropped_connection")

    with pytest.raises(TransportError) as caught:
        await ask(method, **arguments)
    assert (True, 1) == (caught.value.outcome_unknown, len(sandbox.requests))
    sandbox.zoloz.enroll(PERSON)
    assert (await ask(method, **arguments)).transaction_id
    assert 2 == len(sandbox.requests)


@by_key_pairs
async def test_a_lost_result_is_asked_for_again(ask: Ask, sandbox: Sandbox) -> None:
    """Reading it does no harm, and neither does deleting twice."""
    transaction = await _started(ask, sandbox, "verified")

    sandbox.fail_next("zoloz", "dropped_connection")
    assert (await ask("checkresult", **transaction)).require_verified()
    sandbox.fail_next("zoloz", "dropped_connection")
    await ask("delete_privacy_info", **transaction)


async def test_two_faces_are_compared(ask: Ask, sandbox: Sandbox) -> None:
    """The same face, another one, and what the sandbox was told to find."""
    face, other = Face(content=PHOTO, rect="1,2,30,40"), Face(content="b3RoZXI=")

    same = await ask("compare_faces", face1=face, face2=face)
    apart = await ask("compare_faces", face1=face, face2=other, source_of_face2="SELFIE")
    sandbox.zoloz.settings.same_person = True
    told = await ask("compare_faces", face1=face, face2=other)

    outcomes = [(answer.outcome, answer.same_person) for answer in (same, apart, told)]
    assert [(Outcome.VERIFIED, True), (Outcome.REJECTED, False), (Outcome.VERIFIED, True)] == outcomes
    assert same.require_verified().score > apart.score
    with pytest.raises(RejectedError):
        apart.require_verified()


async def test_images_of_the_documented_size_pass(ask: Ask, sandbox: Sandbox) -> None:
    """Both together 5 MB, which are 7 MB of text and 9 MB encrypted; a larger one than documented is not sent."""
    half = base64.b64encode(bytes(5 * 1024 * 1024 // 2)).decode()
    whole = base64.b64encode(bytes(5 * 1024 * 1024)).decode()

    answer = await ask("compare_faces", face1=Face(content=half), face2=Face(content=half))

    assert answer.outcome is Outcome.VERIFIED
    assert len(sandbox.requests[-1].body) > 6_990_000
    assert (await ask("compare_faces", face1=Face(content=whole), face2=Face(content="AAAA"))).outcome is not None
    with pytest.raises(ValueError, match="content"):
        Face(content=whole + "AAAA")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("G1", "verified"), "no such transaction"),
        (("started", "approved"), "verified, rejected, pending"),
        (("started", []), "verified, rejected, pending"),
        (("finished", "verified"), "has ended"),
    ],
    ids=["unknown transaction", "unknown outcome", "no outcome", "finished twice"],
)
@by_key_pairs
async def test_a_part_that_nobody_can_play(ask: Ask, sandbox: Sandbox, arguments: tuple[Any, ...], told: str) -> None:
    """Is refused with what to do; what goes on may be changed."""
    started, finished = await _started(ask, sandbox), await _started(ask, sandbox, ["pending", "verified"])
    names = {"started": started["transaction_id"], "finished": finished["transaction_id"]}
    name, outcome = arguments

    with pytest.raises(ValueError, match=told):
        sandbox.zoloz.finish_transaction(names.get(name, name), outcome=outcome)
    for word in ("pending", "verified"):
        sandbox.zoloz.finish_transaction(names["started"], outcome=word)
    assert (await ask("checkresult", **started)).require_verified()


VERIFIED = facts.operation("zoloz", "checkresult").success
SAME = facts.operation("zoloz", "compareFaces").success
OPEN = [
    ("checkresult", VERIFIED, [("connectResult",), ("connectResult", "VoidTimeout"), ("connectResult", "Other")]),
    ("checkresult", VERIFIED, [("extFaceInfo.faceAttack", True), ("result.resultCode",)]),
    ("compareFaces", SAME, [("samePerson",)]),
]


@pytest.mark.parametrize(("name", "body", "changes"), OPEN)
async def test_what_the_pages_leave_open_is_no_yes(
    name: str, body: dict[str, Any], changes: list[tuple[Any, ...]], zoloz_caller: Caller
) -> None:
    """An answer that lacks its result, or contradicts it, is of unknown outcome; as documented, it is a yes."""
    operation = facts.operation("zoloz", name)
    for answer in await zoloz_caller.outcomes(200, body, of=operation):
        assert Outcome.VERIFIED is answer.outcome

    for change in changes:
        for answer in await zoloz_caller.outcomes(200, facts.changed(body, *change), of=operation):
            assert Outcome.UNKNOWN is answer.outcome
            with pytest.raises(UndecidedError):
                answer.require_verified()


@pytest.mark.parametrize(
    ("status", "outcome"), [("F", Outcome.REJECTED), ("S", Outcome.UNKNOWN), ("U", Outcome.UNKNOWN)]
)
async def test_another_person_is_told_by_the_documented_status(
    status: str, outcome: Outcome, zoloz_caller: Caller
) -> None:
    """Whatever else the answer holds, an error comes; what it says of the person stands in its answer."""
    body = facts.changed(facts.changed(VERIFIED, "result.resultCode", "NOT_SAME_PERSON"), "result.resultStatus", status)

    for error in await zoloz_caller.outcomes(200, body, of=facts.operation("zoloz", "checkresult")):
        assert isinstance(error, RejectedError)
        assert isinstance(error.answer, zoloz.CheckresultResponse)
        assert outcome is error.answer.outcome


async def test_an_unsigned_no_is_nobodys_word(zoloz_caller: Caller) -> None:
    """It is a failure of unknown outcome, and not a person who was refused."""
    body = facts.changed(facts.changed(VERIFIED, "result.resultCode", "NOT_SAME_PERSON"), "result.resultStatus", "F")

    for error in await zoloz_caller.outcomes(200, body, {}, of=facts.operation("zoloz", "checkresult")):
        assert (ApiError, False, Outcome.UNKNOWN, True) == (
            type(error), error.verified, error.outcome, error.outcome_unknown
        )  # fmt: skip
