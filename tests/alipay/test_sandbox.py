"""Alipay's gateway in the sandbox: what it accepts, what it refuses and with which code, how its answers look.

In key mode and in certificate mode, plain and encrypted. What the official SDKs for .NET, Java and PHP need is among
it, where their code reads or writes more narrowly than the documents say.
"""

import base64
import itertools
import json
import re
from importlib.metadata import version
from typing import Any, Literal

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from realname.sandbox import Sandbox
from tests.callers import (
    ALIPAY,
    NOW,
    NOW_MS,
    AlipayRequest,
    Break,
    Environment,
    alipay_request,
    certificate_sn,
    decrypted,
    encrypted,
    is_signed,
    named,
    root_sn,
    signature_of,
)
from tests.conftest import Clock
from tests.raw import Answer

SIGNED = ["alipay-trace-id", "alipay-timestamp", "alipay-nonce", "alipay-signature", "Content-Type"]
UNSIGNED = ["alipay-trace-id", "Content-Type"]
NEEDED = [name for name, item in ALIPAY.inputs.items() if item.needed]
ONE_OF = ALIPAY.described["x-requires-one-of"]
CLOSED = [name for name, item in ALIPAY.inputs.items() if "enum" in item.schema]


def code(answer: Answer) -> object:
    """The code of a refusal, `accepted` for a success."""
    return "accepted" if answer.status == 200 else json.loads(answer.body)["code"]


def forge(request: AlipayRequest) -> None:
    """Change a query parameter after signing."""
    request.target = request.target.replace(f"{NEEDED[0]}=", f"{NEEDED[0]}=0")


def undecryptable(request: AlipayRequest) -> None:
    """Declare encryption and send what is no ciphertext."""
    request.headers["alipay-encrypt-type"] = "AES"
    request.body = b"{}"


def new_request(sandbox: Sandbox, environment: Environment, *results: str) -> AlipayRequest:
    """A request for a new token that gives these results."""
    return alipay_request(environment, sandbox.alipay.issue_token(results=results or ("SUCCESS",)))


def again(request: AlipayRequest) -> AlipayRequest:
    """The same question once more, with a nonce of its own."""
    other = alipay_request(request.environment, {})
    other.parameters = list(request.parameters)
    return other


@pytest.fixture
def request_(sandbox: Sandbox, environment: Environment) -> AlipayRequest:
    """A request for a token that gives SUCCESS once."""
    return new_request(sandbox, environment)


@pytest.fixture
def waiting(sandbox: Sandbox, environment: Environment) -> AlipayRequest:
    """A request for a token that can be asked for as often as one likes."""
    return new_request(sandbox, environment, "WAITING_VERIFY")


# ---- the checks, in order --------------------------------------------------------------------------------------------

FIRST = [
    Break("missing-timestamp", lambda r: r.items.pop("timestamp", None)),
    Break("invalid-signature-type", lambda r: setattr(r, "algorithm", "ALIPAY-SHA1withRSA")),
    Break("missing-app-id", lambda r: r.items.pop("app_id", None)),
    Break("invalid-timestamp", lambda r: r.items.update(timestamp="2023-11-14")),
    Break("invalid-app-id", lambda r: r.items.update(app_id="2021000000009999")),
    Break("illegal-timestamp", lambda r: r.items.update(timestamp=str(NOW_MS - 600_001))),
    Break("invalid-request-data", lambda r: r.items.pop("nonce", None)),
]
SIGNATURES = [
    Break("missing-signature", lambda r: setattr(r, "unsigned", True)),
    Break("invalid-signature", after=lambda r: setattr(r, "target", r.target + "&x=1")),
]
LAST = [
    Break("invalid-app-auth-token", lambda r: r.headers.update({"alipay-app-auth-token": "unknown"})),
    Break("invalid-method", lambda r: setattr(r, "path", f"{ALIPAY.path}/no/such/path")),
    Break("invalid-http-method", lambda r: setattr(r, "method", "DELETE")),
    Break("invalid-encrypt-type", lambda r: r.headers.update({"alipay-encrypt-type": "DES"})),
    Break("decryption-error", undecryptable),
    Break("illegal-json", lambda r: setattr(r, "body", b"{")),
]
BUSINESS = [
    Break("INVALID_PARAMETER", lambda r: r.parameters.append((NEEDED[-1], "twice"))),
    Break("TOKEN_INVALID", lambda r: r.set("once_token", "unknown")),
    Break("WRONG_OUT_AGREEMENT_NO_INTERCEPT", lambda r: r.set("conn_key", "other")),
    Break("TOKEN_NOT_MATCH_IDENTITY_TYPE", lambda r: r.set("identity_type", "01")),
    Break("CARD_NO_NOT_MATCH", lambda r: r.set("cert_no", "110101199001010001")),
]
# Without the header, too, the timestamp is what is missing.
NO_HEADER = Break("missing-timestamp", after=lambda r: r.headers.pop("Authorization"))
KEY_MODE = [*FIRST, Break("app-cert-not-exist", lambda r: r.items.update(app_cert_sn="0" * 32)), *SIGNATURES, *LAST]
CERTIFICATES = [
    *FIRST[-2:],
    Break("missing-app-cert-sn", lambda r: r.items.pop("app_cert_sn", None)),
    Break("app-cert-not-exist", lambda r: r.items.update(app_cert_sn="0" * 32)),
    Break("missing-alipay-root-cert-sn", lambda r: r.headers.pop("alipay-root-cert-sn", None)),
    Break("invalid-alipay-root-cert-sn", lambda r: r.headers.update({"alipay-root-cert-sn": "0" * 32})),
    *SIGNATURES,
]
TABLES = {"environment": [*KEY_MODE, *BUSINESS], "with_certificates": CERTIFICATES}
ROWS = [("environment", NO_HEADER), *((access, fault) for access, faults in TABLES.items() for fault in faults)]
PAIRS = [
    (access, first, second)
    for access, faults in TABLES.items()
    for first, second in itertools.combinations(faults, 2)
    # Of what is missing nothing can be wrong as well.
    if (
        (first.code, second.code) != ("missing-app-cert-sn", "app-cert-not-exist")
        and first.code.removeprefix("missing-") != second.code.removeprefix("invalid-").removeprefix("missing-")
    )
    or "signature" in first.code
]


@pytest.mark.parametrize(("access", "fault"), ROWS, ids=named)
def test_each_single_mistake_has_its_code(
    access: str, fault: Break, sandbox: Sandbox, request: pytest.FixtureRequest
) -> None:
    """The gateway's unsigned, the operation's signed; the same request without the mistake is accepted."""
    environment: Environment = request.getfixturevalue(access)
    genuine = new_request(sandbox, environment).signed().send()
    refused = new_request(sandbox, environment).signed(fault).send()
    is_business = fault.code.isupper()

    assert ("accepted", fault.code) == (code(genuine), code(refused))
    assert (401 if fault.code == "invalid-app-auth-token" else 400) == refused.status
    assert ("genuine" if is_business else "absent") == signature_of(environment, refused)
    assert (SIGNED if is_business else UNSIGNED) == refused.names


@pytest.mark.parametrize(("access", "first", "second"), PAIRS, ids=named)
def test_the_first_mistake_is_told(
    access: str, first: Break, second: Break, sandbox: Sandbox, request: pytest.FixtureRequest
) -> None:
    """Of two mistakes the gateway tells the one that it checks first."""
    environment: Environment = request.getfixturevalue(access)
    answer = sandbox.alipay.answer(new_request(sandbox, environment).signed(first, second).received())

    assert first.code == json.loads(answer.content)["code"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing-timestamp", "缺少时间戳参数"),
        ("invalid-app-id", "无效的AppID参数"),
        ("invalid-method", "不存在的方法名"),
        ("invalid-app-auth-token", "无效的应用授权令牌"),
    ],
)
def test_observed_messages(request_: AlipayRequest, name: str, message: str) -> None:
    """The four messages that have been seen on the wire are given literally, in UTF-8."""
    [fault] = [fault for fault in KEY_MODE if fault.code == name]

    assert f'{{"code":"{name}","message":"{message}"}}'.encode() == request_.signed(fault).send().body


def test_the_header_and_the_target_are_verified_as_received(request_: AlipayRequest) -> None:
    """Any order, unknown items and free text; whichever way a client encodes the query."""
    request_.items = {"expired_seconds": "120", **dict(reversed(request_.items.items())), "free text": "=="}
    request_.path += "?note=a+b%20c%7E~*%27&empty=&x&x=2"
    request_.path += "".join(f"&{name}={value}" for name, value in request_.parameters)
    request_.parameters = []

    assert "accepted" == code(request_.signed().send())


@pytest.mark.parametrize(
    ("skew_ms", "expected"),
    [
        (600_000, "accepted"),
        (-600_000, "accepted"),
        (600_001, "illegal-timestamp"),
        (-600_001, "illegal-timestamp"),
    ],
)
def test_the_time_of_a_request(request_: AlipayRequest, skew_ms: int, expected: str) -> None:
    """A timestamp exactly ten minutes off passes, a millisecond more does not, either way."""
    request_.items["timestamp"] = str(NOW_MS + skew_ms)

    assert expected == code(request_.signed().send())


def test_a_nonce_is_good_once(sandbox: Sandbox, environment: Environment, waiting: AlipayRequest) -> None:
    """And counts as used only when its signature was right: a forger cannot use up another's."""
    forged = new_request(sandbox, environment)
    forged.items["nonce"] = waiting.items["nonce"]
    codes = [code(forged.signed(Break("", after=forge)).send())]
    codes += [code(request.send()) for request in [waiting.signed()] * 2]

    assert ["invalid-signature", "accepted", "invalid-request-data"] == codes


@pytest.mark.parametrize(("seconds", "expected"), [(600, "invalid-request-data"), (601, "accepted")])
def test_a_nonce_may_come_again_after_ten_minutes(
    waiting: AlipayRequest, clock: Clock, seconds: int, expected: str
) -> None:
    """Not a second earlier."""
    second = again(waiting)
    second.items |= {"nonce": waiting.items["nonce"], "timestamp": str(NOW_MS + seconds * 1000)}
    waiting.signed().send()
    clock.now = NOW + seconds

    assert expected == code(second.signed().send())


@pytest.mark.parametrize("needed", NEEDED)
@pytest.mark.parametrize("value", [None, ""])
def test_a_needed_parameter_is_missing(request_: AlipayRequest, needed: str, value: str | None) -> None:
    """Absent or empty alike, though the page calls it optional."""
    request_.set(needed, value)

    assert "INVALID_PARAMETER" == code(request_.signed().send())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (dict.fromkeys(ONE_OF), "INVALID_PARAMETER"),
        (dict.fromkeys(ONE_OF, ""), "INVALID_PARAMETER"),
        *(({**dict.fromkeys(ONE_OF), name: ALIPAY.wire[name]}, "accepted") for name in ONE_OF if name != "cert_no"),
        *(({name: "no such value"}, "INVALID_PARAMETER") for name in CLOSED),
        *(({name: None}, "accepted") for name in CLOSED if name not in NEEDED),  # PHP drops "0"
        ({"unknown": "1"}, "accepted"),
    ],
)
def test_parameters(request_: AlipayRequest, changes: dict[str, str | None], expected: str) -> None:
    """One way to name the person is needed, closed enums are the contract's, unknown parameters pass."""
    for key, value in changes.items():
        request_.set(key, value)

    assert expected == code(request_.signed().send())


def test_a_query_that_is_not_utf8(request_: AlipayRequest) -> None:
    """A signed query that does not decode is a bad parameter, never a broken gateway."""
    request_.path += "?note=%ff&x"

    assert "INVALID_PARAMETER" == code(request_.signed().send())


def test_an_app_auth_token(sandbox: Sandbox, environment: Environment) -> None:
    """A known one is accepted, and part of what is signed."""
    sandbox.alipay.authorize_app("merchant-token")
    genuine, late = new_request(sandbox, environment), new_request(sandbox, environment).signed()
    for request in (genuine, late):
        request.headers["alipay-app-auth-token"] = "merchant-token"

    assert ("accepted", "invalid-signature") == (code(genuine.signed().send()), code(late.send()))


# ---- the answers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content_type", [None, "application/json", "text/plain"])
def test_a_success_on_the_wire(environment: Environment, request_: AlipayRequest, content_type: str | None) -> None:
    """Header names in lower case, JSON on one line, whatever content type an SDK sends with a GET."""
    request_.headers |= {"Content-Type": content_type} if content_type else {}
    answer = request_.signed().send()

    assert (200, SIGNED, "application/json;charset=UTF-8") == (
        answer.status,
        answer.names,
        answer.header("Content-Type"),
    )
    assert (str(NOW_MS), True, 1) == (
        answer.header("alipay-timestamp"),
        is_signed(environment, answer),
        len(answer.body.splitlines()),
    )
    assert re.fullmatch("[0-9a-f]{32}", answer.header("alipay-trace-id") or "")


def test_the_expected_string_to_sign(sandbox: Sandbox, request_: AlipayRequest) -> None:
    """The log shows the bytes that should have been signed: an empty line for the body of a GET."""
    request_.signed(Break("", after=forge)).send()
    [record] = sandbox.requests
    auth_string = ",".join(f"{name}={value}" for name, value in request_.items.items())

    assert (f"{auth_string}\n{ALIPAY.method}\n{request_.target}\n\n".encode(), "invalid-signature") == (
        record.expected_string_to_sign,
        record.verdict,
    )


def test_settings_of_refusals(sandbox: Sandbox, environment: Environment) -> None:
    """The status of a wrong signature, and whether the gateway's refusals are signed."""
    sandbox.alipay.settings.signature_status = 401
    sandbox.alipay.settings.sign_gateway_errors = True
    refused = new_request(sandbox, environment).signed(Break("", after=forge)).send()

    assert (401, SIGNED, True) == (refused.status, refused.names, is_signed(environment, refused))


@pytest.mark.parametrize(("links", "kind"), [("absent", "NoneType"), ("array", "list"), ("text", "str")])
def test_links(sandbox: Sandbox, request_: AlipayRequest, links: Literal["absent", "array", "text"], kind: str) -> None:
    """The links of an error are absent, since the SDK for Java loses an error with an array, or an array, or a text."""
    sandbox.alipay.settings.links = links
    document = json.loads(request_.signed(BUSINESS[-1]).send().body)

    assert kind == type(document.get("links")).__name__


def test_a_setting_takes_only_what_it_knows(sandbox: Sandbox) -> None:
    """At once, not at the next answer."""
    unknown: Any = "object"

    with pytest.raises(ValueError, match="links"):
        sandbox.alipay.settings.links = unknown


# ---- tokens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (["SUCCESS"], ["SUCCESS", "TOKEN_INVALID"]),
        (["WAITING_VERIFY", "FAILED"], ["WAITING_VERIFY", "FAILED", "TOKEN_INVALID"]),
        (["WAITING_VERIFY"], ["WAITING_VERIFY"] * 3),
    ],
)
def test_a_token_gives_its_results(
    sandbox: Sandbox, environment: Environment, results: list[str], expected: list[str]
) -> None:
    """Waiting may be answered many times, a final result once; then the token is invalid."""
    first = new_request(sandbox, environment, *results)
    documents = [json.loads(again(first).signed().send().body) for _ in expected]

    assert expected == [document.get("identity_result", document.get("code")) for document in documents]


@pytest.mark.parametrize(
    ("result", "fields"),
    [
        ("WAITING_VERIFY", {"user_id", "open_id"}),
        ("FAILED", {"user_id", "open_id", "token_status"}),
        ("SUCCESS", {"user_id", "open_id", "token_status", "merchant_identity_id"}),
    ],
)
def test_what_is_told_with_a_result(sandbox: Sandbox, environment: Environment, result: str, fields: set[str]) -> None:
    """Who it is with every result, that the order is finished with a final one, the identity with SUCCESS."""
    document = json.loads(new_request(sandbox, environment, result).signed().send().body)

    assert {"identity_result", "identity_result_skip_url"} | fields == set(document)


@pytest.mark.parametrize(("fault", "then"), [("lost_answer", "TOKEN_INVALID"), ("dropped_connection", "accepted")])
def test_a_lost_answer_uses_the_token_up(sandbox: Sandbox, request_: AlipayRequest, fault: str, then: str) -> None:
    """It is used up when the answer is decided; a connection that drops before leaves it usable."""
    sandbox.fail_next("alipay", fault)

    assert (None, then) == (request_.signed().try_to_send(), code(again(request_).signed().send()))


@pytest.mark.parametrize("results", [[], "SUCCESS"])
def test_a_token_needs_a_list_of_results(sandbox: Sandbox, results: list[str] | str) -> None:
    """Of one or more."""
    with pytest.raises(ValueError, match="list"):
        sandbox.alipay.issue_token(results=results)


# ---- encrypted -------------------------------------------------------------------------------------------------------


@pytest.fixture
def key(environment: Environment) -> bytes:
    """The key that the console shows."""
    return base64.b64decode(environment["REALNAME_ALIPAY_ENCRYPT_KEY"])


@pytest.fixture
def encrypted_(request_: AlipayRequest) -> AlipayRequest:
    """A request that declares encryption and succeeds."""
    request_.headers["alipay-encrypt-type"] = "AES"
    return request_


@pytest.mark.parametrize("access", ["environment", "with_certificates"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "text/plain;charset=UTF-8"},
        {"alipay-encryption-algm": "AES"},
        {"Content-Type": "application/json"},
    ],
    ids=str,
)
def test_an_encrypted_success_on_the_wire(
    access: str, headers: dict[str, str], key: bytes, sandbox: Sandbox, request: pytest.FixtureRequest
) -> None:
    """Base64 on one line, no JSON string, under exactly `text/plain` as .NET and Java need it, and signed as sent."""
    environment: Environment = request.getfixturevalue(access)
    asked = new_request(sandbox, environment)
    asked.headers |= {"alipay-encrypt-type": "AES", **headers}
    answer = asked.signed().send()

    assert (200, "text/plain", True, 16) == (
        answer.status,
        answer.header("Content-Type"),
        is_signed(environment, answer),
        len(key),
    )
    assert re.fullmatch(rb"[A-Za-z0-9+/]+={0,2}", answer.body)
    assert "SUCCESS" == json.loads(decrypted(key, answer.body, chained=True))["identity_result"]


def test_errors_are_plain(environment: Environment, encrypted_: AlipayRequest) -> None:
    """A refusal by the operation is plain JSON, signed."""
    answer = encrypted_.signed(BUSINESS[-1]).send()

    assert ("CARD_NO_NOT_MATCH", "application/json;charset=UTF-8", True) == (
        code(answer),
        answer.header("Content-Type"),
        is_signed(environment, answer),
    )


@pytest.mark.parametrize(
    ("plain", "body", "expected"),
    [
        ('{"name": "证"}'.encode(), None, "accepted"),
        (b"{", None, "illegal-json"),
        (None, b"{}", "decryption-error"),
        (None, b"AAAA", "decryption-error"),
    ],
    ids=["JSON", "no JSON", "plain", "no block"],
)
def test_an_encrypted_body(
    encrypted_: AlipayRequest, key: bytes, plain: bytes | None, body: bytes | None, expected: str
) -> None:
    """What cannot be decrypted has one code, what decrypts to no JSON another."""
    encrypted_.body = encrypted(key, plain, chained=True) if plain is not None else body or b""

    assert expected == code(encrypted_.signed().send())


def test_a_body_under_another_key(encrypted_: AlipayRequest, key: bytes) -> None:
    """It does not decrypt. Where the padding of what comes out happens to fit, another key is taken."""

    def is_padded(body: bytes) -> bool:
        try:
            decrypted(key, body, chained=True)
        except AssertionError:
            return False
        return True

    candidates = (encrypted(bytes([n] * 16), b'{"a": 1}', chained=True) for n in range(256))
    encrypted_.body = next(body for body in candidates if not is_padded(body))

    assert "decryption-error" == code(encrypted_.signed().send())


def test_ciphertext_changed_after_signing(encrypted_: AlipayRequest, key: bytes) -> None:
    """The signature is over the ciphertext, and checked before anything is decrypted."""
    encrypted_.body = encrypted(key, b"{}", chained=True)
    forged = Break("", after=lambda r: setattr(r, "body", b"no ciphertext"))

    assert "invalid-signature" == code(encrypted_.signed(forged).send())


# ---- certificate mode ------------------------------------------------------------------------------------------------


def blocks(bundle: str) -> list[bytes]:
    """The certificates of a bundle, one by one."""
    return [f"{block}-----END CERTIFICATE-----".encode() for block in bundle.split("-----END CERTIFICATE-----")[:-1]]


@pytest.fixture
def certificates(with_certificates: Environment) -> list[x509.Certificate]:
    """Alipay's certificates."""
    return x509.load_pem_x509_certificates(with_certificates["REALNAME_ALIPAY_ALIPAY_CERTIFICATES"].encode())


def test_an_answer_names_its_certificate(
    sandbox: Sandbox, environment: Environment, with_certificates: Environment, certificates: list[x509.Certificate]
) -> None:
    """The first of Alipay's, and the second one after a renewal, under its own key; in key mode none."""
    before = new_request(sandbox, with_certificates).signed().send()
    sandbox.alipay.settings.next_certificate = True
    after = new_request(sandbox, with_certificates).signed().send()
    plain = new_request(sandbox, environment).signed().send()

    assert [*SIGNED[:-1], "alipay-sn", SIGNED[-1]] == before.names
    assert [*map(certificate_sn, certificates), None] == [item.header("alipay-sn") for item in (before, after, plain)]
    assert [True, True] == [is_signed(with_certificates, answer) for answer in (before, after)]
    assert certificates[0].public_key() != certificates[1].public_key()


def test_the_root_bundle_need_not_be_named_if_so_set(sandbox: Sandbox, with_certificates: Environment) -> None:
    """As Alipay's SDK for PHP does not; a wrong one is still wrong."""
    sandbox.alipay.settings.require_root_sn = False
    absent, wrong = (new_request(sandbox, with_certificates).signed(CERTIFICATES[i]).send() for i in (4, 5))

    assert ("accepted", "invalid-alipay-root-cert-sn") == (code(absent), code(wrong))


def test_signed_with_the_other_apps_key(
    sandbox: Sandbox, environment: Environment, with_certificates: Environment
) -> None:
    """The app in key mode cannot speak for the one in certificate mode."""
    request = new_request(sandbox, with_certificates)
    key = "REALNAME_ALIPAY_PRIVATE_KEY"
    request.environment = {**with_certificates, key: environment[key]}

    assert "invalid-signature" == code(request.signed().send())


def test_the_root_bundle_is_made_like_alipays(with_certificates: Environment) -> None:
    """Of four certificates the second and the fourth count, the third is refused."""
    bundle = with_certificates["REALNAME_ALIPAY_ROOT_CERTIFICATES"]
    sm2, root, with_null, sha1 = blocks(bundle)
    counted = [x509.load_pem_x509_certificate(block) for block in (root, sha1)]

    assert ["1.2.156.10197.1.501", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.5"] == [
        item.signature_algorithm_oid.dotted_string for item in (x509.load_pem_x509_certificate(sm2), *counted)
    ]
    assert root_sn(bundle) == "_".join(certificate_sn(certificate) for certificate in counted)
    with pytest.raises(UnsupportedAlgorithm):
        x509.load_pem_x509_certificate(sm2).public_key()
    if int(version("cryptography").partition(".")[0]) >= 49:  # older ones read it with a warning
        with pytest.raises(ValueError, match="parsing asn1"):
            x509.load_pem_x509_certificate(with_null)


def test_the_authority_has_certified(with_certificates: Environment, certificates: list[x509.Certificate]) -> None:
    """The app's and Alipay's certificates are really signed by the RSA root, and by no other key."""
    root = x509.load_pem_x509_certificate(blocks(with_certificates["REALNAME_ALIPAY_ROOT_CERTIFICATES"])[1])
    app = x509.load_pem_x509_certificate(with_certificates["REALNAME_ALIPAY_APP_CERTIFICATE"].encode())
    authority, other = root.public_key(), app.public_key()
    assert isinstance(authority, RSAPublicKey)
    assert isinstance(other, RSAPublicKey)

    for certificate in (app, *certificates):
        signed = certificate.tbs_certificate_bytes
        authority.verify(certificate.signature, signed, PKCS1v15(), SHA256())
        with pytest.raises(InvalidSignature):
            other.verify(certificate.signature, signed, PKCS1v15(), SHA256())


def test_issuers_are_plain(certificates: list[x509.Certificate]) -> None:
    """All official SDKs write these issuers and serial numbers the same way."""
    assert [(["C", "O", "CN"], True)] * 2 == [
        ([name.rfc4514_attribute_name for name in item.issuer], item.serial_number < 2**127) for item in certificates
    ]
