"""The headers of every message, and how those are written that hold a list (ZOLOZ, "Message structure")."""

from typing import Final

from realname.core.version import __version__

HEADERS: Final = (
    (b"User-Agent", f"realname/{__version__}".encode()),  # the firewall in front of the gateway demands one
    (b"Accept-Encoding", b"identity"),
)
PLAIN: Final = (b"Content-Type", b"application/json; charset=UTF-8")
ENCRYPTED: Final = (b"Content-Type", b"text/plain; charset=UTF-8")
TIME_FORMAT: Final = "%Y-%m-%dT%H:%M:%S%z"


def list_items(header: str) -> dict[str, str]:
    """The ``key=value`` items of a list header, in whatever order and with or without a space after the comma.

    Raises:
        ValueError: an item is empty or occurs twice, as where two headers are folded into one, which is how httpx gives
            them; no rule says which of the two counts.
    """
    pairs = [(key.strip(), value.strip()) for key, _, value in (item.partition("=") for item in header.split(","))]
    items = dict(pairs)
    if len(items) != len(pairs) or "" in items:
        raise ValueError("an item is empty or occurs twice")
    return items
