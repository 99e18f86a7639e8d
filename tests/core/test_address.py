"""An address that is not parsed is what httpx makes of it by parsing."""

import copy
import pickle

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from realname.core.address import address
from tests.strategies import drawing

ORIGINS = [
    "https://openapi.esign.cn",
    "http://127.0.0.1:8080",
    "https://[::1]:8443",
    "http://localhost",
    "https://xn--fiqs8s.example",
]
PARTS = [
    *("scheme", "raw_scheme", "userinfo", "username", "password", "host", "raw_host", "port", "netloc", "path"),
    *("query", "params", "raw_path", "fragment", "is_absolute_url", "is_relative_url"),
]
PATHS = st.lists(
    st.sampled_from(["/", "/v1", "/a.b", "/.", "/..", "/...", "/.a", "%2F", "%2f", "%2E", "%", "%4", "~", "-_.", "?"])
    | st.sampled_from(["a=b&c=%E4%BD%A0", "#", "é", " ", "\t", "//", ":", "@", ";", "+", "\\", "{", '"', "x" * 5000])
    | st.text("abcXYZ019", max_size=4),
    max_size=6,
).map(lambda parts: "/v1" + "".join(parts))


@drawing
@given(origin=st.sampled_from(ORIGINS), path=PATHS, query=st.dictionaries(st.sampled_from("ab"), st.text(max_size=9)))
@example(origin=ORIGINS[0], path="/v1/..", query={})
@example(origin=ORIGINS[0], path="/v1/../a", query={})
@example(origin=ORIGINS[0], path="/v1/.?a=b", query={})
@example(origin=ORIGINS[0], path="/v1/%2", query={})
@example(origin=ORIGINS[0], path="/v1" * 30_000, query={})
def test_an_address_is_what_httpx_makes_of_it(origin: str, path: str, query: dict[str, str]) -> None:
    """Each of its parts, its text, and its copies; what httpx would change or refuse is no address."""
    try:
        made = address(origin, path, list(query.items()))
    except UnicodeEncodeError:
        return  # of what is not encoded, which only a call without a contract can ask for, and refuses
    if made is None:
        return
    parsed = httpx.URL(str(made))

    assert [getattr(parsed, part) for part in PARTS] == [getattr(made, part) for part in PARTS]
    assert (str(parsed), hash(parsed), repr(parsed)) == (str(made), hash(made), repr(made))
    assert parsed == made == copy.copy(made) == copy.deepcopy(made) == pickle.loads(pickle.dumps(made))  # noqa: S301
    assert parsed.copy_with(query=None) == made.copy_with(query=None) == httpx.URL(made).copy_with(query=None)
    assert made.raw_path.decode("ascii").startswith(path)


def test_a_plain_address_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a transport asks for is there without."""
    address(ORIGINS[0], "/v1/a")  # the origin is parsed once
    monkeypatch.delattr(httpx.URL, "__init__")

    made = address(ORIGINS[0], "/v1/flows/a_b-c.d", [("name", "你好")])

    assert made is not None
    assert (b"https", b"openapi.esign.cn", None) == (made.raw_scheme, made.raw_host, made.port)
    assert b"/v1/flows/a_b-c.d?name=%E4%BD%A0%E5%A5%BD" == made.raw_path


def test_what_there_is_not_is_not_there() -> None:
    """Asking for anything else ends as with any object."""
    made = address(ORIGINS[0], "/v1/a")

    with pytest.raises(AttributeError):
        made.nothing  # type: ignore[union-attr]  # noqa: B018
