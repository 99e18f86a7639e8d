"""Run the demonstration: `python -m demonstration`, from scripts/."""

import asyncio
import re
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial

import httpx

from demonstration.providers import Alipay, Answer, Esign, Forgery, Provider, Zoloz
from demonstration.sandbox_process import SandboxProcess, environment
from demonstration.screen import Screen
from realname import ApiError, AuthenticationError, RealnameError
from realname.core.reply import Verification

SIGNATURES = {
    Verification.VERIFIED: "verified",
    Verification.UNSIGNED: "not signed",
    Verification.NOT_SIGNED_BY_PROVIDER: "unsigned, as always",
}
# The sandbox is on this machine: a proxy in the environment must not stand in between.
DIRECT = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
INTERRUPTED = 130


def main() -> int:
    """Run the demonstration and return its exit status."""
    screen = Screen()
    screen.begin("3. Sandbox")
    try:
        with SandboxProcess() as sandbox, environment(sandbox.environment | DIRECT):
            screen.say(f"   three gateways on 127.0.0.1, in process {sandbox.pid}")
            providers = [kind(sandbox.control) for kind in (Zoloz, Alipay, Esign)]
            signed_calls(screen, providers)
            forged_answers(screen, providers)
            changed_requests(screen, providers)
    except RuntimeError as error:
        screen.problems.append(str(error))
    except KeyboardInterrupt:
        screen.problems.append("interrupted before the end")
        screen.conclude("")
        return INTERRUPTED
    return screen.conclude("Everything was as expected.")


def signed_calls(screen: Screen, providers: Sequence[Provider]) -> None:
    """Call every provider, sync and async."""
    screen.begin("4. Signed calls, through clients that know nothing but environment variables")
    for provider in providers:
        rows = []
        for how, call in (("sync", provider.call), ("async", partial(_run, provider))):
            provider.prepare()
            answer = _attempt(call)
            good = _is_genuine(screen, provider, answer, f"{provider.name} {provider.operation} ({how})")
            rows.append((good, [how, *_shown(answer)]))
        screen.say(f"   {provider.name} {provider.operation}")
        screen.table([""] * len(rows[0][1]), rows)
    screen.say(
        "   Each line ends with the provider's request id. ZOLOZ documents none: there, it is the caller's own bizId."
    )
    screen.say("   e签宝 signs no answers: TLS vouches for them, and the flow asked for is compared.")


def forged_answers(screen: Screen, providers: Sequence[Provider]) -> None:
    """Forge an answer, then let its genuine twin through."""
    screen.begin("5. Forged answers, each beside its genuine twin")
    rows, texts = [], []
    for provider in providers:
        for forgery in provider.forgeries:
            what = f"{provider.name}, answer {forgery.meaning}"
            forged = _forge(provider, forgery)
            provider.prepare()
            twin = _attempt(provider.call)
            refused = screen.expect(forgery.error.__name__, _kind(forged), what)
            accepted = _is_genuine(screen, provider, twin, f"{what}: the genuine twin")
            cells = [provider.name, forgery.meaning, _kind(forged), "accepted" if accepted else "NOT ACCEPTED"]
            rows.append((refused and accepted, cells))
            texts.append(str(forged))
    screen.table(["provider", "the answer is", "refused with", "genuine twin"], rows)
    screen.say(f"   The first one in full: {texts[0]}")


def changed_requests(screen: Screen, providers: Sequence[Provider]) -> None:
    """Change one byte of a request after it was signed, then send it as it was signed."""
    screen.begin("6. Requests with one byte changed after signing, each beside the same call unchanged")
    rows = []
    for provider in providers:
        what = f"{provider.name}, one byte of the request changed"
        provider.prepare()
        with httpx.Client(transport=OneByteChanged()) as meddling:
            changed = _attempt(partial(provider.call, meddling))
        twin = _attempt(provider.call)
        words = _own_words(changed)
        refused = screen.expect(AuthenticationError.__name__, _kind(changed), what)
        named = screen.expect(True, provider.refusal in words, f"{what}: told as {provider.refusal}")
        accepted = _is_genuine(screen, provider, twin, f"{what}: the same call unchanged")
        cells = [provider.name, words, _kind(changed), "accepted" if accepted else "NOT ACCEPTED"]
        rows.append((refused and named and accepted, cells))
    screen.table(["provider", "the gateway says", "raised as", "unchanged"], rows)


class OneByteChanged(httpx.HTTPTransport):
    """A meddler on the way: the last digit of the body, or else of the request target, becomes another one."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request with its signature as it was, and one byte not."""
        content, url = request.content, request.url
        if content:
            content = _with_last_digit_changed(content)
        else:
            url = url.copy_with(raw_path=_with_last_digit_changed(url.raw_path))
        return super().handle_request(
            httpx.Request(
                request.method, url, headers=request.headers, content=content, extensions=dict(request.extensions)
            )
        )


def _with_last_digit_changed(text: bytes) -> bytes:
    return re.sub(rb"[0-9](?=[^0-9]*\Z)", lambda digit: b"1" if digit[0] == b"0" else b"0", text)


def _run(provider: Provider) -> Answer:
    return asyncio.run(provider.call_async())


def _forge(provider: Provider, forgery: Forgery) -> Answer | RealnameError:
    provider.prepare()
    provider.control("fail_next", provider=provider.key, fault=forgery.fault)
    return _attempt(provider.call)


def _attempt(call: Callable[[], Answer]) -> Answer | RealnameError:
    try:
        return call()
    except RealnameError as error:
        return error


def _is_genuine(screen: Screen, provider: Provider, answer: Answer | RealnameError, what: str) -> bool:
    if isinstance(answer, RealnameError):
        return screen.expect("an answer", _kind(answer), what)
    return all(
        (
            screen.expect(provider.says, answer.says, what),
            screen.expect(provider.verification, answer.verification, f"{what}: its signature"),
            screen.expect(True, answer.request_id is not None, f"{what}: it has a request id"),
        )
    )


def _shown(outcome: Answer | RealnameError) -> list[str]:
    if isinstance(outcome, RealnameError):
        return [f"{type(outcome).__name__}: {outcome.args[0]}", "", "", ""]  # our errors' texts hold nothing personal
    request_id = outcome.request_id or "no request id"
    return [outcome.says, SIGNATURES[outcome.verification], request_id, f"{outcome.milliseconds:.0f} ms"]


def _kind(outcome: Answer | RealnameError) -> str:
    return "an answer" if isinstance(outcome, Answer) else type(outcome).__name__


def _own_words(outcome: Answer | RealnameError) -> str:
    if not isinstance(outcome, ApiError):
        return _kind(outcome)
    return f"{outcome.code}: {outcome.message} (HTTP {outcome.http_status})"


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):  # so that these, too, clean up
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    sys.exit(main())
