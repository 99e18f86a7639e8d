"""One call of each provider, as a service would make it, and what is to be expected of it."""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from functools import reduce
from importlib import import_module
from typing import Any, Final

import attrs
import httpx
from attrs import frozen

from realname import DecodeError, RealnameError, SignatureError
from realname.core.answer import Answer
from realname.core.reply import RawReply, Verification
from realname.providers import Provider
from realname.testing import provider as port

Steer = Callable[..., Any]
"""Carries out an action of the sandbox, such as ``enroll``."""


def _enroll(steer: Steer) -> dict[str, Any]:
    steer("enroll", user_id="demo-user-1")
    return {"biz_id": f"demo-{secrets.randbelow(10**8):08}", "user_id": "demo-user-1"}


def _issue(steer: Steer) -> dict[str, Any]:
    token = steer("issue_token")
    return {name: token[name] for name in ("conn_key", "once_token", "cert_no")} | {"user_id": None}


def _add(steer: Steer) -> dict[str, Any]:
    return {"flow_id": steer("add_flow")}


PREPARED: Final[Mapping[str, tuple[str, Callable[[Steer], dict[str, Any]]]]] = {
    "query_enroll_status": ("result.resultCode", _enroll),
    "query_jobworth_authentication": ("identity_result", _issue),
    "get_flow_outline": ("data.flowStatus", _add),
}
"""Operation → where its answer says SUCCESS, and how the sandbox gets to know what is asked about.

A provider of which no operation stands here is shown with its first one, called with the documented examples.
"""
SIGNED: Final = {
    "tampered_body": "one word changed after signing",
    "wrong_key": "signed with a stranger's key",
    "unsigned_answer": "the signature left out",
}
UNSIGNED: Final = {"other_flow": "about another flow than asked"}
"""The faults of the sandbox that forge answers, and what these are then: where answers are signed, and elsewhere."""


@frozen
class Shown:
    """What a person wants to see of an answer; nothing in it is personal."""

    says: str
    verification: Verification
    request_id: str
    milliseconds: float


class ExampleCall:
    """The call of one provider. `says` is what the answer must say, `forgery` what a forged one must raise."""

    def __init__(self, provider: Provider, steer: Steer) -> None:
        self.contract = port.contract(provider)
        operations = {operation.name: operation for operation in self.contract.operations.values()}
        name = next((name for name in PREPARED if name in operations), next(iter(operations)))
        self.provider = provider
        self.operation = operations[name]
        self.name: str = self.contract.document["info"]["title"].split()[0]
        signed = self.contract.signed
        self.forgeries = SIGNED if signed else UNSIGNED
        self.forgery: type[RealnameError] = SignatureError if signed else DecodeError
        self.verification = Verification.VERIFIED if signed else Verification.NOT_SIGNED_BY_PROVIDER
        nothing: tuple[str, Callable[[Steer], dict[str, Any]]] = ("", lambda _: {})
        self._place, self._prepare = PREPARED.get(name, nothing)
        self.says = self._said("SUCCESS")
        self.module = import_module(f"realname.{provider}")
        fields = attrs.fields(getattr(self.module, name.upper()).request)
        self.names = {field.metadata["wire"]: field.name for field in fields}
        examples = self.operation.example_arguments(optional=False)
        self.documented: dict[str, Any] = {self.names[wire]: value for wire, value in examples.items()}
        self.steer = steer

    @property
    def refusals(self) -> set[str]:
        """The provider's own words for a signature that does not match."""
        codes = self.operation.codes.items()
        return {word for word, code in codes if code.kind == "authentication" and "sign" in word.lower()}

    def prepare(self) -> dict[str, Any]:
        """Let the sandbox know what the next call asks about, and return its arguments."""
        return self.documented | self._prepare(self.steer)

    def outcome(self, how: str = "sync", http_client: httpx.Client | None = None) -> Shown | RealnameError:
        """Call, synchronously or from asyncio."""
        arguments = self.prepare()
        try:
            if how == "async":
                return asyncio.run(self._call_async(arguments))
            with self.module.Client.from_env(http_client=http_client) as client:
                method = getattr(client.with_raw_response, self.operation.name)
                return self._shown(arguments, time.perf_counter(), method(**arguments))
        except RealnameError as error:
            return error

    async def _call_async(self, arguments: dict[str, Any]) -> Shown:
        async with self.module.AsyncClient.from_env() as client:
            method = getattr(client.with_raw_response, self.operation.name)
            return self._shown(arguments, time.perf_counter(), await method(**arguments))

    def _shown(self, arguments: dict[str, Any], started: float, reply: RawReply[Answer]) -> Shown:
        milliseconds = (time.perf_counter() - started) * 1000
        parts = self._place.split(".") if self._place else []
        says = self._said(reduce(lambda document, part: document[part], parts, reply.parsed.to_wire()))
        # Where the provider has no id for a call, what the caller itself named it by.
        own_ids = (f.path for f in self.operation.arguments if not f.sensitive)
        request_id = reply.request_id or next(f"{wire} {arguments[self.names[wire]]}" for wire in own_ids)
        return Shown(says, reply.verification, request_id, milliseconds)

    def _said(self, value: object) -> str:
        return f"{self._place.rpartition('.')[2]} {value}" if self._place else "an answer"
