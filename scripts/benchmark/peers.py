"""Part 3: against what else one could use for the same call. Nothing here has a bar: who is faster is said plainly."""

import importlib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmark.by_hand import ALIPAY_ARGUMENTS, FLOW_ID, ZOLOZ_ARGUMENTS
from benchmark.calls import Pair, pairs
from benchmark.gateways import BASE_URL, ENROLL_STATUS, ROOT, Keys
from benchmark.measure import BATCHES, Row, interleaved

STOCK = "stock openapi-python-client"
RAW = "raw httpx, unsigned"
SIGNED = "with our Auth put in"


@dataclass(frozen=True)
class Peers:
    """The other ways of making one provider's call, in front of the same mocked gateway."""

    signed_stock: Callable[[], object]
    raw: Callable[[], object]


def measure(keys: Keys, *, batches: int = BATCHES) -> list[Row]:
    """Each provider's call over stock generated code, with our signature in it, and over httpx without any."""
    rows: list[Row] = []
    with stock_packages() as folder:
        for pair in pairs(keys):
            peers = _PEERS[pair.provider](pair, folder)
            works = {"ours": pair.ours, "stock": peers.signed_stock, "raw": peers.raw}
            times = interleaved(works, calls=pair.calls, batches=batches)
            rows.append(Row("peers", f"{pair.provider}: {STOCK}", times["ours"], "µs", times["stock"], SIGNED))
            rows.append(Row("peers", f"{pair.provider}: httpx", times["ours"], "µs", times["raw"], RAW))
    return rows


@contextmanager
def stock_packages() -> Iterator[Path]:
    """What openapi-python-client makes of the three contracts with its own templates: packages ``stock_<provider>``."""
    with tempfile.TemporaryDirectory(prefix="realname-stock-") as text:
        folder = Path(text)
        for provider in ("zoloz", "alipay", "esign"):
            contract = ROOT / f"generated/realname_{provider}/contract.json"
            output = ("--output-path", folder / f"stock_{provider}", "--meta", "none")
            subprocess.run(  # noqa: S603  the generator that is installed here
                [sys.executable, "-m", "openapi_python_client", "generate", "--path", contract, *output],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
            )
        sys.path.insert(0, text)
        try:
            yield folder
        finally:
            sys.path.remove(text)
            for name in [name for name in sys.modules if name.startswith("stock_")]:
                del sys.modules[name]


def _stock(provider: str, operation: str, folder: Path) -> tuple[Any, Any, Any]:
    """The generated package, its models, and the module of one operation."""
    [path] = (folder / f"stock_{provider}/api").glob(f"*/{operation}.py")
    return (
        importlib.import_module(f"stock_{provider}"),
        importlib.import_module(f"stock_{provider}.models"),
        importlib.import_module(f"stock_{provider}.api.{path.parent.name}.{operation}"),
    )


def _zoloz(pair: Pair, folder: Path) -> Peers:
    package, models, operation = _stock("zoloz", "query_enroll_status", folder)
    client = package.Client(base_url=BASE_URL, httpx_args={"transport": pair.transport, "auth": pair.auth})
    http = httpx.Client(base_url=BASE_URL, transport=pair.transport)
    body = {"bizId": ZOLOZ_ARGUMENTS["biz_id"], "userId": ZOLOZ_ARGUMENTS["user_id"]}
    return Peers(
        lambda: operation.sync(client=client, body=models.QueryEnrollStatusRequest(**ZOLOZ_ARGUMENTS)),
        lambda: http.post(ENROLL_STATUS, json=body).json(),
    )


def _alipay(pair: Pair, folder: Path) -> Peers:
    package, models, operation = _stock("alipay", "query_jobworth_authentication", folder)
    client = package.Client(base_url=BASE_URL, httpx_args={"transport": pair.transport, "auth": pair.auth})
    http = httpx.Client(base_url=BASE_URL, transport=pair.transport)
    arguments = {name: str(value) for name, value in ALIPAY_ARGUMENTS.items()}
    enums = {"query_type": models.QueryType("exact"), "cert_type": models.CertType("0")}
    return Peers(
        lambda: operation.sync(client=client, **(arguments | enums)),
        lambda: http.get("/v3/zhima/customer/jobworth/authentication", params=arguments).json(),
    )


def _esign(pair: Pair, folder: Path) -> Peers:
    package, _, operation = _stock("esign", "get_flow_outline", folder)
    client = package.Client(base_url=BASE_URL, httpx_args={"transport": pair.transport, "auth": pair.auth})
    http = httpx.Client(base_url=BASE_URL, transport=pair.transport)
    return Peers(
        lambda: operation.sync(FLOW_ID, client=client),
        lambda: http.get(f"/v2/identity/auth/api/common/{FLOW_ID}/outline").json(),
    )


_PEERS: dict[str, Callable[[Pair, Path], Peers]] = {
    "ZOLOZ": _zoloz,
    "Alipay": _alipay,
    "e签宝, person": _esign,
    "e签宝, organization": _esign,
}
