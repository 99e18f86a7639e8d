"""Whole journeys at each provider, the part of the person played at the control address, and every answer checked.

A journey starts something, looks at it while it waits, lets it end as drawn, and looks again. Whatever it makes stays
in the sandbox: that is the load that a sandbox has that runs all day.
"""

import base64
import secrets
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from random import Random
from types import ModuleType
from typing import Any, Final

from attrs import frozen

from realname import ApiError, Outcome, alipay, esign, zoloz
from soaking.clients import NOT_ENROLLED
from soaking.standing.process import Control

TIMEOUT: Final = 5.0
NAME, NUMBER, TELEPHONE = "张三", "110101199001010000", "13000000000"
SMALL: Final = base64.b64encode(b"\xff\xd8\xff\xe0 a face \xff\xd9").decode()
LARGE: Final = base64.b64encode(bytes(range(256)) * 4096).decode()
"""A picture of a MiB."""
MODES: Final[Mapping[str, tuple[ModuleType, dict[str, Any]]]] = {
    "zoloz": (zoloz, {"not_enrolled_codes": [NOT_ENROLLED]}),
    "zoloz, encrypted": (zoloz, {"not_enrolled_codes": [NOT_ENROLLED], "encrypt": True}),
    "alipay": (alipay, {}),
    "alipay, encrypted": (alipay, {"encrypt": True}),
    "esign": (esign, {}),
    "esign, token": (esign, {"access": "token"}),
}
"""Every way of access that an environment file has the credentials of."""
SINGLE: Final = "esign, token"
"""The way of access that one client has for itself: a new token ends older ones, so that several end each other's."""


BOUND: Final = 10_000
FILLED: Final = {
    **dict.fromkeys(("transactions", "users", "tokens", "accounts", "certifications", "deposits", "flows"), BOUND),
    "pictures": 64,
}
"""What a sandbox remembers, and how many of these at most, about; of pictures so many MiB.

Transactions come before the users, among whom the one that they are about would be forgotten.
"""


class WrongAnswerError(Exception):
    """An answer says something else than what is so."""


@frozen
class Journey:
    """What one needs.

    Attributes:
        client: of the provider.
        control: where persons' parts are played.
        rng: what it draws from.
        url: where callbacks are waited for.
    """

    client: Any
    control: Control
    rng: Random
    url: str = ""

    def outcome(self) -> str:
        """How it is to end."""
        return self.rng.choice(["verified", "verified", "rejected"])


def expect(what: str, wanted: object, found: object) -> None:
    """Compare, without telling personal data."""
    if wanted != found:
        raise WrongAnswerError(f"{what}: {found!r} in place of {wanted!r}")


def unique() -> str:
    """An id that nobody else has."""
    return secrets.token_hex(8)


def make(mode: str) -> Any:
    """A client that calls as the environment says."""
    module, options = MODES[mode]
    return module.Client.from_env(timeout=TIMEOUT, **options)


# ---- ZOLOZ -----------------------------------------------------------------------------------------------------------


def connect(journey: Journey) -> None:
    """Enrolment, a verification, and the end of both."""
    client, user, outcome = journey.client, f"user-{unique()}", journey.outcome()
    if journey.rng.random() < 0.5:
        journey.control.steer("enroll", user_id=user)
    else:
        client.enroll(biz_id=unique(), user_id=user, base64_image_content=SMALL)
    expect("enrolled", "answer", _told(client.query_enroll_status, biz_id=unique(), user_id=user))
    transaction = _initialize(client, user)
    asked = {"biz_id": unique(), "transaction_id": transaction}
    expect("checkresult, early", "PENDING", client.checkresult(**asked).outcome.name)
    journey.control.steer("finish_transaction", transaction_id=transaction, outcome=outcome)
    expect("checkresult", outcome.upper(), _told(client.checkresult, **asked))
    if journey.rng.random() < 0.3:
        client.delete_privacy_info(transaction_id=transaction)
        client.unenroll(biz_id=unique(), user_id=user)
        asked = {"biz_id": unique(), "user_id": user}
        expect("unenrolled", "NotFoundError", _told(client.query_enroll_status, "NotFoundError", **asked))


def wait_for_person(journey: Journey) -> None:
    """A person takes some queries' time."""
    client, user, outcome = journey.client, f"user-{unique()}", journey.outcome()
    journey.control.steer("enroll", user_id=user)
    transaction = _initialize(client, user)
    journey.control.steer("finish_transaction", transaction_id=transaction, outcome=["pending", outcome])
    found = _told(client.wait_for_checkresult, biz_id=unique(), transaction_id=transaction, timeout=20.0)
    expect("waited for", outcome.upper(), found)


def compare(journey: Journey) -> None:
    """Two faces, the same or not."""
    same = journey.rng.random() < 0.5
    faces = [zoloz.Face(content=SMALL), zoloz.Face(content=SMALL if same else SMALL[::-1])]
    answer = journey.client.compare_faces(biz_id=unique(), user_id=unique(), face1=faces[0], face2=faces[1])
    expect("compared", same, answer.same_person)


def enroll_large(journey: Journey) -> None:
    """A picture as a camera makes it."""
    user = f"user-{unique()}"
    journey.client.enroll(biz_id=unique(), user_id=user, base64_image_content=LARGE)
    found = _told(journey.client.query_enroll_status, biz_id=unique(), user_id=user)
    expect("enrolled, large", "answer", found)


def _initialize(client: Any, user: str) -> str:
    answer = client.initialize(biz_id=unique(), meta_info="MOB_H5", user_id=user, service_level="CONNECT0002")
    return str(answer.transaction_id)


# ---- Alipay ----------------------------------------------------------------------------------------------------------


def jobworth(journey: Journey) -> None:
    """A one-time token, which is good for one decision."""
    outcome = journey.rng.choice(["verified", "rejected", "pending"])
    result = {"verified": "SUCCESS", "rejected": "FAILED", "pending": "WAITING_VERIFY"}[outcome]
    token = journey.control.steer("issue_token", results=[result])
    asked = {name: token[name] for name in ("conn_key", "once_token", "identity_type", "cert_no")}
    asked |= {"query_type": "exact", "service_id": "2019120400000000000004450100", "cert_type": "0"}
    query = journey.client.query_jobworth_authentication
    expect("token", outcome.upper(), _told(query, **asked))
    refusal = "" if outcome == "pending" else "ApiError"
    expect("token, again", refusal or "PENDING", _told(query, refusal, **asked))


def certify(journey: Journey) -> None:
    """A certification of one of the three products."""
    client, outcome = journey.client, journey.outcome()
    product = journey.rng.choice(["face_certify", "face_verification", "certify_open"])
    certify_id = getattr(journey.client, f"initialize_{product}")(**_certified(product)).certify_id
    query = getattr(client, f"query_{product}")
    # Two of the three say F of whoever has not acted, and of whoever was refused.
    states = {"verified": "SUCCESS", "rejected": "FAIL", "pending": "PROCESSING"}
    has_states = product == "face_verification"
    passed = {"verified": "T", "rejected": "F", "pending": "F"}

    def look(what: str, wanted: str) -> None:
        wire = query(certify_id=certify_id).to_wire()
        told, field = (states, "certify_state") if has_states else (passed, "passed")
        expect(f"{product}, {what}", told[wanted], wire.get(field))

    look("early", "pending")
    journey.control.steer("finish_certification", certify_id=certify_id, outcome=outcome)
    look("ended", outcome)


def certdoc(journey: Journey) -> None:
    """Data of a person and their account, the same or not."""
    client, same = journey.client, journey.rng.random() < 0.7
    name = NAME if same else "李四"
    token = journey.control.steer("issue_auth_token", user_name=name, cert_no=NUMBER)
    told = client.preconsult_certdoc(user_name=NAME, cert_no=NUMBER, cert_type="IDENTITY_CARD")
    found = client.consult_certdoc(auth_token=token, verify_id=told.verify_id)
    expect("certdoc", "T" if same else "F", found.to_wire().get("passed"))


def _certified(product: str) -> dict[str, Any]:
    order = unique()
    if product == "face_verification":
        return {"cert_name": NAME, "cert_no": NUMBER, "cert_type": "IDENTITY_CARD", "outer_order_no": order}
    if product == "face_certify":
        identity = alipay.OpenCertifyIdentifyInfo(identity_type="CERT_INFO", cert_type="IDENTITY_CARD")
        merchant = alipay.OpenCertifyMerchantConfigs(return_url="https://merchant.example/done")
        code = "FUTURE_TECH_BIZ_FACE_SDK"
        own = {"biz_code": code, "identity_param": identity, "merchant_config": merchant}
        return {**own, "outer_order_no": order}
    person = alipay.OpenCertifyIdentityParam(
        identity_type="CERT_INFO", cert_type="IDENTITY_CARD", cert_name=NAME, cert_no=NUMBER
    )
    config = alipay.OpenCertifyMerchantConfig(return_url="https://merchant.example/done")
    return {"biz_code": "FACE", "identity_param": person, "merchant_config": config, "outer_order_no": order}


# ---- e签宝 -----------------------------------------------------------------------------------------------------------


def page(journey: Journey) -> None:
    """A person on a page."""
    client, outcome = journey.client, journey.outcome()
    flow_id = client.create_indiv_auth_url(auth_type="PSN_FACEAUTH_BYURL").data.flow_id
    expect("page, early", "PENDING", client.get_flow_outline(flow_id=flow_id).outcome.name)
    journey.control.steer("finish_flow", flow_id=flow_id, outcome=outcome)
    expect("page", outcome.upper(), client.get_flow_outline(flow_id=flow_id).outcome.name)
    expect("page, detail", outcome.upper(), client.get_flow_detail(flow_id=flow_id).outcome.name)


def code(journey: Journey) -> None:
    """A code by text message, wrong once, and a callback at the end."""
    client, context = journey.client, unique()
    told = {"name": NAME, "id_no": NUMBER, "mobile_no": TELEPHONE}
    flow_id = client.start_telecom3_factors(**told, context_id=context, notify_url=journey.url or None).data.flow_id
    sent = journey.control.steer("sent_code", flow_id=flow_id)
    wrong = f"{(int(sent) + 1) % 10**6:06}"
    verify = client.verify_telecom3_factors_code
    expect("wrong code", "ApiError", _told(verify, "ApiError", flow_id=flow_id, authcode=wrong))
    verify(flow_id=flow_id, authcode=sent)
    found = client.get_flow_outline(flow_id=flow_id)
    expect("code", ("VERIFIED", context), (found.outcome.name, found.data.context_id))
    if journey.url and journey.rng.random() < 0.3:
        expect("callback", [200], journey.control.steer("send_callback", flow_id=flow_id))


def face(journey: Journey) -> None:
    """A person's face, by a link."""
    client, outcome = journey.client, journey.outcome()
    told = {"name": NAME, "id_no": NUMBER, "faceauth_mode": "TENCENT"}
    flow_id = client.start_face(**told, callback_url="https://merchant.example/done").data.flow_id
    expect("face, early", "ING", client.get_face_status(flow_id=flow_id).to_wire()["data"]["status"])
    journey.control.steer("finish_flow", flow_id=flow_id, outcome=outcome)
    status = {"verified": "SUCCESS", "rejected": "FAIL"}[outcome]
    expect("face", status, client.get_face_status(flow_id=flow_id).to_wire()["data"]["status"])


def money(journey: Journey) -> None:
    """An organization, by an amount that it was sent."""
    client = journey.client
    flow_id = client.start_org_three_factors(name="杭州某公司", org_code="913301080000000000", legal_rep_name=NAME)
    flow_id = flow_id.data.flow_id
    where = {"bank": "银行", "province": "浙江", "city": "杭州市", "subbranch": "高新支行"}
    client.transfer_random_amount(flow_id=flow_id, **where, card_no="1100340000075702", cnaps_code="307331002584")
    amount = Decimal(str(journey.control.steer("transferred_amount", flow_id=flow_id)))
    client.get_transfer_process(flow_id=flow_id)
    client.verify_random_amount(flow_id=flow_id, amount=amount)
    expect("money", "VERIFIED", client.get_flow_outline(flow_id=flow_id).outcome.name)


def letter(journey: Journey) -> None:
    """An organization, by a letter that its representative signs."""
    client, outcome = journey.client, journey.outcome()
    flow = client.start_org_three_factors(name="杭州某公司", org_code="913301080000000000", legal_rep_name=NAME)
    flow_id = flow.data.flow_id
    agent = {"agent_name": NAME, "agent_id_no": NUMBER, "mobile_no": TELEPHONE, "legal_rep_id_no": NUMBER}
    client.start_legal_rep_sign(flow_id=flow_id, **agent)
    client.get_legal_rep_sign_url(flow_id=flow_id)
    client.get_legal_rep_sign_result(flow_id=flow_id)
    journey.control.steer("finish_flow", flow_id=flow_id, outcome=outcome)
    expect("letter", outcome.upper(), client.get_flow_outline(flow_id=flow_id).outcome.name)


JOURNEYS: Final[Mapping[str, tuple[Callable[[Journey], None], ...]]] = {
    "zoloz": (*[connect] * 6, *[compare] * 2, wait_for_person),
    "alipay": (jobworth, certify, certdoc),
    "esign": (page, code, face, money, letter),
}


def _told(method: Callable[..., Any], refusal: str = "", **arguments: object) -> str:
    """What an answer decides; `answer` if it is none that decides, or the refusal that was to come."""
    try:
        answer = method(**arguments)
    except ApiError as error:
        if error.outcome is Outcome.UNKNOWN and type(error).__name__ != refusal:
            raise
        return refusal or error.outcome.name
    outcome = getattr(answer, "outcome", Outcome.UNKNOWN)
    return "answer" if outcome is Outcome.UNKNOWN else outcome.name


# ---- what fills the sandbox's tables ---------------------------------------------------------------------------------


def fills(clients: Mapping[str, Any], control: Control) -> Mapping[str, Callable[[], object]]:
    """Quick ways to one more of everything that a sandbox remembers."""
    control.steer("enroll", user_id="filler")
    ways = (
        lambda: _initialize(clients["zoloz"], "filler"),
        lambda: control.steer("enroll", user_id=f"user-{unique()}"),
        lambda: control.steer("issue_token"),
        lambda: control.steer("issue_auth_token"),
        lambda: clients["alipay"].initialize_face_verification(outer_order_no=unique()),
        lambda: clients["alipay"].preconsult_certdoc(user_name=NAME),
        lambda: control.steer("add_flow", flow_status="ING"),
        lambda: clients["zoloz"].enroll(biz_id=unique(), user_id=f"user-{unique()}", base64_image_content=LARGE),
    )
    return dict(zip(FILLED, ways, strict=True))


def drawn(modes: Collection[str], rng: Random) -> str:
    """One of the modes, so that each provider comes as often."""
    provider = rng.choice(sorted({mode.partition(",")[0] for mode in modes}))
    return rng.choice([mode for mode in modes if mode.partition(",")[0] == provider])
