"""Does a gateway keep its contract? Schemathesis asks, with genuine signatures and with forged ones.

    from realname import zoloz
    from realname.conformance import Options, run

    report = run("zoloz", base_url=…, credentials=zoloz.Credentials.from_env())
    print(report.to_text())

It needs the extra `realname[conformance]`. Nothing that a service imports imports this package.
"""

from importlib.util import find_spec

if missing := [name for name in ("jsonschema_rs", "schemathesis") if find_spec(name) is None]:
    raise ModuleNotFoundError(
        f"a conformance run needs {' and '.join(missing)}: install the extra, realname[conformance]", name=missing[0]
    )

from realname.conformance.gateways import GATEWAYS
from realname.conformance.options import PHASES, Options, Phase, Progress
from realname.conformance.report import BREACH, CLEAN, COULD_NOT_RUN, Breach, Report
from realname.conformance.runner import run

PROVIDERS = tuple(GATEWAYS)

__all__ = [
    "BREACH",
    "CLEAN",
    "COULD_NOT_RUN",
    "PHASES",
    "PROVIDERS",
    "Breach",
    "Options",
    "Phase",
    "Progress",
    "Report",
    "run",
]
