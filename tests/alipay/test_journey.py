"""Alipay: the whole journeys over real sockets, from the start to what is known of the person.

Each in key mode and, encrypted, in certificate mode, sync and async. The person's part is played in the sandbox.
"""

import inspect
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from attrs import field, frozen

import realname
from realname import Outcome, alipay
from realname.core.waiting import without_waiting
from realname.sandbox import Sandbox
from tests import facts
from tests.callers import NOW_MS
from tests.conftest import Clock

WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "key": ("credentials", {}),
    "certificates, encrypted": ("certificate_credentials", {"encrypt": True}),
}
"""The credentials that the sandbox has for each way of access, and the settings of the client."""
PERSON = {"cert_name": "张三", "cert_no": "260104197909275964"}


@frozen
class Service:
    """A service that wants to know who somebody is: a client, sync or async, in front of the sandbox."""

    sandbox: Any
    credentials: Any
    client: Any = field(repr=False)

    async def ask(self, method: str, /, **arguments: Any) -> Any:
        """The answer of a method, whichever kind of client it is."""
        found = getattr(self.client, method)(**arguments)
        return await found if inspect.isawaitable(found) else found

    async def refused(self, kind: type[realname.RealnameError], method: str, /, **arguments: Any) -> Any:
        """The error that a method raises."""
        with pytest.raises(kind) as caught:
            await self.ask(method, **arguments)
        assert type(caught.value) is kind
        return caught.value

    def page(self, address: str) -> str:
        """What the person sees who opens an address."""
        return httpx.get(address).raise_for_status().text


@pytest.fixture(params=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    """Which kind of client the service has."""
    return bool(request.param == "async")


@pytest.fixture(params=WAYS)
async def service(request: pytest.FixtureRequest, sandbox: Sandbox, is_async: bool) -> AsyncIterator[Service]:
    """A service in each way of access; nothing waits."""
    name, settings = WAYS[request.param]
    credentials = getattr(sandbox.alipay, name)
    kind = alipay.AsyncClient if is_async else alipay.Client
    client: Any = kind(credentials, base_url=sandbox.alipay.url, **settings)
    with without_waiting():
        yield Service(sandbox.alipay, credentials, client)
    await client.aclose() if is_async else client.close()


async def test_a_face_by_a_jump_into_alipay(service: Service) -> None:
    """A certify_id, a page for it, and a yes once the person has shown their face; until then F, which says nothing."""
    person = alipay.OpenCertifyIdentifyInfo(identity_type="CERT_INFO", cert_type="IDENTITY_CARD", **PERSON)
    opened = await service.ask("initialize_face_certify", outer_order_no="n1", identity_param=person)
    started = await service.ask("verify_face_certify", certify_id=opened.certify_id)
    assert "Waiting for the person" in service.page(started.certify_url)

    before = await service.ask("query_face_certify", certify_id=opened.certify_id)
    assert ("F", Outcome.UNKNOWN) == (before.passed, before.outcome)
    service.sandbox.finish_certification(opened.certify_id, outcome=("pending", "pending", "verified"))
    after = await service.ask("wait_for_face_certify", certify_id=opened.certify_id, require_verified=True)

    assert ("T", Outcome.VERIFIED) == (after.passed, after.outcome)


async def test_a_face_in_an_app_or_on_a_page(service: Service) -> None:
    """The answer tells a person who was refused from one who has not finished."""
    opened = await service.ask("initialize_face_verification", outer_order_no="n1", cert_type="IDENTITY_CARD", **PERSON)
    assert "Waiting for the person" in service.page(opened.web_url)

    before = await service.ask("query_face_verification", certify_id=opened.certify_id)
    assert Outcome.PENDING is before.outcome
    service.sandbox.finish_certification(opened.certify_id, outcome=("pending", "verified"))
    after = await service.ask("wait_for_face_verification", certify_id=opened.certify_id)
    assert (Outcome.VERIFIED, after) == (after.outcome, after.require_verified())

    other = await service.ask("initialize_face_verification", outer_order_no="n2", cert_type="IDENTITY_CARD", **PERSON)
    service.sandbox.finish_certification(other.certify_id, outcome="rejected")
    refused = await service.ask("wait_for_face_verification", certify_id=other.certify_id)
    assert ("FAIL", Outcome.REJECTED) == (refused.certify_state, refused.outcome)
    error = await service.refused(
        realname.RejectedError, "wait_for_face_verification", certify_id=other.certify_id, require_verified=True
    )
    assert refused == error.answer


async def test_an_identity_on_a_page_of_our_own_making(service: Service) -> None:
    """The page's address is signed here, and opens; nothing is asked of Alipay for it."""
    opened = await service.ask(
        "initialize_certify_open",
        biz_code="FACE",
        outer_order_no="n1",
        identity_param=alipay.OpenCertifyIdentityParam(identity_type="CERT_INFO", cert_type="IDENTITY_CARD", **PERSON),
        merchant_config=alipay.OpenCertifyMerchantConfig(return_url=""),
    )
    address = alipay.certify_url(service.credentials, base_url=service.sandbox.url, certify_id=opened.certify_id)
    assert "Waiting for the person" in service.page(address)

    service.sandbox.finish_certification(opened.certify_id, outcome=("pending", "verified"))
    answer = await service.ask("wait_for_certify_open", certify_id=opened.certify_id)

    assert ("T", Outcome.VERIFIED) == (answer.passed, answer.outcome)


async def test_data_compared_with_a_persons_account(service: Service) -> None:
    """Handed in, consented to, compared: a no names what differs."""
    data = {"user_name": "张三", "cert_no": PERSON["cert_no"], "cert_type": "IDENTITY_CARD"}
    handed_in = await service.ask("preconsult_certdoc", **data)
    itself = service.sandbox.issue_auth_token(user_name="张三", cert_no=PERSON["cert_no"])
    other = service.sandbox.issue_auth_token(user_name="李四", cert_no=PERSON["cert_no"])

    same = await service.ask("consult_certdoc", auth_token=itself, verify_id=handed_in.verify_id)
    different = await service.ask("consult_certdoc", auth_token=other, verify_id=handed_in.verify_id)

    assert ("T", Outcome.VERIFIED) == (same.passed, same.outcome)
    assert ("F", Outcome.REJECTED) == (different.passed, different.outcome)
    assert ["user_name"] == json.loads(different.fail_params)
    with pytest.raises(realname.RejectedError):
        different.require_verified()

    error = await service.refused(realname.ApiError, "consult_certdoc", auth_token="x", verify_id=handed_in.verify_id)
    assert ("invalid-auth-token", "request", Outcome.UNKNOWN) == (error.code, error.kind, error.outcome)
    assert "person who gave consent" in error.remedy


async def test_what_says_only_no_waits_to_its_end(service: Service) -> None:
    """A person who was refused looks like one who never acted: neither is rejected; the error has the last answer."""
    for product in ("face_certify", "certify_open"):
        opened = await _opened(service, product)
        for outcome in (None, "rejected"):
            if outcome:
                service.sandbox.finish_certification(opened, outcome=outcome)
            timeout = await service.refused(
                realname.WaitTimeoutError, f"wait_for_{product}", certify_id=opened, timeout=30
            )
            assert ("F", Outcome.UNKNOWN, Outcome.UNKNOWN) == (
                timeout.answer.passed, timeout.answer.outcome, timeout.outcome
            )  # fmt: skip
            answer = await service.ask(f"query_{product}", certify_id=opened)
            with pytest.raises(realname.UndecidedError):
                answer.require_verified()


async def _opened(service: Service, product: str) -> str:
    """A new certify_id of one of the three products."""
    arguments: dict[str, Any] = {}
    if product == "certify_open":
        person = alipay.OpenCertifyIdentityParam(identity_type="CERT_INFO", cert_type="IDENTITY_CARD", **PERSON)
        config = alipay.OpenCertifyMerchantConfig(return_url="")
        arguments = {"biz_code": "FACE", "identity_param": person, "merchant_config": config}
    opened = await service.ask(f"initialize_{product}", outer_order_no="n1", **arguments)
    return str(opened.certify_id)


async def test_an_id_that_nobody_knows(service: Service) -> None:
    """It ends the waiting at once, and is no answer about a person; one of another product is as unknown."""
    foreign = await _opened(service, "face_verification")
    for product in ("face_certify", "certify_open"):
        for certify_id in ("0" * 32, foreign):
            error = await service.refused(realname.NotFoundError, f"wait_for_{product}", certify_id=certify_id)
            assert ("OPEN_CERTIFY_BILL_NOT_EXIST", "not-found", True) == (error.code, error.kind, error.verified)
    error = await service.refused(realname.ApiError, "wait_for_face_verification", certify_id="0" * 32)
    assert ("QUERY_INVALID_CERTIFYID", "request", True) == (error.code, error.kind, error.verified)
    assert Outcome.PENDING is (await service.ask("query_face_verification", certify_id=foreign)).outcome


async def test_a_start_whose_answer_is_lost(service: Service) -> None:
    """It may have been carried out: it is not repeated, and the error says so. A query is repeated."""
    for product in ("face_certify", "face_verification", "certify_open"):
        service.sandbox.fail_next("lost_answer")
        with pytest.raises(realname.TransportError) as caught:
            await _opened(service, product)
        assert caught.value.outcome_unknown
        certify_id = await _opened(service, product)
        service.sandbox.fail_next("lost_answer")
        await service.ask(f"query_{product}", certify_id=certify_id)


@pytest.mark.parametrize(
    ("product", "code"),
    [
        ("face_certify", "CERTIFY_ID_EXPIRED"),
        ("face_verification", "QUERY_CERTIFYID_EXPIRED"),
        ("certify_open", "CERTIFY_ID_EXPIRED"),
    ],
)
def test_an_id_whose_time_is_over(product: str, code: str, sandbox: Sandbox, clock: Clock) -> None:
    """A person who never acted: the first step has to be repeated. One who acted in time can still be asked about."""
    gateway, start = sandbox.alipay, facts.operation("alipay", f"initialize_{product}")
    then = alipay.Auth(gateway.credentials, now_ms=lambda: NOW_MS)
    never, in_time = (
        httpx.post(gateway.url + start.path, content=start.body(), auth=then).raise_for_status().json()["certify_id"]
        for _ in range(2)
    )
    gateway.finish_certification(in_time)
    clock.now = None  # years later

    with alipay.Client(gateway.credentials, base_url=gateway.url) as client:
        with pytest.raises(realname.ApiError) as caught:
            getattr(client, f"wait_for_{product}")(certify_id=never)
        assert (code, "expired", True) == (caught.value.code, caught.value.kind, caught.value.verified)
        assert "Begin again with the first step." == caught.value.remedy
        assert Outcome.VERIFIED is getattr(client, f"query_{product}")(certify_id=in_time).outcome


def test_data_whose_time_is_over(sandbox: Sandbox, clock: Clock) -> None:
    """What was handed in lasts 2 hours."""
    gateway = sandbox.alipay
    then = alipay.Auth(gateway.credentials, now_ms=lambda: NOW_MS)
    start = facts.operation("alipay", "preconsult_certdoc")
    handed_in = httpx.post(gateway.url + start.path, content=start.body(), auth=then).raise_for_status().json()
    token = gateway.issue_auth_token()
    clock.now = None  # years later

    with alipay.Client(gateway.credentials, base_url=gateway.url) as client:
        with pytest.raises(realname.ApiError) as caught:
            client.consult_certdoc(auth_token=token, verify_id=handed_in["verify_id"])
        assert ("IDENTITY_VERIFY_CACHE_EXPIRED", "expired") == (caught.value.code, caught.value.kind)
        fresh = client.preconsult_certdoc(user_name="张三")
        assert Outcome.VERIFIED is client.consult_certdoc(auth_token=token, verify_id=fresh.verify_id).outcome
