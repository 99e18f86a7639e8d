"""A wrong cause is worse than none: what is signed rightly gets no finding, and what nobody knows no known name."""

import base64
import hashlib
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realname import esign
from realname.explain import Outcome, explain_request
from realname.providers import PROVIDERS, Provider
from realname.testing.signature.signatures import decode
from tests.captures import ESIGN_PATH, ESIGN_SECRET, Alipay, Esign, Zoloz, names
from tests.pairs import KeyPair
from tests.providers import Caller

ODD = (
    *("None", "null", "<nil>", "undefined", "", " ", "&amp;", "&times", "×", "\\u0026", "\\n", "a=1&b=2", "+", "%2B"),
    *("2026-01-02T03:04:05.678Z", "\ufeff", "张三", "GET", "b'x'", "'", "\r\n", "\n"),
)
"""Values that look like the traces of a mistake, and are what somebody sent."""
values = st.sampled_from(ODD) | st.text(st.characters(codec="utf-8"), max_size=8)
bodies = st.lists(values, max_size=4).map(lambda parts: "".join(parts).encode())
queries = st.lists(st.tuples(st.sampled_from("abcZ"), values), max_size=4, unique_by=lambda pair: pair[0])
many = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def _written(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)


def _esign(query: list[tuple[str, str]], body: bytes) -> Esign:
    decoded = "&".join(f"{name}={value}" if value else name for name, value in sorted(query))
    target = ESIGN_PATH + (f"?{_written(query)}" if query else "")
    sent = Esign(method="POST" if body else "GET", target=target, body=body)
    return sent.wrong(target=f"{ESIGN_PATH}?{decoded}" if query else ESIGN_PATH)


@many
@given(body=bodies, query=queries)
def test_what_is_signed_rightly_gets_no_finding(
    body: bytes, query: list[tuple[str, str]], caller_keys: KeyPair, callers: dict[str, Caller]
) -> None:
    """Whatever stands in body and query."""
    target = "/v3/x" + (f"?{_written(query)}" if query else "")
    right: dict[Provider, bytes] = {
        "zoloz": Zoloz(body=body).request(caller_keys),
        "alipay": Alipay(target=target, body=body, method="POST" if body else "GET").request(caller_keys),
        "esign": _esign(query, body).request(),
    }
    for provider in PROVIDERS:
        known = (
            esign.Credentials(app_id="7438", app_secret=ESIGN_SECRET)
            if provider == "esign"
            else callers[provider].credentials
        )

        explanation = explain_request(provider, right[provider], known)

        assert (Outcome.VERIFIES, []) == (explanation.outcome, names(explanation))


@settings(deadline=None, max_examples=12)
@given(text=st.text(min_size=1).map(str.encode), body=bodies)
def test_what_nobody_knows_gets_no_known_name(
    text: bytes, body: bytes, caller_keys: KeyPair, callers: dict[str, Caller]
) -> None:
    """Another text signed with the right key is another text, and no usual mistake about this one."""
    unusual = hashlib.sha512(text).digest()  # no text that anything leads to
    captured = {
        "zoloz": Zoloz(body=body, whole=lambda _: unusual).request(caller_keys),
        "alipay": Alipay(body=body, method="POST", whole=lambda _: unusual).request(caller_keys),
    }

    found = [names(explain_request(p, c, callers[p].credentials)) for p, c in captured.items()]  # type: ignore[arg-type]

    assert [["unknown_text"], ["unknown_text"]] == found


@pytest.mark.parametrize("size", [32, 64, 128, 256, 384, 512])
def test_what_no_known_key_has_made_is_told_by_its_size_at_most(
    size: int, caller_keys: KeyPair, callers: dict[str, Caller]
) -> None:
    """As short as a digest, it is no RSA signature; else it is one of another key, and more is not known."""
    made = base64.b64encode(b"\x01" * size).decode()
    captured = Alipay(encode=lambda _: made).request(caller_keys)

    found = names(explain_request("alipay", captured, callers["alipay"].credentials))

    assert [["no_rsa"] if size <= 64 else ["wrong_key"]] == [found]


@pytest.mark.parametrize("secret", [b"another", ESIGN_SECRET.encode() * 2])
def test_another_secret_is_no_usual_mistake(secret: bytes) -> None:
    """Whether the secret or the text is wrong is not said, since nothing tells."""
    credentials = esign.Credentials(app_id="7438", app_secret=ESIGN_SECRET)

    found = names(explain_request("esign", Esign(key=secret).request(), credentials))

    assert ["wrong_secret_or_text"] == found


def test_a_signature_that_looks_like_base64_of_base64_is_left_alone(
    caller_keys: KeyPair, callers: dict[str, Caller]
) -> None:
    """Spellings are told of what stands there only: none of them in a hundred right signatures."""
    for number in range(100):
        captured = Alipay(auth=f"app_id=2021,nonce=n-{number},timestamp=1700000000001").request(caller_keys)

        assert [] == names(explain_request("alipay", captured, callers["alipay"].credentials))


@many
@given(digest=st.binary(min_size=32, max_size=32))
def test_no_hmac_is_taken_for_another_spelling(digest: bytes) -> None:
    """A signature of 32 bytes is base64 of 32 bytes, whatever these are."""
    assert (digest, ()) == ((decoded := decode(base64.b64encode(digest).decode())).signature, decoded.findings)
