"""Run the demonstration: `python -m demonstration`, from scripts/."""

import re
import signal
import sys
from collections.abc import Sequence

import httpx

from demonstration.calls import ExampleCall, Shown, Steer
from demonstration.journeys import JOURNEYS, gone
from demonstration.sandbox_process import environment, sandbox_process
from demonstration.screen import Screen
from realname import ApiError, RealnameError
from realname.core.reply import Verification
from realname.providers import PROVIDERS

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
    screen.say("3. Sandbox", "bold")
    try:
        with sandbox_process() as sandbox, environment({**sandbox.environment, **DIRECT}):
            screen.say(f"   {len(PROVIDERS)} gateways on 127.0.0.1, in process {sandbox.pid}")
            calls = [ExampleCall(provider, sandbox.control) for provider in PROVIDERS]
            signed_calls(screen, calls)
            journeys(screen, calls)
            forged_answers(screen, calls, sandbox.control)
            changed_requests(screen, calls)
    except RuntimeError as error:
        screen.problems.append(str(error))
    except KeyboardInterrupt:
        screen.problems.append("interrupted before the end")
        screen.conclude()
        return INTERRUPTED
    return screen.conclude()


def signed_calls(screen: Screen, calls: Sequence[ExampleCall]) -> None:
    """Call every provider, sync and async."""
    screen.say("4. Signed calls, through clients that know nothing but environment variables", "bold")
    for call in calls:
        what = f"{call.name} {call.operation.name}"
        for how in ("sync", "async"):
            outcome = call.outcome(how)
            _is_genuine(screen, call, outcome, f"{what} ({how})")
            screen.row(how, *_cells(outcome))
        screen.say(f"   {what}")
        screen.table()
    screen.say(
        "   Each line ends with the provider's request id. ZOLOZ documents none: there, it is the caller's own bizId."
    )
    screen.say("   e签宝 signs no answers: TLS vouches for them, and the flow asked for is compared.")


def journeys(screen: Screen, calls: Sequence[ExampleCall]) -> None:
    """Go one journey of each provider, with a person who is verified and with one who is not."""
    screen.say("5. Journeys from start to outcome, each with a verified person and with a rejected one", "bold")
    for call in calls:
        if call.provider in JOURNEYS:
            steps, journey = JOURNEYS[call.provider]
            found = [gone(journey, call.steer, outcome) for outcome in ("verified", "rejected")]
            screen.expect(["VERIFIED", "RejectedError"], found, f"{call.name}, {steps}")
            screen.row(call.name, steps, *found)
    screen.table("provider", "steps", "verified person", "rejected person")
    screen.say("   What decides is require_verified() of the last answer; a callback alone decides nothing.")


def forged_answers(screen: Screen, calls: Sequence[ExampleCall], steer: Steer) -> None:
    """Forge an answer, then let its genuine twin through."""
    screen.say("6. Forged answers, each beside its genuine twin", "bold")
    texts = []
    for call in calls:
        for fault, meaning in call.forgeries.items():
            what = f"{call.name}, answer {meaning}"
            steer("fail_next", provider=call.provider, fault=fault)
            forged = call.outcome()
            screen.expect(call.forgery.__name__, _kind(forged), what)
            screen.row(call.name, meaning, _kind(forged), _twin(screen, call, f"{what}: the genuine twin"))
            texts.append(str(forged))
    screen.table("provider", "the answer is", "refused with", "genuine twin")
    screen.say(f"   The first one in full: {texts[0]}")


def changed_requests(screen: Screen, calls: Sequence[ExampleCall]) -> None:
    """Change one byte of a request after it was signed, then send it as it was signed."""
    screen.say("7. Requests with one byte changed after signing, each beside the same call unchanged", "bold")
    for call in calls:
        what = f"{call.name}, one byte of the request changed"
        with httpx.Client(transport=OneByteChanged()) as meddling:
            changed = call.outcome(http_client=meddling)
        own_words, named = _kind(changed), False
        if isinstance(changed, ApiError):
            own_words = f"{changed.code}: {changed.message} (HTTP {changed.http_status})"
            named = any(word in f"{changed.code} {changed.message}" for word in call.refusals)
        screen.expect("AuthenticationError", _kind(changed), what)
        screen.expect(True, named, f"{what}: named as that")
        screen.row(call.name, own_words, _kind(changed), _twin(screen, call, f"{what}: the same call unchanged"))
    screen.table("provider", "the gateway says", "raised as", "unchanged")


class OneByteChanged(httpx.HTTPTransport):
    """A meddler on the way: the last digit of the body, or else of the request target, becomes another one."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request with its signature as it was, and one byte not."""
        if request.content:
            request.stream = httpx.ByteStream(_with_last_digit_changed(request.content))
        else:
            request.url = request.url.copy_with(raw_path=_with_last_digit_changed(request.url.raw_path))
        return super().handle_request(request)


def _with_last_digit_changed(text: bytes) -> bytes:
    return re.sub(rb"[0-9](?=[^0-9]*\Z)", lambda digit: b"1" if digit[0] == b"0" else b"0", text)


def _twin(screen: Screen, call: ExampleCall, what: str) -> str:
    """Make the same call undisturbed, and say whether it was accepted."""
    return "accepted" if _is_genuine(screen, call, call.outcome(), what) else "NOT ACCEPTED"


def _is_genuine(screen: Screen, call: ExampleCall, outcome: Shown | RealnameError, what: str) -> bool:
    if isinstance(outcome, RealnameError):
        return screen.expect("an answer", _kind(outcome), what)
    says = screen.expect(call.says, outcome.says, what)
    return screen.expect(call.verification, outcome.verification, f"{what}: its signature") and says


def _cells(outcome: Shown | RealnameError) -> list[str]:
    if isinstance(outcome, RealnameError):
        return [f"{type(outcome).__name__}: {outcome.args[0]}", "", "", ""]  # our errors' texts hold nothing personal
    return [outcome.says, SIGNATURES[outcome.verification], outcome.request_id, f"{outcome.milliseconds:.0f} ms"]


def _kind(outcome: Shown | RealnameError) -> str:
    return "an answer" if isinstance(outcome, Shown) else type(outcome).__name__


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):  # so that these, too, clean up
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    sys.exit(main())
