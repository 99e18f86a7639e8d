# Generated from specs/esign by scripts/build.py; do not edit.

from .callbacks import FaceFailureCode, OrganizationCallback, PersonCallback
from .client import SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient
from .flow_outline import (
    GET_FLOW_OUTLINE,
    FlowOutline,
    FlowOutlineFailure,
    FlowOutlineResponse,
    FlowStatus,
    GetFlowOutlineRequest,
    ObjectType,
    RelatedFlow,
    RelatedSubFlow,
    RelatedSubFlowType,
    SubFlow,
    SubFlowStatus,
    SubFlowType,
)
from .shared import GatewayRejection

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
