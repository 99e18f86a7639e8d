"""What this room says, in Chinese. Gaps are written {}; where their order changes, {0} and {1}."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "none of the {} requests in the capture looks like one to {}": "抓取的报文中有 {} 个请求，没有一个像是发往 {} 的",
    "the first line is not a request line such as “POST /api/… HTTP/1.1”": (
        "第一行不是请求行（例如“POST /api/… HTTP/1.1”）"
    ),
    "the first line is not a status line such as “HTTP/1.1 200 OK”": "第一行不是状态行（例如“HTTP/1.1 200 OK”）",
    "what was asked is no request": "--asked 的内容不是请求",
    "there is no entry {}: the capture has {}": "没有第 {} 条：抓取的报文共有 {} 条",
    "the capture has an answer only: its signature is also over the path that was asked": (
        "抓取的报文中只有应答：它的签名还覆盖请求的路径"
    ),
    "what was asked holds characters that no request has": "所请求的路径中有请求不允许的字符",
}
