"""Who calls e签宝: an application and its secret."""

from typing import Self, final

from attrs import frozen

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
    def __init__(self, *, app_id: str, app_secret: str) -> None:
        self.__attrs_init__(header_text(app_id, "app_id"), Secret(plain_text(app_secret, "app_secret")))

    @classmethod
    @conceal
    def from_env(cls) -> Self:
        """Read ``REALNAME_ESIGN_APP_ID`` and ``REALNAME_ESIGN_APP_SECRET``, or their ``_FILE`` twins.

        Raises:
            ConfigurationError: one is missing or not what it should be.
        """
        return cls(**SETTINGS.read(APP_SECRET))

    def __repr__(self) -> str:
        return f"Credentials(app_id={self.app_id!r})"
