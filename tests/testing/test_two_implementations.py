"""What is signed is written down twice, by the client and by its judge: a mistake in either is seen in the other.

Each mistake is put into one of the two, and a call through the sandbox has to fail.
"""

import hmac
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from attrs import frozen

import realname
from realname import alipay, esign, zoloz
from realname.alipay import signing as alipay_signing
from realname.alipay.testing import canonical as alipay_canonical
from realname.esign import signing as esign_signing
from realname.esign.testing import canonical as esign_canonical
from realname.esign.testing.callbacks import Callback
from realname.sandbox import Sandbox
from realname.zoloz import signing as zoloz_signing
from realname.zoloz.testing import canonical as zoloz_canonical
from tests import facts, vectors

CLIENTS: dict[str, Any] = {"zoloz": zoloz.Client, "alipay": alipay.Client, "esign": esign.Client}


def swapped(first: int, second: int) -> Callable[[bytes], bytes]:
    """Two lines of a string in each other's place."""

    def change(string: bytes) -> bytes:
        lines = string.split(b"\n")
        lines[first], lines[second] = lines[second], lines[first]
        return b"\n".join(lines)

    return change


@frozen
class Place:
    """Where one of the two says what is signed."""

    owner: object
    name: str

    def spoil(self, patch: pytest.MonkeyPatch, change: Callable[[Any], Any]) -> None:
        """Make a mistake there."""
        right = getattr(self.owner, self.name)
        patch.setattr(self.owner, self.name, lambda *args, **kwargs: change(right(*args, **kwargs)))


REQUESTS = {
    "zoloz": (Place(zoloz_signing, "string_to_sign"), Place(zoloz_canonical.StringToSign, "join")),
    "alipay": (Place(alipay_signing, "string_to_sign"), Place(alipay_canonical.StringToSign, "join")),
    "esign": (Place(esign_signing, "string_to_sign"), Place(esign_canonical.StringToSign, "join")),
}
MISTAKES: dict[str, dict[str, Callable[[bytes], bytes]]] = {
    "zoloz": {
        "commas for full stops": lambda string: string.replace(b".", b",", 2),
        "no line feed": lambda string: string.replace(b"\n", b"", 1),
        "a line feed at the end": lambda string: string + b"\n",
        "method in lower case": lambda string: string.replace(b"POST", b"post", 1),
    },
    "alipay": {
        "no line feed at the end": lambda string: string[:-1],
        "no line for the body": lambda string: string.removesuffix(b"\n"),
        "method before the items": swapped(0, 1),
        "address before the method": swapped(1, 2),
        "without its query": lambda string: string.partition(b"?")[0] + b"\n\n",
    },
    "esign": {
        "headers in another order": swapped(1, 3),
        "no lines for absent headers": lambda string: string.replace(b"\n\n", b"\n"),
        "a line feed at the end": lambda string: string + b"\n",
        "address first": swapped(0, -1),
    },
}
REFUSED = {"zoloz": "SIGNATURE_INVALID", "alipay": "invalid-signature", "esign": "INVALID_SIGNATURE"}
ROWS = [
    pytest.param(provider, place, change, id=f"{provider}-{'client' if index == 0 else 'judge'}-{name}")
    for provider, mistakes in MISTAKES.items()
    for index, place in enumerate(REQUESTS[provider])
    for name, change in mistakes.items()
]


@pytest.fixture
def call(sandbox: Sandbox) -> Callable[[str], object]:
    """A call of a provider's main operation that succeeds."""

    def call(provider: str) -> object:
        gateway = sandbox.gateways[provider]
        arguments = facts.main(provider).arguments
        if provider == "zoloz":
            sandbox.zoloz.enroll(arguments["user_id"])
        if provider == "alipay":
            token = sandbox.alipay.issue_token()
            arguments |= {name: getattr(token, name) for name in arguments if hasattr(token, name)}
        credentials: Any = getattr(gateway, "credentials")  # noqa: B009 - whichever provider it is
        with CLIENTS[provider](credentials, base_url=gateway.url, attempts=1) as client:
            return getattr(client, facts.main(provider).name)(**arguments)

    return call


@pytest.mark.parametrize(("provider", "place", "change"), ROWS)
def test_a_wrong_string_to_sign_is_seen(
    provider: str,
    place: Place,
    change: Callable[[bytes], bytes],
    call: Callable[[str], object],
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The gateway refuses the signature; without the mistake it accepts the same call."""
    with monkeypatch.context() as patch:
        place.spoil(patch, change)
        with pytest.raises(realname.RealnameError):
            call(provider)
    assert call(provider) is not None

    refused, accepted = (record.verdict for record in sandbox.requests)
    assert ("accepted", True) == (
        accepted,
        refused.lower().replace("-", "_") in {"signature_invalid", "invalid_signature"},
    )


@pytest.mark.parametrize(
    "place",
    [Place(alipay_signing, "string_to_verify"), Place(alipay_canonical.StringToVerify, "join")],
    ids=["client", "judge"],
)
@pytest.mark.parametrize(
    "change", [lambda string: string[:-1], swapped(0, 1)], ids=["no line feed at the end", "nonce before the time"]
)
def test_a_wrong_string_to_verify_is_seen(
    place: Place,
    change: Callable[[bytes], bytes],
    call: Callable[[str], object],
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The request is accepted, and the answer not believed."""
    place.spoil(monkeypatch, change)

    with pytest.raises(realname.SignatureError):
        call("alipay")
    assert ["accepted"] == [record.verdict for record in sandbox.requests]


@pytest.mark.parametrize(
    ("place", "change"),
    [
        (Place(esign_signing, "content_md5"), lambda digest: digest[::-1]),
        (Place(esign_canonical, "content_md5"), lambda digest: digest[::-1]),
        (Place(esign_signing, "path_and_parameters"), lambda path: path.replace("a=1&b=2", "b=2&a=1")),
        (Place(esign_canonical, "path_and_parameters"), lambda path: path.replace("a=1&b=2", "b=2&a=1")),
    ],
    ids=["client's digest", "judge's digest", "client's order", "judge's order"],
)
def test_a_wrong_digest_or_query_is_seen(
    place: Place, change: Callable[[str], str], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body and a query are signed by e签宝's rules on both sides; then nothing is wrong but the path."""
    url = f"{sandbox.esign.url}/no/such/path?b=2&a=1"
    with httpx.Client(auth=esign.Auth(sandbox.esign.credentials)) as client:
        client.post(url, content=b"{}")
        place.spoil(monkeypatch, change)
        client.post(url, content=b"{}")

    assert ["404", "INVALID_SIGNATURE"] == [record.verdict for record in sandbox.requests]


def test_a_wrong_callback_is_seen(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the sandbox posts is verified by the client's own reading of it."""
    credentials, query = sandbox.esign.credentials, "orderNo=001&belong=pinjie"

    def verify() -> esign.Callback:
        secret = credentials.app_secret.reveal()
        document = {"flowId": "1", "success": True}
        sent = Callback.sign(credentials.app_id, secret, f"/notify?{query}", document, now_ms=1_700_000_000_000)
        return esign.verify_callback(credentials, headers=sent.headers, query=query, body=sent.body)

    assert verify().success
    Place(esign_canonical, "callback_values").spoil(monkeypatch, lambda values: values[::-1])
    with pytest.raises(realname.SignatureError):
        verify()


# ---- the judge's own, held against the published vectors, as the client's is in the tests of the providers -----------


def _pairs(listed: list[list[str]]) -> list[tuple[str, str]]:
    return [(key, value) for key, value in listed]


def _zoloz(_: str, given: Any) -> bytes:
    return zoloz_canonical.StringToSign(
        path=given["path"], client_id=given["client_id"], time=given["time"], body=given["body"].encode()
    ).join()


def _alipay(kind: str, given: Any) -> bytes:
    if kind == "request":
        names = ("auth_string", "method", "target", "app_auth_token")
        parts = {name: given[name] for name in names} | {"body": given["body"].encode()}
        return alipay_canonical.StringToSign(**parts).join()
    if kind == "answer":
        return alipay_canonical.StringToVerify(
            timestamp=given["timestamp"], nonce=given["nonce"], body=given["body"].encode()
        ).join()
    text = given["form"] if kind == "notification" else urlsplit(given["url"]).query
    out = {"sign"} if kind == "certify_url" or given["signs_sign_type"] else {"sign", "sign_type"}
    pairs = [pair for pair in parse_qsl(text) if pair[0] not in out]
    return alipay_canonical.sorted_string(dict(pairs))


def _esign(kind: str, given: Any) -> bytes:
    query = _pairs(given["query"])
    if kind == "callback":
        values = esign_canonical.callback_values(query)
        body = given["body"].encode()
        return esign_canonical.CallbackString(timestamp=given["timestamp"], values=values, body=body).join()
    names = ("method", "accept", "content_md5", "content_type", "date")
    return esign_canonical.StringToSign(
        **{name: given[name] for name in names},
        signed_headers=_pairs(given["signed_headers"]),
        path_and_parameters=esign_canonical.path_and_parameters(given["path"], query),
    ).join()


JUDGES: dict[str, Callable[[str, Any], bytes]] = {"zoloz": _zoloz, "alipay": _alipay, "esign": _esign}


@pytest.mark.parametrize(
    ("provider", "case"),
    [
        pytest.param(provider, case, id=f"{provider}-{case['id']}")
        for provider in JUDGES
        for case in vectors.file(provider)["cases"]
        if "string" in case
    ],
)
def test_the_judge_joins_what_is_signed(provider: str, case: Any) -> None:
    """Requests, answers, callbacks, notifications and addresses, to the byte; forged ones too."""
    assert case["string"].encode() == JUDGES[provider](case["kind"], case["given"])


@pytest.mark.parametrize("case", vectors.cases("esign", "request", "callback"))
def test_the_judge_signs_as_esign_does(case: Any) -> None:
    """Base64 for a request, hex for a callback; what fits is genuine, what does not is not."""
    sign = esign_canonical.sign if case["kind"] == "request" else esign_canonical.sign_callback
    made = sign(vectors.key("esign", "app_secret"), case["string"].encode())

    assert case.get("fits", True) == (case["signature"] == made)


@pytest.mark.parametrize("case", vectors.cases("esign", "content_md5"))
def test_the_judge_knows_a_digest(case: Any) -> None:
    """Of the bytes, in base64."""
    assert case["valid"] == (case["content_md5"] == esign_canonical.content_md5(case["given"]["body"].encode()))


@pytest.mark.parametrize("case", vectors.cases("zoloz", "request", "answer", access="access key"))
def test_the_judge_reads_an_access_key(case: Any) -> None:
    """Secret and signature are in URL-safe base64."""
    secret = zoloz_canonical.decode_url_safe(vectors.key("zoloz", "access_key"))
    made = hmac.digest(secret, case["string"].encode(), "sha256")

    assert case.get("fits", True) == (case["signature"] == zoloz_canonical.encode_url_safe(made))
