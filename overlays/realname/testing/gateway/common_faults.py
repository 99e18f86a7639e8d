"""The faults that gateways share.

Every gateway can have those in `COMMON`; one that signs and encrypts its answers also those in `SIGNING`. Which field
a fault spoils comes from what the contract says of the answer.
"""

import base64
import gzip
import json

from realname.testing.gateway import fields
from realname.testing.gateway.faults import FaultTable, Stage
from realname.testing.gateway.messages import Draft, SignedDraft, Transmission, UnfitError

COMMON = FaultTable()
SIGNING = FaultTable()

# ---- the answer's content --------------------------------------------------------------------------------------------


@COMMON.add(Stage.DECIDED)
def unknown_enum_value(draft: Draft, *, field: str | None = None, value: str = "SANDBOX_UNDOCUMENTED") -> None:
    """An enumerated field (dotted path; by default the first one) has a value that no document lists."""
    fields.assign(draft.document, field or draft.find(lambda item: item.is_enum).path, value)


@COMMON.add(Stage.DECIDED)
def wrong_type(draft: Draft, *, field: str | None = None, value: object = 17) -> None:
    """A field (dotted path) has a value of another JSON type, by default a number in place of text."""
    path = (
        field
        or draft.find(
            lambda item: item.is_enum, lambda item: item.is_text and item.is_required, lambda item: item.is_text
        ).path
    )
    fields.assign(draft.document, path, value)


@COMMON.add(Stage.DECIDED)
def missing_field(draft: Draft, *, field: str | None = None) -> None:
    """A field (dotted path; by default the first one that is required, or that there is) is left out."""
    fields.remove(draft.document, field or draft.find(lambda item: item.is_required, lambda _: True).path)


@COMMON.add(Stage.DECIDED)
def extra_fields(draft: Draft) -> None:
    """Every object of the answer has fields that no document mentions."""
    fields.extend(draft.document, "sandboxExtra", {"nested": ["no document mentions this"]})


@COMMON.add(Stage.WRITTEN)
def duplicate_key(draft: Draft) -> None:
    """The first member of the answer comes twice, null the first time."""
    first = next(iter(draft.document or {}), "")
    draft.content = b"{" + json.dumps(first).encode() + b":null," + draft.content[1:]


@COMMON.add(Stage.WRITTEN)
def malformed_json(draft: Draft) -> None:
    """The JSON lacks its last brace, which is no transmission error: the length is right."""
    draft.content = draft.content[:-1]


@COMMON.add(Stage.WRITTEN)
def json_array(draft: Draft) -> None:
    """The answer is an array that holds the object."""
    draft.content = b"[" + draft.content + b"]"


@COMMON.add(Stage.WRITTEN)
def empty_200(draft: Draft) -> None:
    """HTTP 200 without a body."""
    draft.content = b""


@COMMON.add(Stage.WRITTEN)
def empty_object(draft: Draft) -> None:
    """HTTP 200 with `{}`."""
    draft.content = b"{}"


@COMMON.add(Stage.WRITTEN)
def not_json_200(draft: Draft) -> None:
    """HTTP 200 with an HTML page."""
    draft.content, draft.content_type = b"<html><body>OK</body></html>", "text/html"


@COMMON.add(Stage.INSTEAD)
def html_502(draft: Draft) -> None:
    """A proxy's HTML page with HTTP 502; no state changes."""
    charset = draft.HTML_CHARSET
    draft.status, draft.verdict = 502, "502"
    draft.content = "<html><body><h1>502 Bad Gateway 网关错误</h1></body></html>".encode(charset)
    draft.content_type = f"text/html; charset={charset}"


# ---- statuses --------------------------------------------------------------------------------------------------------


@COMMON.add(Stage.WRITTEN)
def status_202(draft: Draft) -> None:
    """The answer comes with HTTP 202."""
    draft.status = 202


@COMMON.add(Stage.WRITTEN)
def status_204(draft: Draft) -> None:
    """HTTP 204 without a body."""
    draft.status, draft.content, draft.content_type = 204, b"", None


@COMMON.add(Stage.WRITTEN)
def http_status(draft: Draft, *, status: int = 503) -> None:
    """The genuine answer comes with another HTTP status, by default 503."""
    draft.status = status


@COMMON.add(Stage.SIGNED)
def status_302(draft: Draft, *, location: str = "/elsewhere") -> None:
    """HTTP 302 to another place, with the answer as its body."""
    draft.status = 302
    draft.headers.append(("Location", location))


# ---- transmission ----------------------------------------------------------------------------------------------------


@COMMON.add(Stage.SIGNED)
def delay(draft: Draft, *, seconds: float = 0.2) -> None:
    """The answer comes late, by this many seconds."""
    draft.delay = seconds


@COMMON.add(Stage.SIGNED)
def cut_body(draft: Draft) -> None:
    """The connection ends in the middle of the body."""
    draft.transmission = Transmission.CUT


@COMMON.add(Stage.INSTEAD)
def dropped_connection(draft: Draft) -> None:
    """The connection ends before the gateway decides anything: no state changes."""
    draft.transmission, draft.verdict = Transmission.DROPPED, "dropped"


@COMMON.add(Stage.SIGNED)
def lost_answer(draft: Draft) -> None:
    """The connection ends after the gateway has decided: state has changed, the answer never arrives."""
    draft.transmission = Transmission.DROPPED


@COMMON.add(Stage.SIGNED)
def followed_answer(draft: Draft) -> None:
    """Another answer follows in the same packet: the same one again, which nobody asked for."""
    draft.transmission = Transmission.FOLLOWED


@COMMON.add(Stage.SIGNED)
def dripping_head(draft: Draft, *, seconds: float = 0.2) -> None:
    """The head comes byte by byte, so many seconds apart; then the body."""
    draft.transmission, draft.delay = Transmission.DRIPPING, seconds


@COMMON.add(Stage.SIGNED)
def endless_1xx(draft: Draft, *, seconds: float = 0.05) -> None:
    """Informational answers come, so many seconds apart, and never the answer itself."""
    draft.transmission, draft.delay = Transmission.ANNOUNCED, seconds


@COMMON.add(Stage.SIGNED)
def compressed_answer(draft: Draft) -> None:
    """The answer is compressed after it was signed, and says so."""
    draft.content = gzip.compress(draft.content, mtime=0)
    draft.headers.append(("Content-Encoding", "gzip"))


@COMMON.add(Stage.SIGNED)
def bad_content_encoding(draft: Draft) -> None:
    """The answer calls itself gzip and is not."""
    draft.headers.append(("Content-Encoding", "gzip"))


# ---- signatures ------------------------------------------------------------------------------------------------------


@SIGNING.add(Stage.WRITTEN)
def unsigned_answer(draft: SignedDraft) -> None:
    """The answer comes without signature headers."""
    draft.signed = False


@SIGNING.add(Stage.WRITTEN)
def unsigned_204(draft: SignedDraft) -> None:
    """HTTP 204 without a body and without signature headers."""
    status_204(draft)
    draft.signed = False


@SIGNING.add(Stage.WRITTEN)
def wrong_key(draft: SignedDraft) -> None:
    """The answer is signed with a key that is not the provider's."""
    draft.key = draft.stray_key()


@SIGNING.add(Stage.SIGNED)
def garbage_signature(draft: SignedDraft) -> None:
    """The signature is well-formed base64 of 16 bytes that sign nothing."""
    draft.replace_header(draft.SIGNATURE_HEADER, draft.garbage)


@SIGNING.add(Stage.SIGNED)
def undecodable_signature(draft: SignedDraft) -> None:
    """The signature is no base64 at all."""
    draft.replace_header(draft.SIGNATURE_HEADER, draft.garbage.replace("Z2Fy", "!*!*"))


@SIGNING.add(Stage.SIGNED)
def duplicate_signature(draft: SignedDraft) -> None:
    """The signature header comes twice: the genuine one, then garbage."""
    genuine = [value for name, value in draft.headers if name == draft.SIGNATURE_HEADER]
    draft.replace_header(draft.SIGNATURE_HEADER, *genuine, draft.garbage)


@SIGNING.add(Stage.SIGNED)
def empty_signature(draft: SignedDraft) -> None:
    """The signature header is there and empty."""
    draft.replace_header(draft.SIGNATURE_HEADER, "")


@SIGNING.add(Stage.SIGNED)
def only_signature(draft: SignedDraft) -> None:
    """The signature comes without the time (and nonce) that it covers."""
    for name in draft.TIME_HEADERS:
        draft.replace_header(name)


@SIGNING.add(Stage.SIGNED)
def only_timestamp(draft: SignedDraft) -> None:
    """The time (and nonce) come without a signature."""
    draft.replace_header(draft.SIGNATURE_HEADER)


@SIGNING.add(Stage.SIGNED)
def tampered_body(draft: SignedDraft, *, old: str | None = None, new: str = "") -> None:
    """The body is changed after it was signed: `old` into `new`, by default an enumerated value into another one."""
    if old is None:
        old, new = _swapped(draft)
    content = draft.content.replace(old.encode(), new.encode(), 1) if old else draft.content
    draft.content = draft.content + b" " if content == draft.content else content


def _swapped(draft: SignedDraft) -> tuple[str, str]:
    """The JSON text of the first enumerated value of the answer, and that of the value listed after it."""
    try:
        field = draft.find(lambda item: item.is_enum)
    except UnfitError:
        return "", ""
    found = fields.value(draft.document, field.path)
    return json.dumps(found), json.dumps(next((value for value in field.values if value != found), None))


# ---- encryption ------------------------------------------------------------------------------------------------------


@SIGNING.add(Stage.WRITTEN)
def plain_answer(draft: SignedDraft) -> None:
    """The answer comes plain, although the request asked for an encrypted one."""
    draft.encrypts = False


@SIGNING.add(Stage.WRITTEN)
def encrypted_answer(draft: SignedDraft) -> None:
    """The answer comes encrypted, although the request did not ask for it."""
    draft.encrypts = True


@SIGNING.add(Stage.ENCRYPTED)
def undecryptable_body(draft: SignedDraft) -> None:
    """An encrypted answer is, genuinely signed, the base64 of 15 bytes, which no block cipher gives."""
    if not draft.encrypts:
        raise UnfitError("the answer is not encrypted")
    draft.content = base64.b64encode(b"15 random bytes")
