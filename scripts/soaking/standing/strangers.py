"""Requests that are wrong: signed by nobody's key, to no path, too large, no HTTP at all, or begun and never ended."""

import contextlib
import http.client
import socket
import struct
import time
from collections.abc import Callable
from functools import cache
from os import environ
from random import Random
from typing import Any, Final
from urllib.parse import urlsplit

from realname import AuthenticationError, alipay, esign, zoloz
from realname.testing.gateway.keys import KeyPair
from realname.testing.gateway.server import LARGEST_BODY
from soaking.standing.process import Control

PATIENCE: Final = 20.0
GATEWAYS: Final = ("REALNAME_ZOLOZ_BASE_URL", "REALNAME_ALIPAY_BASE_URL", "REALNAME_ESIGN_BASE_URL")
TOO_LARGE: Final = 413
KEPT_OPEN: Final = 0.5
"""Seconds, at most, that a connection is left open in the middle of a request."""


class StrangeAnswerError(Exception):
    """A wrong request was not refused as it must be."""


def other_key(_: Control, rng: Random) -> None:
    """A client that has another key than the one it is known by."""
    kind = rng.choice(("zoloz", "alipay", "esign"))
    client, ask = _other(kind)
    with client:
        try:
            ask(client)
        except AuthenticationError:
            return
        raise StrangeAnswerError(f"{kind} accepts a signature of another key")


def no_such_path(_: Control, rng: Random) -> None:
    """A path that there is not."""
    status = _status(_place(rng), rng.choice(("GET", "POST")), f"/nothing/%00%1b[2J/{rng.random()}?a=%ff", b"{}")
    if status >= 500:
        raise StrangeAnswerError(f"an unknown path is answered with {status}")


def no_token(control: Control, rng: Random) -> None:
    """The control address, without its token."""
    status = _status(control.place, "POST", rng.choice(("/reset", "/requests", "/fail_next")), b"{}")
    if status not in {401, 403}:
        raise StrangeAnswerError(f"the control address answers {status} to a stranger")


def garbage(_: Control, rng: Random) -> None:
    """Bytes that are no HTTP."""
    with _connected(_place(rng)) as connection, contextlib.suppress(ConnectionError):
        connection.sendall(rng.randbytes(rng.randint(1, 4096)) + b"\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            continue


def half_open(control: Control, rng: Random) -> None:
    """A request that is begun; the connection then ends in one way or the other."""
    place = rng.choice((_place(rng), control.place))
    with _connected(place) as connection:
        parts = (
            b"PO",
            b"POST / HTTP/1.1\r\nHost: a\r\n",
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nhalf",
        )
        connection.sendall(rng.choice(parts))
        time.sleep(rng.uniform(0, KEPT_OPEN))
        if rng.random() < 0.5:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def too_large(control: Control, rng: Random) -> None:
    """A body that is larger than a gateway takes, or the control address."""
    gateway = rng.random() < 0.1
    place, size = (_place(rng), LARGEST_BODY) if gateway else (control.place, 64 * 1024)
    if _status(place, "POST", "/", bytes(size + 1)) != TOO_LARGE:
        raise StrangeAnswerError("a body that is too large is not refused as such")


def unread(_: Control, rng: Random) -> None:
    """Somebody who goes before the answer comes."""
    with _connected(_place(rng)) as connection:
        connection.sendall(b"POST /v3/none HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}" * 3)


STRANGERS: Final[tuple[Callable[[Control, Random], None], ...]] = (
    other_key,
    no_such_path,
    no_token,
    garbage,
    half_open,
    too_large,
    unread,
)


@cache
def _stray_key() -> str:
    return KeyPair.generate().private_text


def _other(kind: str) -> tuple[Any, Callable[[Any], object]]:
    """A client with another key, and a call of it."""
    if kind == "zoloz":
        own = zoloz.credentials_from_env()
        key = zoloz.Credentials(
            client_id=own.client_id,
            private_key=_stray_key(),
            zoloz_public_key=environ["REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY"],
        )
        made = zoloz.Client(key, base_url=environ[GATEWAYS[0]])
        return made, lambda client: client.query_enroll_status(biz_id="1", user_id="nobody")
    if kind == "alipay":
        app = alipay.Credentials(
            app_id=environ["REALNAME_ALIPAY_APP_ID"],
            private_key=_stray_key(),
            alipay_public_key=environ["REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY"],
        )
        return alipay.Client(app, base_url=environ[GATEWAYS[1]]), lambda client: client.query_face_certify(
            certify_id="nobody"
        )
    whom = esign.Credentials(app_id=environ["REALNAME_ESIGN_APP_ID"], app_secret="another secret")  # noqa: S106
    return esign.Client(whom, base_url=environ[GATEWAYS[2]]), lambda client: client.get_flow_outline(flow_id="1")


def _place(rng: Random) -> str:
    return urlsplit(environ[rng.choice(GATEWAYS)]).netloc


def _connected(place: str) -> socket.socket:
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _status(place: str, method: str, path: str, body: bytes) -> int:
    connection = http.client.HTTPConnection(place, timeout=PATIENCE)
    try:
        connection.request(method, path, body)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except http.client.HTTPException as error:
        raise StrangeAnswerError(f"no HTTP in answer to {method}: {type(error).__name__}") from error
    finally:
        connection.close()
