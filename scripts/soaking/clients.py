"""The clients that are soaked: each provider's, in every way of access, and what an answer of theirs says."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any, Final

from realname import alipay, esign, zoloz
from soaking.persons import Person
from soaking.sandbox import SandboxProcess

MODULES: Final[Mapping[str, ModuleType]] = {"zoloz": zoloz, "alipay": alipay, "esign": esign}
METHODS: Final[Mapping[str, str]] = {
    "zoloz": "query_enroll_status",
    "alipay": "query_jobworth_authentication",
    "esign": "get_flow_outline",
}
MODES: Final[Mapping[str, tuple[str, str, str, dict[str, Any]]]] = {
    "zoloz": ("zoloz", "usual", "Credentials", {}),
    "zoloz, encrypted": ("zoloz", "usual", "Credentials", {"encrypt": True}),
    "zoloz, access key": ("zoloz", "other", "AccessKey", {}),
    "alipay": ("alipay", "usual", "Credentials", {}),
    "alipay, encrypted": ("alipay", "usual", "Credentials", {"encrypt": True}),
    "alipay, certificates": ("alipay", "other", "CertificateCredentials", {}),
    "esign": ("esign", "usual", "Credentials", {}),
    "esign, token": ("esign", "usual", "Credentials", {"access": "token"}),
}
"""Provider, which of its arguments, for which class, and the client's options."""
NOT_ENROLLED: Final = "SANDBOX_USER_NOT_ENROLLED"

Clients = Mapping[str, Any]


def credentials(sandbox: SandboxProcess, mode: str) -> Any:
    """Whom the clients of a mode call as."""
    provider, access, name, _ = MODES[mode]
    return getattr(MODULES[provider], name)(**sandbox.arguments[provider][access])


def make(sandbox: SandboxProcess, name: str) -> Clients:
    """A `Client` or an `AsyncClient` for every mode."""
    made = {}
    for mode, (provider, _, _, options) in MODES.items():
        own = {"not_enrolled_codes": [NOT_ENROLLED]} if provider == "zoloz" else {}
        made[mode] = getattr(MODULES[provider], name)(
            credentials(sandbox, mode), base_url=sandbox.urls[provider], timeout=2.0, **own, **options
        )
    return made


def said(provider: str, answer: Any) -> tuple[str, str]:
    """The outcome that an answer tells, and the tag in it, read from its wire form.

    Where `answer.outcome` says something else than the wire form does, both are told.
    """
    wire = answer.to_wire()
    if provider == "zoloz":
        result = wire.get("result") or {}
        return "verified" if result.get("resultCode") == "SUCCESS" else "unknown", result.get("resultMessage") or ""
    fields = wire if provider == "alipay" else wire.get("data") or {}
    status = fields.get("identity_result" if provider == "alipay" else "flowStatus")
    outcomes = {"SUCCESS": "verified", "FAILED": "rejected", "WAITING_VERIFY": "pending"}
    outcomes |= {"FAIL": "rejected", "INIT": "pending", "ING": "pending"}
    outcome, own = outcomes.get(str(status), "unknown"), answer.outcome.name.lower()
    if outcome != own and own != "unknown":
        outcome = f"{own}, not {outcome}"
    return outcome, fields.get("user_id" if provider == "alipay" else "contextId") or ""


def call(client: Any, person: Person, *, raw: bool = False) -> Any:
    """Ask about a person; a coroutine from an async client."""
    return getattr(client.with_raw_response if raw else client, METHODS[person.provider])(**person.arguments)
