"""The one way that wire names become Python names."""

import pytest

from contracts.naming import constant_name, field_name, operation_name, request_name


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("bizId", "biz_id"),
        ("h5ModeConfig", "h5_mode_config"),
        ("cert_no", "cert_no"),
        ("URLPath", "url_path"),
        ("userID", "user_id"),
        ("type", "type"),
        ("class", "class_"),
        ("from", "from_"),
        ("None", "none"),
        ("number", "number_"),
        ("self", "self_"),
        ("X-Trace-Id", "x_trace_id"),
    ],
)
def test_field_name(wire: str, name: str) -> None:
    """Snake case; what Python or the generated code needs itself ends in an underscore."""
    assert field_name(wire) == name


@pytest.mark.parametrize(
    ("operation_id", "name"),
    [
        ("queryEnrollStatus", "query_enroll_status"),
        ("get_flow", "get_flow"),
        ("import", "import_"),
        ("close", "close_"),
    ],
)
def test_operation_name(operation_id: str, name: str) -> None:
    """Snake case; what a client has already ends in an underscore."""
    assert operation_name(operation_id) == name


def test_constant_name() -> None:
    """The constant of an operation is its method in capitals."""
    assert constant_name("queryEnrollStatus") == "QUERY_ENROLL_STATUS"


@pytest.mark.parametrize(
    ("operation_id", "name"),
    [("queryEnrollStatus", "QueryEnrollStatusRequest"), ("get_flow-outline", "GetFlowOutlineRequest")],
)
def test_request_name(operation_id: str, name: str) -> None:
    """The component that holds what is passed is named after the operation."""
    assert request_name(operation_id) == name
