"""One journey of each provider, from its start to the outcome, as a service would go it."""

import base64
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Final

from demonstration.calls import Steer
from realname import Outcome, RealnameError, alipay, esign, zoloz
from realname.core.answer import OutcomeAnswer
from realname.core.waiting import without_waiting

PHOTO: Final = base64.b64encode(b"a face").decode()


def zoloz_connect(steer: Steer, outcome: str) -> OutcomeAnswer:
    """A face enrolled, the person before the camera, and the result."""
    name = secrets.token_hex(8)
    with zoloz.Client.from_env() as client:
        client.enroll(biz_id=name, user_id=name, base64_image_content=PHOTO)
        started = client.initialize(biz_id=name, user_id=name, meta_info="MOB_H5")
        steer("finish_transaction", transaction_id=started.transaction_id, outcome=["pending", outcome])
        return client.wait_for_checkresult(
            biz_id=name, transaction_id=str(started.transaction_id), require_verified=True
        )


def alipay_face_verification(steer: Steer, outcome: str) -> OutcomeAnswer:
    """A verification started, the person before the camera, and the result."""
    with alipay.Client.from_env() as client:
        started = client.initialize_face_verification(
            outer_order_no=secrets.token_hex(16), identity_type="CERT_INFO", cert_type="IDENTITY_CARD",
            cert_name="演示", cert_no="110101199001010000",
        )  # fmt: skip
        steer("finish_certification", certify_id=started.certify_id, outcome=["pending", outcome])
        return client.wait_for_face_verification(certify_id=started.certify_id, require_verified=True)


def esign_page(steer: Steer, outcome: str) -> OutcomeAnswer:
    """A page of e签宝, its callback, which wakes, and the detail, which decides."""
    credentials = esign.Credentials.from_env()
    with _receiver() as (address, posted), esign.Client.from_env() as client:
        back = esign.FlowContext(redirect_url="https://shop.example/done", notify_url=address)
        flow_id = client.create_indiv_auth_url(context_info=back).data.flow_id
        steer("finish_flow", flow_id=flow_id, outcome=outcome)
        steer("send_callback", url=address, flow_id=flow_id)
        (headers, body) = posted[0]
        callback = esign.verify_callback(credentials, headers=headers, query="", body=body, flow_id=flow_id)
        if callback.outcome not in (Outcome.VERIFIED, Outcome.REJECTED):
            raise RuntimeError("the callback says nothing of its flow")
        client.wait_for_flow(flow_id=flow_id)
        return client.get_flow_detail(flow_id=flow_id).require_verified()


JOURNEYS: Final[Mapping[str, tuple[str, Callable[[Steer, str], OutcomeAnswer]]]] = {
    "zoloz": ("enroll, initialize, (person), wait_for_checkresult", zoloz_connect),
    "alipay": ("initialize_face_verification, (person), wait_for_face_verification", alipay_face_verification),
    "esign": ("create_indiv_auth_url, (person), callback, wait_for_flow, get_flow_detail", esign_page),
}
"""Provider → the steps in words, and how to go them with a person for whom the sandbox plays this outcome."""


def gone(journey: Callable[[Steer, str], OutcomeAnswer], steer: Steer, outcome: str) -> str:
    """What came of a journey: an outcome, or the error that was raised in its place. Nobody waits for real."""
    try:
        with without_waiting():
            return journey(steer, outcome).outcome.name
    except RealnameError as error:
        return type(error).__name__


@contextmanager
def _receiver() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A server on loopback: its address, and what was posted there."""
    posted: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Keep it, and say so."""
            posted.append((dict(self.headers.items()), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            """Print nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/told", posted
        finally:
            server.shutdown()
            thread.join()
