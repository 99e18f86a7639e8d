"""Captures: taken apart without losing a byte, and refused where they are no HTTP messages."""

import pytest

from realname.testing.signature.capture import CaptureError, read_answer, read_request
from realname.testing.signature.visible import visible, visible_line


@pytest.mark.parametrize(
    ("captured", "says"),
    [
        (b"", "the capture is empty"),
        (b"\r\n\r\n", "the capture is empty"),
        (b"hello\n\n", "the first line is not a request line"),
        (b"GET x HTTP/1.1\n\n", "the request line has no path"),
        (b"GET / HTTP/1.1\nno header\n\n", "line 2 is not a header"),
        (b"GET / HTTP/1.1\nA: b\n folded: MARKER\n\n", "line 3 is not a header"),
        (b"GET / HTTP/1.1\n" + b"A: b\n" * 1000 + b"\n", "there are more than 1000 lines"),
        (b"GET / HTTP/1.1\nA: " + b"b" * (1 << 20) + b"\n\n", "there are more than 1 MiB before the body"),
        (b"GET / HTTP/1.1\n\n" + bytes(16 << 20), "the capture is larger than 16 MiB"),
    ],
)
def test_what_is_no_request_is_told(captured: bytes, says: str) -> None:
    """The place is told, and nothing of what stands there."""
    with pytest.raises(CaptureError) as caught:
        read_request(captured)

    assert (True, False) == (str(caught.value).startswith(says), "MARKER" in str(caught.value))


def test_an_answer_begins_with_a_status_line() -> None:
    """A request in the place of the answer is refused."""
    with pytest.raises(CaptureError, match="not a status line"):
        read_answer(b"GET / HTTP/1.1\n\n")


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_values_stand_where_it_says(end: bytes) -> None:
    """Spaces around a value do not belong to it; header names have no case."""
    captured = end.join([b"GET /a?b HTTP/1.1", b"accept:   x y  ", b"", b"body"])

    request = read_request(captured)
    at = request.header("Accept").at or (0, 0), request.target_at, request.method_at, request.body_at

    assert [b"x y", b"/a?b", b"GET", b"body"] == [captured[slice(*each)] for each in at]


@pytest.mark.parametrize(
    ("length", "body", "kept", "findings"),
    [
        (4, b"body", b"body", []),
        (4, b"body\n", b"body", []),
        (5, b"body\n", b"body\n", []),
        (3, b"body", b"body", ["content_length_differs"]),
        (9, b"body", b"body", ["content_length_differs"]),
        ("0" * 20 + "4", b"body", b"body", []),
        ("9" * 5000, b"body", b"body", ["content_length_differs"]),
        ("٤", b"body", b"body", []),
    ],
)
def test_the_body_is_what_was_announced(length: int | str, body: bytes, kept: bytes, findings: list[str]) -> None:
    """A line end that an editor has added is dropped; a body of another length is told."""
    request = read_request(f"POST / HTTP/1.1\nContent-Length: {length}\n\n".encode() + body)

    assert (kept, findings) == (request.body, [finding.name for finding in request.findings])


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"a b\tc", "a·b␉c"),
        (b"a\r\nb", "a␍␊\nb"),
        (b"\x00\x1b\x7f", "␀␛␡"),
        ("中\u00a0\u200b\ufeff".encode(), "中⟨U+00A0⟩⟨U+200B⟩⟨U+FEFF⟩"),
        ("·␊".encode(), "⟨U+00B7⟩⟨U+240A⟩"),
        (b"\xff", "⟨byte FF⟩"),
    ],
)
def test_invisible_characters_are_shown(data: bytes, shown: str) -> None:
    """Each byte that a reader would miss, or mistake, is made visible."""
    assert (shown, shown.replace("\n", "")) == (visible(data), visible_line(data))
