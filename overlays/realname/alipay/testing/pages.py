"""The pages that a person opens: addresses signed after protocol v2, and what makes one genuine.

Some of them the app signs (certify.open), some Alipay (face.certify, of which an example is documented). With which key
Alipay signs its own is not documented, nor how long an address is taken: no time is checked.
"""

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from attrs import frozen

from realname.alipay.testing import canonical
from realname.alipay.testing.certifications import PRODUCTS, Product
from realname.core import wire
from realname.core.errors import DecodeError
from realname.testing.gateway.keys import KeyPair
from realname.testing.gateway.messages import RefusalError

PATH: Final = "/gateway.do"
BEIJING: Final = timezone(timedelta(hours=8))
_TIMESTAMP: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)
_FIXED: Final = {
    "sign_type": ("RSA2", "invalid-signature-type"),
    "charset": ("utf-8", "invalid-charset"),
    "version": ("1.0", "unsupported-version"),
}


@frozen
class Page:
    """The address of a page as it came, taken apart."""

    fields: Mapping[str, str]
    product: Product

    @classmethod
    def parse(cls, query: str) -> "Page":
        """Read the query of an address.

        Raises:
            RefusalError: it is none, whoever signed it.
        """
        try:
            pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
        except UnicodeDecodeError:
            raise RefusalError("invalid-encoding", "the address is not in UTF-8") from None
        fields = dict(pairs)
        if len(fields) != len(pairs):
            raise RefusalError("invalid-parameter", "the address has a parameter twice")
        product = next((known for known in PRODUCTS if known.method == fields.get("method")), None)
        if product is None:
            raise RefusalError("invalid-method", "method is no page's")
        for name, (value, code) in _FIXED.items():
            if fields.get(name, "").lower() != value.lower():
                raise RefusalError(code, f"{name} is not {value}")
        if not _TIMESTAMP.fullmatch(fields.get("timestamp", "")):
            raise RefusalError("invalid-timestamp", "timestamp is not the time as 2026-01-02 03:04:05")
        return cls(fields, product)

    @property
    def string_to_sign(self) -> bytes:
        """What its signature covers."""
        return canonical.sorted_string({name: value for name, value in self.fields.items() if name != "sign"})

    @property
    def certify_id(self) -> object:
        """Which certification it is the page of.

        Raises:
            RefusalError: `biz_content` is no JSON object.
        """
        try:
            content: Any = wire.parse(self.fields.get("biz_content", "").encode())
        except DecodeError:
            content = None
        if not isinstance(content, dict):
            raise RefusalError("illegal-json", "biz_content is no JSON object")
        return content.get("certify_id")


def address(base_url: str, app_id: str, product: Product, certify_id: str, seconds: float, key: KeyPair) -> str:
    """The address of a page that Alipay signs."""
    fields = {
        "app_id": app_id,
        "biz_content": json.dumps({"certify_id": certify_id}),
        "charset": "utf-8",
        "method": product.method,
        "sign_type": "RSA2",
        "timestamp": datetime.fromtimestamp(seconds, BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
        "version": "1.0",
    }
    signature = key.private.sign(canonical.sorted_string(fields))
    return f"{base_url}{PATH}?{urlencode({**fields, 'sign': base64.b64encode(signature).decode('ascii')})}"
