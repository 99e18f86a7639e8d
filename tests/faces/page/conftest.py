"""A browser, a sandbox with its control address, and the page that stands there."""

import os
import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from attrs import Factory, define, field
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from realname.sandbox import Sandbox
from realname.sandbox.control.control import Control

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox",  # of the browser's own: tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, NARROW = (1440, 900), (390, 844)
PATIENCE = 10_000
"""Milliseconds after which what a browser waits for is taken to be missing."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a screen."""
    assert CHROMIUM is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, env={**os.environ, "NO_PROXY": "*"}
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for this folder. It ends with it: while it runs, no asyncio test can run in the same process."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium (Debian: chromium)")
    expect.set_options(timeout=PATIENCE)
    with chromium() as started:
        yield started


@define
class Controlled:
    """A sandbox with samples, and its control address."""

    token: str | None = field(default=None, repr=False)
    sandbox: Sandbox = field(init=False, factory=lambda: Sandbox(samples=True))
    control: Control = field(init=False, repr=False)
    url: str = ""

    def __attrs_post_init__(self) -> None:
        if (token := self.token) is not None:
            self.sandbox.keep("control token", lambda: token)
        self.control = Control(self.sandbox)

    @property
    def link(self) -> str:
        """What a person opens."""
        return f"{self.url}/#token={self.control.token}"

    @contextmanager
    def served(self, port: int = 0) -> Iterator["Controlled"]:
        """Serve it, at ports from this one on."""
        [self.url] = self.sandbox.serve(self.control.answer, port=port)
        try:
            yield self
        finally:
            self.sandbox.close()


@pytest.fixture(scope="package")
def running() -> Iterator[Controlled]:
    """One sandbox for this folder."""
    with Controlled().served() as controlled:
        yield controlled


@pytest.fixture
def controlled(running: Controlled) -> Controlled:
    """The sandbox as it is after its start."""
    running.sandbox.reset()
    return running


def free_ports(count: int) -> int:
    """The first of some ports in a row that are free now."""
    for start in range(20_000, 32_000, 10):
        with ExitStack() as stack:
            try:
                for port in range(start, start + count):
                    stack.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            return start
    raise AssertionError("no free ports")


@define(slots=False)  # playwright attaches something to what it calls
class Watched:
    """Opens pages and notes what no page of ours may do: complain, break its policy, ask another host."""

    browser: Browser
    complaints: list[str] = Factory(list)
    hosts: set[str] = Factory(set)
    contexts: list[Any] = Factory(list)
    expected: Sequence[str] = ()
    """Parts of complaints that belong to a test."""

    def open(
        self,
        link: str,
        *,
        size: tuple[int, int] = WIDE,
        language: str = "en-US",
        scheme: Any = "light",
        has_script: bool = True,
    ) -> Page:
        """Open a link in a browser that knows nothing yet."""
        context = self.browser.new_context(
            java_script_enabled=has_script,
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        page.goto(link)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def close(self) -> None:
        """Close all pages."""
        for context in self.contexts:
            context.close()


@pytest.fixture
def watched(browser: Browser, controlled: Controlled) -> Iterator[Watched]:
    """Opens pages; whatever one did that it may not fails the test."""
    watched = Watched(browser)
    yield watched
    watched.close()
    assert [] == [text for text in watched.complaints if not any(part in text for part in watched.expected)]
    assert {urlsplit(controlled.url).netloc, ""} >= watched.hosts


@pytest.fixture
def page(watched: Watched, controlled: Controlled) -> Page:
    """The page, connected."""
    page = watched.open(controlled.link)
    page.wait_for_selector('[data-state="live"]')
    return page
