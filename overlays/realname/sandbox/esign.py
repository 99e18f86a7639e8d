"""The e签宝 gateway: signature mode, token mode, and the callbacks that it sends.

Messages, codes and statuses are the documented and observed ones. Observed too: what is missing in token mode is told
before anything else, and the app is checked before timestamp, token and path. The rest of the order is inferred.
"""

import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from typing import Literal
from urllib.parse import parse_qsl

from attrs import define, field
from attrs.validators import in_

from realname.core.secret import Secret
from realname.esign import Credentials, sign
from realname.sandbox import esign_callbacks, esign_flows, esign_signature, esign_tokens
from realname.sandbox.esign_answer import EsignDraft
from realname.sandbox.esign_faults import BREACHES, FAULTS
from realname.sandbox.exchange import Received, RefusalError
from realname.sandbox.gateway import Clock, Gateway, Log

APP_ID = "7438000001"
OPERATION = "getFlowOutline"
OUTLINE = "/v2/identity/auth/api/common/{}/outline"
TIMESTAMP_WINDOW_MS = 900_000
NOT_FOUND_MESSAGE = "认证流程不存在"
NO_ROUTE = "404"
BAD_REQUEST = "400"

_TIMESTAMP = re.compile(r"[0-9]{13}")


@define
class Settings:
    """Where e签宝's rule is unknown, or a client needs it: how strict the gateway is and how it answers."""

    app_enabled: bool = True
    require_md5_with_body: bool = False
    """Refuse a request with a body and without `Content-MD5`."""
    strict_get_md5: bool = False
    """Without a body, refuse a `Content-MD5` other than none and that of zero bytes."""
    accept_encoded_query: bool = False
    """Take a signature over the still percent-encoded query too."""
    accept_case_insensitive_order: bool = False
    """Take a signature over query keys that are sorted without regard to case too, as e签宝's Java demo does."""
    not_found_code: int = field(default=30500001, validator=in_((30500001, 30500004)))
    """The code of a flow that does not exist; e签宝's pages disagree."""
    expired_flow_readable: bool = True
    """Whether the outline of an expired flow can be read; else it is 30500003."""
    empty_lists: esign_flows.EmptyLists = field(default="array", validator=in_(("array", "null", "absent")))
    """How an empty list of sub-flows or related flows is written; unknown."""
    expires_in_type: Literal["text", "number"] = field(default="text", validator=in_(("text", "number")))
    """How the instant of a token's expiry is written; e签宝's pages show both."""
    token_life: float = 7200.0
    """Seconds that a token lives."""
    token_overlap: float = 300.0
    """Seconds that a token lives on, at most, once its successor is issued."""
    callback_schedule: tuple[float, ...] = (1.0, 5.0)
    """Seconds to wait before each repetition of a callback; older pages say 3 and 6."""


class EsignGateway(Gateway[EsignDraft, Settings]):
    """The gateway of e签宝, and the flows known there: at first only the one of the documented sample."""

    PROVIDER = "esign"
    PACKAGE = "realname_esign"
    FAULTS = FAULTS
    BREACHES = BREACHES

    def __init__(self, settings: Settings, clock: Clock, log: Log) -> None:
        self._secret = Secret(secrets.token_hex(16))
        self._flows: dict[str, dict[str, object]] = {}
        self._expired: set[str] = set()
        self._tokens = esign_tokens.AccessTokens()
        super().__init__(settings, clock, log)

    @cached_property
    def credentials(self) -> Credentials:
        """What an app of this gateway has."""
        return Credentials(app_id=APP_ID, app_secret=self._secret.reveal())

    @property
    def sample_flow_id(self) -> str:
        """The id of the flow in the documented sample: an organisation in progress, its agent verified."""
        return str(self._sample()["flowId"])

    def environment(self) -> dict[str, str]:
        """The variables for `esign.Client.from_env`."""
        return {
            "REALNAME_ESIGN_APP_ID": APP_ID,
            "REALNAME_ESIGN_APP_SECRET": self._secret.reveal(),
            "REALNAME_ESIGN_BASE_URL": self.url,
        }

    def add_flow(
        self,
        flow_id: str | None = None,
        *,
        flow_status: str = "SUCCESS",
        object_type: str = "INDIVIDUAL",
        context_id: str | None = None,
        fail_reason: str | None = None,
        create_time: int | None = None,
        modify_time: int | None = None,
        sub_flows: Sequence[Mapping[str, object]] = (),
        related_flows: Sequence[Mapping[str, object]] = (),
        expired: bool = False,
    ) -> str:
        """Make a flow known, in place of an older one of the same id, and return its id.

        Args:
            flow_id: decimal digits at the real gateway; new ones if None.
            flow_status: `INIT`, `ING`, `SUCCESS` or `FAIL`.
            object_type: `ORGANIZATION` or `INDIVIDUAL`.
            context_id: the initiator's own id.
            fail_reason: for people to read, with `FAIL`.
            create_time: milliseconds since 1970; None for now, as for `modify_time`.
            modify_time: milliseconds since 1970, of the last change of the status.
            sub_flows: in wire form, such as `{"subFlowId": …, "subFlowType": "AUTHCODE", "status": "SUCCESS"}`.
            related_flows: in wire form.
            expired: whether the flow has lapsed, which it does after 30 days.

        Raises:
            ValueError: the contract does not allow such a flow; names the fields.
        """
        flow = esign_flows.flow(
            flow_id,
            flow_status=flow_status,
            object_type=object_type,
            context_id=context_id,
            fail_reason=fail_reason,
            create_time=self.now_ms if create_time is None else create_time,
            modify_time=self.now_ms if modify_time is None else modify_time,
            sub_flows=sub_flows,
            related_flows=related_flows,
        )
        if violations := self.contract.component_violations("FlowOutline", flow):
            raise ValueError(f"the contract allows no such flow: {', '.join(v.field for v in violations)}")
        self._keep(flow, expired=expired)
        return str(flow["flowId"])

    def send_callback(
        self,
        url: str,
        flow_id: str | None = None,
        *,
        genuine: bool = True,
        subscribed: bool = False,
        duplicate: bool = False,
        ping: bool = False,
    ) -> list[int | None]:
        """Tell a server on this machine that a flow has ended, as e签宝 does, and return the status of every request.

        What is not answered with exactly HTTP 200 within 5 s is repeated as `settings.callback_schedule` says. In place
        of a status stands None where no answer came.

        Args:
            url: where to, with a query if wanted: `http://127.0.0.1:8000/notify?orderNo=001`.
            flow_id: which flow; the sample if None. It has succeeded if its status is `SUCCESS`, else failed.
            genuine: whether to sign with the app's secret; a forged callback is signed with another one.
            subscribed: send it as to a subscribed webhook, with the event's name in the field `action`.
            duplicate: send it again after it was delivered, as when a webhook and the flow's own address are the same.
            ping: first send the plain GET that comes when a person opens a page for face verification.

        Raises:
            ValueError: the flow is not known, or the address is not on this machine.
        """
        target = esign_callbacks.target_of(url)
        with self._lock:
            flow = deepcopy(self._flows.get(flow_id or self.sample_flow_id))
        if flow is None:
            raise ValueError("there is no such flow; add it with add_flow")
        secret = self._secret.reveal() if genuine else secrets.token_hex(16)
        document = esign_callbacks.document_of(flow, subscribed=subscribed)
        callback = esign_callbacks.Callback.sign(APP_ID, secret, target, document, self.now_ms)
        statuses = [esign_callbacks.ping(url)] if ping else []
        for _ in range(2 if duplicate else 1):
            statuses += callback.deliver(url, self.settings.callback_schedule)
        return statuses

    @property
    def token_requests(self) -> int:
        """How many access tokens were issued since the start or the last reset."""
        return self._tokens.requests

    def forget(self) -> None:
        """Forget all tokens, and all flows but the sample."""
        self._tokens.forget()
        self._flows.clear()
        self._expired.clear()
        self._keep(self._sample(), expired=False)

    def add_samples(self) -> None:
        """Nothing: the sample flow is always known."""

    # ---- the checks, in order ----------------------------------------------------------------------------------------

    def draft(self, received: Received) -> EsignDraft:
        """A blank answer."""
        is_token = received.path in esign_tokens.PATHS
        return EsignDraft(
            arrived=received.arrived, is_operation=not is_token, issued=self._tokens if is_token else None
        )

    def authenticate(self, received: Received, draft: EsignDraft) -> None:
        """Steps 0 to 6. Step 7, the IP whitelist, is the fault `ip_not_in_whitelist`."""
        if not draft.is_operation:
            self._check_token_request(received)
            return
        timestamp = received.header("x-tsign-open-ca-timestamp")
        signature = received.header("x-tsign-open-ca-signature")
        if self.omits("accepts_unsigned_request") and not signature and not received.header("x-tsign-open-token"):
            return
        mode = received.header("x-tsign-open-auth-mode")
        if not mode:
            self._check_token(received)
            return
        if mode != "Signature":
            raise RefusalError("AUTHSTRATEGY_NOT_FOUND")
        if not (received.header("x-tsign-open-app-id") and timestamp and signature):
            if self.omits("accepts_missing_header") and signature:
                return
            raise RefusalError("缺少参数")
        self._check_app(received)
        if not _TIMESTAMP.fullmatch(timestamp) or abs(self.now_ms - int(timestamp)) > TIMESTAMP_WINDOW_MS:
            raise RefusalError("INVALID_TIMESTAMP")
        self._check_signature(received, draft, signature)

    def decide(self, received: Received, draft: EsignDraft) -> None:
        """Steps 8 and 9: the path, and what is known of the flow. A token endpoint issues a token."""
        if not draft.is_operation:
            draft.use_envelope(0, "成功", self._issue_token())
            return
        route = self.contract.route(received.path)
        if route is None or received.method not in route.operations:
            raise RefusalError(NO_ROUTE)
        flow_id = route.parameters["flowId"]
        if route.operations[received.method].parameter_violations("path", route.parameters):
            if not self.omits("accepts_invalid_value"):
                raise RefusalError("30500101", "参数错误", business=True)
            flow_id = self.sample_flow_id
        if flow_id not in self._flows:
            raise RefusalError(str(self.settings.not_found_code), NOT_FOUND_MESSAGE, business=True)
        if flow_id in self._expired and not self.settings.expired_flow_readable:
            raise RefusalError("30500003", "认证流程已过期", business=True)
        draft.use_envelope(0, "成功", esign_flows.with_empty_lists(self._flows[flow_id], self.settings.empty_lists))

    def refuse(self, draft: EsignDraft, refusal: RefusalError) -> None:
        """Answer as the operation or as the gateway; an unknown path or method is a bare HTTP 404, or 400."""
        if refusal.code in {NO_ROUTE, BAD_REQUEST}:
            draft.status = int(refusal.code)
        elif refusal.business:
            draft.status = refusal.status or 200
            draft.use_envelope(int(refusal.code), refusal.message, None)
        else:
            draft.use_rejection(refusal.code, refusal.status or 401)

    def _check_token_request(self, received: Received) -> None:
        """Step 0: the parameters of the token endpoints, which lie outside of the gateway's other checks."""
        if received.method != "GET":
            raise RefusalError(NO_ROUTE)
        given = dict(reversed(parse_qsl(received.query)))
        refreshes = received.path == esign_tokens.REFRESH_PATH
        proof = given.get("refreshToken" if refreshes else "secret")
        if not proof or given.get("grantType") != ("refresh_token" if refreshes else "client_credentials"):
            raise RefusalError(BAD_REQUEST)
        is_app = given.get("appId") == APP_ID and self.settings.app_enabled
        if not is_app or not (refreshes or hmac.compare_digest(proof.encode(), self._secret.reveal().encode())):
            raise RefusalError("72000032", "应用停用或应用不存在", business=True)
        if refreshes and not self._tokens.can_refresh(proof):
            raise RefusalError("72000009", "refresh_token错误", business=True)

    def _issue_token(self) -> dict[str, object]:
        """A new token, as the endpoints tell it."""
        token = self._tokens.issue(
            self.now_ms,
            life_ms=round(self.settings.token_life * 1000),
            overlap_ms=round(self.settings.token_overlap * 1000),
        )
        as_text = self.settings.expires_in_type == "text"
        return {
            "token": token.text,
            "expiresIn": str(token.expires_at) if as_text else token.expires_at,
            "refreshToken": token.refresh_text,
        }

    def _check_token(self, received: Received) -> None:
        """Step 1: token mode, as whenever the header for the mode was forgotten."""
        token = received.header("x-tsign-open-token")
        if not token:
            raise RefusalError("TOKEN_CANT_BE_NULL")
        if not received.header("x-tsign-open-app-id"):
            if self.omits("accepts_missing_header"):
                return
            raise RefusalError("缺少参数")
        self._check_app(received)
        if not self.omits("accepts_wrong_key") and not self._tokens.accepts(token, self.now_ms):
            raise RefusalError("TOKEN错误")

    def _check_app(self, received: Received) -> None:
        """Step 4: the app is known and enabled."""
        if received.header("x-tsign-open-app-id") != APP_ID or not self.settings.app_enabled:
            raise RefusalError("无效的应用")

    def _check_signature(self, received: Received, draft: EsignDraft, signature: str) -> None:
        """Step 6: the signature is the app's, over the string rebuilt from what was received, and so is the MD5."""
        settings = self.settings
        try:
            query = esign_signature.decoded_query(received)
        except UnicodeDecodeError:
            raise RefusalError("INVALID_SIGNATURE") from None
        draft.expected = esign_signature.expected_string(received, query)
        if self.omits("accepts_wrong_key"):
            return
        accepted = [
            draft.expected,
            *esign_signature.tolerated_strings(
                received,
                query,
                encoded=settings.accept_encoded_query,
                without_case=settings.accept_case_insensitive_order,
            ),
        ]
        if self.omits("accepts_changed_query"):
            accepted.append(esign_signature.expected_string(received, ()))
        if self.omits("accepts_changed_path"):
            paths = [OUTLINE.format(flow_id) for flow_id in self._flows]
            accepted += [esign_signature.expected_string(received, query, path) for path in paths]
        matches = [hmac.compare_digest(sign(self._secret, string).encode(), signature.encode()) for string in accepted]
        if not any(matches) or not esign_signature.md5_is_right(
            received, required=settings.require_md5_with_body, strict=settings.strict_get_md5
        ):
            raise RefusalError("INVALID_SIGNATURE")

    def _sample(self) -> dict[str, object]:
        data: dict[str, object] = self.contract.example(OPERATION, "200", "organization")["data"]
        return data

    def _keep(self, flow: dict[str, object], *, expired: bool) -> None:
        with self._lock:
            flow_id = str(flow["flowId"])
            self._flows[flow_id] = flow
            self._expired.discard(flow_id)
            self._expired |= {flow_id} if expired else set()
