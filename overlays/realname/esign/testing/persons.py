"""How a person is verified at e签宝's gateway: on a page, by a code sent to their telephone, by their face.

What is refused with which code is as on the pages of the operations. That a right code ends its flow as verified, in
which order the mistakes of a code are looked for, and what a second request for a code within a minute is answered, the
pages do not state.
"""

import logging
import secrets
from collections.abc import Mapping
from typing import Any, Final

from attrs import define, field

from realname.esign.testing.answer import envelope
from realname.esign.testing.flows import ENDED, Flow, Flows
from realname.esign.testing.links import Links
from realname.testing.gateway.gateway import Handler
from realname.testing.gateway.messages import Call, RefusalError
from realname.testing.gateway.state import State

CODE_LIFE_MS: Final = 900_000
"""How long a code counts, and stays the same."""
RESEND_PAUSE_MS: Final = 60_000
"""How long after a text message no other one is sent."""
LINK_LIFE_MS: Final = {"TENCENT": 120_000, "ZHIMACREDIT": 82_800_000, "ESIGN": 3_600_000}
"""How long the link to a face verification lives, where that is stated."""
FACE_WAYS: Final = {
    "ZHIMACREDIT": "FACEAUTH_ZMXY",
    "TENCENT": "FACEAUTH_TECENT_CLOUD",
    "ESIGN": "FACEAUTH_ESIGN",
    "WE_CHAT_FACE": "FACEAUTH_WE_CHAT_FACE",
}
"""What the detail calls the ways of face verification; the others by the same name."""
PAGE_WAYS: Final = {
    "PSN_BANK4_AUTHCODE": "INDIVIDUAL_BANKCARD_4_FACTOR",
    "PSN_TELECOM_AUTHCODE": "INDIVIDUAL_TELECOM_3_FACTOR",
    "PSN_FACEAUTH_BYURL": "FACEAUTH_ESIGN",
    "ORG_BANK_TRANSFER": "ORGANIZATION_TRANSFER_RANDOM_AMOUNT",
    "ORG_ZM_AUTHORIZE": "ORGANIZATION_ZMXY",
    "ORG_LEGAL_AUTHORIZE": "LEGAL_REP_SIGN_AUTHORIZE",
}
"""What the detail calls the ways that a page offers, by their meaning; no page puts the two lists side by side."""
SCORED: Final = frozenset({"FACEAUTH_TECENT_CLOUD", "FACEAUTH_ESIGN"})
"""The ways of face verification that have scores."""
TELECOM: Final = "startTelecom3Factors", "30501005", "请先完成运营商三要素信息核验"
BANK_CARD: Final = "startBankCard4Factors", "30501004", "请先完成银行卡四要素信息核验"

logger: logging.Logger = logging.getLogger("realname.sandbox")


@define
class SentCode:
    """A code that was sent by text message."""

    text: str = field(repr=False)
    made_at: int
    """Milliseconds since 1970, as below."""
    sent_at: int
    mistakes: int = 0


class Persons:
    """The steps of persons' flows, and what is sent to their telephones."""

    def __init__(self, flows: Flows, links: Links, state: State) -> None:
        self._flows = flows
        self._links = links
        self._codes = state.shelf("e签宝 codes", SentCode)
        flows.leaving.append(lambda flow_id: self._codes.pop(flow_id, None))

    def forget(self) -> None:
        """Forget every code."""
        self._codes.clear()

    def handlers(self) -> Mapping[str, Handler]:
        """The operations of persons, and the page of organizations, which begins with a person."""
        return {
            "createIndivAuthUrl": self._create_indiv_auth_url,
            "createOrgAuthUrl": self._create_org_auth_url,
            "startTelecom3Factors": self._start_telecom,
            "resendTelecom3FactorsCode": self._resend_code,
            "verifyTelecom3FactorsCode": lambda call: self._verify_code(call, *TELECOM),
            "startBankCard4Factors": self._start_bank_card,
            "verifyBankCard4FactorsCode": lambda call: self._verify_code(call, *BANK_CARD),
            "startFace": self._start_face,
            "getFaceStatus": self._get_face_status,
        }

    @property
    def codes(self) -> Mapping[str, SentCode]:
        """The codes that were last sent, by flow."""
        return self._codes

    def sent_code(self, flow_id: str) -> str:
        """The code that was last sent for a flow.

        Raises:
            ValueError: none was.
        """
        self._flows.known(flow_id)
        if flow_id not in self._codes:
            raise ValueError("no code was sent for this flow; start it by mobile number or bank card")
        return self._codes[flow_id].text

    # ---- on a page ---------------------------------------------------------------------------------------------------

    def _create_indiv_auth_url(self, call: Call) -> dict[str, object]:
        flow = self._start_on_page(call, "INDIVIDUAL", call.arguments.get("indivInfo", {}))
        flow.auth_type = _page_way(call.arguments, "PSN_FACEAUTH_BYURL")
        return _page(flow)

    def _create_org_auth_url(self, call: Call) -> dict[str, object]:
        given = call.arguments.get("orgEntity", {})
        known = _renamed(given, "name", "certNo", "legalRepName", "legalRepCertType", "legalRepCertNo")
        flow = self._start_on_page(call, "ORGANIZATION", known)
        flow.auth_type = _page_way(call.arguments, "ORG_BANK_TRANSFER")
        agent = self._start_on_page(call, "INDIVIDUAL", _renamed(given, agentName="name", agentIdNo="certNo"))
        ways = call.arguments.get("agentAvailableAuthTypes") or ["PSN_TELECOM_AUTHCODE"]
        agent.auth_type = flow.agent_auth_type = PAGE_WAYS.get(ways[0], ways[0])
        agent.links = {}
        flow.agent_flow_id = agent.flow_id
        return _page(flow)

    def _start_on_page(self, call: Call, object_type: str, subject: Mapping[str, Any]) -> Flow:
        context = call.arguments.get("contextInfo", {})
        flow = self._flows.start(call.operation.id, context, object_type=object_type, on_page=True)
        flow.subject = dict(subject)
        flow.redirect_url = str(context.get("redirectUrl", ""))
        flow.links = {"url": self._links.long("identity", flow), "shortLink": self._links.short(flow)}
        return flow

    # ---- by a code ---------------------------------------------------------------------------------------------------

    def _start_telecom(self, call: Call) -> dict[str, object]:
        return self._start_with_code(call, "INDIVIDUAL_TELECOM_3_FACTOR")

    def _start_bank_card(self, call: Call) -> dict[str, object]:
        return self._start_with_code(call, "INDIVIDUAL_BANKCARD_4_FACTOR")

    def _start_with_code(self, call: Call, way: str) -> dict[str, object]:
        flow = self._flows.start(call.operation.id, call.arguments)
        flow.subject = _renamed(call.arguments, "name", "certType", "mobileNo", "bankCardNo", idNo="certNo")
        flow.auth_type, flow.status = way, "ING"  # compared already, and billed
        flow.enter(way)
        self._send_code(flow)
        return envelope(0, "成功", {"flowId": flow.flow_id})

    def _resend_code(self, call: Call) -> dict[str, object]:
        flow = self._flows.stepped(call.arguments["flowId"], TELECOM[:1], *TELECOM[1:])
        if self._flows.now_ms() - self._codes[flow.flow_id].sent_at >= RESEND_PAUSE_MS:
            self._send_code(flow)
        return envelope(0, "成功", None)

    def _send_code(self, flow: Flow) -> None:
        now = self._flows.now_ms()
        code = self._codes.get(flow.flow_id)
        if code is None or now - code.made_at >= CODE_LIFE_MS:
            mistakes = 0 if code is None else code.mistakes
            self._codes[flow.flow_id] = SentCode(f"{secrets.randbelow(10**6):06}", now, now, mistakes)
        else:
            code.sent_at = now
        logger.info("e签宝: flow %s was sent the code %s", flow.flow_id, self._codes[flow.flow_id].text)

    def _verify_code(self, call: Call, started_by: str, other: str, message: str) -> dict[str, object]:
        flow = self._flows.stepped(call.arguments["flowId"], (started_by,), other, message)
        code, most = self._codes[flow.flow_id], self._flows.settings().code_attempts
        is_right = secrets.compare_digest(code.text, str(call.arguments["authcode"]))
        has_aged = self._flows.now_ms() - code.made_at >= CODE_LIFE_MS
        if code.mistakes < most and has_aged:
            raise RefusalError("30503006", "短信验证码已过时效性，请重新发送", business=True)
        code.mistakes += not is_right
        if code.mistakes >= most:
            raise RefusalError("30503004", "验证码校验失败，已达到最大次数限制", business=True)
        if not is_right:
            raise RefusalError("30503002", "验证码校验失败", business=True)
        self._flows.become(flow, "SUCCESS")
        return {"code": 0, "message": "成功"}

    # ---- by the face -------------------------------------------------------------------------------------------------

    def _start_face(self, call: Call) -> dict[str, object]:
        flow = self._flows.start(call.operation.id, call.arguments, on_page=True)
        flow.subject = _renamed(call.arguments, "name", "certType", idNo="certNo")
        mode = str(call.arguments["faceauthMode"])
        flow.auth_type = FACE_WAYS.get(mode, mode)
        flow.redirect_url = str(call.arguments.get("callbackUrl", ""))
        data: dict[str, object] = {
            "flowId": flow.flow_id,
            "authUrl": self._links.short(flow),
            "originalUrl": self._links.long("face", flow),
        }
        if mode in LINK_LIFE_MS:
            life = LINK_LIFE_MS[mode]
            data["expire"], flow.link_expires_at = flow.create_time + life, flow.started_at + life
        return envelope(0, "成功", data)

    def _get_face_status(self, call: Call) -> dict[str, object]:
        flow = self._flows.queried(call.arguments["flowId"], code=30500001)
        if flow.started_by != "startFace":
            raise RefusalError("30500000", "操作出错，请联系服务人员处理", business=True)
        # In progress is what the flow has been since somebody used the link.
        data: dict[str, object] = {"status": {"INIT": "ING", "ING": "SCAN"}.get(flow.status, flow.status)}
        if flow.status in ENDED:
            data["message"] = "认证成功" if flow.status == "SUCCESS" else "认证失败"
        if flow.status == "SUCCESS" and flow.auth_type in SCORED:
            data |= {"similarity": "95.25", "livingScore": "99.0"}
        return envelope(0, "成功", data)


def _page(flow: Flow) -> dict[str, object]:
    return envelope(0, "成功", {"flowId": flow.flow_id, **flow.links})


def _page_way(arguments: Mapping[str, Any], usual: str) -> str:
    """The way that the person is taken to choose: the page's first, or the only one."""
    way = arguments.get("authType") or next(iter(arguments.get("availableAuthTypes", ())), usual)
    return PAGE_WAYS.get(way, way)


def _renamed(arguments: Mapping[str, Any], *same: str, **others: str) -> dict[str, object]:
    """What was given, by the names that the detail has for it."""
    names = dict.fromkeys(same) | others
    return {new or given: arguments[given] for given, new in names.items() if given in arguments}
