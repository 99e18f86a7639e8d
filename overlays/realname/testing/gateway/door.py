"""Where persons come in: their pages are shown, and their clicks taken.

A page is opened at the address that the provider's answer gave, with GET, which changes nothing. A click is a form,
posted to the same address, with a token that only this process can make for it: no other site can make a person's
browser click. Nothing on the page needs a script or a cookie.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from realname.testing.gateway import guard
from realname.testing.gateway.messages import Draft, Received, RefusalError
from realname.testing.gateway.visit import QUIT, Visit, address
from realname.testing.gateway.visit_page import CONTENT_TYPE, HEADERS, Writer, chosen

PAGE: Final = "page"
"""The verdict of a request that was shown a person's page, or clicked on it."""
REFUSED: Final = "page refused"
"""The verdict of a request for a page, or of a click, that did not come from a page of this gateway's."""
GONE: Final = {404: "unknown", 410: "expired"}
"""What persons are told who open a page that there is not, or not any more."""

_FORM_TYPE: Final = "application/x-www-form-urlencoded"
_LARGEST_FORM: Final = 4096


class Door:
    """Answers persons, rather than services.

    Args:
        provider: whose pages these stand for, as persons know it.
        visited: what the page is about that a request asks for; see `SandboxGateway.visited`.
        finish: plays the person's part; see `SandboxGateway.finish`.
    """

    def __init__(self, provider: str, visited: Callable[[Received], Visit], finish: Callable[[str, str], None]) -> None:
        self._provider = provider
        self._visited = visited
        self._finish = finish
        self._key = secrets.token_bytes(32)

    def answer(self, received: Received, draft: Draft, url: str) -> None:
        """Show a person's page, or take a click on it, which is all that changes anything.

        Args:
            received: the request.
            draft: what is filled with the answer.
            url: the gateway's own, whose host may stand in the request.

        Raises:
            RefusalError: the provider would open no such page.
        """
        given = form(received)
        language = chosen(given.get("language", ""), received.header("accept-language"))
        writer = Writer(self._provider, language, self._token(received.target))
        draft.verdict, draft.content_type, draft.headers = PAGE, CONTENT_TYPE, [*HEADERS]
        if problem := self._problem(received, url):
            draft.verdict, draft.status, draft.content = REFUSED, 403, writer.refused(problem)
            return
        try:
            visit, click = self._visited(received), given.get("click", "")
            if visit.state != "waiting" or click not in visit.clicks:
                click = ""
            elif click != QUIT:
                self._finish(visit.name, click)
                visit = self._visited(received)
        except RefusalError as refusal:
            if refusal.status not in GONE:
                raise
            draft.verdict, draft.status = refusal.code, refusal.status
            draft.content = writer.gone(GONE[refusal.status], refusal.code)
            return
        back = address(visit.back.get(click, "")) if click in visit.leads else None
        if back is None:
            draft.content = writer.visit(visit, click)
        else:
            draft.status, draft.content_type = 303, None
            draft.headers.append(("Location", back))

    def _problem(self, received: Received, url: str) -> str | None:
        """Why a request is not answered, as a word of `visit_page`; None if it is."""
        if problem := guard.objection(received, urlsplit(url).hostname or ""):
            return problem
        token = form(received).get("token", "")
        is_ours = hmac.compare_digest(token.encode(), self._token(received.target).encode())
        return None if is_ours or received.method == "GET" else "wrong_token"

    def _token(self, target: str) -> str:
        """What the form of the page at this address has to have."""
        return hmac.new(self._key, target.encode("utf-8", "surrogateescape"), sha256).hexdigest()


def form(received: Received) -> Mapping[str, str]:
    """The fields of a form that was posted; none of anything else."""
    media_type = received.header("content-type").partition(";")[0].strip().lower()
    if received.method != "POST" or media_type != _FORM_TYPE or len(received.body) > _LARGEST_FORM:
        return {}
    return dict(parse_qsl(received.body.decode("utf-8", "replace"), keep_blank_values=True))
