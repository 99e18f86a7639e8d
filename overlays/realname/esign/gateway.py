"""e签宝's verdict, and how its gateway is accessed."""

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar, Final, final

from realname.core.codes import Code
from realname.core.errors import ConfigurationError
from realname.core.gateway import Gateway, Headers, Refusal
from realname.core.version import __version__
from realname.esign.credentials import Credentials
from realname.esign.settings import Authentication
from realname.esign.signing import Auth, signable

_HEADERS: Final = (
    (b"Accept", b"*/*"),
    # Also without a body. Of a POST that has none no page says whether it carries this, or a digest: the type goes
    # with every request, the digest with a body only, and what is sent is what is signed.
    (b"Content-Type", b"application/json; charset=UTF-8"),
    (b"User-Agent", f"realname/{__version__}".encode()),
    (b"Accept-Encoding", b"identity"),
)


def require_access(access: str, signed_headers: Sequence[str]) -> None:
    """Refuse options that are wrong whatever the credentials.

    Raises:
        ConfigurationError: there is no such access, or it signs no headers, or not these.
    """
    if access not in ("signature", "token"):
        raise ConfigurationError(
            "access must be 'signature' or 'token'",
            setting="access",
            remedy="Leave it out: e签宝 recommends signing.",
        )
    if access == "token" and signed_headers:
        raise ConfigurationError(
            "signed_headers needs access='signature'", setting="signed_headers", remedy="Leave one of them out."
        )
    signable(signed_headers)


@final
class EsignGateway(Gateway):
    """What the call pipeline asks about e签宝."""

    name = "esign"
    provider = "e签宝"
    request_id_header: ClassVar[str | None] = "X-Tsign-Trace-Id"

    def __init__(
        self,
        credentials: Credentials,
        *,
        access: Authentication,
        signed_headers: Sequence[str],
        insecure_test_hosts: Collection[str],
    ) -> None:
        if access == "token":
            from realname.esign.token import TokenAuth  # few need it

            super().__init__(TokenAuth(credentials, insecure_test_hosts=insecure_test_hosts))
        else:
            super().__init__(Auth(credentials, signed_headers=signed_headers))

    def seal(self, body: bytes) -> tuple[bytes, Headers]:
        return body, _HEADERS

    def codes(self) -> Mapping[str, Code]:
        from realname_esign.codes import CODES  # read at the first failure

        return CODES

    def affirms(self, document: dict[str, object]) -> bool:
        return type(document.get("code")) is int  # `verdict` has found it to be 0

    def verdict(self, status: int, document: dict[str, object]) -> Refusal | None:
        code, message = document.get("code"), document.get("message")
        is_code = isinstance(code, int) and not isinstance(code, bool)
        if (not is_code or code == 0) and document.get("success") is not False:
            return None
        word, told = str(code) if is_code else None, message if isinstance(message, str) else None
        # The gateway's own refusals differ in their literal message only.
        words = (told, word) if code in (401, 403) else (word,)
        return Refusal(code=word, message=told, words=tuple(item for item in words if item is not None))
