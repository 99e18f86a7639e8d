"""A sandbox that goes on where another one ended, be it that it was stopped or that it was killed."""

import base64
import json
import logging
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from importlib import import_module
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest
from attrs import Factory, asdict, define, field, has

import realname
from realname import Outcome, alipay, esign, zoloz
from realname.core.waiting import without_waiting
from realname.sandbox import Record, Sandbox
from realname.zoloz.testing.transactions import IMAGE_BYTES
from tests import facts
from tests.callers import AlipayRequest, Environment, alipay_request, esign_request, zoloz_request

PERSON: Any = {"name": "张三", "id_no": "110101199001010000", "mobile_no": "13000000000"}
RANDOM = SystemRandom()
PHOTO = base64.b64encode(b"\xff\xd8\xff\xe0 a face \xff\xd9").decode()


@define
class Restarting:
    """A sandbox at a port of its own, with clients that outlive it."""

    path: Path
    sandbox: Sandbox = field(init=False)
    port: int = 0
    _stack: ExitStack = Factory(ExitStack)

    def __attrs_post_init__(self) -> None:
        self.start()
        self.port = int(self.sandbox.zoloz.url.rpartition(":")[2])
        self.start()  # at three ports that follow each other

    def start(self, **options: Any) -> None:
        """End the one that runs, if one does, and start another."""
        if hasattr(self, "sandbox"):
            self.sandbox.close()
        self.sandbox = Sandbox(state=self.path, **options)
        for _ in range(20):
            try:
                self.sandbox.serve(port=self.port)
            except OSError:  # one of the three is somebody else's
                self.sandbox.close()
                self.port = RANDOM.randrange(20_000, 30_000)
                self.sandbox = Sandbox(state=self.path, **options)
            else:
                break

    def client(self, module: Any, credentials: str = "credentials", **options: Any) -> Any:
        """A client that is made before a restart, and used after it."""
        gateway = getattr(self.sandbox, module.__name__.rpartition(".")[2])
        client = module.Client(getattr(gateway, credentials), base_url=gateway.url, **options)
        return self._stack.enter_context(client)

    def close(self) -> None:
        """End all of it."""
        self._stack.close()
        self.sandbox.close()


@pytest.fixture
def restarting(tmp_path: Path) -> Iterator[Restarting]:
    """A sandbox whose state is in a file."""
    with without_waiting(), closing(Restarting(tmp_path / "state")) as found:
        yield found


@pytest.mark.parametrize(("credentials", "options"), [("credentials", {"encrypt": True}), ("access_key", {})])
def test_a_journey_at_zoloz(credentials: str, options: dict[str, Any], restarting: Restarting) -> None:
    """Enrolled before, verified after; and an unenrolment is one for the verifications that had begun."""
    client = restarting.client(zoloz, credentials, **options)
    client.enroll(biz_id="1", user_id="user-1", base64_image_content=PHOTO)
    first, second, third = (
        client.initialize(biz_id="1", user_id="user-1", meta_info="MOB_H5").transaction_id for _ in range(3)
    )
    restarting.sandbox.zoloz.finish_transaction(second, outcome=("pending", "rejected"))
    assert Outcome.PENDING is client.checkresult(biz_id="1", transaction_id=second).outcome
    restarting.start()
    restarting.sandbox.finish(first)
    verified = client.checkresult(biz_id="1", transaction_id=first)
    with pytest.raises(realname.ApiError, match="NOT_SAME_PERSON"):
        client.checkresult(biz_id="1", transaction_id=second)
    restarting.sandbox.zoloz.unenroll("user-1")
    restarting.start()

    assert (Outcome.VERIFIED, PHOTO) == (verified.outcome, verified.ext_face_info.ref_image)
    with pytest.raises(ValueError, match="unenrolled"):
        restarting.sandbox.finish(third)
    assert client.checkresult(biz_id="1", transaction_id=first).ext_face_info.ref_image is None
    assert [] == [*restarting.sandbox.zoloz._transactions._enrolled]


@pytest.mark.parametrize(
    ("credentials", "options"), [("credentials", {}), ("certificate_credentials", {"encrypt": True})]
)
def test_a_journey_at_alipay(credentials: str, options: dict[str, Any], restarting: Restarting) -> None:
    """A certification, a one-time token and a deposit, with the same keys or certificates."""
    gateway = restarting.sandbox.alipay
    client = restarting.client(alipay, credentials, **options)
    person = alipay.OpenCertifyIdentifyInfo(
        identity_type="CERT_INFO", cert_type="IDENTITY_CARD", cert_name="张三", cert_no=PERSON["id_no"]
    )
    certify_id = client.initialize_face_certify(outer_order_no="n1", identity_param=person).certify_id
    gateway.finish_certification(certify_id, outcome=("pending", "verified"))
    before = client.query_face_certify(certify_id=certify_id)
    token = gateway.issue_token(results=["WAITING_VERIFY", "SUCCESS"])
    names = ("conn_key", "once_token", "identity_type", "cert_no")
    given = facts.main("alipay").minimal | {name: getattr(token, name) for name in names}
    waiting = client.query_jobworth_authentication(**given)
    auth_token = gateway.issue_auth_token(user_name="张三")
    verify_id = client.preconsult_certdoc(user_name="张三").verify_id
    gateway.authorize_app("other-merchant")
    restarting.start()

    assert ("F", "T") == (before.passed, client.query_face_certify(certify_id=certify_id).passed)
    assert ("WAITING_VERIFY", "SUCCESS") == (
        waiting.identity_result,
        client.query_jobworth_authentication(**given).identity_result,
    )
    assert "T" == client.consult_certdoc(auth_token=auth_token, verify_id=verify_id).passed
    request = alipay_request(restarting.sandbox.environment(), token, round(time.time() * 1000))
    request.headers["alipay-app-auth-token"] = "other-merchant"
    assert "TOKEN_INVALID" == json.loads(request.signed().send().body)["code"]


def test_journeys_at_esign(restarting: Restarting) -> None:
    """By a code, on a page with a company's agent, and by money, in token mode with the token from before."""
    client = restarting.client(esign, access="token")
    gateway = restarting.sandbox.esign
    by_code = client.start_telecom3_factors(**PERSON).data.flow_id
    code = gateway.sent_code(by_code)
    on_page = client.create_org_auth_url(
        context_info=esign.FlowContext(redirect_url="https://merchant.example/done", context_id="order-1")
    ).data.flow_id
    gateway.finish_flow(on_page, outcome=("pending", "verified"))
    by_money = client.start_org_three_factors(name="公司", org_code="1", legal_rep_name="张三").data.flow_id
    operation = facts.operation("esign", "transferRandomAmount")
    client.transfer_random_amount(**operation.minimal | {"flow_id": by_money})
    amount = gateway.transferred_amount(by_money)
    restarting.start()
    gateway = restarting.sandbox.esign

    assert (code, amount) == (gateway.sent_code(by_code), gateway.transferred_amount(by_money))
    client.verify_telecom3_factors_code(flow_id=by_code, authcode=code)
    assert Outcome.VERIFIED is client.get_flow_outline(flow_id=by_code).outcome
    assert [Outcome.PENDING, Outcome.VERIFIED] == [client.get_flow_detail(flow_id=on_page).outcome for _ in range(2)]
    assert "order-1" == client.get_flow_outline(flow_id=on_page).data.context_id
    client.verify_random_amount(flow_id=by_money, amount=amount)
    assert Outcome.VERIFIED is client.get_flow_outline(flow_id=by_money).outcome
    assert 1 == gateway.token_requests


def test_everything_is_as_it_was(restarting: Restarting) -> None:
    """After each operation was called, and each method of the gateways: what every shelf has, thing by thing."""
    restarting.start(samples=True)
    for provider in facts.PROVIDERS:
        client = restarting.client(import_module(f"realname.{provider}"))
        for operation in facts.of(provider):
            try:
                getattr(client, operation.name)(**operation.arguments)
            except realname.ApiError:
                continue
    sandbox = restarting.sandbox
    flow_id = client.start_org_three_factors(name="公司", org_code="1", legal_rep_name="张三").data.flow_id
    for name in ("transferRandomAmount", "startLegalRepSign"):
        operation = facts.operation("esign", name)
        getattr(client, operation.name)(**operation.arguments | {"flow_id": flow_id})
    sandbox.alipay.issue_auth_token(user_name="张三")
    sandbox.alipay.authorize_app("other-merchant")
    sandbox.zoloz.enroll("\ud800")
    for gateway in sandbox.gateways.values():
        with gateway.changing():
            gateway._passed = 5.0
    environment = sandbox.environment(certificates=True)
    before, requests = told(sandbox), sandbox.requests
    restarting.start()

    assert ["numbers"] == [name for name, things in before.items() if not things]
    assert before == told(restarting.sandbox)
    assert requests == restarting.sandbox.requests
    assert environment == restarting.sandbox.environment(certificates=True)


def told(sandbox: Sandbox) -> dict[str, list[tuple[str, Any]]]:
    """All that a sandbox knows, in its order."""
    return {
        name: [(key, asdict(thing) if has(type(thing)) else thing) for key, thing in shelf.items()]
        for name, shelf in sandbox._state._shelves.items()
    }


def test_the_log_goes_on(restarting: Restarting) -> None:
    """With its numbers, also after a reset, which forgets it in the file, too."""
    environment = restarting.sandbox.environment()
    esign_request(environment, flow_id="marker").signed().send()
    zoloz_request(environment, "marker").signed().send()
    before = restarting.sandbox.requests
    restarting.start()
    after = restarting.sandbox.requests
    assert (before, [1, 2]) == (after, [record.number for record in after])
    assert [record.answer for record in before] == [record.answer for record in after]
    restarting.sandbox.reset()
    left = [file.name for file in restarting.path.parent.iterdir() if b"marker" in file.read_bytes()]
    restarting.start()
    esign_request(environment).signed().send()

    assert ([], [3]) == (left, [record.number for record in restarting.sandbox.requests])


def test_a_beginning_anew_has_the_same_keys(restarting: Restarting) -> None:
    """And nothing else: neither users nor requests. What is kept by a name is, too."""
    kept = restarting.sandbox.keep("token", lambda: "a")
    environment = restarting.sandbox.environment(access_key=True, certificates=True)
    restarting.sandbox.zoloz.enroll("user-1")
    zoloz_request(restarting.sandbox.environment(), "user-1").signed().send()
    restarting.start(fresh=True)
    restarting.start()

    assert (kept, "a") == (restarting.sandbox.keep("token", lambda: "b"), kept)
    assert environment == restarting.sandbox.environment(access_key=True, certificates=True)
    assert ([], []) == (restarting.sandbox.requests, [*restarting.sandbox.zoloz._transactions._enrolled])
    assert restarting.sandbox.esign.knows(restarting.sandbox.esign.sample_flow_id)


def test_samples_that_were_used_up_are_there_again(restarting: Restarting) -> None:
    """At the next start; what of them is left stays as it is."""
    restarting.start(samples=True)
    first = restarting.sandbox.alipay.sample_token
    restarting.start(samples=True)
    assert first == restarting.sandbox.alipay.sample_token
    request = alipay_request(restarting.sandbox.environment(), first, round(time.time() * 1000))
    assert 200 == request.signed().send().status
    restarting.sandbox.zoloz.unenroll(restarting.sandbox.zoloz.sample_user_id)
    restarting.start(samples=True)

    assert first != restarting.sandbox.alipay.sample_token
    assert restarting.sandbox.zoloz.sample_user_id in restarting.sandbox.zoloz._transactions._enrolled


def test_what_cannot_be_written_is_not_answered(restarting: Restarting) -> None:
    """HTTP 500 says why, instead of an answer that a restart would not know of; once it can be written, it is."""
    sandbox, told = restarting.sandbox, list[Record]()
    environment = sandbox.environment()
    sandbox._on_request = told.append
    restarting.path.rename(restarting.path.with_name("moved"))
    answer = esign_request(environment).signed().send()
    with pytest.raises(Exception, match="no longer there"):
        sandbox.zoloz.enroll("user-1")
    assert (500, []) == (answer.status, told)
    assert b"no longer there" in answer.body
    restarting.path.with_name("moved").replace(restarting.path)
    esign_request(environment).signed().send()
    restarting.start()

    assert 2 == len(told) == len(restarting.sandbox.requests)
    assert "user-1" in restarting.sandbox.zoloz._transactions._enrolled


# ---- all day ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(sandbox: Sandbox) -> Iterator[Sandbox]:
    """A sandbox with room for few things."""
    before = [(shelf, shelf._most) for shelf in sandbox._state._shelves.values()]
    for shelf, most in before:
        shelf._most = None if most is None else 20
    yield sandbox
    for shelf, most in before:
        shelf._most = most


def test_nothing_grows_for_ever(small: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """Of whatever calls leave behind the oldest goes, with what belongs to it; samples stay, and still succeed."""
    small.zoloz.add_samples()
    small.alipay.add_samples()
    with esign.Client(small.esign.credentials, base_url=small.esign.url) as flows:
        first = flows.start_telecom3_factors(**PERSON).data.flow_id
        for _ in range(30):
            last = flows.start_telecom3_factors(**PERSON).data.flow_id
    with zoloz.Client(small.zoloz.credentials, base_url=small.zoloz.url) as faces:
        for number in range(30):
            faces.enroll(biz_id="1", user_id=f"user-{number}", base64_image_content=PHOTO)
            faces.initialize(biz_id="1", user_id=f"user-{number}", meta_info="MOB_H5")
        faces.query_enroll_status(biz_id="1", user_id=small.zoloz.sample_user_id)
        for name in ("checkresult", "deletePrivacyInfo"):
            operation = facts.operation("zoloz", name)
            getattr(faces, operation.name)(**operation.arguments)
    with alipay.Client(small.alipay.credentials, base_url=small.alipay.url) as money:
        for _ in range(30):
            small.alipay.issue_token()
            small.alipay.issue_auth_token()
            money.preconsult_certdoc(user_name="张三")
            money.initialize_certify_open(**facts.operation("alipay", "initializeCertifyOpen").arguments)
        for operation in facts.of("alipay"):
            if operation is not facts.main("alipay"):
                getattr(money, operation.name)(**operation.arguments)
    shelves = small._state._shelves

    assert {name: len(shelf) for name, shelf in shelves.items() if len(shelf) > 20} == {}
    assert small.zoloz._transactions._uses.keys() == {*shelves["ZOLOZ faces"]}
    assert small.alipay._tokens._issued.peek(small.alipay.sample_token.once_token)
    assert small.esign.knows(small.esign.sample_flow_id)
    assert ([False, True], 18) == ([small.esign.knows(each) for each in (first, last)], len(shelves["e签宝 codes"]))
    warned = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len({*warned}) == len([text for text in warned if "the oldest leave" in text]) > 5


def test_images_have_a_bound_together(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """In place of the oldest the sandbox's own face is compared; its user stays enrolled."""
    size = IMAGE_BYTES // 8
    transactions = sandbox.zoloz._transactions
    with sandbox.zoloz.changing():
        for number in range(12):
            transactions.enroll(f"user-{number}", f"{number:02}" * (size // 2))
        transactions.unenroll("user-5")
        transactions.enroll("user-6", "06" * (size // 2))
    faces = {user: transactions._enrollments[name].image or "" for user, name in transactions._enrolled.items()}

    assert {f"user-{number}" for number in range(4)} == {user for user, image in faces.items() if len(image) < size}
    assert 11 == len(faces)
    assert 7 * size == sum(transactions._images.values())
    assert 1 == len(caplog.messages)


# ---- killed ----------------------------------------------------------------------------------------------------------

NURSERY = """
import os, signal, sys
from realname.sandbox import Sandbox
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while sys.stdin.readline():
    if not os.fork():
        sandbox = Sandbox(state=sys.argv[1])
        sandbox.serve()
        print(os.getpid(), sandbox.zoloz.url, sandbox.alipay.url, sandbox.esign.url, flush=True)
        signal.pause()
"""
ROUNDS = 6
SECONDS = 0.15
"""The longest that a sandbox lives in a round, once everybody has been answered."""


@define
class Asked:
    """What was answered, by one who asks all the time."""

    users: list[str] = Factory(list)
    nonces: list[AlipayRequest] = Factory(list)
    flows: list[tuple[str, str]] = Factory(list)
    has_begun: threading.Event = Factory(threading.Event)


def ask(credentials: tuple[Any, Any], environment: Environment, pool: realname.Pool, who: str, asked: Asked) -> None:
    """Ask one after the other until nobody answers any more."""
    urls = {name: environment[f"REALNAME_{name.upper()}_BASE_URL"] for name in facts.PROVIDERS}
    with (
        zoloz.Client(credentials[0], base_url=urls["zoloz"], http_client=pool, attempts=1) as faces,
        esign.Client(credentials[1], base_url=urls["esign"], http_client=pool, attempts=1) as flows,
    ):
        try:
            while True:
                user_id = f"{who}-{len(asked.users)}"
                faces.enroll(biz_id="1", user_id=user_id, base64_image_content=PHOTO)
                asked.users.append(user_id)
                asked.has_begun.set()
                request: Any = alipay_request(environment, {}, round(time.time() * 1000)).signed()
                if request.try_to_send() is None:
                    return
                asked.nonces.append(request)
                flow_id = flows.start_telecom3_factors(**PERSON).data.flow_id
                status = flows.get_flow_outline(flow_id=flow_id).data.flow_status
                asked.flows.append((flow_id, status))
        except (realname.TransportError, OSError):
            return


def test_killed_at_any_moment_it_knows_all_that_it_answered(tmp_path: Path, authorities: ssl.SSLContext) -> None:
    """Under load from several threads, again and again: users, nonces, flows, and the log of it."""
    path, asked = tmp_path / "state", [Asked() for _ in range(3)]
    with Sandbox(state=path) as first:
        credentials, environment = (first.zoloz.credentials, first.esign.credentials), first.environment()
    command = [sys.executable, "-c", NURSERY, str(path)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery,
        realname.Pool(verify=authorities) as connections,
        ThreadPoolExecutor() as pool,
    ):
        assert nursery.stdin
        assert nursery.stdout
        for number in range(ROUNDS):
            print(file=nursery.stdin, flush=True)
            process, *urls = nursery.stdout.readline().split()
            names = [f"REALNAME_{name.upper()}_BASE_URL" for name in facts.PROVIDERS]
            known = {**environment, **dict(zip(names, urls, strict=True))}
            waiting = [
                pool.submit(ask, credentials, known, connections, f"{number}-{i}", each) for i, each in enumerate(asked)
            ]
            for each in asked:
                assert each.has_begun.wait(30)
                each.has_begun.clear()
            time.sleep(RANDOM.uniform(0, SECONDS))
            os.kill(int(process), signal.SIGKILL)
            for done in waiting:
                done.result(30)
        nursery.stdin.close()
    assert min(len(each.users) for each in asked) >= ROUNDS
    with Sandbox(state=path) as sandbox, zoloz.Client(credentials[0], base_url=sandbox.zoloz.url) as client:
        for found in asked:
            for user_id in found.users:
                client.query_enroll_status(biz_id="1", user_id=user_id)
            for request in found.nonces:
                request.environment = sandbox.environment()
                assert b"was used before" in request.send().body
            for flow_id, status in found.flows:
                assert status == sandbox.esign._flows.known(flow_id).status
                assert sandbox.esign.sent_code(flow_id)
        numbers = [record.number for record in sandbox.requests]
        assert numbers == [*range(numbers[0], numbers[0] + len(numbers))]
