# Generated from specs/esign.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification.

State and outcome of identity-verification flows (实名认证) at e签宝, asked for or told by callback.
Requests are signed, or carry a token that `GET /v1/oauth2/access_token` gives for the app's id and
secret; fetching tokens is transport and not described further.
"""

from .client import GET_FLOW_OUTLINE, SERVERS, AsyncClient, AsyncRawClient, Client, RawClient
from .models import (
    FaceFailureCode,
    FlowOutline,
    FlowOutlineFailure,
    FlowOutlineResponse,
    FlowStatus,
    GatewayRejection,
    GetFlowOutlineRequest,
    ObjectType,
    OrganizationCallback,
    PersonCallback,
    RelatedFlow,
    RelatedSubFlow,
    RelatedSubFlowType,
    SubFlow,
    SubFlowStatus,
    SubFlowType,
)

__all__ = [
    "AsyncClient",
    "AsyncRawClient",
    "Client",
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
    "RawClient",
    "RelatedFlow",
    "RelatedSubFlow",
    "RelatedSubFlowType",
    "SERVERS",
    "SubFlow",
    "SubFlowStatus",
    "SubFlowType",
]
