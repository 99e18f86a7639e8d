"""The signature debugger: what a captured message is signed over, and what went wrong.

    from realname.explain import explain_request

    explanation = explain_request("zoloz", captured, credentials)
    print(explanation.outcome, [finding.name for finding in explanation.findings])

A capture is raw HTTP text: first line, headers, empty line, body. What is explained is shown as it stands in the
capture, personal data included; keys and secrets never are, and of the right signature only the beginning is, since a
whole one would be as good as the credentials for that request.

Where a signature does not fit, usual mistakes are made on purpose, up to three at a time, until it does. An RSA
signature also tells which key made it, and the digest of what it was made over. Nothing is sent anywhere.
"""

from realname.explain import alipay, esign, zoloz
from realname.explain.capture import CaptureError
from realname.explain.explanation import Explanation, Finding, Outcome, Part
from realname.explain.keyring import Credentials, Keyring, Provider
from realname.explain.visible import visible, visible_line

__all__ = [
    "CaptureError",
    "Explanation",
    "Finding",
    "Keyring",
    "Outcome",
    "Part",
    "explain_answer",
    "explain_request",
    "visible",
    "visible_line",
]


def explain_request(
    provider: Provider, captured: bytes, credentials: Credentials | Keyring | None = None
) -> Explanation:
    """Explain the signature of a request (at e签宝 also of a callback).

    Args:
        provider: ``zoloz``, ``alipay`` or ``esign``.
        captured: the request as raw HTTP text, with CR LF or LF as line ends.
        credentials: with which it should have been signed, or a `Keyring` with what is known of them. Without any, only
            the form is checked.

    Raises:
        CaptureError: `captured` is no request.
    """
    explain = {"zoloz": zoloz.explain_request, "alipay": alipay.explain_request, "esign": esign.explain_request}
    return explain[provider](captured, Keyring.of(credentials))


def explain_answer(
    provider: Provider, captured: bytes, *, request: str, credentials: Credentials | Keyring | None = None
) -> Explanation:
    """Explain the signature of an answer.

    Args:
        provider: ``zoloz``, ``alipay`` or ``esign``.
        captured: the answer as raw HTTP text, with CR LF or LF as line ends.
        request: what was asked: the path, or the whole captured request as text.
        credentials: with which the answer is to be verified, or a `Keyring` with what is known of them.

    Raises:
        CaptureError: `captured` is no answer.
    """
    ring = Keyring.of(credentials)
    match provider:
        case "zoloz":
            return zoloz.explain_answer(captured, request, ring)
        case "alipay":
            return alipay.explain_answer(captured, ring)
        case "esign":
            return esign.explain_answer(captured)
