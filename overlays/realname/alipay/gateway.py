"""Alipay's verdict, and content encryption."""

from collections.abc import Mapping
from typing import ClassVar, Final, final

import httpx

from realname.alipay.credentials import CertificateCredentials, Credentials
from realname.alipay.signing import Auth
from realname.core import wire
from realname.core.aes import parse_decrypted
from realname.core.codes import Code
from realname.core.errors import ConfigurationError, DecodeError
from realname.core.gateway import Gateway, Headers, Refusal
from realname.core.reply import Verification
from realname.core.settings import require_flag
from realname.core.version import __version__

_HEADERS: Final = (
    (b"Accept", b"application/json"),
    (b"User-Agent", f"realname/{__version__}".encode()),
    (b"Accept-Encoding", b"identity"),
)
_PLAIN: Final = (b"Content-Type", b"application/json")
_ENCRYPTED: Final = ((b"alipay-encrypt-type", b"AES"), (b"Content-Type", b"text/plain"))


@final
class AlipayGateway(Gateway):
    """What the call pipeline asks about Alipay."""

    name = "alipay"
    provider = "Alipay"
    request_id_header: ClassVar[str | None] = "alipay-trace-id"

    def __init__(self, credentials: Credentials | CertificateCredentials, *, encrypt: bool) -> None:
        super().__init__(Auth(credentials))
        self._key = credentials.encrypt_key if require_flag(encrypt, "encrypt") else None
        if encrypt and self._key is None:
            raise ConfigurationError(
                "encrypt needs an encrypt_key",
                setting="encrypt_key",
                remedy="Pass the console's AES key (接口内容加密).",
            )

    def seal(self, body: bytes) -> tuple[bytes, Headers]:
        if self._key is None:
            return body, (*_HEADERS, _PLAIN) if body else _HEADERS
        # A query is never encrypted, and an empty body stays empty; the header still asks for an encrypted answer.
        return (self._key.encrypt(body), (*_HEADERS, *_ENCRYPTED)) if body else (body, (*_HEADERS, _ENCRYPTED[0]))

    def unseal(self, response: httpx.Response, verification: Verification) -> object:
        # Failures are never encrypted. A success that came plain does not decrypt, and so does not pass.
        if self._key is None or not response.is_success or verification is not Verification.VERIFIED:
            return wire.parse(response.content)
        return parse_decrypted(self._key.decrypt(response.content))

    def codes(self) -> Mapping[str, Code]:
        from realname_alipay.codes import CODES  # read at the first failure

        return CODES

    def verdict(self, status: int, document: dict[str, object]) -> Refusal | None:
        # The status is not signed: a body that says no is a no under any, and nothing beside its code counts.
        if "code" in document:
            return _refusal(status, document, "code", "message")
        # Some operations answer 200 with a failure of their own. No list of these codes is published, so any is a no.
        if document.get("sub_code") not in (None, ""):
            return _refusal(status, document, "sub_code", "sub_msg")
        return None


def _refusal(status: int, document: dict[str, object], code_field: str, message_field: str) -> Refusal | None:
    code, message = document[code_field], document.get(message_field)
    if not isinstance(code, str):
        if status < httpx.codes.BAD_REQUEST:
            raise DecodeError("the code is not text, so nobody can tell what is refused", path=f"$.{code_field}")
        return None  # judged by its status
    return Refusal(code=code, message=message if isinstance(message, str) else None, words=(code,))
