"""The settings of ZOLOZ, as its portal shows them."""

from functools import partial
from typing import Final

from realname.core.settings import Access, Setting, Settings
from realname.providers import servers

_CLIENT_ID: Final = Setting("client_id", "id", "the merchant's id from the ZOLOZ portal")

KEY_PAIRS: Final = Access(
    "Credentials",
    (
        _CLIENT_ID,
        Setting("private_key", "private key", "your private key, whose public half is registered in the portal"),
        Setting("zoloz_public_key", "public key", "the public key that the portal shows as ZOLOZ's"),
    ),
)
ACCESS_KEY: Final = Access(
    "AccessKey",
    (
        _CLIENT_ID,
        Setting("access_key", "id", "the access key"),
        Setting("secret_key", "secret", "the secret key that belongs to it, in URL-safe base64"),
    ),
    chosen_by="access_key",
)
SETTINGS: Final = Settings("zoloz", "ZOLOZ", (KEY_PAIRS, ACCESS_KEY), partial(servers, "zoloz"))
