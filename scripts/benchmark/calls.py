"""Part 1: the CPU time of a call over that of the same call written by hand, on a mocked transport."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from benchmark import by_hand, gateways
from benchmark.by_hand import ALIPAY_ARGUMENTS, FLOW_ID, ZOLOZ_ARGUMENTS, ByHand
from benchmark.gateways import APP_ID, APP_SECRET, BASE_URL, CLIENT_ID, Keys, Mocked
from benchmark.measure import BATCHES, Row, best, interleaved, interleaved_async
from realname import alipay, esign, zoloz

RSA_BAR = 1.05
HMAC_BAR = 1.15
FRESH = frozenset(
    {
        "authorization",
        "alipay-request-id",
        "request-time",
        "signature",
        "x-tsign-open-ca-timestamp",
        "x-tsign-open-ca-signature",
    }
)
"""Headers with another value at every call."""


@dataclass(frozen=True)
class Pair:
    """One provider's call, by realname and by hand, in front of the same mocked gateway.

    Attributes:
        provider: its name, and what the answer is about where there are several.
        bar: for the ratio of the two.
        calls: how many make a batch of some 10 ms.
        transport: the gateway.
        auth: realname's signature by itself, for other clients.
        by_hand: the call by hand.
        ours: the call.
        ours_async: the call, as a coroutine.
    """

    provider: str
    bar: float
    calls: int
    transport: Mocked
    auth: httpx.Auth
    by_hand: ByHand
    ours: Callable[[], object]
    ours_async: Callable[[], Awaitable[object]]


def pairs(keys: Keys) -> list[Pair]:
    """The three providers; e签宝 with a small answer and with the page's own, larger one."""
    return [
        _zoloz(keys),
        _alipay(keys),
        _esign("e签宝, person", gateways.esign_person()),
        _esign("e签宝, organization", gateways.esign_organization()),
    ]


def _zoloz(keys: Keys) -> Pair:
    transport = gateways.zoloz(keys)
    credentials = zoloz.Credentials(
        client_id=CLIENT_ID, private_key=keys.caller.private_text, zoloz_public_key=keys.provider.public_text
    )
    client = zoloz.Client(credentials, base_url=BASE_URL, http_client=httpx.Client(transport=transport))
    async_client = zoloz.AsyncClient(credentials, base_url=BASE_URL, http_client=httpx.AsyncClient(transport=transport))
    return Pair(
        "ZOLOZ",
        RSA_BAR,
        20,
        transport,
        zoloz.Auth(credentials),
        by_hand.Zoloz(keys, BASE_URL, transport),
        lambda: client.query_enroll_status(**ZOLOZ_ARGUMENTS),
        lambda: async_client.query_enroll_status(**ZOLOZ_ARGUMENTS),
    )


def _alipay(keys: Keys) -> Pair:
    transport = gateways.alipay(keys)
    credentials = alipay.Credentials(
        app_id=APP_ID, private_key=keys.caller.private_text, alipay_public_key=keys.provider.public_text
    )
    client = alipay.Client(credentials, base_url=BASE_URL, http_client=httpx.Client(transport=transport))
    async_client = alipay.AsyncClient(
        credentials, base_url=BASE_URL, http_client=httpx.AsyncClient(transport=transport)
    )
    return Pair(
        "Alipay",
        RSA_BAR,
        20,
        transport,
        alipay.Auth(credentials),
        by_hand.Alipay(keys, BASE_URL, transport),
        lambda: client.query_jobworth_authentication(**ALIPAY_ARGUMENTS),
        lambda: async_client.query_jobworth_authentication(**ALIPAY_ARGUMENTS),
    )


def _esign(name: str, transport: Mocked) -> Pair:
    credentials = esign.Credentials(app_id=APP_ID, app_secret=APP_SECRET)
    client = esign.Client(credentials, base_url=BASE_URL, http_client=httpx.Client(transport=transport))
    async_client = esign.AsyncClient(credentials, base_url=BASE_URL, http_client=httpx.AsyncClient(transport=transport))
    return Pair(
        name,
        HMAC_BAR,
        60,
        transport,
        esign.Auth(credentials),
        by_hand.Esign(BASE_URL, transport),
        lambda: client.get_flow_outline(flow_id=FLOW_ID),
        lambda: async_client.get_flow_outline(flow_id=FLOW_ID),
    )


def measure(keys: Keys, *, runs: int = 3, batches: int = BATCHES) -> list[Row]:
    """Sync and async calls of the three providers; of each the best run."""
    rows: list[Row] = []
    for pair in pairs(keys):
        require_same_request(pair)
        rows.append(best([_sync(pair, batches) for _ in range(runs)]))
        rows.append(best([asyncio.run(_async(pair, batches)) for _ in range(runs)]))
    return rows


def require_same_request(pair: Pair) -> None:
    """Make sure that both sides send the same.

    Raises:
        AssertionError: they do not, so that comparing them would mean nothing.
    """
    pair.ours()
    ours = _arrived(pair.transport.last)
    pair.by_hand.call()
    theirs = _arrived(pair.transport.last)
    if ours != theirs:
        raise AssertionError(f"{pair.provider}: realname sends\n{ours}\nand the code by hand\n{theirs}")


def _arrived(request: httpx.Request) -> tuple[str, str, bytes, dict[str, str]]:
    """What a gateway sees of a request, but for what differs at every call."""
    headers = {name: "fresh" if name in FRESH else value for name, value in request.headers.items()}
    return request.method, str(request.url), request.content, headers


def _sync(pair: Pair, batches: int) -> Row:
    times = interleaved({"ours": pair.ours, "by hand": pair.by_hand.call}, calls=pair.calls, batches=batches)
    return _row(pair, "sync", times)


async def _async(pair: Pair, batches: int) -> Row:
    times = await interleaved_async(
        {"ours": pair.ours_async, "by hand": pair.by_hand.call_async}, calls=pair.calls, batches=batches
    )
    return _row(pair, "async", times)


def _row(pair: Pair, kind: str, times: dict[str, float]) -> Row:
    return Row("calls", f"{pair.provider}, {kind}", times["ours"], "µs", times["by hand"], "by hand", pair.bar)
