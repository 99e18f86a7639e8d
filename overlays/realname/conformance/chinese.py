"""What this room says, in Chinese. Gaps are written {}; where their order changes, {0} and {1}."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "a conformance run needs {}: install the extra, realname[conformance]": (
        "契约测试需要 {}：请安装 realname[conformance]"
    ),
    "there is no provider {}": "没有服务商 {}",
    "Choose one of {}.": "请从这些里选择：{}。",
    " and ": " 和 ",
}
