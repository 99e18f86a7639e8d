"""The wire form of Alipay v3, written down a second time for whoever judges it: what is signed, and what a header says.

Sources are Alipay's pages open-v3/054q58 (requests) and open-v3/054d0z (answers) and its official SDKs. Nothing here
comes from the client's signing, so that neither can hide a mistake of the other.
"""

import re
from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

ALGORITHM: Final = "ALIPAY-SHA256withRSA"
JSON_TYPE: Final = "application/json;charset=UTF-8"
ENCRYPTED_TYPE: Final = "text/plain"
ENCRYPTION: Final = "AES"
INITIALISATION_VECTOR: Final = bytes(16)

_CREDENTIALS: Final = re.compile(r"(.*),\s*sign=([^,]*)", re.DOTALL)
_TIMESTAMP: Final = re.compile(r"[0-9]{1,18}")


@frozen(kw_only=True)
class StringToSign:
    """The parts of what a request's signature covers, each on a line of its own; another part makes another string.

    Attributes:
        auth_string: the items of the Authorization header before `,sign=`, exactly as they came.
        method: in upper case.
        target: path and query, exactly as on the request line.
        body: the bytes on the wire. Nothing at all still has its line, which None leaves out.
        app_auth_token: the value of `alipay-app-auth-token`; None without that header, and then without a line.
    """

    auth_string: str = field(repr=False)
    method: str
    target: str = field(repr=False)
    body: bytes | None = field(repr=False)
    app_auth_token: str | None = field(default=None, repr=False)

    def join(self) -> bytes:
        """The string to sign: every line ends with a line feed, the last one too."""
        token = None if self.app_auth_token is None else self.app_auth_token.encode()
        lines = [self.auth_string.encode(), self.method.encode(), self.target.encode(), self.body, token]
        return b"".join(line + b"\n" for line in lines if line is not None)


@frozen(kw_only=True)
class StringToVerify:
    """The parts of what an answer's signature covers, each on a line of its own.

    Attributes:
        timestamp: the value of `alipay-timestamp`, in milliseconds.
        nonce: the value of `alipay-nonce`.
        body: the bytes on the wire, encrypted or not.
    """

    timestamp: str
    nonce: str
    body: bytes = field(repr=False)

    def join(self) -> bytes:
        """The string to verify."""
        return b"".join(line + b"\n" for line in (self.timestamp.encode(), self.nonce.encode(), self.body))


def sorted_string(fields: Mapping[str, str]) -> bytes:
    """What a signature of protocol v2 covers, in UTF-8; `sign` is never among the fields."""
    return "&".join(f"{name}={fields[name]}" for name in sorted(fields)).encode()


@frozen
class Authorization:
    """What the header says.

    Attributes:
        algorithm: the text before the first space.
        auth_string: everything between it and `,sign=`, as received.
        signature: what follows; empty without it.
    """

    algorithm: str
    auth_string: str = field(repr=False)
    signature: str = field(repr=False)

    @classmethod
    def parse(cls, header: str) -> "Authorization":
        """Take the header apart."""
        algorithm, _, credentials = header.partition(" ")
        match = _CREDENTIALS.fullmatch(credentials)
        return cls(algorithm, *(match.groups() if match else (credentials, "")))

    @property
    def items(self) -> Mapping[str, str]:
        """The items of the auth string by name, in any order and with unknown ones; of a repeated one the first."""
        pairs = [item.partition("=") for item in self.auth_string.split(",")]
        return {name.strip(): value for name, mark, value in reversed(pairs) if mark}

    @property
    def milliseconds(self) -> int | None:
        """The time of sending, since 1970; None if there is none, or it is not one."""
        text = self.items.get("timestamp", "")
        return int(text) if _TIMESTAMP.fullmatch(text) else None
