"""Captures that somebody has made up: every one of them ends soon, in an explanation or in a word about the capture."""

import base64
import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realname.core.keys import PrivateKey, PublicKey
from realname.core.secret import Secret
from realname.explain import CaptureError, Explanation, Keyring, explain_answer, explain_request, read
from realname.providers import PROVIDERS, Provider
from realname.testing.signature.mistakes import other_bodies
from tests.captures import BODY, ESIGN_PATH, ESIGN_SECRET, ZOLOZ_PATH, Alipay, Esign, Zoloz, raw
from tests.pairs import KeyPair

SIGNATURE = base64.b64encode(bytes(256)).decode()
LISTED = "X-Tsign-Open-Ca-Signature-Headers"
LIMIT = 20.0
"""Seconds of computing. Each of these takes some three at most; what grows with the square of a capture takes hours."""
REQUESTS: list[tuple[Provider, bytes]] = [
    ("zoloz", raw(f"POST {ZOLOZ_PATH} HTTP/1.1", {"Client-Id": "1", "Request-Time": "t", "Signature": "s"}, BODY)),
    ("zoloz", raw(f"POST {ZOLOZ_PATH} HTTP/1.1", {"Access-Key": "1", "Request-Time": "t", "Signature": "s"}, BODY)),
    ("alipay", raw("POST /v3/x?a=1 HTTP/1.1", {"Authorization": f"ALIPAY-SHA256withRSA a=1,sign={SIGNATURE}"}, BODY)),
    ("esign", Esign(method="POST", body=BODY).request()),
    (
        "esign",
        raw("POST /n?a=1&b=2 HTTP/1.1", {"X-Tsign-Open-SIGNATURE": "0" * 64, "X-Tsign-Open-TIMESTAMP": "1"}, BODY),
    ),
]
ANSWER = raw(
    "HTTP/1.1 200 OK",
    {
        "Response-Time": "2026-01-02T03:04:05+0000",
        "Signature": f"algorithm=RSA256, signature={SIGNATURE}",
        "alipay-timestamp": "1",
        "alipay-nonce": "n",
        "alipay-signature": SIGNATURE,
    },
    BODY,
)
PIECES = [
    *(b"\r\n", b"\n\n", b"\xff\xfe", b"\0", b"%", b"%FF", b"=", b'"', "٣".encode(), b"Content-Length: ", b"https://"),
    *(b" " * 5000, b"," * 5000, b"&" * 3000, b"?" * 200, b"[" * 3000, b"1," * 3000, b"9" * 5000, b"X-A," * 2000),
    *(b"0001-01-01T00:00:00+2359", b"9999-12-31T23:59:59-2359", b",sign=", b'{"a":1e999}', b'{"a":"\\ud800"}'),
    f"{LISTED}: {'a,' * 2000}\r\n".encode(),
]


@pytest.fixture(scope="session")
def ring(caller_keys: KeyPair, provider_keys: KeyPair) -> Keyring:
    """Everything that there is to know."""
    theirs = PublicKey.parse(provider_keys.public())
    return Keyring(
        identity="2021",
        private_key=PrivateKey.parse(caller_keys.private()),
        provider_key=lambda _: theirs,
        secret=Secret(ESIGN_SECRET),
    )


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A capture with pieces put in the place of others."""
    for _ in range(draw(st.integers(0, 4))):
        at, length = draw(st.integers(0, len(whole))), draw(st.integers(0, 40))
        whole = whole[:at] + draw(st.sampled_from(PIECES) | st.binary(max_size=20)) + whole[at + length :]
    return whole


def _explained(explain: Callable[[], Explanation]) -> Explanation | CaptureError:
    try:
        return explain()
    except CaptureError as error:
        return error


@settings(deadline=None, max_examples=100)
@given(which=st.sampled_from(REQUESTS), data=st.data())
def test_any_request_ends_in_an_explanation_or_a_refusal(
    which: tuple[Provider, bytes], data: st.DataObject, ring: Keyring
) -> None:
    """Nothing else is raised, whatever the capture holds."""
    provider, whole = which
    captured = data.draw(damaged(whole))

    assert isinstance(_explained(lambda: explain_request(provider, captured, ring)), Explanation | CaptureError)


@settings(deadline=None, max_examples=100)
@given(provider=st.sampled_from(PROVIDERS), captured=damaged(ANSWER), data=st.data())
def test_any_answer_ends_in_an_explanation_or_a_refusal(
    provider: Provider, captured: bytes, data: st.DataObject, ring: Keyring
) -> None:
    """Whatever was asked, too."""
    asked = st.text() | damaged(REQUESTS[0][1]).map(lambda whole: whole.decode("utf-8", "surrogateescape"))
    request = data.draw(asked)

    explained = _explained(lambda: explain_answer(provider, captured, request=request, credentials=ring))

    assert isinstance(explained, Explanation | CaptureError)


HEAD = 1_000_000 // 2
LARGE: dict[str, Callable[[KeyPair], tuple[Provider, bytes]]] = {
    "blanks in a header": lambda keys: ("zoloz", Zoloz().request(keys, X=f"a{' ' * HEAD}b")),
    "commas in Authorization": lambda keys: ("alipay", Alipay(auth="a=1" + "," * HEAD).request(keys)),
    "parameters": lambda keys: ("alipay", Alipay(target="/v3/x?" + "a&" * HEAD, signed_target="/x").request(keys)),
    "parameters, decoded": lambda _: ("esign", Esign(target=f"{ESIGN_PATH}?{'a&' * HEAD}", signed="/x").request()),
    "listed headers": lambda _: ("esign", Esign(signed="x").request(**{LISTED: "a," * HEAD})),
    "a host": lambda _: ("zoloz", b"GET http://" + b"a" * HEAD + b" b c\r\n\r\n"),
    "items of JSON": lambda keys: ("zoloz", Zoloz(body=b"[" + b"1," * 90_000 + b"1]", signed_body=b"").request(keys)),
    "more items of JSON": lambda keys: ("zoloz", Zoloz(body=b"[" + b"1," * 7_000_000, signed_body=b"x").request(keys)),
    "deep items of JSON": lambda keys: (
        "zoloz",
        Zoloz(body=b"[" * 400 + b"1," * 90_000 + b"1" + b"]" * 400, signed_body=b"x").request(keys),
    ),
    "depth of JSON": lambda keys: ("zoloz", Zoloz(body=b"[" * 8_000_000, signed_body=b"x").request(keys)),
    "one text in JSON": lambda keys: (
        "zoloz",
        Zoloz(body=b'"' + b"</&>" * 3_000_000 + b'"', signed_body=b"x").request(keys),
    ),
    "first year": lambda keys: ("zoloz", Zoloz(time="0001-01-01T00:00:00+2359", signed_body=b"x").request(keys)),
    "last year": lambda keys: ("zoloz", Zoloz(time="9999-12-31T23:59:59-2359", signed_body=b"x").request(keys)),
    "digits": lambda keys: ("zoloz", Zoloz(body=b"9" * 5000, signed_body=b"x").request(keys)),
}


@pytest.mark.parametrize("what", LARGE)
def test_large_captures_take_bounded_time(what: str, ring: Keyring, caller_keys: KeyPair) -> None:
    """Each is refused by name, or explained as a signature that nothing explains."""
    provider, captured = LARGE[what](caller_keys)
    begun = time.process_time()

    explained = _explained(lambda: explain_request(provider, captured, ring))

    assert isinstance(explained, CaptureError) == (what == "a host")
    assert time.process_time() - begun < LIMIT


def test_deep_json_is_not_indented_out_of_all_proportion() -> None:
    """Shallow JSON is tried with every indent; of deep JSON those writings are left out that would take its square."""
    shallow, deep = (b"[" * depth + b"1," * 2000 + b"1" + b"]" * depth for depth in (2, 400))

    indented, bounded = ([other for _, other in other_bodies(body)] for body in (shallow, deep))

    assert json.dumps(json.loads(shallow), indent=4).encode() in indented
    assert max(map(len, bounded)) < 20 * len(deep)


FILL = 1 << 22


def _overrunning() -> bytes:
    """Values of mitmproxy that go on behind what holds them, so that each would be read once for each that holds it."""
    rest = b"0:~" * (FILL // 3)
    end = 10 + 9 * 30 + len(rest) + 2  # where the bracket of the last value stands
    data = b"%09d:" % (end - 8)
    for _ in range(9):
        data += b"%09d:%09d:" % (12, end - len(data) - 20) + b"3:]4:,1:,,"
    return data + rest + b"1:],}"


OF_TOOLS: dict[str, Callable[[], bytes]] = {
    "lines of curl -v": lambda: b"> GET / HTTP/1.1\n" + b"> a\n" * FILL,
    "answers of curl -v": lambda: b"> GET / HTTP/1.1\n< HTTP/1.1 200\n" + b"< a\n" * (FILL - 99),
    "a progress meter": lambda: b"> GET / HTTP/1.1\n" + b" 1" * FILL + b"x\n",
    "sections of a trace": lambda: (
        b"=> Send header, 5 bytes (0x5)\n0000: GET /\n" + b"<= Recv data, 1 bytes (0x1)\n0000: a\n" * (FILL // 10)
    ),
    "words of a command": lambda: b"curl " + b"-\n" * ((2 << 20) // 2 - 9),
    "quotation marks": lambda: b"curl " + b"'" * ((2 << 20) - 9),
    "lists of mitmproxy": lambda: b"%d:%s]" % (12 * (FILL // 4), b"9:0:~0:~0:~]" * (FILL // 4)),
    "values behind their end": _overrunning,
    "values of mitmproxy": lambda: b"%d:%s}" % (3 * FILL, b"0:}" * FILL),
    "lines of a trace": lambda: b"=> Send header, 5 bytes (0x5)\n" + b"0000:\n" * (FILL // 2),
    "empty lines of curl -v": lambda: b"> GET / HTTP/1.1\n" + b"\n" * (3 * FILL),
    "chunks in curl -v": lambda: (
        b"> GET / HTTP/1.1\n< HTTP/1.1 200\n< Transfer-Encoding: chunked\n<\n" + b"1\r\na\r\n" * (FILL // 2)
    ),
    "objects of a HAR": lambda: b"[" + b'{"":{}},' * (FILL // 2 - 9) + b"0]",
    "items of a HAR": lambda: b'{"log":{"entries":[' + b"{}," * FILL + b"{}]}}",
    "lines of mitmdump": lambda: b"1.1.1.1:1: GET http://a\n" * (FILL // 6),
    "blanks after a request": lambda: b"GET / HTTP/1.1\nContent-Length: 0\n\n" + b"\n" * FILL,
    "facts in a capture of ours": lambda: b"# realname capture 1\n# facts: " + b"a " * FILL,
    "whole captures of ours": lambda: (
        b"# realname capture 1\n> GET / HTTP/1.1\n> \n< HTTP/1.1 200\n< \n" * (FILL // 64)
    ),
    "captures of ours": lambda: b"# realname capture 1\n> G\n" * (FILL // 7),
}


# What is no number, text or character, although JSON and shells can write it.
ODD_ENTRY = b'{"log":{"entries":[{"request":{"method":"GET","url":"https://h/","headers":[]},"response":%s}]}}'
ODD: dict[str, bytes] = {
    "an endless status": ODD_ENTRY % b'{"status":1e999,"headers":[]}',
    "a status that is none": ODD_ENTRY % b'{"status":NaN,"headers":[]}',
    "half a character in a body": b"curl https://h/ -d $'\\ud800'",
    "half a character everywhere": b"curl -G https://h/$'\\udfff' -H $'a: \\ud800' --data-urlencode $'a=\\ud800'",
    "more than any character": b"curl https://h/ -d $'\\Uffffffff\\777'",
}


@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_odd_values_in_files_of_tools_end_in_an_explanation_or_a_refusal(
    what: str, provider: Provider, ring: Keyring
) -> None:
    """Nothing else is raised."""
    assert isinstance(_explained(lambda: explain_request(provider, ODD[what], ring)), Explanation | CaptureError)


TOO_MUCH: dict[str, str] = {
    "values behind their end": "damaged",
    "values of mitmproxy": "more than 1000000 values",
    "lines of a trace": "more than 1000000 lines",
    "empty lines of curl -v": "more than 1000000 lines",
    "chunks in curl -v": "more than 1000000 lines",
    "objects of a HAR": "more than 1000000 objects",
    "whole captures of ours": "more than 10000 requests",
}
"""What would take hundreds of bytes of memory for a few of the file."""


@pytest.mark.parametrize("what", TOO_MUCH)
def test_files_of_tools_with_too_much_in_them_are_refused(what: str) -> None:
    """By a limit that says what there is too much of."""
    with pytest.raises(CaptureError, match=TOO_MUCH[what]):
        read(OF_TOOLS[what]())


@pytest.mark.parametrize("what", [what for what in OF_TOOLS if what not in TOO_MUCH])
def test_large_files_of_tools_take_bounded_time(what: str, ring: Keyring) -> None:
    """Whatever they hold; most are refused by a limit."""
    captured = OF_TOOLS[what]()
    begun = time.process_time()

    explained = _explained(lambda: explain_request("zoloz", captured, ring))

    assert isinstance(explained, Explanation | CaptureError)
    assert time.process_time() - begun < LIMIT
