"""Where Alipay's rule is unknown, or a client needs it: how strict the gateway is and how it answers."""

from typing import Literal

from attrs import define, field
from attrs.validators import ge, in_, optional


@define
class Settings:
    """Where Alipay's rule is unknown, or a client needs it: how strict the gateway is and how it answers."""

    signature_status: int = field(default=400, validator=in_((400, 401)))
    """HTTP status of a missing or wrong signature; Alipay's pages say both."""
    links: Literal["absent", "array", "text"] = field(default="absent", validator=in_(("absent", "array", "text")))
    """The `links` of an error: absent as at Alipay's own sandbox, an array as in production, text as its yaml says."""
    sign_gateway_errors: bool = False
    require_root_sn: bool = True
    """Refuse an app in certificate mode that names no root bundle; Alipay's SDK for PHP never does."""
    next_certificate: bool = False
    """Sign for the app in certificate mode under the second of Alipay's certificates, as after a renewal."""
    finish_after: float | None = field(default=None, validator=optional(ge(0)))
    """Seconds, by the sandbox's clock, after which a person who was sent to a page is verified; None for never."""
    repeat_verify_id: bool = True
    """Whether a `verify_id` may be consulted again; if not, it has lapsed after its first answer."""
