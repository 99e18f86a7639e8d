"""All that there is in a sandbox, as the control address tells it."""

from realname.core.version import __version__
from realname.language import say
from realname.sandbox.control.summary import summary
from realname.sandbox.sandbox import Sandbox
from realname.testing.gateway import panels


def overview(sandbox: Sandbox, *, records: bool = True) -> dict[str, object]:
    """The gateways with their panels and faults, and the log.

    Args:
        sandbox: what is told of.
        records: with the requests of the log, oldest first.
    """
    providers = [
        {
            "name": name,
            "url": gateway.url,
            "panels": [panels.document(panel) for panel in gateway.panels()],
            "faults": (faults := gateway.FAULTS.descriptions()),
            "faults_zh": {name: say(does, "zh") for name, does in faults.items()},
            "armed": gateway.armed,
        }
        for name, gateway in sandbox.gateways.items()
    ]
    told = [summary(record, sandbox.gateways[record.provider].contract) for record in sandbox.requests]
    return {"version": __version__, "providers": providers, "records": told if records else []}
