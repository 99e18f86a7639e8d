# Generated from specs/esign by scripts/build.py; do not edit.

"""e签宝 identity verification.

State and outcome of identity-verification flows (实名认证) at e签宝, asked for or told by callback.
Requests are signed, or carry a token that `GET /v1/oauth2/access_token` gives for the app's id and
secret; fetching tokens is transport and not described further.
"""

from importlib import import_module

from .client import SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient

# The module of each name: a page is loaded when something of it is first used.
_MODULES = {
    "GatewayRejection": "shared",
    "FaceFailureCode": "callbacks",
    "OrganizationCallback": "callbacks",
    "PersonCallback": "callbacks",
    "FlowOutline": "flow_outline",
    "FlowOutlineFailure": "flow_outline",
    "FlowOutlineResponse": "flow_outline",
    "FlowStatus": "flow_outline",
    "GET_FLOW_OUTLINE": "flow_outline",
    "GetFlowOutlineRequest": "flow_outline",
    "ObjectType": "flow_outline",
    "RelatedFlow": "flow_outline",
    "RelatedSubFlow": "flow_outline",
    "RelatedSubFlowType": "flow_outline",
    "SubFlow": "flow_outline",
    "SubFlowStatus": "flow_outline",
    "SubFlowType": "flow_outline",
}

__all__ = [
    "FaceFailureCode",
    "FlowOutline",
    "FlowOutlineFailure",
    "FlowOutlineResponse",
    "FlowStatus",
    "GET_FLOW_OUTLINE",
    "GatewayRejection",
    "GetFlowOutlineRequest",
    "ObjectType",
    "OrganizationCallback",
    "PersonCallback",
    "RelatedFlow",
    "RelatedSubFlow",
    "RelatedSubFlowType",
    "SERVERS",
    "SubFlow",
    "SubFlowStatus",
    "SubFlowType",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
