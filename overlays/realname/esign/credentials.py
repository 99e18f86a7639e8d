"""Who calls e签宝: an application and its secret."""

import re
from typing import Self, final

from attrs import frozen

from realname.core.errors import ConfigurationError
from realname.core.redaction import conceal
from realname.core.secret import Secret, Unpicklable
from realname.core.settings import header_text, plain_text
from realname.esign.settings import APP_SECRET, SETTINGS


@final
@frozen(init=False, repr=False, eq=False)
class Credentials(Unpicklable):
    """Access with an application secret.

    Args:
        app_id: the application's id.
        app_secret: the application's secret; it looks like hex digits and is used as the text it is.

    Raises:
        ConfigurationError: a value is not what it should be; says which, and what to do.
    """

    app_id: str
    app_secret: Secret

    @conceal
    @SETTINGS.as_arguments
    def __init__(self, *, app_id: str, app_secret: str) -> None:
        header_text(app_id, "app_id")
        _require_distinct(app_id, plain_text(app_secret, "app_secret"))
        self.__attrs_init__(app_id, Secret(app_secret))

    @classmethod
    @conceal
    @SETTINGS.from_variables
    def from_env(cls) -> Self:
        """Read ``REALNAME_ESIGN_APP_ID`` and ``REALNAME_ESIGN_APP_SECRET``, or the same with ``_FILE``.

        Raises:
            ConfigurationError: one is missing or not what it should be.
        """
        return cls(**SETTINGS.read(APP_SECRET))

    def __repr__(self) -> str:
        return f"Credentials(app_id={self.app_id!r})"


def _require_distinct(app_id: str, app_secret: str) -> None:
    """Refuse id and secret in each other's place, as far as their usual forms show it, and one for both."""
    if app_id == app_secret:
        raise ConfigurationError(
            "app_secret is the app id", setting="app_secret", remedy="Copy the secret (AppSecret) from the console."
        )
    if re.fullmatch("[0-9a-f]{32}", app_id) and re.fullmatch("[0-9]{1,16}", app_secret):
        raise ConfigurationError(
            "app_id and app_secret stand in each other's place", setting="app_id", remedy="Swap the two values."
        )
