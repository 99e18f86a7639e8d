"""What each answer means about a person or an organization, put down by hand from the providers' documents.

Not read off the contracts, which are held to it, and judged by a few lines of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen

Json = Any
Condition = Mapping[str, Sequence[Json]]
"""Dotted path in wire names → the values of which it must have one; None stands for absent and for null."""


@frozen
class Same:
    """Stands in a condition for the value of another field."""

    path: str


@frozen(kw_only=True)
class Row:
    """What an operation, or a callback, says.

    Attributes:
        subject: of what; empty if it says nothing, so that its answer has no outcome. By value of a field where one
            tells: ``data.objectType: INDIVIDUAL is person-present``.
        verified, rejected, pending: an answer that meets one of these, and none of another kind.
        codes: refusals that are about the person, or the person's to mend, by kind.
        waiter: the client's method.
        unfinished: while one of these holds, it goes on.
        ends: if given, it ends in order with one of these, and with an error otherwise.
        binds: field of an unsigned answer → argument that it has to repeat.
        one_shot: whether a yes counts that neither a signature nor a binding ties to the question.
    """

    subject: str | Mapping[str, str] = ""
    verified: Sequence[Condition] = ()
    rejected: Sequence[Condition] = ()
    pending: Sequence[Condition] = ()
    codes: Mapping[str, str] = field(factory=dict)
    waiter: str = ""
    unfinished: Sequence[Condition] = ()
    ends: Sequence[Condition] = ()
    binds: Mapping[str, str] = field(factory=dict)
    one_shot: bool = False


KINDS: Final = ("rejected", "pending", "input", "expired", "undecidable")
"""The kinds of refusal that the table lists: those that a caller has to tell a person about."""
SILENT: Final = Row()
FINE: Final = {"result.resultStatus": ["S"], "result.resultCode": ["SUCCESS"]}
FLOW: Final = {"INDIVIDUAL": "person-present", "ORGANIZATION": "organization"}
ESIGN: Final = {"30500003": "expired"}
CODE: Final = {"30503002": "input", "30503004": "input", "30503006": "input"}
COMPARED: Final = {"30504001": "rejected"}


def _flow(status: str, **more: Any) -> Row:
    return Row(
        subject={"field": "data.objectType", **FLOW},
        verified=[{"code": [0], status: ["SUCCESS"]}],
        rejected=[{"code": [0], status: ["FAIL"]}],
        pending=[{"code": [0], status: ["INIT", "ING"]}],
        codes=ESIGN,
        binds={"data.flowId": "flowId"},
        **more,
    )


def _called(subject: str) -> Row:
    repeats = {"serviceId": [None, Same("flowId")]}
    return Row(
        subject=subject,
        verified=[{"success": [True], "status": [None, True], **repeats}],
        rejected=[{"success": [False], "status": [None, False], **repeats}],
    )


def _passed(waiter: str) -> Row:
    """T is a yes; F is a no, or the person has not acted yet, and nothing tells which."""
    return Row(
        subject="person-present",
        verified=[{"passed": ["T"]}],
        codes={"CERTIFY_ID_EXPIRED": "expired"},
        waiter=waiter,
        unfinished=[{"passed": ["F"]}],
        ends=[{"passed": ["T"]}],
    )


TABLE: Final[Mapping[str, Row]] = {
    # ---- ZOLOZ ----
    "zoloz.checkCredentials": SILENT,
    "zoloz.enroll": SILENT,
    "zoloz.queryEnrollStatus": SILENT,
    "zoloz.initialize": SILENT,
    "zoloz.checkresult": Row(
        subject="person-present",
        # That a face that was taken for a fake is never a yes is our choice: the page leaves it open.
        verified=[FINE | {"connectResult": ["Success"], "extFaceInfo.faceAttack": [None, False]}],
        rejected=[
            FINE | {"connectResult": ["Failure"]},
            {"result.resultStatus": ["F"], "result.resultCode": ["NOT_SAME_PERSON"]},
        ],
        pending=[FINE | {"connectResult": ["InProcess"]}],
        codes={"NOT_SAME_PERSON": "rejected"},
        waiter="wait_for_checkresult",
        unfinished=[{"connectResult": ["InProcess"]}],
        # Older editions send none.
        ends=[{"connectResult": ["Success", "Failure", "VoidTimeout", None]}],
    ),
    "zoloz.unenroll": SILENT,
    "zoloz.deletePrivacyInfo": SILENT,
    "zoloz.compareFaces": Row(
        subject="same-face",
        verified=[FINE | {"samePerson": [True]}],
        rejected=[FINE | {"samePerson": [False]}],
    ),
    # ---- Alipay ----
    "alipay.initializeFaceCertify": SILENT,
    "alipay.verifyFaceCertify": SILENT,
    "alipay.queryFaceCertify": _passed("wait_for_face_certify"),
    "alipay.initializeFaceVerification": SILENT,
    "alipay.queryFaceVerification": Row(
        subject="person-present",
        # That a risk beside SUCCESS is never a yes is our choice: the page leaves it open.
        verified=[{"certify_state": ["SUCCESS"], "attack_flag": [None, "false"]}],
        rejected=[{"certify_state": ["FAIL"]}],
        pending=[{"certify_state": ["PROCESSING"]}],
        codes={"QUERY_CERTIFYID_EXPIRED": "expired"},
        waiter="wait_for_face_verification",
        unfinished=[{"certify_state": ["PROCESSING"]}],
        ends=[{"certify_state": ["SUCCESS", "FAIL"]}],
    ),
    "alipay.initializeCertifyOpen": SILENT,
    "alipay.queryCertifyOpen": _passed("wait_for_certify_open"),
    "alipay.preconsultCertdoc": SILENT,
    "alipay.consultCertdoc": Row(
        subject="data-match",
        verified=[{"passed": ["T"]}],
        rejected=[{"passed": ["F"]}],
        codes={"IDENTITY_VERIFY_CACHE_EXPIRED": "expired"},
    ),
    "alipay.queryJobworthAuthentication": Row(
        subject="person-present",
        verified=[{"identity_result": ["SUCCESS"]}],
        rejected=[{"identity_result": ["FAILED"]}],
        pending=[{"identity_result": ["WAITING_VERIFY"]}],
    ),
    "alipay.queryJobworthInfo": SILENT,
    "alipay.queryCreditAgreement": SILENT,
    # ---- e签宝 ----
    "esign.createIndivAuthUrl": Row(codes=ESIGN),
    "esign.createOrgAuthUrl": Row(codes=ESIGN),
    "esign.getFlowOutline": _flow(
        "data.flowStatus", waiter="wait_for_flow", unfinished=[{"data.flowStatus": ["INIT", "ING"]}]
    ),
    "esign.getFlowDetail": _flow("data.status"),
    "esign.startTelecom3Factors": Row(codes=ESIGN | COMPARED),
    "esign.resendTelecom3FactorsCode": Row(codes=ESIGN),
    "esign.verifyTelecom3FactorsCode": Row(codes=ESIGN | CODE),
    "esign.startBankCard4Factors": Row(codes=ESIGN | {"30501001": "rejected"}),
    "esign.verifyBankCard4FactorsCode": Row(codes=ESIGN | CODE),
    "esign.startFace": Row(codes=ESIGN),
    # Neither names the flow: never a yes nor a no.
    "esign.getFaceStatus": Row(
        subject="person-present",
        pending=[{"code": [0], "data.status": ["ING", "SCAN"]}],
        codes=ESIGN,
        waiter="wait_for_face",
        unfinished=[{"data.status": ["ING", "SCAN"]}],
    ),
    "esign.getTransferProcess": Row(
        subject="organization",
        pending=[{"code": [0], "data.process": ["INIT", "PAID"]}],
        codes=ESIGN,
        waiter="wait_for_transfer",
        unfinished=[{"data.process": ["INIT", "PAID"]}],
        ends=[{"data.process": ["PAID_SUCCESS", "PAID_FAILED", "ORGANFINISHED"]}],
    ),
    "esign.startOrgThreeFactors": Row(codes=ESIGN | COMPARED | {"30504002": "undecidable", "1203052": "undecidable"}),
    "esign.startOrgFourFactors": Row(codes=ESIGN | COMPARED),
    "esign.transferRandomAmount": Row(codes=ESIGN),
    "esign.verifyRandomAmount": Row(
        codes=ESIGN | {"30502002": "input", "30502003": "expired", "30502013": "expired", "30502014": "expired"}
    ),
    "esign.startLegalRepSign": Row(codes=ESIGN | {"30500053": "input", "30502011": "input"}),
    "esign.getLegalRepSignUrl": Row(codes=ESIGN),
    # FINISHED means that the letter is signed, and SIGNFAILED that a deadline ran out or that it was refused.
    "esign.getLegalRepSignResult": Row(
        codes=ESIGN,
        waiter="wait_for_legal_rep_sign",
        unfinished=[{"data.status": ["NOTSTART", "SIGNING"]}],
        ends=[{"data.status": ["FINISHED", "SIGNFAILED"]}],
    ),
    "esign.compareIndividualBase": Row(
        subject="data-match",
        verified=[{"code": [0]}],
        codes=ESIGN | COMPARED | {"30504002": "undecidable"},
        one_shot=True,
    ),
    "esign.compareIndividualTelecom3Factors": Row(
        subject="data-match",
        verified=[{"code": [0]}],
        codes=ESIGN | COMPARED | {"30504002": "undecidable"},
        one_shot=True,
    ),
}
"""By provider and operationId."""
CALLBACKS: Final[Mapping[str, Row]] = {
    "esign.identity_psn_end": _called("person-present"),
    "esign.identity_org_end": _called("organization"),
}
"""By provider and the name of the webhook; they count once they are signed and about the flow that is asked for."""


def meaning(row: Row, document: Json) -> str:
    """``verified``, ``rejected``, ``pending`` or ``unknown``: what a body of HTTP status 200 says, literally."""
    kinds = {"verified": row.verified, "rejected": row.rejected, "pending": row.pending}
    met = [kind for kind, conditions in kinds.items() if any(_holds(each, document) for each in conditions)]
    return met[0] if len(met) == 1 else "unknown"


def _holds(condition: Condition, document: Json) -> bool:
    for path, values in condition.items():
        wanted = [at(document, each.path) if isinstance(each, Same) else each for each in values]
        if not any(type(at(document, path)) is type(one) and at(document, path) == one for one in wanted):
            return False
    return True


def at(document: Json, path: str) -> Json:
    """The value at a dotted path; None if there is none."""
    for name in path.split("."):
        document = document.get(name) if isinstance(document, dict) else None
    return document
