"""What `realname doctor` knows of Alipay."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from realname.alipay.settings import SETTINGS
from realname.core.certificates import certificate_sn, load_certificates, load_roots
from realname.core.errors import ApiError, AuthenticationError
from realname.core.reply import RawReply
from realname.testing.diagnosis import Check, parsed, text
from realname_alipay import Client

_EXPIRES_SOON: Final = timedelta(days=30)
_SHIPPED_ROOTS: Final = 2
"""Alipay's bundle holds four certificates, of which two are signed with RSA and count."""


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
            days = (ends - now).days
            if now < begins:
                yield Check(name, "problem", f"is valid from {begins:%Y-%m-%d} only", "Check the clock.")
            elif now > ends:
                yield Check(name, "problem", f"expired on {ends:%Y-%m-%d}", "Download the current one.")
            elif ends - now < _EXPIRES_SOON:
                yield Check(name, "note", f"expires on {ends:%Y-%m-%d}, in {days} days", "Renew it in time.")
            else:
                yield Check(name, "ok", f"is valid until {ends:%Y-%m-%d}, for {days} days")
    yield from _roots()


def _roots() -> Iterator[Check]:
    """Look at the root bundle: one that lacks a certificate is whole in itself, and yet gives another SN."""
    name = SETTINGS.variable("root_certificates")
    found, problem = parsed(SETTINGS, "root_certificates", load_roots)
    if problem:
        yield problem
    elif found is not None and len(found) != _SHIPPED_ROOTS:
        says = f"holds {len(found)} RSA certificates; the bundle that Alipay ships holds {_SHIPPED_ROOTS}"
        yield Check(name, "note", says, "Download alipayRootCert.crt again, and pass it as it is.")
    elif found is not None:
        yield Check(name, "ok", f"holds {_SHIPPED_ROOTS} RSA certificates, as the bundle that Alipay ships does")


def harmless(client: Client) -> RawReply[Any] | ApiError:
    """Ask about nobody, without a token. A refusal that is signed shows that Alipay knows the caller."""
    try:
        return client.with_raw_response.query_jobworth_authentication(open_id="0")
    except ApiError as error:
        if isinstance(error, AuthenticationError) or not error.verified:
            raise
        return error
