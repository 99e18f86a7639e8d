"""OpenTelemetry's httpx instrumentation: calls work under it, and persons and secrets can be kept out of its spans."""

import httpx
import pytest
from opentelemetry.context import Context
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from realname import TransportError
from realname.sandbox import Sandbox

from .conftest import CERT_NO, MODULES, Ask


class WithoutQuery(SpanProcessor):
    """Cuts the query off every recorded address, as the README shows it."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Replace the address, under its old and its new name."""
        for name in ("http.url", "url.full"):
            if address := (span.attributes or {}).get(name):
                span.set_attribute(name, str(address).partition("?")[0])


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


@pytest.mark.parametrize("provider", sorted(MODULES))
def test_a_call_works_and_leaves_a_span(provider: str, ask: Ask, realname_sandbox: Sandbox) -> None:
    """The header that carries the trace is added after the signing and breaks no signature."""
    tracing = Tracing()
    with httpx.Client() as http:
        tracing.of(http)
        ask(provider, http)

    [request] = realname_sandbox.requests
    assert 1 == len(tracing.spans)
    assert "accepted" == request.verdict
    assert "traceparent" in dict(request.headers)


@pytest.mark.parametrize("provider", sorted(MODULES))
async def test_an_async_call_works_and_leaves_a_span(provider: str, ask: Ask, realname_sandbox: Sandbox) -> None:
    """The same from an async client."""
    tracing = Tracing()
    async with httpx.AsyncClient() as http:
        tracing.of(http)
        await ask(provider, http)

    [request] = realname_sandbox.requests
    assert 1 == len(tracing.spans)
    assert "accepted" == request.verdict


def test_by_itself_it_records_who_was_asked_about(ask: Ask) -> None:
    """The reason for the advice in SECURITY.md: Alipay's query is in the recorded address."""
    tracing = Tracing()
    with httpx.Client() as http:
        tracing.of(http)
        ask("alipay", http)

    [span] = tracing.spans
    assert CERT_NO in span


def test_without_the_query_nothing_personal_is_recorded(ask: Ask) -> None:
    """What the README shows is enough: path and status stay, the person does not."""
    tracing = Tracing(WithoutQuery())
    with httpx.Client() as http:
        tracing.of(http)
        reply = ask("alipay", http)

    [span] = tracing.spans
    assert "/v3/zhima/customer/jobworth/authentication" in span
    assert [] == [value for value in dict(reply.http.request.url.params).values() if value and f'"{value}"' in span]
    assert CERT_NO not in span


async def test_without_the_query_nothing_personal_is_recorded_async(ask: Ask) -> None:
    """It holds for async clients as well, for which a sync hook of the instrumentation would be passed over."""
    tracing = Tracing(WithoutQuery())
    async with httpx.AsyncClient() as http:
        tracing.of(http)
        await ask("alipay", http)

    [span] = tracing.spans
    assert CERT_NO not in span


@pytest.mark.parametrize("processors", [(), (WithoutQuery(),)], ids=["as it comes", "without query"])
def test_the_secret_in_a_token_request_goes_with_the_query(
    processors: tuple[SpanProcessor, ...], realname_sandbox: Sandbox, ask: Ask
) -> None:
    """With `access="token"` the application's secret travels in a query: recorded as it comes, cut off with it."""
    secret = realname_sandbox.environment()["REALNAME_ESIGN_APP_SECRET"]
    tracing = Tracing(*processors)
    with httpx.Client() as http:
        tracing.of(http)
        ask("esign", http, access="token")

    assert [not processors, False] == [secret in span for span in tracing.spans]


def test_a_failed_call_records_no_person(ask: Ask) -> None:
    """Neither does the exception that the span notes."""
    tracing = Tracing(WithoutQuery())
    with httpx.Client() as http:
        tracing.of(http)
        with pytest.raises(TransportError):
            ask("alipay", http, "http://127.0.0.1:1", attempts=1)

    [span] = tracing.spans
    assert "ConnectError" in span
    assert CERT_NO not in span
