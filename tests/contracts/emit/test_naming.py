"""The one way that wire names become Python names."""

from collections.abc import Callable

import pytest

from contracts.naming import constant_name, field_name, operation_name, request_name


@pytest.mark.parametrize(
    ("made", "wire", "name"),
    [
        # Snake case; what Python or the generated code needs itself ends in an underscore.
        (field_name, "bizId", "biz_id"),
        (field_name, "h5ModeConfig", "h5_mode_config"),
        (field_name, "cert_no", "cert_no"),
        (field_name, "URLPath", "url_path"),
        (field_name, "userID", "user_id"),
        (field_name, "type", "type"),
        (field_name, "class", "class_"),
        (field_name, "from", "from_"),
        (field_name, "None", "none"),
        (field_name, "number", "number_"),
        (field_name, "self", "self_"),
        (field_name, "X-Trace-Id", "x_trace_id"),
        # So does what a client has already.
        (operation_name, "queryEnrollStatus", "query_enroll_status"),
        (operation_name, "get_flow", "get_flow"),
        (operation_name, "import", "import_"),
        (operation_name, "close", "close_"),
        # The constant of an operation is its method in capitals.
        (constant_name, "queryEnrollStatus", "QUERY_ENROLL_STATUS"),
        # The component that holds what is passed is named after the operation.
        (request_name, "queryEnrollStatus", "QueryEnrollStatusRequest"),
        (request_name, "get_flow-outline", "GetFlowOutlineRequest"),
    ],
)
def test_a_name_is_made_in_one_way(made: Callable[[str], str], wire: str, name: str) -> None:
    """Fields, methods, constants and request components, each by its own rule."""
    assert made(wire) == name
