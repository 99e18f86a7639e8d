"""Where ZOLOZ's rule is unknown: how the gateway answers."""

from typing import Literal

from attrs import define, field, frozen
from attrs.validators import ge, in_, optional


@frozen
class NotEnrolled:
    """How the sandbox answers for a user without an enrolled face.

    No source says how ZOLOZ does: the defaults are made up, and look it.
    """

    status: str = "F"
    code: str = "SANDBOX_USER_NOT_ENROLLED"
    message: str = "The user is not enrolled (the sandbox's own code: ZOLOZ documents none)"


@define
class Settings:
    """Where ZOLOZ's rule is unknown: how the gateway answers."""

    not_enrolled: NotEnrolled = NotEnrolled()
    """The answer about a user without an enrolled face, to a query as well as to `initialize`."""
    rejected_as: Literal["NOT_SAME_PERSON", "Failure"] = field(
        default="NOT_SAME_PERSON", validator=in_(("NOT_SAME_PERSON", "Failure"))
    )
    """How a rejected person is told: by this result code, or by `SUCCESS` with this `connectResult`."""
    finish_after: float | None = field(default=None, validator=optional(ge(0)))
    """Seconds after which a verification ends by itself, as verified; None: never."""
    same_person: bool | None = None
    """What a comparison of two faces finds; None: whether both images are the same."""
    encrypt_refusals: bool = False
    """Encrypt what is refused before decryption, too, if the request was encrypted and its merchant is known, as the
    official samples for PHP, Python and JavaScript need it. Unknown: the page says that an answer is encrypted if its
    request is."""
    lower_case_header_names: bool = False
    """Write header names in lower case, which the official shell script needs and the Java SDK does not find."""
    raw_echo: bool = False
    """Send a test request back as it is, as the integration guide has it, rather than wrapped in a result."""
