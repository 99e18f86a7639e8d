"""What `realname doctor` knows of ZOLOZ."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from realname.core.reply import RawReply
from realname.testing.diagnosis import Check
from realname_zoloz import Client


def checks(now: datetime) -> Iterable[Check]:  # noqa: ARG001  the port passes it
    """What does not follow from the table of settings: what to know of its answers."""
    yield Check(
        "checkresult",
        "note",
        "an answer without connectResult, which older editions of its page do not have, is of unknown outcome",
        "If the answers to your account lack it, ask ZOLOZ for the current edition.",
    )


def harmless(client: Client) -> RawReply[Any]:
    """ZOLOZ has an operation that only checks the credentials."""
    return client.with_raw_response.check_credentials()
