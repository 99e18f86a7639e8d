"""e签宝: whose request it is, and how its signature is read with the application secret."""

import base64
import hmac
import re
from collections.abc import Iterator

from realname.core.secret import Secret
from realname.explain.capture import CapturedRequest
from realname.explain.comparison import Keys
from realname.explain.explanation import Finding, beginning
from realname.explain.keyring import Keyring
from realname.explain.signatures import Decoded, hmac_readings


def identity(request: CapturedRequest, ring: Keyring) -> Iterator[Finding]:
    """The finding for another application than the configured one."""
    sent = request.value("X-Tsign-Open-App-Id")
    if sent and ring.identity and sent != ring.identity:
        yield Finding(
            name="client_id_mismatch",
            says="X-Tsign-Open-App-Id is not the configured app id",
            remedy="App id and secret belong together: take both from the same application and environment.",
        )


def hmac_keys(ring: Keyring, string: bytes, decoded: Decoded) -> Keys:
    """Read the signature as HMAC under the secret, and under what the secret is mistaken for."""
    if ring.secret is None:
        return Keys(missing="app_secret is not configured, so only the form is checked")
    keys = _secrets(ring.secret)
    expected = base64.b64encode(hmac.digest(keys[0][0], string, "sha256")).decode("ascii")
    return Keys(readings=hmac_readings(decoded.signature or b"", keys), expected=beginning(expected))


def _secrets(secret: Secret) -> list[tuple[bytes, Finding | None]]:
    """The secret, and what it is mistaken for."""
    text = secret.reveal()
    keys: list[tuple[bytes, Finding | None]] = [(text.encode(), None)]
    if re.fullmatch(r"(?:[0-9a-fA-F]{2})+", text):
        keys.append((bytes.fromhex(text), _secret("was decoded from hex", "Use it as the text it is.")))
    keys.append((f"{text}\n".encode(), _secret("was used with a line feed at its end", "Strip it after reading it.")))
    for other, how in ((text.upper(), "upper"), (text.lower(), "lower")):
        if other != text:
            keys.append((other.encode(), _secret(f"was put into {how} case", "Use it as the text it is.")))
    return keys


def _secret(what: str, remedy: str) -> Finding:
    return Finding(name="secret_altered", says=f"the application secret {what}", remedy=remedy)
