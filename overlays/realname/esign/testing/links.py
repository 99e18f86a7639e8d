"""The addresses of persons' pages at e签宝, long and short, and what is to be seen there.

Their hosts and paths are our own, since the real ones are e签宝's front end; a short one holds the flow's id in fewer
characters. Not stated is whether anything is added to `redirectUrl` or `callbackUrl`: nothing is. The GET that a page
for face verification may send to `notifyUrl` when it is opened is not sent: opening a page changes nothing here.
"""

import re
from collections.abc import Callable, Mapping
from string import ascii_letters, digits
from typing import Final, Literal

from realname.esign.testing.flows import Flow, Flows
from realname.testing.gateway.visit import Visit

_DIGITS: Final = digits + ascii_letters
_LONG: Final = re.compile(r"/(identity|face)/([0-9]{18})")
_SHORT: Final = re.compile(r"/(s|letter)/([0-9A-Za-z]{1,11})")
_STATES: Final[Mapping[str, Literal["verified", "rejected"]]] = {"SUCCESS": "verified", "FAIL": "rejected"}
_PERSON: Final = {"name": "name", "certNo": "document", "mobileNo": "mobile", "bankCardNo": "bank_card"}
_ORGANIZATION: Final = {
    "name": "organization",
    "certNo": "organization_number",
    "legalRepName": "representative",
    "legalRepCertNo": "representative_document",
}
"""What the page shows of a flow's subject, by its words."""
_AGENT: Final = {"name": "agent", "certNo": "agent_document"}


class Links:
    """Makes the addresses of flows' pages, and finds the flows behind them.

    Args:
        flows: those that there are.
        base_url: gives the gateway's own URL.
    """

    def __init__(self, flows: Flows, base_url: Callable[[], str]) -> None:
        self._flows = flows
        self._base_url = base_url

    def long(self, kind: str, flow: Flow) -> str:
        """The long address of the page: `identity` or `face`."""
        return f"{self._base_url()}/{kind}/{flow.flow_id}"

    def short(self, flow: Flow) -> str:
        """The short address of the same."""
        return f"{self._base_url()}/s/{_code(int(flow.flow_id))}"

    def letter(self, flow: Flow) -> str:
        """Where a legal representative signs."""
        return f"{self._base_url()}/letter/{_code(int(flow.flow_id))}"

    def visited(self, path: str) -> Visit:
        """What the page at this path is about.

        Raises:
            RefusalError: nothing has this address, or it is too late for it.
        """
        kind, flow_id = _read(path)
        flow = self._flows.opened(flow_id, letter=kind == "letter")
        return Visit(
            name=flow_id,
            state=_STATES.get(flow.last_status, "waiting"),
            way=flow.auth_type or "",
            subject=self._subject(flow),
            back=dict.fromkeys(_STATES.values(), flow.redirect_url),
            leads=tuple(_STATES.values()),
        )

    def _subject(self, flow: Flow) -> dict[str, object]:
        words = _ORGANIZATION if flow.object_type == "ORGANIZATION" else _PERSON
        subject = {word: flow.subject[name] for name, word in words.items() if name in flow.subject}
        if flow.agent_flow_id in self._flows:
            agent = self._flows.found(flow.agent_flow_id or "").subject
            subject |= {word: agent[name] for name, word in _AGENT.items() if name in agent}
        return subject


def is_page(path: str) -> bool:
    """Whether a page may be at this path."""
    return bool(_LONG.fullmatch(path) or _SHORT.fullmatch(path))


def _read(path: str) -> tuple[str, str]:
    """The kind of a page, and the id of its flow."""
    _, kind, name = path.split("/")
    return kind, name if _LONG.fullmatch(path) else str(_number(name))


def _code(number: int) -> str:
    """A number in digits and letters."""
    code = ""
    while number:
        number, index = divmod(number, len(_DIGITS))
        code = _DIGITS[index] + code
    return code


def _number(code: str) -> int:
    number = 0
    for digit in code:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    return number
