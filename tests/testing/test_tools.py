"""What tools write down of a call: files in `tools/` that real ones made, and texts as people paste them."""

import json
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realname import esign
from realname.core.keys import PublicKey
from realname.explain import CaptureError, Exchange, Keyring, chosen, explain_exchange, explain_request, fitting, read
from realname.testing.captures import exchanges, mitmproxy
from tests.captures import BODY, ESIGN_PATH, ESIGN_SECRET, Alipay, Esign, Zoloz, names, raw
from tests.pairs import KeyPair
from tests.providers import Caller

TOOLS = Path(__file__).parent / "tools"
KEYS = json.loads((TOOLS / "keys.json").read_bytes())
ESIGN = esign.Credentials(app_id="7438", app_secret=ESIGN_SECRET)
WHOLE: tuple[str, list[str]] = ("verifies", [])
UNSEEN = ("undetermined", ["body_not_captured"])


@pytest.fixture(scope="module")
def ring() -> Keyring:
    """The keys with which the files were made."""
    theirs = PublicKey.parse(KEYS["zoloz_public_key"])
    own = PublicKey.parse(KEYS["public_key"])
    return Keyring(identity=KEYS["client_id"], public_key=own, provider_key=lambda _: theirs)


def _explained(captured: bytes, ring: Keyring) -> list[tuple[str, list[str]]]:
    found = read(captured)
    exchange = found[chosen("zoloz", found) - 1]
    return [(str(each.outcome), names(each)) for each in explain_exchange("zoloz", exchange, ring)]


@pytest.mark.parametrize(
    ("name", "request_is"),
    [
        ("curl-v.txt", UNSEEN),
        ("curl-sv.txt", UNSEEN),
        ("curl-trace-ascii.txt", UNSEEN),
        ("curl-trace-ascii-time.txt", UNSEEN),
        ("curl-trace.txt", WHOLE),
        ("mitmproxy.flow", WHOLE),
        ("mitmproxy.har", WHOLE),
        ("chromium.har", WHOLE),
    ],
)
def test_a_file_of_a_tool_is_judged(name: str, request_is: tuple[str, list[str]], ring: Keyring) -> None:
    """Request and answer; where the tool does not show the body that was sent, nothing is said of the text."""
    assert [request_is, WHOLE] == _explained((TOOLS / name).read_bytes(), ring)


@pytest.mark.parametrize("name", ["curl-v.txt", "curl-trace.txt", "mitmproxy.har", "curl-command.txt"])
@pytest.mark.parametrize("how", ["CR LF", "BOM", "UTF-16"])
def test_a_file_that_windows_wrote_is_judged_alike(name: str, how: str, ring: Keyring) -> None:
    """Another charset, a byte order mark and other line ends take nothing away but what is not ASCII."""
    text = (TOOLS / name).read_bytes().decode()
    crlf = text.replace("\r\n", "\n").replace("\n", "\r\n")
    captured = {"CR LF": crlf.encode(), "BOM": b"\xef\xbb\xbf" + text.encode(), "UTF-16": crlf.encode("utf-16")}[how]

    assert _explained(text.encode(), ring) == _explained(captured, ring)


def test_the_body_is_taken_from_the_command_above(ring: Keyring) -> None:
    """Whoever pastes a whole session has the command in it, and with it what curl -v does not show."""
    session = b"$ " + (TOOLS / "curl-command.txt").read_bytes().replace(b"curl ", b"curl -v ") + b"\n"

    assert [WHOLE, WHOLE] == _explained(session + (TOOLS / "curl-sv.txt").read_bytes(), ring)


def test_the_key_is_told_without_the_body(stranger_keys: KeyPair) -> None:
    """Whose key signed is seen without the text; that it was another text is never said."""
    captured = (TOOLS / "curl-v.txt").read_bytes()
    other = Keyring(public_key=PublicKey.parse(stranger_keys.public()))

    [request, _] = explain_exchange("zoloz", read(captured)[0], other)

    assert ("differs", ["body_not_captured", "wrong_key"]) == (str(request.outcome), names(request))


@pytest.mark.parametrize(
    ("captured", "says"),
    [
        ((TOOLS / "mitmdump.txt").read_bytes(), "save the flows with -w FILE"),
        (b'{"a": 1}', "neither HTTP text nor a HAR"),
        (b"[" * 100_000, "neither HTTP text nor a HAR"),
        (b'{"log": {"entries": 1}}', "is no list"),
        (b'{"log": {"entries": []}}', "holds no request"),
        (b'{"log": {"entries": [{}]}}', "entry 1 of the HAR"),
        (b"curl -H 'a: b", "quotation marks do not fit"),
        (b"curl -v -H 'a: b'", "names no address"),
        (b"0:}", "holds no request"),
        (b"14:4:type,4:http;}", "damaged"),
        (b"=> Send header, 9 bytes (0x9)\n0000: GET\n", "damaged"),
        (b"# realname capture 1\n> GET / HTTP/1.1\n", "cut off"),
        (b"GET / HTTP/1.1\n\n" + bytes(16 << 20), "larger than 16 MiB"),
    ],
)
def test_what_is_none_is_told(captured: bytes, says: str) -> None:
    """With what to do, where that is known."""
    with pytest.raises(CaptureError, match=says):
        read(captured)


FLOWS = [(TOOLS / name).read_bytes() for name in ("mitmproxy.flow", "chromium.har", "curl-trace.txt", "curl-v.txt")]
PIECES = [b"\n", b"\r\n", b"0:}", b"9" * 12 + b":", b"]" * 50, b"> ", b"< HTTP/1.1 200 OK", b"0010: ", b"\xff"]


@settings(deadline=None, max_examples=150)
@given(whole=st.sampled_from(FLOWS), data=st.data())
def test_any_damage_ends_in_exchanges_or_a_refusal(whole: bytes, data: st.DataObject, ring: Keyring) -> None:
    """Nothing else is raised, whatever a file holds."""
    for _ in range(data.draw(st.integers(1, 4))):
        at, length = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 40))
        whole = whole[:at] + data.draw(st.sampled_from(PIECES) | st.binary(max_size=9)) + whole[at + length :]
    try:
        found = read(whole)
    except CaptureError:
        return

    assert all(explain_exchange("zoloz", each, ring, request="/x") for each in found)


def test_a_netstring_is_not_followed_deeper_than_a_flow_is() -> None:
    """Lists in lists end the reading, and not the interpreter."""
    nested = b""
    for _ in range(2000):
        nested = b"%d:%s]" % (len(nested), nested)

    with pytest.raises(CaptureError, match="damaged"):
        list(mitmproxy.read(nested))


def test_a_compressed_answer_is_unpacked_to_a_limit() -> None:
    """A kilobyte that unpacks to gigabytes is refused."""
    headers = [("Content-Encoding", "gzip"), ("Content-Length", "9")]
    packer = zlib.compressobj(wbits=31)
    bomb = packer.compress(bytes(17 << 20)) + packer.flush()
    packer = zlib.compressobj(wbits=31)
    small = packer.compress(b"{}") + packer.flush()

    assert b"{}" == exchanges.answer_of("200 OK", headers, small).body
    with pytest.raises(CaptureError, match="larger than 16 MiB"):
        exchanges.answer_of("200 OK", headers, bomb)


# ---- commands ----


FORM, JSON = {"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "application/json"}
QUOTED = r"""curl 'https://h/p?a=1' -H 'A: it'\''s' --data-raw $'{"a":"\u5f20\'"}'"""
BYTES = r"""curl 'https://h/p?a=1' -H $'A: \xe5\274\xa0' --data-raw $'\xe5\xbc\xa0\345\274\240\ud83d\ude00\xff'"""
DOUBLE = 'curl -sX PUT "https://h/p?a=1" -H "A: b" \\\n  -d "{\\"a\\":1}"'
WINDOWS = 'curl ^"https://h/p?a=1^" ^\r\n  -H ^"A: b^" ^\r\n  --data-raw ^"^{^\\^"a^\\^":1^}^"'


@pytest.mark.parametrize(
    ("command", "method", "body", "headers"),
    [
        ("curl https://h/p?a=1", "GET", b"", {"Host": "h", "Accept": "*/*"}),
        (QUOTED, "POST", '{"a":"张\'"}'.encode(), {"A": "it's"}),
        (BYTES, "POST", "张张😀".encode() + b"\xff", {"A": "张"}),
        (DOUBLE, "PUT", b'{"a":1}', {"A": "b"}),
        (WINDOWS, "POST", b'{"a":1}', {"A": "b"}),
        ("curl https://h/p?a=1 -d a=1 -d b=2", "POST", b"a=1&b=2", FORM),
        ("curl https://h/p --json '{}' -H 'Accept: x/y'", "POST", b"{}", JSON | {"Accept": "x/y"}),
        ("curl -G https://h/p --data-urlencode 'a=b c'", "GET", b"", {}),
        ("curl -I -A me -b c=d --url https://h/p", "HEAD", b"", {"User-Agent": "me", "Cookie": "c=d"}),
        ("$ curl --compressed -k https://h/p?a=1\nHTTP/1.1 200 OK", "GET", b"", {}),
    ],
)
def test_a_command_is_read_as_a_shell_reads_it(command: str, method: str, body: bytes, headers: dict[str, str]) -> None:
    """With its quotation marks, and with what curl adds."""
    [exchange] = read(command.encode())

    request = exchange.request
    assert request is not None
    assert (method, body) == (request.method, request.body)
    assert headers == {name: request.value(name) for name in headers}


@pytest.mark.parametrize("option", ["-d @file", "--data-binary @file", "-F a=@b", "-T file"])
def test_a_body_from_a_file_is_not_there(option: str) -> None:
    """What a command does not hold is not taken for empty."""
    [exchange] = read(f"curl https://h/p {option}".encode())

    assert ["body_not_captured"] == [each.name for each in (exchange.request.findings if exchange.request else ())]


# ---- several, and both directions ----


def test_of_several_the_last_one_of_the_provider_is_taken(caller_keys: KeyPair) -> None:
    """Unless another one is asked for; where none fits, none is guessed."""
    ours, others = Alipay().request(caller_keys), Esign().request()
    found = [Exchange(request=read(each)[0].request) for each in (ours, others, ours, others)]

    assert ([1, 3], 3, 2) == (fitting("alipay", found), chosen("alipay", found), chosen("alipay", found, 2))
    assert 1 == chosen("zoloz", found[:1])
    with pytest.raises(CaptureError, match="none of the 4"):
        chosen("zoloz", found)
    with pytest.raises(CaptureError, match="no entry 5"):
        chosen("alipay", found, 5)


@pytest.mark.parametrize("length", ["", "Content-Length"])
def test_http_text_may_hold_both(length: str, caller_keys: KeyPair, zoloz_caller: Caller) -> None:
    """A request, and its answer below it."""
    sent = Zoloz(body=BODY if length else b"")
    request = sent.request(caller_keys, **({length: str(len(BODY))} if length else {}))
    [exchange] = read(request + b"\r\n\r\n" + raw("HTTP/1.1 401 Unauthorized", {"A": "b"}, b"{}"))

    explained = explain_exchange("zoloz", exchange, zoloz_caller.credentials)

    assert ["request", "answer"] == [each.subject for each in explained]
    assert "verifies" == explained[0].outcome


def _asked_and_answered(seconds: int, status: str = "200 OK", body: bytes = b"{}") -> Exchange:
    """A right request to e签宝 of 2023-11-14 22:13:20 GMT, answered so many seconds later by the answerer's clock."""
    date = f"Tue, 14 Nov 2023 22:{13 + seconds // 60:02}:{20 + seconds % 60 - 20:02} GMT"
    request = read(Esign().request())[0].request
    return Exchange(request=request, answer=read(raw(f"HTTP/1.1 {status}", {"Date": date}, body))[0].answer)


@pytest.mark.parametrize(
    ("exchange", "found"),
    [
        (_asked_and_answered(60), []),
        (_asked_and_answered(14 * 60), []),
        (_asked_and_answered(17 * 60), ["clock_differs"]),
        (_asked_and_answered(17 * 60, "401 Unauthorized"), ["clock_differs"]),
        (_asked_and_answered(60, "401 Unauthorized"), ["refused_although_right"]),
        (_asked_and_answered(60, "403 Forbidden"), []),
    ],
)
def test_request_and_answer_are_held_against_each_other(exchange: Exchange, found: list[str]) -> None:
    """Two clocks that differ by more than the provider allows, and a refusal of what is signed rightly."""
    assert found == names(explain_exchange("esign", exchange, ESIGN)[0])


def test_where_the_body_is_not_signed_it_is_not_missed() -> None:
    """e签宝 signs a digest that stands in the head: the text is known without the body."""
    request = Esign(method="POST", body=BODY).request(**{"Content-Length": str(len(BODY))})
    shown = b"".join(b"> %s\n" % line for line in request.partition(b"\r\n\r\n")[0].split(b"\r\n")) + b"> \n"

    explanation = explain_request("esign", shown, ESIGN)

    assert ("verifies", ["body_not_captured"]) == (str(explanation.outcome), names(explanation))
    assert ESIGN_PATH in str(explanation.string_to_sign)
