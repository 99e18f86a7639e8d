"""The sandbox as a whole: its life, its log, its credentials, and the three clients against it."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from attrs import asdict

from realname import alipay, esign, zoloz
from realname.sandbox import NotEnrolled, Sandbox, ZolozSettings
from realname.sandbox.contract import Contract
from realname.sandbox.exchange import Record
from tests.sandbox.callers import NOW, NOW_MS, alipay_request, esign_request, genuine_request, zoloz_request

Environment = Mapping[str, str]


def test_clients(sandbox: Sandbox) -> None:
    """The three clients get verified answers with the sandbox's own credentials."""
    sandbox.zoloz.enroll("user-1")
    token = sandbox.alipay.issue_token()
    with Sandbox() as live:
        live.zoloz.enroll("user-1")
        token = live.alipay.issue_token()
        with (
            zoloz.Client(live.zoloz.credentials, base_url=live.zoloz.url) as zoloz_client,
            alipay.Client(live.alipay.credentials, base_url=live.alipay.url) as alipay_client,
            esign.Client(live.esign.credentials, base_url=live.esign.url) as esign_client,
        ):
            status = zoloz_client.query_enroll_status(biz_id="1", user_id="user-1")
            identity = alipay_client.query_jobworth_authentication(
                conn_key=token.conn_key,
                once_token=token.once_token,
                query_type="exact",
                identity_type="04",
                service_id="1",
                cert_no=token.cert_no,
                cert_type="0",
            )
            outline = esign_client.get_flow_outline(flow_id=live.esign.sample_flow_id)

    assert ("S", "SUCCESS", "ING") == (
        status.result.result_status,
        identity.identity_result,
        outline.data.flow_status,
    )


def test_clients_from_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of the environment are all that the clients need."""
    with Sandbox() as live:
        for name, value in live.environment().items():
            monkeypatch.setenv(name, value)
        live.zoloz.enroll("user-1")
        with zoloz.Client.from_env() as client:
            status = client.query_enroll_status(biz_id="1", user_id="user-1")

    assert "SUCCESS" == status.result.result_code


def test_environment_names(sandbox: Sandbox) -> None:
    """The environment holds what the three `from_env` read, and nothing else."""
    assert [
        "REALNAME_ZOLOZ_CLIENT_ID",
        "REALNAME_ZOLOZ_PRIVATE_KEY",
        "REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY",
        "REALNAME_ZOLOZ_BASE_URL",
        "REALNAME_ALIPAY_APP_ID",
        "REALNAME_ALIPAY_PRIVATE_KEY",
        "REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY",
        "REALNAME_ALIPAY_ENCRYPT_KEY",
        "REALNAME_ALIPAY_BASE_URL",
        "REALNAME_ESIGN_APP_ID",
        "REALNAME_ESIGN_APP_SECRET",
        "REALNAME_ESIGN_BASE_URL",
    ] == list(sandbox.environment())


def test_environment_of_other_modes(sandbox: Sandbox) -> None:
    """For the other ways of access some variables take the place of others; both kinds are never there at a time."""
    usual, other = sandbox.environment(), sandbox.environment(access_key=True, certificates=True)

    assert (
        ["REALNAME_ZOLOZ_PRIVATE_KEY", "REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY", "REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY"],
        [
            "REALNAME_ZOLOZ_ACCESS_KEY",
            "REALNAME_ZOLOZ_SECRET_KEY",
            "REALNAME_ALIPAY_APP_CERTIFICATE",
            "REALNAME_ALIPAY_ALIPAY_CERTIFICATES",
            "REALNAME_ALIPAY_ROOT_CERTIFICATES",
        ],
    ) == ([name for name in usual if name not in other], [name for name in other if name not in usual])


def test_credentials_are_read_once(sandbox: Sandbox) -> None:
    """Reading keys is slow, so it happens at the first access only."""
    assert sandbox.zoloz.credentials is sandbox.zoloz.credentials
    assert sandbox.zoloz.access_key is sandbox.zoloz.access_key
    assert sandbox.alipay.credentials is sandbox.alipay.credentials
    assert sandbox.alipay.certificate_credentials is sandbox.alipay.certificate_credentials
    assert sandbox.esign.credentials is sandbox.esign.credentials


def test_samples() -> None:
    """A sandbox with samples has something that succeeds at each gateway, after a reset too."""
    verdicts = []
    with Sandbox(clock=lambda: NOW, samples=True) as sandbox:
        for _ in range(2):
            token = asdict(sandbox.alipay.sample_token)
            zoloz_request(sandbox.environment(), sandbox.zoloz.sample_user_id).signed().send()
            alipay_request(sandbox.environment(), token, NOW_MS).signed().send()
            esign_request(sandbox.environment(), NOW_MS, flow_id=sandbox.esign.sample_flow_id).signed().send()
            verdicts += [record.verdict for record in sandbox.requests]
            sandbox.reset()

    assert ["accepted"] * 6 == verdicts


def test_no_samples(sandbox: Sandbox, environment: Environment) -> None:
    """Without samples nobody is enrolled and no token is issued."""
    zoloz_request(environment, sandbox.zoloz.sample_user_id).signed().send()

    assert "SANDBOX_USER_NOT_ENROLLED" == sandbox.requests[-1].verdict
    with pytest.raises(RuntimeError, match="samples=True"):
        _ = sandbox.alipay.sample_token


def test_fresh_keys(environment: Environment) -> None:
    """Two sandboxes share no key, no secret and no port."""
    with Sandbox() as other:
        shared = [name for name, value in other.environment().items() if value == environment[name]]

    assert ["REALNAME_ZOLOZ_CLIENT_ID", "REALNAME_ALIPAY_APP_ID", "REALNAME_ESIGN_APP_ID"] == shared


def test_url_before_start() -> None:
    """A sandbox that does not run has no URL, and says what to do."""
    with pytest.raises(RuntimeError, match="with Sandbox"):
        _ = Sandbox().zoloz.url


def test_serves_once() -> None:
    """A sandbox cannot be entered again."""
    sandbox = Sandbox()
    with sandbox:
        pass

    with pytest.raises(RuntimeError, match="once"), sandbox:
        pass


def test_closed_port_after_exit() -> None:
    """After the context nothing listens any more."""
    with Sandbox() as sandbox:
        request = esign_request(sandbox.environment(), NOW_MS)

    with pytest.raises(ConnectionRefusedError):
        request.signed().send()


def test_stop_does_not_wait_for_late_answers() -> None:
    """An answer that is held back for a minute does not hold up the end; it never comes."""
    arrived = threading.Event()
    with Sandbox(clock=lambda: NOW, on_request=lambda _: arrived.set()) as sandbox, ThreadPoolExecutor() as pool:
        sandbox.fail_next("esign", "delay", seconds=60)
        answer = pool.submit(esign_request(sandbox.environment(), NOW_MS).signed().try_to_send)
        arrived.wait(timeout=10)
        sandbox.close()

        assert answer.result(timeout=10) is None


def test_log(sandbox: Sandbox, environment: Environment) -> None:
    """The log holds every request in order, with its verdict, status and fault."""
    sandbox.zoloz.enroll("user-1")
    sandbox.fail_next("esign", "status_500")
    zoloz_request(environment).signed().send()
    zoloz_request(environment, "user-2").signed().send()
    esign_request(environment, NOW_MS).signed().send()
    alipay_request(environment, {"conn_key": "", "once_token": "", "cert_no": ""}, NOW_MS).signed().send()

    assert [
        ("zoloz", "POST", "accepted", 200, None),
        ("zoloz", "POST", "SANDBOX_USER_NOT_ENROLLED", 200, None),
        ("esign", "GET", "30500000", 500, "status_500"),
        ("alipay", "GET", "INVALID_PARAMETER", 400, None),
    ] == [(r.provider, r.method, r.verdict, r.status, r.fault) for r in sandbox.requests]


def test_log_holds_what_was_received(sandbox: Sandbox, environment: Environment) -> None:
    """Target, headers and body stand in the log as they were sent."""
    request = alipay_request(environment, asdict(sandbox.alipay.issue_token()), NOW_MS)
    request.body = b"{}"
    request.signed().send()
    [record] = sandbox.requests

    assert (request.target, request.headers["Authorization"], b"{}") == (
        record.target,
        dict(record.headers)["authorization"],
        record.body,
    )


def test_private_reprs(sandbox: Sandbox, environment: Environment) -> None:
    """No repr shows a personal field, a token or a signature."""
    token = sandbox.alipay.issue_token(cert_no="110101199001019999")
    alipay_request(environment, asdict(token), NOW_MS).signed().send()
    zoloz_request(environment, "a-person").signed().send()
    shown = repr([sandbox.requests, [record.received for record in sandbox.requests], token, sandbox.zoloz.credentials])
    private = ["110101199001019999", token.once_token, token.conn_key, "a-person", "sign=", "signature="]

    assert [] == [text for text in private if text in shown]


def test_reset(sandbox: Sandbox, environment: Environment) -> None:
    """The reset forgets users, tokens, flows, settings, faults and the log."""
    sandbox.zoloz.enroll("user-1")
    token = sandbox.alipay.issue_token()
    flow_id = sandbox.esign.add_flow()
    sandbox.alipay.settings.business_statuses |= {"TOKEN_INVALID": 500}
    sandbox.fail_next("zoloz", "status_500", times=None)
    sandbox.reset()
    outline = esign_request(environment, NOW_MS)
    outline.path = f"/v2/identity/auth/api/common/{flow_id}/outline"
    statuses = [
        zoloz_request(environment).signed().send().status,
        alipay_request(environment, asdict(token), NOW_MS).signed().send().status,
        outline.signed().send().status,
    ]

    assert ([200, 400, 200], ["SANDBOX_USER_NOT_ENROLLED", "TOKEN_INVALID", "30500001"]) == (
        statuses,
        [record.verdict for record in sandbox.requests],
    )


def test_settings_at_construction() -> None:
    """Settings given at construction hold, and come back with the reset."""
    with Sandbox(clock=lambda: NOW, zoloz=ZolozSettings(not_enrolled=NotEnrolled(code="MINE"))) as sandbox:
        sandbox.zoloz.settings.not_enrolled = NotEnrolled(code="OTHER")
        sandbox.reset()
        zoloz_request(sandbox.environment()).signed().send()

        assert ["MINE"] == [record.verdict for record in sandbox.requests]


def test_on_request() -> None:
    """A listener is told of every request."""
    records: list[Record] = []
    with Sandbox(clock=lambda: NOW, on_request=records.append) as sandbox:
        esign_request(sandbox.environment(), NOW_MS).signed().send()

        assert sandbox.requests == records


@pytest.mark.parametrize(
    ("provider", "component"),
    [
        ("zoloz", "QueryEnrollStatusResponse"),
        ("alipay", "ZhimaCustomerJobworthAuthenticationQueryResponseModel"),
        ("esign", "FlowOutlineResponse"),
    ],
)
def test_answers_obey_the_contract(sandbox: Sandbox, environment: Environment, provider: str, component: str) -> None:
    """The sandbox's own successes are what the contract says."""
    answer = genuine_request(sandbox, environment, provider).signed().send()
    contract = Contract.shipped(f"realname_{provider}")

    assert (200, []) == (answer.status, contract.component_violations(component, json.loads(answer.body)))


def test_concurrent_requests(sandbox: Sandbox, environment: Environment) -> None:
    """Of many simultaneous queries with one token exactly one gets the result."""
    token = asdict(sandbox.alipay.issue_token())
    requests = [alipay_request(environment, token, NOW_MS).signed() for _ in range(20)]
    threads = [threading.Thread(target=request.send) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ["TOKEN_INVALID"] * 19 + ["accepted"] == sorted(record.verdict for record in sandbox.requests)


def test_services_do_not_import_it() -> None:
    """The clients import neither the sandbox nor its server."""
    code = "import sys; from realname import alipay, esign, zoloz; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()

    assert [] == [name for name in loaded if name.startswith(("realname.sandbox", "uvicorn", "jsonschema_rs"))]


def test_missing_extra() -> None:
    """Without the extra, the import says what to install."""
    code = "import importlib.util as u; u.find_spec = lambda name: None; import realname.sandbox"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)

    assert "needs jsonschema_rs and uvicorn: install the extra, realname[sandbox]" in ended.stderr
