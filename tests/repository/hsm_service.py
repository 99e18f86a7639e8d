"""A service whose keys are in an HSM, in a process of its own: calls in every RSA mode, from threads and from a child.

Run by `test_hsm.py` in a folder where the recipe of ``docs/hsm.md`` is saved as ``hsm.py``. Prints what came of each
call, as JSON.
"""

import asyncio
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hsm import HsmKey, Token  # type: ignore[import-not-found]  # saved there by the test

from realname import alipay, zoloz

ONE_TIME: list[dict[str, Any]] = json.loads(os.environ["ARGUMENTS"])
"""Arguments for Alipay, of which each set can be used once."""


def _settings(provider: str, *names: str) -> dict[str, str]:
    return {name: os.environ[f"REALNAME_{provider}_{name}".upper()] for name in names}


def _client(name: str, credentials: Any, **options: Any) -> Any:
    module: Any = zoloz if isinstance(credentials, zoloz.Credentials) else alipay
    address = _settings(module.__name__.rpartition(".")[2], "base_url")
    return getattr(module, name)(credentials, **address, **options)


def _call(client: Any, credentials: Any) -> Any:
    raw = client.with_raw_response
    if isinstance(credentials, zoloz.Credentials):
        return raw.check_credentials()
    return raw.query_jobworth_authentication(**ONE_TIME.pop())


def _now(credentials: Any, **options: Any) -> str:
    with _client("Client", credentials, **options) as client:
        return str(_call(client, credentials).verification)


async def _waiting(credentials: Any, **options: Any) -> str:
    async with _client("AsyncClient", credentials, **options) as client:
        return str((await _call(client, credentials)).verification)


def _in_child(credentials: Any, token: Any) -> list[str]:
    before = token.session
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            own = "its parent's session" if token.session is before else "a session of its own"
            os.write(writing, json.dumps([own, _now(credentials)]).encode())
        except Exception as error:  # noqa: BLE001 - told to the parent
            os.write(writing, json.dumps(["", str(error)]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    found: list[str] = json.loads(os.read(reading, 1000))
    return found


def main() -> None:
    """Make all calls."""
    token = Token(os.environ["HSM_MODULE"], "service", os.environ["HSM_PIN"])
    keys = {label: HsmKey(token, label) for label in ("zoloz", "alipay")}
    pairs = zoloz.Credentials(private_key=keys["zoloz"], **_settings("zoloz", "client_id", "zoloz_public_key"))
    found: Any
    if "REALNAME_ALIPAY_APP_CERTIFICATE" in os.environ:
        names = ("app_id", "app_certificate", "alipay_certificates", "root_certificates")
        found = alipay.CertificateCredentials(private_key=keys["alipay"], **_settings("alipay", *names))
    else:
        found = alipay.Credentials(private_key=keys["alipay"], **_settings("alipay", "app_id", "alipay_public_key"))
    said = {"zoloz": [_now(pairs), asyncio.run(_waiting(pairs))], "alipay": [_now(found), asyncio.run(_waiting(found))]}
    said["encrypted"] = [_now(pairs, encrypt=True), asyncio.run(_waiting(pairs, encrypt=True))]
    with ThreadPoolExecutor(4) as threads:
        said["threads"] = [*threads.map(lambda _: _now(pairs), range(8))]
    session, child = _in_child(pairs, token)
    said["child, then parent"] = [child, _now(pairs)]
    json.dump({"the child has": session, **said}, sys.stdout)


if __name__ == "__main__":
    main()
