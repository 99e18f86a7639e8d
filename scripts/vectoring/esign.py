"""e签宝: digests of bodies, requests, and callbacks."""

import base64
import hashlib
from collections.abc import Sequence

from vectoring import primitives as use
from vectoring.case import Case, refused, signed, valid
from vectoring.primitives import Keys

APP_ID = "7438"
JSON = "application/json; charset=UTF-8"
FLOW = "/v2/identity/auth/api/common/803719636976683872"
START = '{"name":"张三","idNo":"110101199001010000","mobileNo":"18888888888","contextId":"ctx-1"}'
ENDED = (
    '{"flowId":"803719636976683872","success":true,"contextId":"ctx-1","verifycode":"v",'
    '"serviceId":"803719636976683872","status":true,"action":"identity_org_end"}'
)


def string(case: Case) -> str | None:
    """What the signature of a kind is over."""
    given = case["given"]
    if case["kind"] == "request":
        lines = [given[name] for name in ("method", "accept", "content_md5", "content_type", "date")]
        lines += [f"{name}:{value}" for name, value in sorted(given["signed_headers"])]
        return "\n".join([*lines, _path(given["path"], given["query"])])
    if case["kind"] == "callback":
        return str(given["timestamp"]) + "".join(value for _, value in _first(given["query"])) + str(given["body"])
    return None


def _first(query: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """The decoded parameters in the order of their keys; of a repeated key the first."""
    found: dict[str, str] = {}
    for key, value in query:
        found.setdefault(key, value)
    return sorted(found.items())


def _path(path: str, query: Sequence[Sequence[str]]) -> str:
    return path + ("?" if query else "") + "&".join(f"{key}={value}" if value else key for key, value in _first(query))


def make(keys: Keys) -> list[Case]:
    """All of them."""
    secret = keys["app_secret"]["throw_away_secret"]

    def by(kind: str, text: str | None, key: bytes = secret.encode()) -> str:
        made = use.hmac_sha256(key, (text or "").encode())
        return use.text(made) if kind == "request" else made.hex()

    def fits(case: Case) -> bool:
        return bool(case["signature"] == by(case["kind"], case["string"]))

    def complete(name: str, kind: str, what: str, given: Case) -> Case:
        case = valid(name, kind, what, given, key="app_secret")
        return case | {"signature": by(kind, string(case))}

    def request(
        name: str, what: str, path: str, method: str = "GET", body: str | None = None, **changes: object
    ) -> Case:
        md5 = "" if body is None else _md5(body)
        given: Case = {
            "method": method,
            "accept": "*/*",
            "content_md5": md5,
            "content_type": JSON,
            "date": "",
            "signed_headers": [],
            "path": path,
            "query": [],
            "body": body,
        }
        return complete(name, "request", what, given | changes)

    def callback(name: str, what: str, query: list[list[str]]) -> Case:
        return complete(
            name, "callback", what, {"app_id": APP_ID, "timestamp": "1700000000000", "query": query, "body": ENDED}
        )

    get = request("request", "GET: no Content-MD5, and its line stays", f"{FLOW}/outline")
    post = request(
        "request-body", "POST with its Content-MD5", "/v2/identity/auth/api/individual/telecom3Factors", "POST", START
    )
    asked = request(
        "request-query",
        "keys in ASCII order, of an empty value the bare key, nothing encoded",
        "/v3/organizations/identity-info",
        query=[["orgName", "某某科技有限公司"], ["orgIDCardType", ""]],
    )
    plain = callback("callback", "no query", [])
    queried = callback(
        "callback-query",
        "the values of the query in the order of their keys, without the keys",
        [["b", "2"], ["a", "001"]],
    )
    requests = [
        get,
        request(
            "request-empty-md5",
            "GET with the Content-MD5 of nothing: also accepted",
            f"{FLOW}/outline",
            content_md5=_md5(""),
        ),
        request(
            "request-one-parameter",
            "one parameter",
            f"{FLOW}/process",
            query=[["subFlowId", "5ffbafb2-c3be-45ba-bfeb-fda1f8eb083d"]],
        ),
        asked,
        request(
            "request-repeated",
            "of a key that comes twice the first value",
            f"{FLOW}/process",
            query=[["k", "1"], ["a", "x=y&z"], ["k", "2"]],
        ),
        request(
            "request-headers",
            "extra signed headers, each on a line before the path",
            f"{FLOW}/outline",
            signed_headers=[["b", ""], ["a", "2"]],
        ),
        request("request-put", "PUT", f"{FLOW}/verify", "PUT", "{}"),
        post,
        refused(
            "request-encoded",
            asked,
            "the query was signed as it is sent, percent-encoded",
            "it is signed decoded",
            signature=by("request", (string(asked) or "").replace("某某科技有限公司", "%E6%9F%90")),
        ),
        refused(
            "request-no-md5-line",
            get,
            "without the empty line of Content-MD5",
            "an empty part keeps its line",
            signature=by("request", (string(get) or "").replace("\n\n", "\n", 1)),
        ),
        refused(
            "request-last-line-feed",
            get,
            "a line feed at the end",
            "the path is the last, and nothing follows",
            signature=by("request", f"{string(get)}\n"),
        ),
        refused(
            "request-hex",
            get,
            "the HMAC in hex",
            "a request's is in base64, a callback's in hex",
            signature=by("callback", string(get)),
        ),
        refused(
            "request-secret-as-hex",
            get,
            "the secret was read as hex",
            "its text is the key",
            signature=by("request", string(get), bytes.fromhex(secret)),
        ),
        refused(
            "request-other-body",
            post,
            "the body was written anew after its digest",
            "the digest is of what is sent",
            {"body": START.replace(":", ": "), "content_md5": _md5(START.replace(":", ": "))},
        ),
    ]
    callbacks = [
        plain,
        queried,
        refused(
            "callback-other-body",
            plain,
            "success is false",
            "it is not what e签宝 signed",
            {"body": ENDED.replace('"success":true', '"success":false')},
        ),
        refused(
            "callback-other-value",
            queried,
            "a value of the query",
            "the values are signed",
            {"query": [["b", "2"], ["a", "002"]]},
        ),
        refused(
            "callback-base64",
            plain,
            "the HMAC in base64",
            "a callback's is in hex",
            signature=by("request", string(plain)),
        ),
        refused(
            "callback-other-secret",
            plain,
            "another secret",
            "only the application's own secret counts",
            signature=by("callback", string(plain), b"another"),
        ),
        refused(
            "callback-for-another",
            plain,
            "X-Tsign-Open-App-Id is another",
            "it is for another application, although the signature fits",
            {"app_id": "7439"},
        ),
        refused(
            "callback-moved-digit",
            plain,
            "the last digit of the timestamp stands in the query",
            "nothing separates the parts: a timestamp that is not 13 digits is refused, although the signature fits",
            {"timestamp": "170000000000", "query": [["a", "0"]]},
        ),
        refused("callback-unsigned", plain, "no X-Tsign-Open-SIGNATURE", "it must be signed", signature=None),
    ]
    digest = valid(
        "md5",
        "content_md5",
        "base64 of the 16 bytes, not of their hex text",
        {"body": '{"name":"张某人","age":18}'},
        content_md5="",
    )
    digest["content_md5"] = _md5(digest["given"]["body"])
    hexed = hashlib.md5(digest["given"]["body"].encode(), usedforsecurity=False).hexdigest()
    digests = [
        digest,
        valid("md5-empty-object", "content_md5", "an empty JSON object", {"body": "{}"}, content_md5=_md5("{}")),
        refused("md5-hex", digest, "hex", "it is base64, 24 characters", content_md5=hexed),
        refused(
            "md5-base64-of-hex",
            digest,
            "base64 of the hex text",
            "it is base64 of the bytes",
            content_md5=use.text(hexed.encode()),
        ),
    ]
    return digests + signed(requests + callbacks, string, fits)


def _md5(body: str) -> str:
    return base64.b64encode(hashlib.md5(body.encode(), usedforsecurity=False).digest()).decode()
