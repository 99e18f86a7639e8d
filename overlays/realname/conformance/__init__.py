"""Does a gateway keep its contract? Schemathesis asks, with genuine signatures and with forged ones.

    from realname import zoloz
    from realname.conformance import Options, run

    report = run("zoloz", base_url=…, credentials=zoloz.Credentials.from_env())
    print(report.to_text())

It needs the extra `realname[conformance]`. Nothing that a service imports imports this package.
"""

from collections.abc import Callable
from importlib.util import find_spec

from realname.core.errors import ConfigurationError
from realname.providers import PROVIDERS

if _missing := [name for name in ("jsonschema_rs", "schemathesis") if find_spec(name) is None]:
    raise ModuleNotFoundError(
        f"a conformance run needs {' and '.join(_missing)}: install the extra, realname[conformance]", name=_missing[0]
    )

from realname.testing import provider as port
from realname.testing.conformance import runner
from realname.testing.conformance.options import PHASES, Options, Phase, Progress
from realname.testing.conformance.report import BREACH, CLEAN, COULD_NOT_RUN, Breach, Report

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


def run(
    provider: str,
    *,
    base_url: str,
    credentials: object,
    options: Options | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Ask a gateway whether it keeps its contract.

    Args:
        provider: one of `PROVIDERS`.
        base_url: the gateway; there is no default.
        credentials: the provider's credentials, as its client takes them.
        options: how far to go; by default politely.
        progress: called after each case, in the thread that sends them.

    Returns:
        What was found, also if the gateway could not be tested.

    Raises:
        ConfigurationError: no such provider, the credentials of another one, a base URL that cannot be right or is a
            production host, or an argument that no operation of the run has.
    """
    if provider not in PROVIDERS:
        raise ConfigurationError(
            f"there is no provider {provider!r}", setting="provider", remedy=f"Choose one of {', '.join(PROVIDERS)}."
        )
    return runner.run(
        provider,
        port.conformance(provider),
        port.contract(provider),
        base_url=base_url,
        credentials=credentials,
        options=options or Options(),
        progress=progress,
    )
