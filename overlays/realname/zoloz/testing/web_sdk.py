"""The Web SDK's page: how it is started, and how the browser comes back from it.

As on ZOLOZ's page "Mobile web (H5)-mode integration" and in its official examples: the page is opened with `state`,
`clientcfg` and `callbackurl`, and leads back with the query parameter `response`. Not stated, and so our choice: what
`clientCfg` holds (here the transaction, and an address that opens its page as it is), which of two addresses for the
way back counts (here that of the signed request), and how `response` joins a query that is there already (here as one
parameter more). Nothing is known to be in `extInfo`; that of an iframe is not described, so there is no page in one.
"""

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from attrs import field, frozen

from realname.core import wire
from realname.core.errors import DecodeError
from realname.testing.gateway.visit import QUIT

PATH: Final = "/page/zoloz-face-fe/index.html"
RESULTS: Final = {"verified": (1000, "Z5050"), "rejected": (2006, "Z5051"), QUIT: (1003, "Z5055")}
"""`code` and `subCode` of what the browser brings back: process success, process failure, user quit."""


@frozen
class Start:
    """What the page was opened with.

    Attributes:
        transaction_id: that of `clientcfg`, else `state`.
        state: what comes back as it is.
        callback_url: the way back, if the request named none.
    """

    transaction_id: str
    state: str = field(repr=False)
    callback_url: str = field(repr=False)

    @classmethod
    def parse(cls, query: str) -> "Start":
        """Read the query of an address; where there is no transaction in it the id is empty."""
        fields = dict(parse_qsl(query))
        try:
            config = wire.parse(fields.get("clientcfg", "").encode("utf-8", "replace"))
        except DecodeError:
            config = None
        told = config.get("transactionId") if isinstance(config, dict) else None
        state = fields.get("state", "")
        transaction_id = told if isinstance(told, str) else state
        return cls(transaction_id, state or transaction_id, fields.get("callbackurl", ""))


def client_cfg(web_sdk_url: str, transaction_id: str) -> str:
    """What `initialize` gives for the SDK."""
    return json.dumps({"transactionId": transaction_id, "url": f"{web_sdk_url}?{urlencode({'state': transaction_id})}"})


def ways_back(start: Start, pages: Mapping[str, str]) -> dict[str, str]:
    """Where the browser is sent from the page, by what the person does there."""
    complete = pages.get("completeCallbackUrl") or start.callback_url
    interrupt = pages.get("interruptCallbackUrl") or start.callback_url
    addresses = {click: interrupt if click == QUIT else complete for click in RESULTS}
    return {click: _with_response(url, click, start.state) for click, url in addresses.items() if url}


def _with_response(url: str, click: str, state: str) -> str:
    code, sub_code = RESULTS[click]
    response = json.dumps({"state": state, "code": code, "subCode": sub_code, "extInfo": {}}, separators=(",", ":"))
    rest, hash_mark, fragment = url.partition("#")
    return f"{rest}{'&' if '?' in rest else '?'}response={quote(response, safe='')}{hash_mark}{fragment}"
