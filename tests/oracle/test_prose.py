"""The one rule that Alipay's page states in prose only, so that no schema can judge it."""

from typing import Any

import httpx
import pytest
from hypothesis import given

from realname import RealnameError, RequestError
from tests.oracle.contract import CASES
from tests.providers import BASE_URL, Caller, alipay_caller
from tests.strategies import drawing, matching

(CASE,) = [case for case in CASES if case.contract.provider == "alipay"]
PERSON = ("user_id", "open_id", "cert_no")


@pytest.fixture(scope="module")
def caller(caller_keys: Any, provider_keys: Any) -> Caller:
    """Calls to Alipay; its keys are read once."""
    return alipay_caller(caller_keys, provider_keys)


@drawing
@given(arguments=matching(CASE.request, CASE.contract.components))
def test_a_person_has_to_be_named(caller: Caller, arguments: dict[str, Any]) -> None:
    """Without a member id, an open id or a document number nothing is sent; with one of them the request leaves."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        raise httpx.ConnectError("far enough")

    documented = {name: value for name, value in arguments.items() if name in CASE.python_names}
    with httpx.Client(transport=httpx.MockTransport(answer)) as pool:
        client = caller.module.Client(caller.credentials, base_url=BASE_URL, http_client=pool, attempts=1)
        with pytest.raises(RealnameError) as caught:
            client.query_jobworth_authentication(**documented)

    named = any(documented.get(name) for name in PERSON)
    assert (int(named), not named) == (len(sent), isinstance(caught.value, RequestError))
