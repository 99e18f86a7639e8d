"""What `realname doctor` knows of ZOLOZ."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from realname.core.reply import RawReply
from realname.testing.diagnosis import Check
from realname_zoloz import Client


def checks(now: datetime) -> Iterable[Check]:  # noqa: ARG001  the port passes it
    """Nothing that does not follow from the table of settings."""
    return ()


def harmless(client: Client) -> RawReply[Any]:
    """ZOLOZ has an operation that only checks the credentials."""
    return client.with_raw_response.check_credentials()
