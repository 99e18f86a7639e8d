"""What a person's page is about, which stands here for the provider's own."""

from collections.abc import Collection, Mapping
from typing import Final, Literal
from urllib.parse import quote, urlsplit

from attrs import field, frozen

from realname.testing.gateway.person import OUTCOMES

QUIT: Final = "quit"
"""The click of a person who goes away without having acted."""
CLICKS: Final = (*OUTCOMES, QUIT)

_IN_ADDRESSES: Final = "%/:?#[]@!$&'()*+,;=-._~"
"""What stays as it is in an address; everything else is percent-encoded."""


@frozen(kw_only=True)
class Visit:
    """What a person's page is about, and where its clicks lead.

    Attributes:
        name: the id of it, which the gateway's `finish` takes.
        state: whether it waits for its person, or how it has ended.
        way: how the person is verified, as the provider calls it; empty if that is not known.
        subject: who is verified, by the words of `visit_page`.
        clicks: what the person can choose from, of `CLICKS`.
        back: by click, the address that the caller has given for the way back.
        leads: the clicks after which the provider leads the browser there; after others the page only has the link.
    """

    name: str
    state: Literal["waiting", "verified", "rejected"]
    way: str = ""
    subject: Mapping[str, object] = field(factory=dict, repr=False)
    clicks: Collection[str] = OUTCOMES
    back: Mapping[str, str] = field(factory=dict, repr=False)
    leads: Collection[str] = CLICKS


def address(text: str) -> str | None:
    """An address as a `Location` has it; None if it is no http or https address, which a browser is never led to."""
    text = quote(text.strip(), safe=_IN_ADDRESSES, errors="replace")
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return text if is_web else None
