"""What the signature of a request to e签宝 must have been made over: the string rebuilt from what was received.

Rules as on e签宝's page dev-guide3/tggw2e; two common mistakes can be let pass.
"""

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import unquote_plus

from realname.esign import content_md5, path_and_parameters, string_to_sign
from realname.sandbox.exchange import Received

MD5_OF_NOTHING = content_md5(b"")
NEVER_SIGNED = {
    "x-tsign-open-ca-signature-headers",
    "x-tsign-open-ca-signature",
    "accept",
    "content-md5",
    "content-type",
    "date",
}
"""Headers that cannot be listed as extra signed ones."""

Pairs = Sequence[tuple[str, str]]


def decoded_query(received: Received) -> Pairs:
    """The query's parameters in wire order; `?k` and `?k=` are both empty.

    Raises:
        UnicodeDecodeError: the query is not UTF-8.
    """
    return _pairs(received.query, lambda text: unquote_plus(text, errors="strict"))


def expected_string(received: Received, query: Pairs, path: str | None = None) -> bytes:
    """The string to sign, with the decoded query; of the path received unless another one is given."""
    return _string(received, path_and_parameters(path or received.path, query))


def tolerated_strings(received: Received, query: Pairs, *, encoded: bool, without_case: bool) -> Iterator[bytes]:
    """The strings that come of signing the encoded query, and of sorting its keys without regard to case."""
    if encoded:
        yield expected_string(received, _pairs(received.query, str))
    if without_case:
        yield _string(received, _ordered_without_case(received.path, query))


def md5_is_right(received: Received, *, required: bool, strict: bool) -> bool:
    """Whether `Content-MD5` is the body's. Without a body it is only part of the string, as far as is known.

    Args:
        received: the request.
        required: with a body, the header must be there.
        strict: without a body, it must be absent or that of zero bytes.
    """
    md5 = received.header("content-md5")
    if received.body:
        return md5 == content_md5(received.body) if md5 else not required
    return not strict or md5 in {"", MD5_OF_NOTHING}


def _string(received: Received, path_with_parameters: str) -> bytes:
    listed = received.header("x-tsign-open-ca-signature-headers")
    names = [name.strip() for name in listed.split(",") if name.strip()]
    return string_to_sign(
        method=received.method,
        accept=received.header("accept"),
        content_md5=received.header("content-md5"),
        content_type=received.header("content-type"),
        date=received.header("date"),
        signed_headers=[(n, received.header(n.lower())) for n in names if n.lower() not in NEVER_SIGNED],
        path=path_with_parameters,
    )


def _pairs(query: str, decode: Callable[[str], str]) -> Pairs:
    items = (item.partition("=") for item in query.split("&") if item)
    return [(decode(name), decode(value)) for name, _, value in items]


def _ordered_without_case(path: str, pairs: Pairs) -> str:
    first: dict[str, str] = {}
    for name, value in pairs:
        first.setdefault(name, value)
    ordered = sorted(first.items(), key=lambda pair: pair[0].lower())
    return "?".join(
        [path, "&".join(f"{name}={value}" if value else name for name, value in ordered)] if first else [path]
    )
