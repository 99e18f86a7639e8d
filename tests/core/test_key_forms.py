"""What is no key for us is named for what it is; the commands of the remedies make a key of it."""

import base64
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from realname import ConfigurationError
from realname.core.keys import PrivateKey, PublicKey
from tests.certificates import certificate
from tests.pairs import Encoding, KeyPair, PrivateFormat, PublicFormat

DATA = b"what is signed"
PASSPHRASE = "passphrase"


def _run(folder: Path, command: str, *, given: str = PASSPHRASE) -> None:
    """Run a shell's command line in a folder; whoever asks for a passphrase gets one."""
    for program in re.findall(r"(?:^|[|;&] *)(\S+)", command):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    subprocess.run(["sh", "-ec", command], cwd=folder, input=f"{given}\n" * 3, text=True, check=True, timeout=60)  # noqa: S607


@pytest.fixture
def pems(tmp_path: Path, caller_keys: KeyPair) -> Path:
    """A folder with a private key, its public half and its certificate."""
    (tmp_path / "own.pem").write_bytes(caller_keys.private())
    (tmp_path / "own.pub").write_bytes(caller_keys.public())
    (tmp_path / "own.crt").write_bytes(certificate(caller_keys.key).public_bytes(Encoding.PEM))
    return tmp_path


def _refused(kind: type[PrivateKey] | type[PublicKey], value: str | bytes) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        kind.parse(value, "some_key")
    return caught.value


_P12 = f"openssl pkcs12 -export -inkey own.pem -in own.crt -passout pass:{PASSPHRASE}"
_STORE = f"keytool -importkeystore -noprompt -srckeystore 1.p12 -srcstorepass {PASSPHRASE} -deststorepass {PASSPHRASE}"
MADE = {
    "encrypted PKCS#8": (f"openssl pkey -in own.pem -aes256 -passout pass:{PASSPHRASE} -out key.pem", "key.pem"),
    "encrypted PKCS#1": (
        f"openssl rsa -in own.pem -traditional -aes256 -passout pass:{PASSPHRASE} -out key.pem",
        "key.pem",
    ),
    "encrypted DER": (
        f"openssl pkcs8 -topk8 -in own.pem -outform DER -passout pass:{PASSPHRASE} -out key.der",
        "key.der",
    ),
    "encrypted line": (
        f"openssl pkcs8 -topk8 -in own.pem -outform DER -passout pass:{PASSPHRASE} | base64 -w0 > key.txt",
        "key.txt",
    ),
    "PKCS#12": (f"{_P12} -out FILE", "FILE"),
    "old PKCS#12": (f"{_P12} -legacy -out FILE", "FILE"),
    "base64 of PKCS#12": (f"{_P12} -out FILE; base64 -w0 FILE > line", "line"),
    "JKS": (f"{_P12} -out 1.p12; {_STORE} -destkeystore FILE -deststoretype JKS", "FILE"),
    "JCEKS": (f"{_P12} -out 1.p12; {_STORE} -destkeystore FILE -deststoretype JCEKS", "FILE"),
    "OpenSSH": ("cp own.pem FILE; chmod 600 FILE; ssh-keygen -q -p -N '' -f FILE", "FILE"),
    "MSBLOB": ("openssl rsa -in own.pem -outform MSBLOB -out FILE", "FILE"),
}
"""How real tools make a private key that is not accepted, and in which file it is."""


@pytest.mark.parametrize("form", MADE)
def test_the_command_of_the_remedy_gives_the_private_key(form: str, pems: Path, caller_keys: KeyPair) -> None:
    """As it is written: with its file names, or the word FILE, and the passphrase typed where it is asked for."""
    command, name = MADE[form]
    _run(pems, command)
    error = _refused(PrivateKey, (pems / name).read_bytes())
    found = re.search(r"(?:openssl|keytool|ssh-keygen|base64) .+(?= \(|\. |\.$)", error.remedy)
    assert found, error.remedy
    for step in found[0].split(". ")[0].split(" (add")[0].split(", then "):
        if step.startswith("ssh-keygen"):
            step = f"{step} -N ''"
        if step.startswith("openssl"):
            # Where no terminal is, a passphrase comes on standard input.
            option = "-passin stdin" if "pkey" in step or "pkcs12" in step else ""
            step = f"{step} {option}{' -legacy' if form == 'old PKCS#12' else ''}"
        if step.startswith("base64"):
            step = f"{step} -passin pass:{PASSPHRASE}"
        if step.startswith("keytool"):
            step = f"{step} -srcstorepass {PASSPHRASE} -deststorepass {PASSPHRASE}"
        _run(pems, step)
    out = next(f for f in ("plain.pem", "key.pem", "FILE") if (f != name and (pems / f).exists()) or f == "FILE")

    signature = PrivateKey.parse((pems / out).read_bytes()).sign(DATA)

    caller_keys.verifies(base64.b64encode(signature).decode(), DATA)


PUBLIC = {
    "certificate": "cp own.crt FILE",
    "CSR": "openssl req -new -key own.pem -subj /CN=x -out FILE",
    "PKCS#12": f"{_P12} -out FILE",
    "OpenSSH": "ssh-keygen -y -f own.pem > FILE",
    "SSH2": "ssh-keygen -y -f own.pem > k.pub; ssh-keygen -e -f k.pub > FILE",
}


@pytest.mark.parametrize("form", PUBLIC)
def test_the_command_of_the_remedy_shows_the_public_key(form: str, pems: Path, caller_keys: KeyPair) -> None:
    """On standard output, or in a file for the next step."""
    (pems / "own.pem").chmod(0o600)
    _run(pems, PUBLIC[form])
    error = _refused(PublicKey, (pems / "FILE").read_bytes())
    line = re.search(r"(?:openssl|ssh-keygen) .*?(?= shows| \(|\.$)", error.remedy)
    assert line, error.remedy
    *first, last = line[0].split(", then ")
    for step in first:
        _run(pems, step)
    last = last.replace("pkcs12 ", f"pkcs12 -passin {shlex.quote('pass:' + PASSPHRASE)} ")
    _run(pems, f"{last} > out")

    assert PublicKey.parse(caller_keys.public()) == PublicKey.parse((pems / "out").read_bytes())


def _sm2(folder: Path) -> bytes:
    _run(folder, "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out k")
    return (folder / "k").read_bytes()


def _of_openssl(arguments: str) -> Callable[[Path], bytes]:
    def make(folder: Path) -> bytes:
        _run(folder, f"openssl {arguments} -out k")
        return (folder / "k").read_bytes()

    return make


def _private_line(folder: Path) -> str:
    return "".join((folder / "own.pem").read_text().splitlines()[1:-1])


def _fixed(text: str) -> Callable[[Path], str]:
    return lambda _: text


NAMED: dict[str, tuple[Callable[[Path], str | bytes], str]] = {
    "SM2": (_sm2, "is an SM2 key, not an RSA key"),
    "EC with its parameters": (_of_openssl("ecparam -genkey -name prime256v1"), "is an EC key, not an RSA key"),
    "Ed25519": (_of_openssl("genpkey -algorithm ED25519"), "is an Ed25519 key, not an RSA key"),
    "CSR": (_of_openssl("req -new -key own.pem -subj /CN=x"), "is a certificate request (CSR)"),
    "PKCS#7": (_of_openssl("crl2pkcs7 -nocrl -certfile own.crt"), "is a PKCS#7 file (.p7b)"),
    "PuTTY": (
        lambda _: "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n" + "A" * 99,
        "is in the form of PuTTY (.ppk)",
    ),
    "BKS": (lambda _: bytes.fromhex("000000020000001400ff") + bytes(99), "is a Java keystore (BKS)"),
    "zip": (lambda _: b"PK\x03\x04\xff\xfe" + bytes(200), "is a zip file"),
    "JWK": (lambda _: json.dumps({"kty": "RSA", "n": "x" * 200, "e": "AQAB"}), "is a JWK (a key in JSON)"),
    "JWK, indented": (lambda _: json.dumps({"e": "AQAB", "kty": "RSA"}, indent=1), "is a JWK (a key in JSON)"),
    "JSON": (lambda folder: json.dumps({"PublicKey": _private_line(folder), "KeyId": "1"}), "is JSON"),
    "XML": (
        lambda _: f"<RSAKeyValue><Modulus>{'A' * 200}</Modulus></RSAKeyValue>",
        "is a key in XML, as .NET writes it",
    ),
    "PGP": (lambda _: f"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n{'A' * 200}\n", "is a key of PGP"),
    "Ed25519 of SSH": (lambda _: f"ssh-ed25519 {'A' * 120} me", "is a key of SSH, and not an RSA key"),
    **{
        text: (_fixed(text), "is a path, not a key")
        for text in (
            "/etc/keys/a.pem",
            "/etc/keys/own",
            "file:///etc/a.pem",
            "~/key.pem",
            "./a",
            "key.pem",
            "@key.pem",
            r"C:\a",
        )
    },
    **{
        text: (_fixed(text), "is a placeholder that nothing has replaced")
        for text in ("${KEY}", "$KEY", "$(cat key.pem)", "%KEY%", "{{ .Values.key }}", "<your private key>", "`cat k`")
    },
    "changeme": (lambda _: "changeme", "has only 8 characters, and a key has hundreds"),
}


@pytest.mark.parametrize("kind", [PrivateKey, PublicKey])
@pytest.mark.parametrize("form", NAMED)
def test_what_is_no_key_is_named(form: str, kind: type[PrivateKey] | type[PublicKey], pems: Path) -> None:
    """Whichever of the two keys was expected; nothing of what was passed is repeated."""
    make, says = NAMED[form]
    value = make(pems)

    error = _refused(kind, value)

    assert f"some_key {says}" == error.args[0]
    assert error.remedy
    assert not isinstance(value, str) or value not in str(error)


def test_a_key_inside_json_is_taken_out(caller_keys: KeyPair) -> None:
    """Of what clouds export, the one PEM block is the key."""
    text = json.dumps({"type": "service", "private_key": caller_keys.private().decode()})

    assert PrivateKey.parse(text).public_key() == PublicKey.parse(caller_keys.public())


def test_remarks_in_another_charset_do_no_harm(caller_keys: KeyPair) -> None:
    """A PEM block is ASCII, whatever stands around it."""
    data = "应用私钥:\n".encode("gbk") + caller_keys.private(form=PrivateFormat.TraditionalOpenSSL)

    assert PrivateKey.parse(data).public_key() == PublicKey.parse(caller_keys.public(form=PublicFormat.PKCS1))
