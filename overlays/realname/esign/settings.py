"""The settings of e签宝, as its console (开放平台) shows them."""

from functools import partial
from typing import Final, Literal

from realname.core.settings import Access, Setting, Settings
from realname.providers import servers

APP_SECRET: Final = Access(
    "Credentials",
    (
        Setting("app_id", "id", "the application's id (AppId)"),
        Setting("app_secret", "secret", "the application's secret (AppSecret)"),
    ),
)
SETTINGS: Final = Settings("esign", "e签宝", (APP_SECRET,), partial(servers, "esign"))

Authentication = Literal["signature", "token"]
"""How the gateway is accessed."""
