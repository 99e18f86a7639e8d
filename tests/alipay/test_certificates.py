"""Alipay: certificate mode."""

import hashlib
import shutil
import ssl
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

import realname
from realname import alipay
from realname.core import certificates
from realname.sandbox import Sandbox
from tests import vectors
from tests.certificates import AUTHORITY, certificate, issued, pem, root, usage
from tests.pairs import KeyPair
from tests.providers import BASE_URL, Answer, Caller

ROOT_BUNDLE = vectors.case("alipay", "serial-root")
ELLIPTIC = vectors.certificate("CERT-E1")
BUNDLE = "".join(map(vectors.certificate, ROOT_BUNDLE["given"]["certificates"]))


def _credentials(caller: KeyPair, *alipay_certificates: str, **changes: Any) -> alipay.CertificateCredentials:
    settings: dict[str, Any] = {
        "app_id": "2021",
        "private_key": caller.private(),
        "app_certificate": issued(caller.key, "app"),
        "alipay_certificates": list(alipay_certificates),
        "root_certificates": BUNDLE + root(),
    }
    return alipay.CertificateCredentials(**settings | changes)


def _sn(text: str) -> str:
    return certificates.certificate_sn(certificates.load_certificates(text, "")[0])


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=ascii)
def test_the_sn_of_a_root_bundle(ending: str) -> None:
    """Only RSA certificates count, in file order; the one that cryptography refuses is not even loaded."""
    bundle = BUNDLE.replace("\n", ending).encode()

    assert ROOT_BUNDLE["serial_number"] == certificates.root_sn(bundle)


@pytest.mark.skipif(
    int(version("cryptography").partition(".")[0]) < 49, reason="cryptography refuses this certificate from 49.0 on"
)
def test_the_refused_certificate_is_really_in_the_bundle() -> None:
    """Loading the bundle as a whole fails, which is why it is not done."""
    assert ELLIPTIC in BUNDLE
    with pytest.raises(realname.ConfigurationError, match="cannot be read as a certificate"):
        certificates.load_certificates(BUNDLE, "root_certificates")


def test_a_request_names_its_certificates(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """The application's in what is signed, the root bundle's in a header."""
    own = pem(caller_keys.key, "app")
    credentials = _credentials(caller_keys, issued(provider_keys.key), app_certificate=own)
    request = httpx.Request("GET", f"{BASE_URL}/v3/x?a=1")

    alipay.Auth(credentials).sign(request)

    auth_string, _, signature = request.headers["Authorization"].partition(" ")[2].partition(",sign=")
    assert auth_string.startswith(f"app_id=2021,app_cert_sn={_sn(own)},nonce=")
    caller_keys.verifies(signature, f"{auth_string}\nGET\n/v3/x?a=1\n\n".encode())
    assert f"{ROOT_BUNDLE['serial_number']}_{_sn(root())}" == request.headers["alipay-root-cert-sn"]


def test_the_key_is_chosen_by_the_sn_of_the_answer(
    alipay_caller: Caller, caller_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """During a rotation two certificates are valid; without an SN the first one counts, an unknown one never."""
    old, new = issued(alipay_caller.keys.key, serial=1), issued(stranger_keys.key, serial=2)
    caller = evolve(alipay_caller, credentials=_credentials(caller_keys, old + new))
    genuine = caller.answer()
    by_old, by_new = genuine.headers, caller.headers(genuine.body, by=stranger_keys)
    accepted = [by_old, {**by_old, "alipay-sn": _sn(old)}, {**by_new, "alipay-sn": _sn(new)}]
    refused = [by_new, {**by_new, "alipay-sn": _sn(old)}, {**by_old, "alipay-sn": _sn(new)}]

    for headers in accepted:
        assert caller.main.success == caller.call(Answer(200, genuine.body, headers)).to_wire()
    for headers in refused:
        with pytest.raises(realname.SignatureError) as caught:
            caller.call(Answer(200, genuine.body, headers))
        assert "invalid" == caught.value.reason
    with pytest.raises(realname.SignatureError, match="Download Alipay's current certificate") as caught:
        caller.call(Answer(200, genuine.body, {**by_old, "alipay-sn": "0" * 32}))
    assert "unknown_certificate" == caught.value.reason


@pytest.mark.parametrize("form", ["DER", "UTF-16"])
def test_a_certificate_is_read_from_other_files_than_pem(
    form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """DER, or the text as editors save it; the SN is the same."""
    text = issued(caller_keys.key, "app")
    right = alipay.CertificateCredentials(
        app_id="2021",
        private_key=caller_keys.private(),
        app_certificate=text,
        alipay_certificates=issued(provider_keys.key),
        root_certificates=root(),
    )
    values = {"ALIPAY_CERTIFICATES": issued(provider_keys.key), "ROOT_CERTIFICATES": root(), "APP_ID": "2021"}
    for name, value in {**values, "PRIVATE_KEY": caller_keys.private_line}.items():
        monkeypatch.setenv(f"REALNAME_ALIPAY_{name}", value)
    path = tmp_path / "app.crt"
    path.write_bytes(ssl.PEM_cert_to_DER_cert(text) if form == "DER" else text.encode("utf-16"))
    monkeypatch.setenv("REALNAME_ALIPAY_APP_CERTIFICATE_FILE", str(path))

    found = alipay.credentials_from_env()

    assert isinstance(found, alipay.CertificateCredentials)
    assert right.app_certificate_sn == found.app_certificate_sn


def test_key_mode_ignores_the_sn(alipay_caller: Caller) -> None:
    """There is one key, and it is the one that was configured."""
    genuine = alipay_caller.answer()
    answer = Answer(200, genuine.body, {**genuine.headers, "alipay-sn": "0" * 32})

    assert alipay_caller.main.success == alipay_caller.call(answer).to_wire()


def _curve(_: KeyPair, __: KeyPair) -> str:
    return pem(ec.generate_private_key(ec.SECP256R1()))


def _weak(*_: KeyPair) -> str:
    return issued(rsa.generate_private_key(public_exponent=65537, key_size=1024))


def _changed(caller: KeyPair, old: bytes, new: bytes) -> str:
    """The application's certificate with bytes in the place of others."""
    der = ssl.PEM_cert_to_DER_cert(issued(caller.key, "app"))
    return ssl.DER_cert_to_PEM_cert(der.replace(old, new))


def _cut(text: str) -> str:
    """The same certificate without its second half, in the same lines."""
    lines = text.splitlines(keepends=True)
    return "".join([*lines[: len(lines) // 2], lines[-1]])


YESTERDAY, TOMORROW = (datetime.now(UTC) + timedelta(days=days) for days in (-1, 1))
MISTAKES: dict[str, tuple[str, Callable[[KeyPair, KeyPair], Any], str]] = {
    "of another key": ("app_certificate", lambda _, alipay: issued(alipay.key), "does not belong to private_key"),
    "a key": ("app_certificate", lambda caller, _: caller.public(), "is a key, not a certificate"),
    "a path": ("app_certificate", lambda *_: "/etc/appCertPublicKey.crt", "is a path, not a certificate"),
    "a name": ("root_certificates", lambda *_: "alipayRootCert.crt", "is a path, not a certificate"),
    "binary": ("app_certificate", lambda *_: b"0\x82\xff\xff" + bytes(99), "is not a PEM certificate"),
    "own, expired": ("app_certificate", lambda caller, _: issued(caller.key, ends=YESTERDAY), "expired on"),
    "own, of no text": ("app_certificate", lambda *_: 7, "must be text \\(str\\) or bytes"),
    "the application's own": (
        "alipay_certificates",
        lambda caller, _: issued(caller.key, "app"),
        "the application's own key",
    ),
    "the application's own, renewed": (
        "alipay_certificates",
        lambda caller, _: issued(caller.key, "app", serial=2),
        "the application's own key",
    ),
    "none": ("alipay_certificates", lambda *_: [], "is empty"),
    "of no text": ("alipay_certificates", lambda *_: None, "must be text \\(str\\) or bytes"),
    "empty text": ("alipay_certificates", lambda *_: "", "is not a PEM certificate"),
    "damaged": (
        "alipay_certificates",
        lambda _, alipay: issued(alipay.key).replace("MII", "AAA", 1),
        "cannot be read as a certificate",
    ),
    "cut": ("alipay_certificates", lambda _, alipay: _cut(issued(alipay.key)), "cannot be read as a certificate"),
    "elliptic": ("alipay_certificates", _curve, "has no RSA key of 2048 bits or more"),
    "weak": ("alipay_certificates", _weak, "has no RSA key of 2048 bits or more"),
    "the root bundle": ("alipay_certificates", lambda *_: BUNDLE, "holds root certificates"),
    "expired": ("alipay_certificates", lambda _, alipay: issued(alipay.key, ends=YESTERDAY), "expired on"),
    "of tomorrow": ("alipay_certificates", lambda _, alipay: issued(alipay.key, begins=TOMORROW), "is valid from"),
    "by itself": ("alipay_certificates", lambda _, alipay: pem(alipay.key), "leads to no root certificate"),
    "unrelated": (
        "alipay_certificates",
        lambda caller, alipay: pem(alipay.key, issuer="other", signer=caller.key),
        "leads to no root certificate",
    ),
    "by another key": (
        "alipay_certificates",
        lambda caller, alipay: issued(alipay.key, signer=caller.key),
        "is not signed with the key of the issuer",
    ),
    "no root": ("root_certificates", lambda *_: b"nothing", "is not a PEM certificate"),
    "no RSA root": ("root_certificates", lambda *_: ELLIPTIC, "holds no RSA certificate"),
    "damaged root": (
        "root_certificates",
        lambda *_: "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----",
        "cannot be read as a certificate",
    ),
    "of no version": (
        "app_certificate",
        lambda caller, _: _changed(caller, bytes.fromhex("a003020102"), bytes.fromhex("a003020174")),
        "cannot be read as a certificate",
    ),
    "of no name": (
        "app_certificate",
        lambda caller, _: _changed(caller, b"\x0c\x04root", b"\x0c\x04\xff\xff\xff\xff"),
        "cannot be read as a certificate",
    ),
    "cut root": ("root_certificates", lambda *_: _cut(root()) + BUNDLE, "cannot be read as a certificate"),
    "cut bundle": ("root_certificates", lambda *_: root() + BUNDLE[:-40], "holds a block that is cut"),
    "cut between": (
        "root_certificates",
        lambda *_: root().replace("-----END CERTIFICATE-----", "") + BUNDLE,
        "holds a block that is cut",
    ),
    "escaped": ("root_certificates", lambda *_: root().replace("\n", r"\n"), "holds the two characters"),
    "Alipay's in the root's place": (
        "root_certificates",
        lambda _, alipay: issued(alipay.key),
        "holds a certificate that is no root",
    ),
    "an authority": (
        "alipay_certificates",
        lambda _, alipay: issued(alipay.key, extension=AUTHORITY),
        "holds only certificates of authorities",
    ),
    "certificate as key": ("private_key", lambda _, alipay: pem(alipay.key), "is a certificate"),
    "no switch": ("check_chain", lambda *_: "no", "must be true or false"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_wrong_certificate_is_named_with_its_remedy(
    mistake: str, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """At construction; the same settings without the mistake are accepted."""
    name, value, problem = MISTAKES[mistake]
    good = issued(provider_keys.key)
    wrong = {"alipay_certificates": good, name: value(caller_keys, provider_keys)}

    with pytest.raises(realname.ConfigurationError, match=f"{name} .*{problem}|{name} {problem}") as caught:
        _credentials(caller_keys, **wrong)

    assert (name, True) == (caught.value.setting, bool(caught.value.remedy))
    assert "2021" == _credentials(caller_keys, good).app_id


# ---- chains ----


SIGNS_MESSAGES, SIGNS_CERTIFICATES = usage(digital_signature=True), usage(key_cert_sign=True)
LAST = x509.BasicConstraints(ca=True, path_length=0)


@cache
def _key(_: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _through(keys: KeyPair, *authorities: dict[str, Any]) -> str:
    """Alipay's certificate under these authorities, the first below the root: as the downloaded file has them."""
    signed_by: dict[str, Any] = {}
    above = ""
    for number, details in enumerate(authorities):
        name = f"authority {number}"
        above = issued(_key(number), name, **{"extension": AUTHORITY} | signed_by | details) + above
        signed_by = {"issuer": name, "signer": _key(number)}
    return issued(keys.key, "alipay", **signed_by) + above


@pytest.mark.parametrize(
    "authorities",
    [(), ({},), ({}, {}), ({"extension": LAST},), ({"usage": SIGNS_CERTIFICATES},)],
    ids=["none", "one", "two", "a last one", "one that signs certificates"],
)
def test_a_certificate_leads_to_the_root_through_others(
    authorities: tuple[dict[str, Any], ...], caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """Alipay's file holds what stands between; only the first certificate in it is one that Alipay signs with."""
    text = _through(provider_keys, *authorities)

    credentials = _credentials(caller_keys, text)

    assert credentials.key_for(_sn(text)) == credentials.key_for(None)
    above = [certificates.certificate_sn(each) for each in certificates.load_certificates(text, "")[1:]]
    assert [None] * len(authorities) == [credentials.key_for(sn) for sn in above]


@pytest.mark.parametrize(
    ("authorities", "problem"),
    [
        (({"ends": YESTERDAY},), "certificate that expired on"),
        (({"begins": TOMORROW},), "certificate that is valid from"),
        (({"extension": None},), "leads to no root certificate"),
        (({"usage": SIGNS_MESSAGES},), "whose key may not sign others"),
        (({"extension": LAST}, {}), "path length"),
        (({"signer": _key(9)},), "not signed with the key of the issuer"),
        (({"issuer": "elsewhere"},), "leads to no root certificate"),
    ],
)
def test_a_broken_chain_is_told_by_what_breaks_it(
    authorities: tuple[dict[str, Any], ...], problem: str, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """Each authority is held against the one above it; with the checks off, the same certificate is taken."""
    text = _through(provider_keys, *authorities)

    with pytest.raises(realname.ConfigurationError, match=f"alipay_certificates holds .*{problem}"):
        _credentials(caller_keys, text)

    assert _credentials(caller_keys, text, check_chain=False).key_for(_sn(text)) is not None


@pytest.mark.parametrize(
    ("bundle", "problem"),
    [
        (lambda: root(ends=YESTERDAY), "certificate that expired on"),
        (lambda: pem(_key(0), "root", extension=AUTHORITY), "not signed with the key"),
        (lambda: root(extension=None), "by a certificate that may not issue others"),
        (lambda: BUNDLE, "leads to no root certificate"),
    ],
    ids=["expired", "another of the same name", "no authority", "another"],
)
def test_the_root_has_to_be_the_one(
    bundle: Callable[[], str], problem: str, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """A root of another name, key or time is none of this certificate."""
    with pytest.raises(realname.ConfigurationError, match=problem):
        _credentials(caller_keys, issued(provider_keys.key), root_certificates=bundle())


def test_the_switch_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """As true or false; anything else is refused by the variable's setting."""
    variables = {
        "APP_ID": "2021",
        "PRIVATE_KEY": caller_keys.private_line,
        "APP_CERTIFICATE": pem(caller_keys.key),
        "ALIPAY_CERTIFICATES": pem(provider_keys.key),
        "ROOT_CERTIFICATES": root(),
        "CHECK_CHAIN": "false",
    }
    for name, value in variables.items():
        monkeypatch.setenv(f"REALNAME_ALIPAY_{name}", value)

    assert "2021" == alipay.credentials_from_env().app_id
    for value, problem in (("true", "leads to no root"), ("0", "REALNAME_ALIPAY_CHECK_CHAIN must be true or false")):
        monkeypatch.setenv("REALNAME_ALIPAY_CHECK_CHAIN", value)
        with pytest.raises(realname.ConfigurationError, match=problem):
            alipay.credentials_from_env()


# ---- rotation ----


def test_a_successor_is_taken_without_a_restart(sandbox: Sandbox) -> None:
    """Refused by name first; with the certificate from the console both it and its predecessor are believed."""
    settings = sandbox.alipay.arguments(other=True)
    old, new = (certificate.pem for certificate in sandbox.alipay.certificates.alipay)
    before = alipay.CertificateCredentials(**settings | {"alipay_certificates": old})
    token = sandbox.alipay.issue_token(results=["WAITING_VERIFY"])

    def ask(credentials: alipay.CertificateCredentials) -> str | None:
        with alipay.Client(credentials, base_url=sandbox.alipay.url) as client:
            answer = client.query_jobworth_authentication(
                once_token=token.once_token,
                conn_key=token.conn_key,
                identity_type=token.identity_type,
                cert_no=token.cert_no,
                query_type="exact",
                service_id="s",
            )
            return answer.identity_result

    assert "WAITING_VERIFY" == ask(before)
    sandbox.alipay.settings.next_certificate = True
    with pytest.raises(realname.SignatureError, match="with_alipay_certificate") as caught:
        ask(before)
    after = before.with_alipay_certificate(new)

    assert "unknown_certificate" == caught.value.reason
    assert "WAITING_VERIFY" == ask(after)
    sandbox.alipay.settings.next_certificate = False
    assert "WAITING_VERIFY" == ask(after)


def test_a_false_successor_is_refused(caller_keys: KeyPair, provider_keys: KeyPair, stranger_keys: KeyPair) -> None:
    """It has to lead to the same roots, and the credentials stay what they were."""
    credentials = _credentials(caller_keys, issued(provider_keys.key))
    genuine, forged = issued(stranger_keys.key, serial=2), pem(stranger_keys.key, "alipay", serial=2)

    with pytest.raises(realname.ConfigurationError, match="leads to no root certificate"):
        credentials.with_alipay_certificate(forged)
    with pytest.raises(realname.ConfigurationError, match="application's own key"):
        credentials.with_alipay_certificate(issued(caller_keys.key))

    assert credentials.key_for(_sn(genuine)) is None
    assert credentials.with_alipay_certificate(genuine).key_for(_sn(genuine)) is not None


# ---- the SN of unusual issuers ----

UNUSUAL = {
    "no keyword": r"CN=x,1.2.840.113549.1.9.1=#16056140622e63,C=CN",
    "several in one": r"CN=y+2.5.4.5=#13023432,O=x",
    "escapes": r"CN=\ \#a\,b\+c\"d\\e\<f\>g\;h\=i\ ,O=x",
    "other letters": "1.2.3.4.2000.16384=#0c03e4b8ad,CN=中文 测试",
    "the other keywords": "STREET=s+UID=u+DC=d,ST=z,L=h",
}
"""What Java (OpenJDK 17) answered for the issuers below."""


def _unusual(name: str) -> x509.Name:
    oid, attribute = x509.oid.NameOID, x509.NameAttribute
    rdns = {
        "no keyword": [{oid.COUNTRY_NAME: "CN"}, {oid.EMAIL_ADDRESS: "a@b.c"}, {oid.COMMON_NAME: "x"}],
        "several in one": [{oid.ORGANIZATION_NAME: "x"}, {oid.COMMON_NAME: "y", oid.SERIAL_NUMBER: "42"}],
        "escapes": [{oid.ORGANIZATION_NAME: "x"}, {oid.COMMON_NAME: ' #a,b+c"d\\e<f>g;h=i '}],
        "other letters": [{oid.COMMON_NAME: "中文 测试"}, {x509.ObjectIdentifier("1.2.3.4.2000.16384"): "中"}],
        "the other keywords": [
            {oid.LOCALITY_NAME: "h"},
            {oid.STATE_OR_PROVINCE_NAME: "z"},
            {oid.USER_ID: "u", oid.DOMAIN_COMPONENT: "d", oid.STREET_ADDRESS: "s"},
        ],
    }[name]
    return x509.Name(
        [x509.RelativeDistinguishedName([attribute(kind, value) for kind, value in rdn.items()]) for rdn in rdns]
    )


JAVA = shutil.which("java")
JUDGE = """
import java.io.*; import java.security.*; import java.security.cert.*;
public class Judge {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            InputStream in = new FileInputStream(file);
            X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            String text = read.getIssuerX500Principal().getName() + read.getSerialNumber();
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes("UTF-8"));
            System.out.println(String.format("%032x", new java.math.BigInteger(1, digest)));
        }
    }
}
"""


@pytest.mark.parametrize("name", UNUSUAL)
def test_an_unusual_issuer_is_written_as_java_does(name: str, caller_keys: KeyPair) -> None:
    """Java's SDK is the one that the gateway agrees with; what it writes was taken down."""
    serial = 2**158 + 1
    built = certificate(caller_keys.key, _unusual(name), serial=serial)

    due = hashlib.md5(f"{UNUSUAL[name]}{serial}".encode(), usedforsecurity=False).hexdigest()

    assert due == certificates.certificate_sn(built)


@pytest.mark.skipif(JAVA is None, reason="there is no Java here to ask")
def test_java_itself_says_so(caller_keys: KeyPair, tmp_path: Path) -> None:
    """The same certificates, read by Java."""
    built = [certificate(caller_keys.key, _unusual(name), serial=7) for name in UNUSUAL]
    files = [tmp_path / f"{number}.crt" for number in range(len(built))]
    for file, each in zip(files, built, strict=True):
        file.write_bytes(each.public_bytes(Encoding.PEM))
    judge = tmp_path / "Judge.java"
    judge.write_text(JUDGE, encoding="utf-8")

    said = subprocess.run([str(JAVA), judge, *files], capture_output=True, text=True, check=True, timeout=120).stdout

    assert said.split() == [certificates.certificate_sn(each) for each in built]
