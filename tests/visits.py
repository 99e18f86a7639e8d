"""Every way to a person's page: how a service starts it, at each provider, and how it asks what came of it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlencode

from attrs import define, field, frozen

from realname import Outcome, RejectedError, alipay, esign, zoloz
from realname.sandbox import Sandbox
from realname.zoloz import H5ModeConfig

NAME: Final = "张三"
NUMBER: Final = "110101199001010000"
ORGANIZATION: Final = "示例科技有限公司"
USER: Final = "person-1"


@frozen
class Service:
    """A service in front of a sandbox, with a client of each provider."""

    sandbox: Sandbox
    zoloz: zoloz.Client
    alipay: alipay.Client
    esign: esign.Client


@contextmanager
def serving(sandbox: Sandbox) -> Iterator[Service]:
    """A service, until the end."""
    with (
        zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as of_zoloz,
        alipay.Client(sandbox.alipay.credentials, base_url=sandbox.alipay.url) as of_alipay,
        esign.Client(sandbox.esign.credentials, base_url=sandbox.esign.url) as of_esign,
    ):
        yield Service(sandbox, of_zoloz, of_alipay, of_esign)


@define
class Opened:
    """A verification that was started.

    Attributes:
        name: its id.
        address: of the page for its person.
        outcome: asks what came of it.
    """

    name: str
    address: str
    outcome: Callable[[], Outcome] = field(repr=False)


@frozen
class Way:
    """One way to a person's page.

    Attributes:
        provider: at which provider.
        start: starts it, with the address for the way back and the one to be called back at.
        personal: what the page shows of the person.
        returns: whether the request can name an address for the way back.
        rejected: what a service finds out about somebody who was rejected.
        leads_after_no: whether the browser is led back then, too.
    """

    provider: str
    start: Callable[[Service, str, str], Opened]
    personal: tuple[str, ...] = (NAME, NUMBER)
    returns: bool = True
    rejected: Outcome = Outcome.REJECTED
    leads_after_no: bool = True


def _connect(service: Service, back: str, _: str) -> Opened:
    service.sandbox.zoloz.enroll(USER)
    config = H5ModeConfig(complete_callback_url=back, interrupt_callback_url=back) if back else None
    client = service.zoloz
    started = client.initialize(biz_id="1", meta_info="MOB_H5", user_id=USER, h5_mode_config=config)
    return _transaction(client, started, json.loads(started.client_cfg or "")["url"])


def _web_sdk(service: Service, back: str, _: str) -> Opened:
    """As a service's own front end opens it: with the start URL, and an address for the way back in its query."""
    service.sandbox.zoloz.enroll(USER)
    client = service.zoloz
    started = client.initialize(biz_id="1", meta_info="MOB_H5", user_id=USER)
    query = {"state": started.transaction_id, "clientcfg": started.client_cfg, "callbackurl": back}
    return _transaction(client, started, f"{service.sandbox.zoloz.web_sdk_url}?{urlencode(query)}")


def _transaction(client: zoloz.Client, started: Any, address: str) -> Opened:
    name = started.transaction_id
    return Opened(name, address, lambda: _asked(client.checkresult, biz_id="1", transaction_id=name))


def _face_certify(service: Service, back: str, _: str) -> Opened:
    client = service.alipay
    opened = client.initialize_face_certify(
        outer_order_no="n1",
        identity_param=alipay.OpenCertifyIdentifyInfo(
            identity_type="CERT_INFO", cert_type="IDENTITY_CARD", cert_name=NAME, cert_no=NUMBER
        ),
        merchant_config=alipay.OpenCertifyMerchantConfigs(return_url=back),
    )
    address = client.verify_face_certify(certify_id=opened.certify_id).certify_url
    return _certification(client.query_face_certify, opened.certify_id, address)


def _face_verification(service: Service, _: str, __: str) -> Opened:
    client = service.alipay
    opened = client.initialize_face_verification(
        outer_order_no="n1", cert_type="IDENTITY_CARD", cert_name=NAME, cert_no=NUMBER
    )
    return _certification(client.query_face_verification, opened.certify_id, opened.web_url)


def _certify_open(service: Service, back: str, _: str) -> Opened:
    credentials, url = service.sandbox.alipay.credentials, service.sandbox.alipay.url
    client = service.alipay
    opened = client.initialize_certify_open(
        biz_code="FACE",
        outer_order_no="n1",
        identity_param=alipay.OpenCertifyIdentityParam(
            identity_type="CERT_INFO", cert_type="IDENTITY_CARD", cert_name=NAME, cert_no=NUMBER
        ),
        merchant_config=alipay.OpenCertifyMerchantConfig(return_url=back),
    )
    address = alipay.certify_url(credentials, base_url=url, certify_id=opened.certify_id or "")
    return _certification(client.query_certify_open, opened.certify_id, address)


def _certification(query: Any, certify_id: Any, address: Any) -> Opened:
    return Opened(certify_id, address, lambda: _asked(query, certify_id=certify_id))


def _person(is_short: bool) -> Callable[[Service, str, str], Opened]:
    def start(service: Service, back: str, notify: str) -> Opened:
        client = service.esign
        started = client.create_indiv_auth_url(
            auth_type="PSN_FACEAUTH_BYURL",
            context_info=esign.FlowContext(redirect_url=back, notify_url=notify),
            indiv_info=esign.IndivInfo(name=NAME, cert_no=NUMBER),
        ).data
        return _flow(client, started.flow_id, started.short_link if is_short else started.url)

    return start


def _organization(service: Service, back: str, notify: str) -> Opened:
    client = service.esign
    started = client.create_org_auth_url(
        auth_type="ORG_LEGAL_AUTHORIZE",
        context_info=esign.FlowContext(redirect_url=back, notify_url=notify),
        org_entity=esign.OrgEntity(name=ORGANIZATION, agent_name=NAME, agent_id_no=NUMBER),
    ).data
    return _flow(client, started.flow_id, started.url)


def _face(is_short: bool) -> Callable[[Service, str, str], Opened]:
    def start(service: Service, back: str, notify: str) -> Opened:
        client = service.esign
        started = client.start_face(
            name=NAME, id_no=NUMBER, faceauth_mode="TENCENT", callback_url=back, notify_url=notify
        ).data
        return _flow(client, started.flow_id, started.auth_url if is_short else started.original_url)

    return start


def _letter(service: Service, back: str, notify: str) -> Opened:
    client = service.esign
    facts = {"org_code": "910000000000000000", "legal_rep_name": NAME, "legal_rep_id_no": NUMBER}
    flow_id = client.start_org_four_factors(name=ORGANIZATION, **facts, notify_url=notify).data.flow_id
    agent = {"agent_name": "李四", "agent_id_no": "110101199001020000", "mobile_no": "13000000000"}
    client.start_legal_rep_sign(flow_id=flow_id, **agent, redirect_url=back)
    return _flow(client, flow_id, client.get_legal_rep_sign_url(flow_id=flow_id).data.sign_url)


def _flow(client: esign.Client, flow_id: str, address: Any) -> Opened:
    return Opened(flow_id, address, lambda: _asked(client.get_flow_outline, flow_id=flow_id))


def _asked(query: Any, **arguments: str) -> Outcome:
    """What a query says; one that fails with the provider's no says it by its error."""
    try:
        outcome: Outcome = query(**arguments).outcome
    except RejectedError as error:
        outcome = error.outcome
    return outcome


WAYS: Final = {
    "ZOLOZ, the address in clientCfg": Way("zoloz", _connect, (USER,)),
    "ZOLOZ, the Web SDK": Way("zoloz", _web_sdk, (USER,)),
    "Alipay, certify_url": Way("alipay", _face_certify, rejected=Outcome.UNKNOWN, leads_after_no=False),
    "Alipay, web_url": Way("alipay", _face_verification, returns=False),
    "Alipay, an address of the service": Way("alipay", _certify_open, rejected=Outcome.UNKNOWN, leads_after_no=False),
    "e签宝, url": Way("esign", _person(is_short=False)),
    "e签宝, shortLink": Way("esign", _person(is_short=True)),
    "e签宝, an organization": Way("esign", _organization, (ORGANIZATION, NAME, NUMBER)),
    "e签宝, authUrl": Way("esign", _face(is_short=True)),
    "e签宝, originalUrl": Way("esign", _face(is_short=False)),
    "e签宝, signUrl": Way("esign", _letter, (ORGANIZATION, NAME, NUMBER)),
}
"""Every address of a page that there is."""
