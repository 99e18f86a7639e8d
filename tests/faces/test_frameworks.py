"""Callbacks and notifications as Flask, Django and FastAPI hand them over, from real servers and test clients."""

import http.client
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from socket import create_server
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django.conf  # type: ignore[import-untyped]
import pytest
import uvicorn
from attrs import evolve
from django.core.handlers.wsgi import WSGIRequest  # type: ignore[import-untyped]
from django.http import HttpResponse  # type: ignore[import-untyped]
from django.test import Client as DjangoClient  # type: ignore[import-untyped]
from django.test import override_settings
from django.urls import re_path  # type: ignore[import-untyped]
from fastapi import FastAPI, Request, Response
from flask import Flask
from flask import request as flask_request

import realname
from realname import alipay, esign
from realname.sandbox import EsignCallback, Sandbox

QUERY = "order=001&b=%E5%BC%A0&order=2&a=x+y&empty="
Way = dict[str, Any]
"""What a view passes of one request: headers, query and body; or a form."""
View = Callable[[list[Way]], int]
"""Answers a post, given every way in which a framework hands it over, with a status."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        pass


@contextmanager
def _wsgi(application: Any) -> Iterator[str]:
    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _flask(view: View) -> Any:
    application = Flask(__name__)

    @application.post("/<path:_>")
    def take(_: str) -> tuple[str, int]:
        body = flask_request.get_data()
        return "", view(
            [
                {"headers": flask_request.headers, "query": flask_request.query_string, "body": body},
                {"headers": flask_request.environ, "query": flask_request.args, "body": memoryview(body)},
                {"headers": dict(flask_request.headers), "query": flask_request.args.to_dict(flat=False), "body": body},
                {"form": body},
                {"form": flask_request.form},
            ]
        )

    return application


def _settings() -> None:
    if not django.conf.settings.configured:
        django.conf.settings.configure(SECRET_KEY="made-up")


def _django_ways(request: Any) -> list[Way]:
    return [
        {"headers": request.headers, "query": request.META["QUERY_STRING"], "body": request.body},
        {"headers": request.META, "query": request.GET, "body": bytearray(request.body)},
        {"headers": list(request.headers.items()), "query": dict(request.GET.lists()), "body": request.body},
        {"form": request.body},
        {"form": request.POST},
    ]


def _django(view: View) -> Any:
    _settings()

    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response(f"{view(_django_ways(WSGIRequest(environ)))} -", [("Content-Length", "0")])
        return [b""]

    return application


def _fastapi_application(view: View) -> FastAPI:
    application = FastAPI()

    @application.post("/{path:path}")
    async def take(request: Request) -> Response:
        body = await request.body()
        ways: list[Way] = [
            {"headers": request.headers, "query": request.query_params, "body": body},
            {"headers": request.scope["headers"], "query": request.scope["query_string"], "body": body},
            {"headers": request.headers.raw, "query": request.url.query, "body": body.decode()},
            {"form": body},
            {"form": body.decode()},
        ]
        return Response(status_code=view(ways))

    return application


@contextmanager
def _fastapi(view: View) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(_fastapi_application(view), log_config=None, lifespan="off"))
    with create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


SERVERS: Mapping[str, Callable[[View], Any]] = {
    "flask": lambda view: _wsgi(_flask(view)),
    "django": lambda view: _wsgi(_django(view)),
    "fastapi": _fastapi,
}


def _status(ways: list[Way], verify: Callable[..., object]) -> int:
    """200 if every way is verified, 403 if none is, 500 if they differ."""
    found = set()
    for way in ways:
        try:
            verify(**way)
            found.add(200)
        except realname.SignatureError:
            found.add(403)
    return found.pop() if len(found) == 1 else 500


@pytest.mark.parametrize("framework", SERVERS)
def test_a_callback_is_verified_as_a_framework_hands_it_over(framework: str, sandbox: Sandbox) -> None:
    """In each of its types; a forged one in none of them."""
    sandbox.esign.settings.callback_schedule = ()

    def view(ways: list[Way]) -> int:
        given = [way for way in ways if "form" not in way]
        return _status(given, lambda **way: esign.verify_callback(sandbox.esign.credentials, **way, max_age=60))

    with SERVERS[framework](view) as url:
        assert [200] == sandbox.esign.send_callback(f"{url}/notify?{QUERY}")
        assert [403] == sandbox.esign.send_callback(f"{url}/notify?{QUERY}", genuine=False)


def _post_by_flask(view: View, callback: EsignCallback) -> int:
    client = _flask(view).test_client()
    return int(client.post(callback.target, data=callback.body, headers=callback.headers).status_code)


def _post_by_django(view: View, callback: EsignCallback) -> int:
    _settings()
    routes = (re_path("", lambda request: HttpResponse(status=view(_django_ways(request)))),)
    with override_settings(ROOT_URLCONF=routes):
        answer = DjangoClient().post(
            callback.target, callback.body, content_type=callback.headers["Content-Type"], headers=callback.headers
        )
    return int(answer.status_code)


def _post_by_fastapi(view: View, callback: EsignCallback) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for the successor of httpx
        from fastapi.testclient import TestClient
    client = TestClient(_fastapi_application(view))
    return int(client.post(callback.target, content=callback.body, headers=callback.headers).status_code)


CLIENTS: Mapping[str, Callable[[View, EsignCallback], int]] = {
    "flask": _post_by_flask,
    "django": _post_by_django,
    "fastapi": _post_by_fastapi,
}


@pytest.mark.parametrize("framework", CLIENTS)
@pytest.mark.parametrize("url", [f"/notify?{QUERY}", f"https://shop.example/notify?{QUERY}", "/通知?b=张&x=%&y=/?"])
def test_a_callback_is_posted_by_a_test_client(framework: str, url: str, sandbox: Sandbox) -> None:
    """Of the framework, without a server; a forged one is refused, and so is a genuine one to another address."""
    flow_id = sandbox.esign.add_flow(flow_status="FAIL")

    def view(ways: list[Way]) -> int:
        given = [way for way in ways if "form" not in way]
        verify = partial(esign.verify_callback, sandbox.esign.credentials, flow_id=flow_id, max_age=60)
        return _status(given, verify)

    genuine = sandbox.esign.callback(flow_id, url=url)
    forged = sandbox.esign.callback(flow_id, url=url, genuine=False)
    elsewhere = evolve(genuine, target=f"{genuine.path}?b=1")

    assert [200, 403, 403] == [CLIENTS[framework](view, callback) for callback in (genuine, forged, elsewhere)]


@pytest.mark.parametrize("framework", SERVERS)
def test_a_notification_is_verified_as_a_framework_hands_it_over(framework: str, sandbox: Sandbox) -> None:
    """Raw and as a form; with one letter changed in neither."""

    def view(ways: list[Way]) -> int:
        given = [way for way in ways if "form" in way]
        return _status(given, lambda **way: alipay.verify_notification(sandbox.alipay.credentials, **way, max_age=60))

    form = sandbox.alipay.notification(subject="张 三+&=%")
    with SERVERS[framework](view) as url:
        assert 200 == _post(url, form)
        assert 403 == _post(url, form | {"subject": "张 三+&=?"})


def _post(url: str, form: Mapping[str, str]) -> int:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        connection.request("POST", "/notify", urlencode(form), headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_callback_is_verified_as_lambda_hands_it_over(sandbox: Sandbox) -> None:
    """An event of API Gateway: mappings to single values, and to lists."""
    events: list[Way] = []

    def view(ways: list[Way]) -> int:
        headers, query = dict(ways[0]["headers"]), parse_qs(QUERY, keep_blank_values=True)
        lists = {name: [value] for name, value in headers.items()}
        events.append({"headers": lists, "query": query, "body": ways[0]["body"].decode()})
        return 200

    with SERVERS["fastapi"](view) as url:
        sandbox.esign.send_callback(f"{url}/notify?{QUERY}")

    (event,) = events
    assert esign.verify_callback(sandbox.esign.credentials, **event).flow_id
    with pytest.raises(realname.RequestError, match="query"):
        esign.verify_callback(sandbox.esign.credentials, **event | {"query": None})
    with pytest.raises(realname.SignatureError):
        esign.verify_callback(sandbox.esign.credentials, **event | {"query": {}})
