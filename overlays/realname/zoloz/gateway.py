"""ZOLOZ's verdict, and the form in which messages travel (ZOLOZ, "Error handling")."""

from collections.abc import Collection, Mapping
from typing import final

import httpx

from realname.core import wire
from realname.core.aes import parse_decrypted
from realname.core.answer import Answer
from realname.core.codes import Code
from realname.core.errors import ConfigurationError, DecodeError
from realname.core.gateway import Gateway, Headers, Refusal
from realname.core.reply import RawReply, Verification
from realname.core.settings import require_flag, require_texts
from realname.core.signer import SignerKey
from realname.zoloz.credentials import AccessKey, Credentials
from realname.zoloz.encryption import decrypt_body, encrypt_body
from realname.zoloz.headers import ENCRYPTED, HEADERS, PLAIN
from realname.zoloz.signing import Auth


@final
class ZolozGateway(Gateway):
    """What the call pipeline asks about ZOLOZ."""

    name = "zoloz"
    provider = "ZOLOZ"

    def __init__(
        self,
        credentials: Credentials | AccessKey,
        *,
        encrypt: bool,
        not_enrolled_codes: Collection[str],
        max_answer_age: float | None,
    ) -> None:
        super().__init__(Auth(credentials, max_answer_age=max_answer_age))
        self._keys = credentials if require_flag(encrypt, "encrypt") and isinstance(credentials, Credentials) else None
        if encrypt and self._keys is None:
            raise ConfigurationError(
                "encrypt needs RSA key pairs", setting="encrypt", remedy="Use Credentials, or leave encrypt out."
            )
        if self._keys is not None and isinstance(self._keys.private_key, SignerKey):
            self._keys.private_key.require_decryption("encrypt")
            self.unseals_elsewhere = True
        self._not_enrolled = {
            code: Code(kind="not-found") for code in require_texts(not_enrolled_codes, "not_enrolled_codes")
        }

    def seal(self, body: bytes) -> tuple[bytes, Headers]:
        if self._keys is None:
            return body, (*HEADERS, PLAIN)
        encrypted, header = encrypt_body(body, self._keys.zoloz_public_key)
        return encrypted, (*HEADERS, ENCRYPTED, header)

    def unseal(self, response: httpx.Response, verification: Verification) -> object:
        header = response.headers.get("Encrypt")
        if not header or verification is not Verification.VERIFIED:
            return wire.parse(response.content)  # nothing unsigned is ever decrypted
        if self._keys is None:
            raise DecodeError("the answer is encrypted although the request was not")
        return parse_decrypted(decrypt_body(response.content, header, self._keys.private_key))

    def check_reply(self, reply: RawReply[Answer]) -> None:
        if self._keys is not None and not reply.http.headers.get("Encrypt"):
            raise DecodeError("the answer is not encrypted although the request was")

    def codes(self) -> Mapping[str, Code]:
        from realname_zoloz.codes import CODES  # read at the first failure

        return {**CODES, **self._not_enrolled}

    def affirms(self, document: dict[str, object]) -> bool:
        result = document.get("result")
        return isinstance(result, dict) and result.get("resultCode") == "SUCCESS"  # `verdict` has found an S beside it

    def verdict(self, status: int, document: dict[str, object]) -> Refusal | None:
        result = document.get("result")
        if not isinstance(result, dict):
            return None
        letter, code, message = (result.get(f"result{name}") for name in ("Status", "Code", "Message"))
        if not isinstance(letter, str):
            return None  # the decoder says what is wrong with it
        if letter == "S" and (code == "SUCCESS" or "resultCode" not in result):
            return None
        if letter == "S" and not isinstance(code, str):
            if status == httpx.codes.OK:
                raise DecodeError("the result code is not text, so it cannot mean success", path="$.result.resultCode")
            return None  # judged by its status
        return Refusal(
            code=code if isinstance(code, str) else None,
            message=message if isinstance(message, str) else None,
            # A word that says success beside a letter that does not is looked up nowhere.
            words=(code,) if isinstance(code, str) and code != "SUCCESS" else (),
            outcome_unknown=letter not in ("S", "F"),
        )
