"""What `realname doctor` knows of Alipay."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from realname.alipay.settings import SETTINGS
from realname.core.certificates import certificate_sn, load_certificates
from realname.core.errors import ApiError, AuthenticationError
from realname.core.reply import RawReply
from realname.testing.diagnosis import Check, parsed, text
from realname_alipay import Client

_EXPIRES_SOON: Final = timedelta(days=30)


def checks(now: datetime) -> Iterator[Check]:
    """Look at the dates of the certificates, where they are used.

    Args:
        now: the time to judge them by.
    """
    if text(SETTINGS, "app_certificate") is None:
        return
    for setting in ("app_certificate", "alipay_certificates"):
        found, problem = parsed(SETTINGS, setting, load_certificates)
        if problem:
            yield problem
        for certificate in found or ():
            name = f"{SETTINGS.variable(setting)} (SN {certificate_sn(certificate)})"
            begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
            if now < begins:
                yield Check(name, "problem", f"is valid from {begins:%Y-%m-%d} only", "Check the clock.")
            elif now > ends:
                yield Check(name, "problem", f"expired on {ends:%Y-%m-%d}", "Download the current one.")
            elif ends - now < _EXPIRES_SOON:
                yield Check(name, "note", f"expires on {ends:%Y-%m-%d}", "Renew it in time.")
            else:
                yield Check(name, "ok", f"is valid until {ends:%Y-%m-%d}")


def harmless(client: Client) -> RawReply[Any] | ApiError:
    """Ask about nobody, without a token. A refusal that is signed shows that Alipay knows the caller."""
    try:
        return client.with_raw_response.query_jobworth_authentication(open_id="0")
    except ApiError as error:
        if isinstance(error, AuthenticationError) or not error.verified:
            raise
        return error
