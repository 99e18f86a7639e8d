"""What `realname doctor` knows of e签宝."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from realname.core.base_url import parse_base_url
from realname.core.errors import ApiError, NotFoundError
from realname.core.reply import RawReply
from realname.esign.settings import SETTINGS
from realname.testing.diagnosis import Check, parsed, text
from realname_esign import Client

_APP_IDS: Final = {"openapi.esign.cn": ("5111",), "smlopenapi.esign.cn": ("7438", "4438")}
"""How app ids usually begin, by server (e签宝, on refusals with code 401)."""


def checks(now: datetime) -> Iterator[Check]:  # noqa: ARG001  the port passes it
    """Look at the form of the secret, and whether id and address belong together."""
    secret, app_id = text(SETTINGS, "app_secret"), text(SETTINGS, "app_id")
    name = SETTINGS.variable("app_secret")
    if secret is not None and secret == app_id:
        yield Check(name, "problem", "is the app id", "Copy the secret (AppSecret) from the console.")
    elif secret is not None and not re.fullmatch(r"[0-9a-f]{32}", secret):
        yield Check(name, "note", "does not look like 32 hex digits, as secrets of e签宝 usually do")
    elif secret is not None:
        yield Check(name, "ok", "looks like a secret of e签宝")
    url, _ = parsed(SETTINGS, "base_url", lambda address, _: parse_base_url(address))
    usual = _APP_IDS.get(url.host if url else "")
    if app_id and usual and not app_id.startswith(usual):
        says = f"does not begin with {' or '.join(usual)}, as ids for this server usually do"
        yield Check(SETTINGS.variable("app_id"), "note", says, "Check that id and address belong together.")


def harmless(client: Client) -> RawReply[Any] | ApiError:
    """Ask for a flow that does not exist; that e签宝 does not find it shows that it knows the caller."""
    try:
        return client.with_raw_response.get_flow_outline(flow_id="0")
    except NotFoundError as error:
        return error
