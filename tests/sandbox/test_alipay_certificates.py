"""Alipay's certificate mode: what has to be named, which certificate answers, how the root bundle is made."""

import itertools
import json
from collections.abc import Mapping
from importlib.metadata import version

import pytest
from attrs import asdict
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from realname.sandbox import Sandbox
from tests.sandbox.callers import (
    NOW_MS,
    AlipayRequest,
    Break,
    alipay_answer_is_signed,
    alipay_request,
    certificate_sn,
    in_certificate_mode,
    root_sn,
)
from tests.sandbox.raw import Answer

Environment = Mapping[str, str]


def code(answer: Answer) -> object:
    """The code of a refusal, `accepted` for a success."""
    return json.loads(answer.body).get("code", "accepted")


def new_request(sandbox: Sandbox, environment: Environment) -> AlipayRequest:
    """A request of the app in certificate mode that succeeds."""
    return in_certificate_mode(alipay_request(environment, asdict(sandbox.alipay.issue_token()), NOW_MS))


IN_ORDER = [
    Break("illegal-timestamp", lambda r: r.items.update(timestamp=str(NOW_MS - 600_001))),
    Break("invalid-request-data", lambda r: r.items.pop("nonce")),
    Break("missing-app-cert-sn", lambda r: r.items.pop("app_cert_sn", None)),
    Break("app-cert-not-exist", lambda r: r.items.update(app_cert_sn="0" * 32)),
    Break("missing-alipay-root-cert-sn", lambda r: r.headers.pop("alipay-root-cert-sn", None)),
    Break("invalid-alipay-root-cert-sn", lambda r: r.headers.update({"alipay-root-cert-sn": "0" * 32})),
    Break("missing-signature", lambda r: setattr(r, "unsigned", True)),
    Break("invalid-signature", after=lambda r: setattr(r, "target", r.target + "&x=1")),
]


def test_answer_on_the_wire(sandbox: Sandbox, with_certificates: Environment) -> None:
    """A signed answer names the certificate that its signature is under, in lower case like the other headers."""
    answer = new_request(sandbox, with_certificates).signed().send()

    assert (
        200,
        ["alipay-trace-id", "alipay-timestamp", "alipay-nonce", "alipay-signature", "alipay-sn", "Content-Type"],
        True,
    ) == (answer.status, answer.names, alipay_answer_is_signed(with_certificates, answer))


def test_certificate_is_the_first(sandbox: Sandbox, with_certificates: Environment) -> None:
    """Usually the first of Alipay's certificates answers, and the second one after a renewal, under its own key."""
    certificates = x509.load_pem_x509_certificates(with_certificates["REALNAME_ALIPAY_ALIPAY_CERTIFICATES"].encode())
    before = new_request(sandbox, with_certificates).signed().send()
    sandbox.alipay.settings.next_certificate = True
    after = new_request(sandbox, with_certificates).signed().send()

    assert ([certificate_sn(item) for item in certificates], [True, True], True) == (
        [before.header("alipay-sn"), after.header("alipay-sn")],
        [alipay_answer_is_signed(with_certificates, answer) for answer in (before, after)],
        certificates[0].public_key() != certificates[1].public_key(),
    )


@pytest.mark.parametrize("fault", IN_ORDER, ids=lambda fault: fault.code)
def test_refusal(sandbox: Sandbox, with_certificates: Environment, fault: Break) -> None:
    """Each single mistake gets its code, unsigned; the same request without it is accepted."""
    genuine = new_request(sandbox, with_certificates).signed().send()
    refused = new_request(sandbox, with_certificates).signed(fault).send()

    assert ("accepted", fault.code, 400, ["alipay-trace-id", "Content-Type"]) == (
        code(genuine),
        code(refused),
        refused.status,
        refused.names,
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (first, second)
        for first, second in itertools.combinations(IN_ORDER, 2)
        # Of what is missing nothing can be wrong as well.
        if first.code.removeprefix("missing-") not in second.code
        and (first.code, second.code) != ("missing-app-cert-sn", "app-cert-not-exist")
    ],
    ids=lambda fault: fault.code,
)
def test_first_refusal_wins(sandbox: Sandbox, with_certificates: Environment, first: Break, second: Break) -> None:
    """Of two mistakes the gateway tells the one that it checks first."""
    answer = sandbox.alipay.answer(new_request(sandbox, with_certificates).signed(first, second).received())

    assert first.code == json.loads(answer.content)["code"]


def test_root_sn_not_required(sandbox: Sandbox, with_certificates: Environment) -> None:
    """If so set, the root bundle need not be named, as Alipay's SDK for PHP does not; a wrong one is still wrong."""
    sandbox.alipay.settings.require_root_sn = False
    absent = new_request(sandbox, with_certificates).signed(IN_ORDER[4]).send()
    wrong = new_request(sandbox, with_certificates).signed(IN_ORDER[5]).send()

    assert ("accepted", "invalid-alipay-root-cert-sn") == (code(absent), code(wrong))


def test_signed_with_the_other_apps_key(
    sandbox: Sandbox, environment: Environment, with_certificates: Environment
) -> None:
    """The app in key mode cannot speak for the one in certificate mode."""
    request = new_request(sandbox, with_certificates)
    request.environment = {
        **with_certificates,
        "REALNAME_ALIPAY_PRIVATE_KEY": environment["REALNAME_ALIPAY_PRIVATE_KEY"],
    }

    assert "invalid-signature" == code(request.signed().send())


def test_key_mode_names_no_certificate(sandbox: Sandbox, environment: Environment) -> None:
    """The answer to an app in key mode has no `alipay-sn`."""
    answer = alipay_request(environment, asdict(sandbox.alipay.issue_token()), NOW_MS).signed().send()

    assert None is answer.header("alipay-sn")


def test_unsigned_refusal_names_no_certificate(sandbox: Sandbox, with_certificates: Environment) -> None:
    """Signed gateway errors name the certificate, unsigned ones have nothing to name it for."""
    sandbox.alipay.settings.sign_gateway_errors = True
    answer = new_request(sandbox, with_certificates).signed(IN_ORDER[0]).send()

    assert (True, True) == (answer.header("alipay-sn") is not None, alipay_answer_is_signed(with_certificates, answer))


def blocks(bundle: str) -> list[bytes]:
    """The certificates of a bundle, one by one."""
    return [f"{block}-----END CERTIFICATE-----".encode() for block in bundle.split("-----END CERTIFICATE-----")[:-1]]


def test_root_bundle(with_certificates: Environment) -> None:
    """The bundle is made like Alipay's: of four certificates the second and the fourth count, the third is refused."""
    bundle = with_certificates["REALNAME_ALIPAY_ROOT_CERTIFICATES"]
    sm2, root, with_null, sha1 = blocks(bundle)
    counted = [x509.load_pem_x509_certificate(block) for block in (root, sha1)]

    assert (
        "1.2.156.10197.1.501",
        ["1.2.840.113549.1.1.11", "1.2.840.113549.1.1.5"],
        root_sn(bundle),
    ) == (
        x509.load_pem_x509_certificate(sm2).signature_algorithm_oid.dotted_string,
        [certificate.signature_algorithm_oid.dotted_string for certificate in counted],
        "_".join(certificate_sn(certificate) for certificate in counted),
    )
    with pytest.raises(UnsupportedAlgorithm):
        x509.load_pem_x509_certificate(sm2).public_key()
    if int(version("cryptography").partition(".")[0]) >= 49:  # older ones read it with a warning
        with pytest.raises(ValueError, match="parsing asn1"):
            x509.load_pem_x509_certificate(with_null)


def test_authority_has_certified(with_certificates: Environment) -> None:
    """The app's and Alipay's certificates are really signed by the RSA root, and by no other key."""
    root = x509.load_pem_x509_certificate(blocks(with_certificates["REALNAME_ALIPAY_ROOT_CERTIFICATES"])[1])
    pem = (
        with_certificates["REALNAME_ALIPAY_APP_CERTIFICATE"] + with_certificates["REALNAME_ALIPAY_ALIPAY_CERTIFICATES"]
    )
    certificates = x509.load_pem_x509_certificates(pem.encode())
    authority, other = root.public_key(), certificates[0].public_key()
    assert isinstance(authority, RSAPublicKey)
    assert isinstance(other, RSAPublicKey)

    for certificate in certificates:
        signed = certificate.tbs_certificate_bytes
        authority.verify(certificate.signature, signed, PKCS1v15(), SHA256())
        with pytest.raises(InvalidSignature):
            other.verify(certificate.signature, signed, PKCS1v15(), SHA256())


def test_plain_issuers(with_certificates: Environment) -> None:
    """All official SDKs write these issuers and serial numbers the same way."""
    pem = with_certificates["REALNAME_ALIPAY_ALIPAY_CERTIFICATES"]
    certificates = x509.load_pem_x509_certificates(pem.encode())

    assert [(["C", "O", "CN"], True)] * 2 == [
        ([name.rfc4514_attribute_name for name in item.issuer], item.serial_number < 2**127) for item in certificates
    ]
