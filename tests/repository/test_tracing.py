"""OpenTelemetry's httpx instrumentation: calls work under it, and persons and secrets can be kept out of its spans."""

from typing import Any

import httpx
import pytest
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from realname import TransportError, esign, fast
from realname.sandbox import Sandbox
from tests import facts
from tests.repository.blocks import blocks
from tests.repository.conftest import Ask

DOCS = facts.ROOT / "docs"
PERSON = facts.main("alipay").wire["cert_no"]


def _without_query() -> SpanProcessor:
    """What cuts the query off every recorded address, as the page shows it."""
    [text] = [block.text for block in blocks(DOCS / "observability.md") if "class WithoutQuery" in block.text]
    shown: dict[str, Any] = {}
    exec(text, shown)  # noqa: S102 - the project's own page
    processor: SpanProcessor = shown["WithoutQuery"]()
    return processor


class Tracing:
    """Spans of instrumented clients, kept in memory."""

    def __init__(self, *processors: SpanProcessor) -> None:
        self._exporter = InMemorySpanExporter()
        self._provider = TracerProvider(shutdown_on_exit=False)
        for processor in (*processors, SimpleSpanProcessor(self._exporter)):
            self._provider.add_span_processor(processor)

    def of(self, client: httpx.Client | httpx.AsyncClient) -> None:
        """Instrument a client."""
        HTTPXClientInstrumentor.instrument_client(client, tracer_provider=self._provider)

    @property
    def spans(self) -> list[str]:
        """Everything that was recorded, one text a span."""
        return [span.to_json() for span in self._exporter.get_finished_spans()]


async def test_a_call_works_and_leaves_a_span(provider: str, ask: Ask, sandbox: Sandbox) -> None:
    """The header that carries the trace is added after the signing and breaks no signature."""
    tracing = Tracing()

    await ask(provider, prepare=tracing.of)

    assert 2 == len(tracing.spans)
    assert ["accepted"] * 2 == [request.verdict for request in sandbox.requests]
    assert "traceparent" in dict(sandbox.requests[0].headers)


async def test_by_itself_it_records_who_was_asked_about(ask: Ask) -> None:
    """The reason for the advice in SECURITY.md: Alipay's query is in the recorded address."""
    tracing = Tracing()

    await ask("alipay", prepare=tracing.of)

    assert [True] * 2 == [PERSON in span for span in tracing.spans]


async def test_without_the_query_nothing_personal_is_recorded(ask: Ask) -> None:
    """What the README shows is enough: path and status stay, the person does not; sync and async."""
    tracing = Tracing(_without_query())

    replies = await ask("alipay", prepare=tracing.of)

    for span, reply in zip(tracing.spans, replies, strict=True):
        assert facts.main("alipay").concrete_path in span
        assert [] == [value for value in reply.http.request.url.params.values() if value and f'"{value}"' in span]
        assert PERSON not in span


@pytest.mark.parametrize("processors", [(), (_without_query(),)], ids=["as it comes", "without query"])
async def test_the_secret_in_a_token_request_goes_with_the_query(
    processors: tuple[SpanProcessor, ...], sandbox: Sandbox, ask: Ask
) -> None:
    """With `access="token"` the application's secret travels in a query: recorded as it comes, cut off with it."""
    secret = sandbox.environment()["REALNAME_ESIGN_APP_SECRET"]
    tracing = Tracing(*processors)

    await ask("esign", prepare=tracing.of, options={"access": "token"})

    assert [not processors, False] * 2 == [secret in span for span in tracing.spans]


async def test_a_failed_call_records_no_person(ask: Ask) -> None:
    """Neither does the exception that the span notes."""
    tracing = Tracing(_without_query())

    errors = await ask("alipay", "http://127.0.0.1:1", prepare=tracing.of)

    assert [TransportError] * 2 == [type(error) for error in errors]
    for span in tracing.spans:
        assert "ConnectError" in span
        assert PERSON not in span


async def test_fast_connections_are_traced_too(sandbox: Sandbox) -> None:
    """A client that is instrumented by itself stays fast; where all of httpx is, its own way is taken."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()
    found: list[int] = []

    async def ask(client: httpx.Client, async_client: httpx.AsyncClient) -> None:
        for one in (client, async_client):
            options: Any = {"base_url": sandbox.esign.url, "http_client": one}
            kind = esign.Client if one is client else esign.AsyncClient
            answered: Any = kind(sandbox.esign.credentials, **options).get_flow_outline(
                flow_id=sandbox.esign.add_flow()
            )
            assert 0 == (await answered if one is async_client else answered).code
        found.append(len(exporter.get_finished_spans()))

    with fast.client() as client:
        async with fast.async_client() as async_client:
            for one in (client, async_client):
                instrumentor.instrument_client(one, tracer_provider=provider)
            await ask(client, async_client)
            assert 1 == len(client._transport._connections.idle)  # type: ignore[attr-defined]
            for one in (client, async_client):
                instrumentor.uninstrument_client(one)
            instrumentor.instrument(tracer_provider=provider)
            try:
                await ask(client, async_client)
            finally:
                instrumentor.uninstrument()
            await ask(client, async_client)

    assert [2, 4, 4] == found
