"""What people pass for an RSA key and is none that can be used: what it is, and how to make a key of it.

Loaded for a mistake only. The commands in the remedies work as they are written; tests run them.
"""

import re
from typing import Final

Named = tuple[str, str]
"""What it is, as the end of a sentence, and the remedy."""

_NEW_PAIR: Final = (
    "Make an RSA key pair (openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem) "
    "and register its public half."
)
_NEED_RSA: Final = "Copy the provider's RSA public key from its console."
_CONTENT: Final = (
    "Pass what stands in the file, not its path; a path belongs into the environment variable with _FILE at its end."
)
_PEM_AGAIN: Final = "Export it as PEM (PKCS#8 for a private key) where it was made, and pass that."

_OF_ALGORITHMS: Final = (
    (bytes.fromhex("06082a811ccf5501822d"), "is an SM2 key, not an RSA key"),
    (bytes.fromhex("06072a8648ce3d0201"), "is an EC key, not an RSA key"),
    (bytes.fromhex("06032b6570"), "is an Ed25519 key, not an RSA key"),
    (bytes.fromhex("06032b6571"), "is an Ed448 key, not an RSA key"),
    (bytes.fromhex("06032b656e"), "is an X25519 key, not an RSA key"),
    (bytes.fromhex("06072a8648ce380401"), "is a DSA key, not an RSA key"),
)
"""By the OIDs of algorithms and curves in DER (GM/T 0006, RFC 5480, RFC 8410, RFC 3279); SM2's is a curve of EC."""
_RSA: Final = bytes.fromhex("2a864886f70d0101")
"""How the OIDs of RSA begin in DER."""
_HEAD: Final = 34
"""Bytes in which a key tells its algorithm; behind them are its numbers."""
_SHORT: Final = 300
"""Bytes: no private RSA key is so short, and most keys on curves are."""


def of_der(der: bytes, *, private: bool) -> Named | None:
    """What a DER structure is besides an RSA key or a certificate; None if nothing is known.

    Args:
        der: the structure.
        private: whether a private key is expected.
    """
    if re.match(rb"\x30(?:\x80|\x82..|\x83...)\x02\x01\x03\x30", der, re.DOTALL):
        take = "openssl pkcs12 -in FILE -nocerts -nodes -out key.pem"
        if not private:
            take = "openssl pkcs12 -in FILE -clcerts -nokeys | openssl x509 -pubkey -noout"
        return "is a PKCS#12 file (.p12 or .pfx)", f"Take the key out of it: {take} (add -legacy for an old file)."
    if re.match(rb"\x30\x82..\x30(?:\x81.|\x82..)\x02\x01\x00\x30", der, re.DOTALL):
        if private:
            return "is a certificate request (CSR)", "Pass the private key that it was made with."
        return "is a certificate request (CSR)", "Take the key out of it: openssl req -in FILE -pubkey -noout."
    if bytes.fromhex("06092a864886f70d010702") in der[:20]:
        return "is a PKCS#7 file (.p7b)", "It holds certificates: pass the key alone."
    if _RSA in der[:_HEAD]:
        return None
    where = der if len(der) < _SHORT else der[:_HEAD]
    name = next((name for oid, name in _OF_ALGORITHMS if oid in where), None)
    if name is None and re.match(rb"\x30.\x02\x01\x01\x04", der, re.DOTALL):
        name = "is an EC key, not an RSA key"  # SEC 1, which names the curve or leaves it to others
    return None if name is None else (name, _NEW_PAIR if private else _NEED_RSA)


def of_bytes(data: bytes, *, private: bool) -> Named | None:
    """What a file that is neither text nor DER is; None if nothing is known. For `private` see `of_der`."""
    rest = of_der(data, private=private)  # in BER the length may be left open
    keystores = {b"\xfe\xed\xfe\xed": ("JKS", ""), b"\xce\xce\xce\xce": ("JCEKS", " -srcstoretype JCEKS")}
    if (kind := keystores.get(data[:4])) is not None:
        return f"is a Java keystore ({kind[0]})", _out_of_keystore(kind[1], private=private)
    if re.match(rb"\x00\x00\x00[\x01\x02]\x00\x00\x00\x14", data):
        options = " -srcstoretype BKS -provider org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath JAR"
        return "is a Java keystore (BKS)", _out_of_keystore(options, private=private)
    if re.match(rb"[\x06\x07]\x02\x00\x00\x00.\x00\x00RSA[12]", data, re.DOTALL):
        public = " -pubin" if data[:1] == b"\x06" else "" if private else " -pubout"
        return "is a key of Windows (MSBLOB)", f"Convert it: openssl rsa -inform MSBLOB{public} -in FILE -out key.pem."
    if data[:4] == b"PK\x03\x04":
        return "is a zip file", "Unpack it, and pass the key in it."
    return rest


def of_text(text: str, *, private: bool) -> Named | None:
    """What a text is from which no key comes out; None if nothing is known. For `private` see `of_der`."""
    for pattern, says, remedy in _OF_TEXTS:
        if re.search(pattern, text, re.IGNORECASE | re.ASCII):
            return says, remedy
    if "BEGIN OPENSSH" in text:
        return "is in the form of OpenSSH", "Convert it in its place: ssh-keygen -p -m PKCS8 -f FILE."
    if re.match(r"ssh-rsa\s", text):
        return "is in the form of OpenSSH", "Convert it: ssh-keygen -e -m PKCS8 -f FILE."
    if "BEGIN SSH2 PUBLIC KEY" in text:
        two = "ssh-keygen -i -f FILE > key.pub, then ssh-keygen -e -m PKCS8 -f key.pub"
        return "is in the form of SSH2", f"Convert it: {two}."
    if text.startswith("PuTTY-User-Key-File"):
        how = "puttygen FILE -O private-openssh -o key.pem, then openssl pkey -in key.pem -out plain.pem"
        return "is in the form of PuTTY (.ppk)", f"Convert it: {how}."
    if re.match(r"(?:ssh-|ecdsa-|sk-)\S+\s", text):
        return "is a key of SSH, and not an RSA key", _NEW_PAIR if private else _NEED_RSA
    if "BEGIN PGP" in text:
        return "is a key of PGP", _NEW_PAIR if private else _NEED_RSA
    if len(text) < _SHORTEST:
        return f"has only {len(text)} characters, and a key has hundreds", "Replace it with the whole key."
    return None


_SHORTEST: Final = 100
_OF_TEXTS: Final = (
    (
        r"\A(?:\$\{?\w+\}?|\$\(.*\)|`.*`|%\w+%|\{\{.*\}\}|#\{.*\}|<[^<>]*>|\$[{(].*|vault:.*|ref\+.*)\Z",
        "is a placeholder that nothing has replaced",
        "Let the shell or the deployment tool put the key here; or use the variable with _FILE at its end.",
    ),
    (r"(?s)\A\s*[\[{].*\"(?:kty|keys)\"\s*:", "is a JWK (a key in JSON)", _PEM_AGAIN),
    (r"\A\s*[\[{]", "is JSON", "Pass the text of the one field in it that holds the key."),
    (r"<RSAKeyValue\b", "is a key in XML, as .NET writes it", _PEM_AGAIN),
    (r"\A\s*<(?:\?xml|!doctype|html|[\w:]+\s+xmlns)", "is XML or HTML", _PEM_AGAIN),
    (r"\A(?:@|file:|~|\.{0,2}/|[a-z]:[\\/])[^\r\n]{0,500}\Z", "is a path, not a key", _CONTENT),
    (
        r"\A[^\r\n]{0,500}\.(?:pem|key|der|crt|cer|csr|p8|pk8|p12|pfx|jks|ppk|pub|txt|json|xml)\Z",
        "is a path, not a key",
        _CONTENT,
    ),
)


def _out_of_keystore(options: str, *, private: bool) -> str:
    first = f"keytool -importkeystore{options} -srckeystore FILE -destkeystore key.p12 -deststoretype PKCS12"
    then = "openssl pkcs12 -in key.p12 -nocerts -nodes -out key.pem"
    if not private:
        then = "openssl pkcs12 -in key.p12 -clcerts -nokeys | openssl x509 -pubkey -noout"
    return f"Take the key out of it: {first}, then {then}."
