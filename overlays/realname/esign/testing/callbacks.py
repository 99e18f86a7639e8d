"""Callbacks as e签宝 sends them when a flow has ended, to a server on this machine or on one that is named for it.

Signature as on e签宝's pages notify3/pmy852 and notify3/sblzg8, bodies and delivery as on its pages
identity_service/giq1w40lx67vwofr and identity_service/zoeoz9z8y80wi76z. The body's Content-Type, and whether a
repetition is signed anew, no page says: here it is JSON's, and a repetition is the same byte for byte.
"""

import http.client
import json
import secrets
import socket
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from urllib.parse import quote, urlsplit

from attrs import field, frozen

from realname.esign.testing import canonical
from realname.esign.testing.flows import Flow

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
TIMEOUT = 5.0
"""Seconds that the receiver has, for all of its answer's head."""
DELIVERED = 200


@frozen
class Callback:
    """A callback, signed and ready to be posted; its repr shows nothing of it."""

    target: str = field(repr=False)
    """Path and query, as on the request line."""
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the `?`, still percent-encoded; empty without one."""
        return self.target.partition("?")[2]

    @classmethod
    def sign(cls, app_id: str, secret: str, target: str, document: Mapping[str, object], now_ms: int) -> "Callback":
        """Sign a callback to this path and query."""
        body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        values = canonical.callback_values(canonical.parse_query(target.partition("?")[2]))
        string = canonical.CallbackString(timestamp=str(now_ms), values=values, body=body)
        headers = {
            "X-Tsign-Open-App-Id": app_id,
            "X-Tsign-Open-TIMESTAMP": str(now_ms),
            "X-Tsign-Open-SIGNATURE-ALGORITHM": canonical.CALLBACK_ALGORITHM,
            "X-Tsign-Open-SIGNATURE": canonical.sign_callback(secret, string.join()),
            "Content-Type": "application/json; charset=UTF-8",
        }
        return cls(target, headers, body)

    def deliver(self, url: str, schedule: Sequence[float]) -> list[int | None]:
        """Post until the answer is exactly HTTP 200, at most once more for each wait of the schedule (in seconds).

        Returns the status of every attempt, None where there was no answer in time.
        """
        statuses = [_request("POST", url, self.target, self.headers, self.body)]
        for wait in schedule:
            if statuses[-1] == DELIVERED:
                break
            time.sleep(wait)
            statuses.append(_request("POST", url, self.target, self.headers, self.body))
        return statuses


def may_go_to(url: str, hosts: Collection[str] = ()) -> bool:
    """Whether a URL is that of a plain HTTP server on this machine, or on one of these hosts."""
    try:
        parts = urlsplit(url)
        known = {*LOOPBACK, *(host.lower() for host in hosts)}
        return parts.scheme == "http" and parts.hostname in known and parts.port != 0
    except ValueError:
        return False


def target_of(url: str, hosts: Collection[str] = ()) -> str:
    """Path and query of a URL that a callback may go to.

    Raises:
        ValueError: it is elsewhere. The sandbox talks to nobody who was not named.
    """
    if not may_go_to(url, hosts):
        raise ValueError(
            "a callback goes to a plain HTTP server on this machine, as http://127.0.0.1:PORT/…, "
            "or on a host that settings.callback_hosts names"
        )
    return target_in(url)


def target_in(url: str) -> str:
    """Path and query of a URL, or of what there is of one, with everything percent-encoded that has to be."""
    parts = urlsplit(url)
    path, query = (quote(part, safe="!$%&'()*+,/:;=?@[]~") for part in (parts.path or "/", parts.query))
    return f"{path}?{query}" if query else path


def ping(url: str, hosts: Collection[str] = ()) -> int | None:
    """The plain GET that reaches the same address when a person opens a page for face verification."""
    return _request("GET", url, target_of(url, hosts), {}, b"")


def document_of(flow: Flow, *, subscribed: bool) -> dict[str, object]:
    """What is told of a flow; what is null is left out, as in the pages' samples.

    Args:
        flow: the flow.
        subscribed: as a webhook subscription gets it, with the event's name.
    """
    is_organization, success = flow.object_type == "ORGANIZATION", flow.last_status == "SUCCESS"
    agents = [flow.agent_flow_id, *(related.get("flowId") for related in flow.related_flows)] if is_organization else ()
    agent_id = next(filter(None, agents), None)
    document = {
        "flowId": flow.flow_id,
        "agentFlowId": agent_id,
        "success": success,
        "contextId": flow.context_id,
        "verifycode": secrets.token_hex(16),
        "serviceId": flow.flow_id,
        "agentServiceId": agent_id,
        "status": success,
        "action": ("identity_org_end" if is_organization else "identity_psn_end") if subscribed else None,
    }
    return {name: value for name, value in document.items() if value is not None}


def _request(method: str, url: str, target: str, headers: Mapping[str, str], body: bytes) -> int | None:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        connection.connect()
        # The timeout above is that of each step: an answer that comes byte by byte would hold this thread for days.
        end = threading.Timer(TIMEOUT, _end, (connection.sock,))
        end.daemon = True
        end.start()
        try:
            connection.request(method, target, body or None, dict(headers))
            return connection.getresponse().status
        finally:
            end.cancel()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
