"""The e签宝 gateway: signature mode, token mode, and the callbacks that it sends.

Messages, codes and statuses are the documented and observed ones. Observed too: what is missing in token mode is told
before anything else, and the app is checked before timestamp, token and path. The rest of the order is inferred.
"""

import hmac
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl

from realname.core import wire
from realname.core.errors import DecodeError
from realname.esign.credentials import Credentials
from realname.esign.settings import SETTINGS
from realname.esign.testing import callbacks, canonical, tokens
from realname.esign.testing.answer import EsignDraft, envelope
from realname.esign.testing.faults import BREACHES, FAULTS
from realname.esign.testing.flows import Flow, Flows, new_flow_id
from realname.esign.testing.links import Links, is_page
from realname.esign.testing.organizations import Organizations
from realname.esign.testing.panels import panels_of
from realname.esign.testing.persons import Persons
from realname.esign.testing.rules import Settings
from realname.testing.contract import Difference
from realname.testing.gateway.gateway import Clock, Handler, Log, SandboxGateway, example
from realname.testing.gateway.messages import Call, Received, Record, RefusalError
from realname.testing.gateway.panels import Panel
from realname.testing.gateway.state import State
from realname.testing.gateway.visit import Visit

APP_ID = "7438000001"
OUTLINE = "getFlowOutline"
DETAIL = "getFlowDetail"
TIMESTAMP_WINDOW_MS = 900_000
TOKEN_OVERLAP_MS = 300_000
"""How long a token lives on, at most, once its successor is issued."""
NO_ROUTE = "404"
BAD_REQUEST = "400"


class EsignSandbox(SandboxGateway[EsignDraft, Settings]):
    """The gateway of e签宝, and the flows known there: at first only the one of the documented sample."""

    VARIABLES = SETTINGS
    TITLE: ClassVar[str] = "e签宝"
    DEFAULTS = Settings
    FAULTS = FAULTS
    BREACHES = BREACHES
    ACTIONS: ClassVar[tuple[str, ...]] = (
        "add_flow",
        "fail_transfer",
        "finish_flow",
        "send_callback",
        "sent_code",
        "transferred_amount",
    )

    def __init__(self, settings: Settings | None, clock: Clock, log: Log, state: State) -> None:
        self._secret = state.keep("e签宝 secret", lambda: secrets.token_hex(16))
        self._flows = Flows(self._later_ms, lambda: self.now_ms, lambda: self.settings, self._call_back, state)
        self._links = Links(self._flows, lambda: self.url)
        self._persons = Persons(self._flows, self._links, state)
        self._organizations = Organizations(self._flows, self._links, state)
        self._access = state.shelf("e签宝 access tokens", tokens.AccessTokens)
        super().__init__(settings, clock, log, state)
        self._pin_sample()

    @cached_property
    def credentials(self) -> Credentials:
        """What an app of this gateway has."""
        return Credentials(**self.arguments())

    def arguments(self, *, other: bool = False) -> dict[str, str]:
        """What the credentials take."""
        return {"app_id": APP_ID, "app_secret": self._secret}

    @property
    def sample_flow_id(self) -> str:
        """The id of the flow in the documented sample: an organisation in progress, its agent verified."""
        return str(self._sample()["flowId"])

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
        now = self.now_ms
        flow = Flow(
            flow_id or new_flow_id(),
            object_type,
            now if create_time is None else create_time,
            now if modify_time is None else modify_time,
            status=flow_status,
            context_id=context_id,
            fail_reason=fail_reason,
            sub_flows=[dict(sub_flow) for sub_flow in sub_flows],
            related_flows=[dict(related_flow) for related_flow in related_flows],
            expires_at=now if expired else None,
        )
        answer = envelope(0, "成功", self._flows.outline(flow))
        if differences := self.contract.operations[OUTLINE].answer_differences(200, answer):
            raise ValueError(f"the contract allows no such flow: {', '.join(d.argument for d in differences)}")
        with self.changing():
            self._flows.keep(flow)
        return flow.flow_id

    def finish_flow(self, flow_id: str, *, outcome: str | Sequence[str] = "verified") -> None:
        """Do what a person does on the page, or by the link, of a flow: it ends so, or goes on.

        Args:
            flow_id: which flow.
            outcome: `"verified"` or `"rejected"`, at once; or what each query of outline, detail or face finds in turn,
                such as `("pending", "pending", "verified")`; the last stays.

        Raises:
            ValueError: the flow is not known, has expired or has ended, or there is no such outcome.
        """
        with self.changing():
            self._flows.finish(flow_id, outcome)

    def sent_code(self, flow_id: str) -> str:
        """The code that a person was last sent by text message; it stands in the log `realname.sandbox` too.

        Raises:
            ValueError: the flow is not known, or no code was sent for it.
        """
        with self.changing():
            return self._persons.sent_code(flow_id)

    def transferred_amount(self, flow_id: str) -> Decimal:
        """The amount that was last sent to an organization's account; it stands in the log `realname.sandbox` too.

        Raises:
            ValueError: the flow is not known, or nothing was sent in it.
        """
        with self.changing():
            return self._organizations.transferred_amount(flow_id)

    def fail_transfer(self, flow_id: str) -> None:
        """Let the bank send back what was last sent to an organization's account.

        Raises:
            ValueError: the flow is not known, or nothing was sent in it.
        """
        with self.changing():
            self._organizations.fail_transfer(flow_id)

    def send_callback(
        self,
        url: str | None = None,
        flow_id: str | None = None,
        *,
        genuine: bool = True,
        subscribed: bool = False,
        duplicate: bool = False,
        ping: bool = False,
    ) -> list[int | None]:
        """Tell a server that a flow has ended, as e签宝 does, and return the status of every request.

        What is not answered with exactly HTTP 200 within 5 s is repeated as `settings.callback_schedule` says. In place
        of a status stands None where no answer came.

        Args:
            url: where to, with a query if wanted: `http://127.0.0.1:8000/notify?orderNo=001`; None for the `notifyUrl`
                that the flow was started with. On this machine, or on one of `settings.callback_hosts`.
            flow_id: which flow; the sample if None. It has succeeded if its status is `SUCCESS`, or will be after the
                queries to come, else failed.
            genuine: whether to sign with the app's secret; a forged callback is signed with another one.
            subscribed: send it as to a subscribed webhook, with the event's name in the field `action`.
            duplicate: send it again after it was delivered, as when a webhook and the flow's own address are the same.
            ping: first send the plain GET that comes when a person opens a page for face verification.

        Raises:
            ValueError: the flow is not known, or the address is neither on this machine nor on one of these hosts.
        """
        with self.changing():
            flow = self._flows.known(flow_id or self.sample_flow_id)
            url = url or flow.notify_url or ""
            hosts = self.settings.callback_hosts
            target = callbacks.target_of(url, hosts)
            callback = self._callback(flow, target, genuine=genuine, subscribed=subscribed)
        statuses = [callbacks.ping(url, hosts)] if ping else []
        for _ in range(2 if duplicate else 1):
            statuses += callback.deliver(url, self.settings.callback_schedule)
        return statuses

    def callback(
        self, flow_id: str | None = None, *, url: str | None = None, genuine: bool = True, subscribed: bool = False
    ) -> callbacks.Callback:
        """What `send_callback` would post, for a test client of a framework: nothing is sent, and no server needed.

        >>> callback = sandbox.esign.callback(flow_id, url="/notify?orderNo=001")
        >>> client.post(callback.target, data=callback.body, headers=callback.headers)  # of Flask, say

        Args:
            flow_id: which flow; the sample if None. See `send_callback`, also for what follows.
            url: where it would be posted, or what there is of that: `/notify?orderNo=001`, `?orderNo=001`; None for the
                `notifyUrl` that the flow was started with, and `/` without one. The values of its query are signed.
            genuine: whether to sign with the app's secret.
            subscribed: sign it as to a subscribed webhook.

        Raises:
            ValueError: the flow is not known.
        """
        with self.changing():
            flow = self._flows.known(flow_id or self.sample_flow_id)
            target = callbacks.target_in((flow.notify_url or "") if url is None else url)
            return self._callback(flow, target, genuine=genuine, subscribed=subscribed)

    def knows(self, name: str) -> bool:
        """Whether this is a flow."""
        return name in self._flows

    def finish(self, name: str, outcome: str | Sequence[str]) -> None:
        """See `finish_flow`."""
        self.finish_flow(name, outcome=outcome)

    def expire(self, name: str) -> None:
        """Let the 30 days of a flow be over."""
        with self.changing():
            self._flows.expire(name)

    def catch_up(self) -> None:
        """Whoever is to be called back is told of the flows that have ended by themselves."""
        self._flows.catch_up()

    def visited(self, received: Received) -> Visit:
        """The page of a flow, or the letter of its legal representative."""
        return self._links.visited(received.path)

    @property
    def token_requests(self) -> int:
        """How many access tokens were issued since the start or the last reset."""
        return self._access[APP_ID].requests

    def forget(self) -> None:
        """Forget all tokens, and all flows but the sample and its agent's."""
        self._access[APP_ID] = tokens.AccessTokens()
        self._flows.forget()
        self._persons.forget()
        self._organizations.forget()
        sample = self._sample()
        self.add_flow(
            sample["flowId"],
            flow_status=sample["flowStatus"],
            object_type=sample["objectType"],
            context_id=sample["contextId"],
            create_time=sample["createTime"],
            modify_time=sample["modifyTime"],
            sub_flows=sample["subFlows"],
            related_flows=sample["relatedFlows"],
        )
        for agent in sample["relatedFlows"]:
            self.add_flow(agent["flowId"], flow_status=agent["flowStatus"], sub_flows=agent["subFlows"])
        self._pin_sample()

    def _pin_sample(self) -> None:
        sample = self._sample()
        self._flows.pin(sample["flowId"], *(agent["flowId"] for agent in sample["relatedFlows"]))

    def shown(self) -> list[Panel]:
        """Flows and access tokens."""
        return panels_of(self._flows, self._persons, self._organizations, self._tokens)

    def credentials_of(self, received: Received) -> Credentials:
        """There is one app."""
        return self.credentials

    def secrets_in(self, record: Record) -> list[str]:
        """The signature or the token; of the token endpoints, what they are asked with and what they answer."""
        names = ("x-tsign-open-ca-signature", "x-tsign-open-token", "x-tsign-open-signature")
        found = [*self.own_secrets(), *(value for name, value in record.headers if name in names)]
        if record.path in tokens.PATHS:
            given = parse_qs(record.received.query)
            found += [value for name in ("secret", "refreshToken") for value in given.get(name, ())]
            found += _TOKENS.findall(record.answer.content.decode("utf-8", "replace"))
        return found

    def add_samples(self) -> str:
        """Nothing to add: the sample flow is always known."""
        return f"e签宝: the flow {self.sample_flow_id} is known."

    @property
    def _tokens(self) -> tokens.AccessTokens:
        """The tokens of the app."""
        return self._access[APP_ID]

    # ---- the checks, in order ----------------------------------------------------------------------------------------

    def draft(self, received: Received) -> EsignDraft:
        """A blank answer."""
        is_token = received.path in tokens.PATHS
        return EsignDraft(
            arrived=received.arrived,
            is_operation=not is_token,
            issued=self._tokens if is_token else None,
            is_page=is_page(received.path) and received.method in ("GET", "POST"),
        )

    def authenticate(self, received: Received, draft: EsignDraft) -> None:
        """Steps 0 to 6. Step 7, the IP whitelist, is the fault `ip_not_in_whitelist`. A person's page has none."""
        if draft.is_page:
            return
        if not draft.is_operation:
            self._check_token_request(received)
            return
        signature = received.header("x-tsign-open-ca-signature")
        if self.omits("accepts_unsigned_request") and not signature and not received.header("x-tsign-open-token"):
            return
        mode = received.header("x-tsign-open-auth-mode")
        if not mode:
            self._check_token(received)
            return
        if mode != canonical.SIGNATURE_MODE:
            raise RefusalError("AUTHSTRATEGY_NOT_FOUND")
        timestamp = received.header("x-tsign-open-ca-timestamp")
        if not (received.header("x-tsign-open-app-id") and timestamp and signature):
            if self.omits("accepts_missing_header") and signature:
                return
            raise RefusalError("缺少参数")
        self._check_app(received)
        milliseconds = canonical.parse_timestamp(timestamp)
        if milliseconds is None or abs(self.now_ms - milliseconds) > TIMESTAMP_WINDOW_MS:
            raise RefusalError("INVALID_TIMESTAMP")
        self._check_signature(received, draft, signature)

    def receive(self, received: Received, draft: EsignDraft) -> Call | None:
        """Step 8: the path, and what the contract says of the request. A token endpoint issues a token."""
        if not draft.is_operation:
            draft.use(envelope(0, "成功", self._issue_token()))
            return None
        if draft.operation is None:
            raise RefusalError(NO_ROUTE)
        body: object = None
        if received.body and draft.operation.body_schema is not None:
            try:
                body = wire.parse(received.body)
            except DecodeError:
                raise self.objection(()) from None
        return self.judged(draft.operation, received, body)

    def objection(self, differences: Sequence[Difference]) -> RefusalError:
        """A missing parameter, if that is all; else a bad one."""
        if differences and all(difference.is_missing for difference in differences):
            return RefusalError("30500100", "参数缺失", business=True)
        return RefusalError("30500101", "参数错误", business=True)

    def refuse(self, draft: EsignDraft, refusal: RefusalError) -> None:
        """Answer as the operation or as the gateway; an unknown path or method is a bare HTTP 404, or 400."""
        if refusal.code in {NO_ROUTE, BAD_REQUEST}:
            draft.status = int(refusal.code)
        elif refusal.business:
            draft.status = refusal.status or 200
            draft.use(envelope(int(refusal.code), refusal.message, None))
        else:
            draft.use_rejection(refusal.code, refusal.status or 401)

    def _check_token_request(self, received: Received) -> None:
        """Step 0: the parameters of the token endpoints, which lie outside of the gateway's other checks."""
        if received.method != "GET":
            raise RefusalError(NO_ROUTE)
        given = dict(reversed(parse_qsl(received.query)))
        refreshes = received.path == tokens.REFRESH_PATH
        proof = given.get("refreshToken" if refreshes else "secret")
        if not proof or given.get("grantType") != ("refresh_token" if refreshes else "client_credentials"):
            raise RefusalError(BAD_REQUEST)
        if given.get("appId") != APP_ID or not (
            refreshes or hmac.compare_digest(proof.encode(), self._secret.encode())
        ):
            raise RefusalError("72000032", "应用停用或应用不存在", business=True)
        if refreshes and not self._tokens.can_refresh(proof):
            raise RefusalError("72000009", "refresh_token错误", business=True)

    def _issue_token(self) -> dict[str, object]:
        """A new token, as the endpoints tell it."""
        life_ms = round(self.settings.token_life * 1000)
        token = self._tokens.issue(self._later_ms(), life_ms=life_ms, overlap_ms=TOKEN_OVERLAP_MS)
        expires_at = self.now_ms + life_ms  # clients hold it against their own clock
        as_text = self.settings.expires_in_type == "text"
        return {
            "token": token.text,
            "expiresIn": str(expires_at) if as_text else expires_at,
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
        if not self.omits("accepts_wrong_key") and not self._tokens.accepts(token, self._later_ms()):
            raise RefusalError("TOKEN错误")

    def _check_app(self, received: Received) -> None:
        """Step 4: the app is known."""
        if received.header("x-tsign-open-app-id") != APP_ID:
            raise RefusalError("无效的应用")

    def _check_signature(self, received: Received, draft: EsignDraft, signature: str) -> None:
        """Step 6: the signature is the app's, over the string rebuilt from what was received, and so is the MD5."""
        try:
            query = canonical.parse_query(received.query)
        except UnicodeDecodeError:
            raise RefusalError("INVALID_SIGNATURE") from None
        draft.expected = _string(received, canonical.path_and_parameters(received.path, query))
        if self.omits("accepts_wrong_key"):
            return
        accepted = [draft.expected]
        if self.settings.empty_value_with_equals:
            other = canonical.path_and_parameters(received.path, query, empty_with_equals=True)
            accepted.append(_string(received, other))
        if self.omits("accepts_changed_query"):
            accepted.append(_string(received, received.path))
        if self.omits("accepts_changed_path"):
            others = self._other_paths(draft)
            accepted += [_string(received, canonical.path_and_parameters(path, query)) for path in others]
        given = signature.encode()
        matches = [hmac.compare_digest(canonical.sign(self._secret, item).encode(), given) for item in accepted]
        md5 = received.header("content-md5")
        if not any(matches) or (received.body and md5 not in {"", canonical.content_md5(received.body)}):
            raise RefusalError("INVALID_SIGNATURE")

    def _other_paths(self, draft: EsignDraft) -> Iterator[str]:
        """The paths of the same operation about every flow that is known."""
        if draft.operation is not None:
            names = [parameter["name"] for parameter in draft.operation.parameters if parameter["in"] == "path"]
            for flow_id in self._flows:
                yield draft.operation.path.format(**dict.fromkeys(names, flow_id))

    # ---- the operations that have a state ----------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Handler]:
        """What is known of flows, and their steps."""
        own = {OUTLINE: self._get_flow_outline, DETAIL: self._get_flow_detail}
        own |= {**self._persons.handlers(), **self._organizations.handlers()}
        return {name: self._with_sample(handler) for name, handler in own.items()}

    def _with_sample(self, handler: Handler) -> Handler:
        """Answer about the flow of a documented example as the example does, unless there is one of that id."""

        def answer(call: Call) -> dict[str, object]:
            flow_id, documented = call.arguments.get("flowId"), call.operation.example_arguments()
            is_sample = flow_id is not None and flow_id not in self._flows and call.arguments == documented
            return example(call) if is_sample else handler(call)

        return answer

    def _get_flow_outline(self, call: Call) -> dict[str, object]:
        flow = self._flows.queried(call.arguments["flowId"], code=self.settings.not_found_code)
        return envelope(0, "成功", self._flows.outline(flow))

    def _get_flow_detail(self, call: Call) -> dict[str, object]:
        return envelope(0, "成功", self._flows.detail(self._flows.queried(call.arguments["flowId"])))

    def _later_ms(self) -> int:
        return round(self.later() * 1000)

    def _sample(self) -> dict[str, Any]:
        data: dict[str, Any] = self.contract.operations[OUTLINE].example_answer()["data"]
        return data

    # ---- callbacks ---------------------------------------------------------------------------------------------------

    def _callback(self, flow: Flow, target: str, *, genuine: bool, subscribed: bool) -> callbacks.Callback:
        secret = self._secret if genuine else secrets.token_hex(16)
        document = callbacks.document_of(flow, subscribed=subscribed)
        return callbacks.Callback.sign(APP_ID, secret, target, document, self.now_ms)

    def _call_back(self, flow: Flow) -> None:
        """Tell of a flow that has ended, if the settings say so, while the gateway goes on."""
        url, which = flow.notify_url, self.settings.callbacks
        if url is None or which == "none" or (which == "success" and flow.status != "SUCCESS"):
            return
        if callbacks.may_go_to(url, hosts := self.settings.callback_hosts):
            callback = self._callback(flow, callbacks.target_of(url, hosts), genuine=True, subscribed=False)
            thread = Thread(target=callback.deliver, args=(url, self.settings.callback_schedule), daemon=True)
            self._state.afterwards(thread.start)


SANDBOX = EsignSandbox
_TOKENS = re.compile(r'"(?:token|refreshToken)":\s*"([^"]+)')


def _string(received: Received, path_and_parameters: str) -> bytes:
    """What the signature must have been made over, rebuilt from what was received."""
    listed = canonical.listed_headers(received.header("x-tsign-open-ca-signature-headers"))
    return canonical.StringToSign(
        method=received.method.upper(),
        accept=received.header("accept"),
        content_md5=received.header("content-md5"),
        content_type=received.header("content-type"),
        date=received.header("date"),
        signed_headers=[(name, received.header(name.lower())) for name in listed],
        path_and_parameters=path_and_parameters,
    ).join()
