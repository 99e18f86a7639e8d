# Generated from specs/zoloz/facecompare-compare.yaml by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare: compare."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.answer import OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.model import Request, fresh, masked, nested, text, told, wire
from realname.core.operation import Operation
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import CodedResult


@frozen(kw_only=True)
class Face(Request):
    """An image with a face in it."""

    content: str = field(validator=text(min_length=1, max_length=6990508), repr=masked, metadata=wire("content"))
    """The image in JPG, JPEG, PNG or BMP format, in base64, of at most 5 MB."""

    rect: str | None = field(default=None, validator=optional(text(max_length=32)), repr=masked, metadata=wire("rect"))
    """Where the face is, as `left,top,width,height`."""


@frozen(kw_only=True)
class CompareFacesRequest(Request):
    """The two faces to compare."""

    OPERATION: ClassVar[str] = "compare_faces"
    DOCUMENT: ClassVar[str] = "https://docs.zoloz.com/zoloz/saas/apireference/compare"

    biz_id: str = field(
        default=None, converter=fresh, validator=text(min_length=1, max_length=32), metadata=wire("bizId")
    )
    """The caller's own unique id, for tracing."""

    face1: Face = field(validator=nested(Face), repr=masked, metadata=wire("face1"))
    """The first face, taken as a live face; with a face from a document the result is not reliable."""

    face2: Face = field(validator=nested(Face), repr=masked, metadata=wire("face2"))
    """The second face, live or from a document; see `sourceOfFace2`."""

    user_id: str | None = field(
        default=None, validator=optional(text(max_length=64)), repr=masked, metadata=wire("userId")
    )
    """The merchant's identifier of the user, best made anonymous beforehand, for instance by hashing."""

    source_of_face2: str | None = field(
        default=None, validator=optional(text(max_length=32)), metadata=wire("sourceOfFace2")
    )
    """Where the second face comes from: `SELFIE` (the default) for a live face, `00000001007` or a
    valid document type for a face from a document. If it does not fit the image, the result is not
    reliable.
    """


@frozen(kw_only=True)
class CompareFacesResponse(OutcomeAnswer):
    """The result of a comparison.

    Its `outcome` speaks of whether two faces are of the same person.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(
        verified=({"result.result_status": "S", "result.result_code": "SUCCESS", "same_person": True},),
        rejected=({"result.result_status": "S", "result.result_code": "SUCCESS", "same_person": False},),
    )

    result: CodedResult = field(metadata=wire("result"))
    """What came of the request."""

    transaction_id: str | None = field(default=None, metadata=wire("transactionId"))
    """ZOLOZ's id of the comparison."""

    score: float | None = field(default=None, repr=masked, metadata=wire("score"))
    """How alike the two faces are, 0.0 to 100.0."""

    same_person: bool | None = field(default=None, metadata=wire("samePerson"))
    """Whether the algorithm takes both faces for the same person."""

    biz_id: str | None = field(default=None, eq=False, metadata=told("bizId"))
    """The `biz_id` that was sent, passed or made; None if no call gave this answer. It is not on the wire."""


COMPARE_FACES: Final = Operation(
    name="compare_faces",
    method="POST",
    path="/api/v1/zoloz/facecompare/compare",
    sends_body=True,
    request=CompareFacesRequest,
    answer=CompareFacesResponse,
    failures={200: CompareFacesResponse},
    fresh=("biz_id",),
    retry="connect-only",
    document="https://docs.zoloz.com/zoloz/saas/apireference/compare",
)
"""Compare two faces."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def compare_faces(
        self,
        *,
        biz_id: str | None = None,
        face1: Face,
        face2: Face,
        user_id: str | None = None,
        source_of_face2: str | None = None,
    ) -> CompareFacesResponse:
        """Compare two faces.

        Says whether two images show the same person; nobody takes part, and no liveness is checked.
        Of several faces in an image the largest one is taken. Both images together must not exceed
        5 MB.

        Args:
            biz_id: The caller's own unique id, for tracing. 1 to 32 characters; left out, a
                fresh one is made, and the answer tells it.
            face1: The first face, taken as a live face; with a face from a document the result
                is not reliable. Sensitive: masked in `repr`.
            face2: The second face, live or from a document; see `sourceOfFace2`. Sensitive:
                masked in `repr`.
            user_id: The merchant's identifier of the user, best made anonymous beforehand, for
                instance by hashing. At most 64 characters; sensitive: masked in `repr`.
            source_of_face2: Where the second face comes from: `SELFIE` (the default) for a live
                face, `00000001007` or a valid document type for a face from a document. If it does
                not fit the image, the result is not reliable. At most 32 characters.

        Returns:
            The result of a comparison.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: compare,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/compare

        Partial: The copies lack the page's own result codes and the sample answer.
        """
        return self._call(
            COMPARE_FACES,
            CompareFacesRequest(
                biz_id=biz_id, face1=face1, face2=face2, user_id=user_id, source_of_face2=source_of_face2
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def compare_faces(
        self,
        *,
        biz_id: str | None = None,
        face1: Face,
        face2: Face,
        user_id: str | None = None,
        source_of_face2: str | None = None,
    ) -> CompareFacesResponse:
        """`Client.compare_faces`, from async code."""
        return (
            await self._call(
                COMPARE_FACES,
                CompareFacesRequest(
                    biz_id=biz_id, face1=face1, face2=face2, user_id=user_id, source_of_face2=source_of_face2
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def compare_faces(
        self,
        *,
        biz_id: str | None = None,
        face1: Face,
        face2: Face,
        user_id: str | None = None,
        source_of_face2: str | None = None,
    ) -> RawReply[CompareFacesResponse]:
        """`Client.compare_faces`, with the exchange."""
        return self._client._call(
            COMPARE_FACES,
            CompareFacesRequest(
                biz_id=biz_id, face1=face1, face2=face2, user_id=user_id, source_of_face2=source_of_face2
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def compare_faces(
        self,
        *,
        biz_id: str | None = None,
        face1: Face,
        face2: Face,
        user_id: str | None = None,
        source_of_face2: str | None = None,
    ) -> RawReply[CompareFacesResponse]:
        """`AsyncClient.compare_faces`, with the exchange."""
        return await self._client._call(
            COMPARE_FACES,
            CompareFacesRequest(
                biz_id=biz_id, face1=face1, face2=face2, user_id=user_id, source_of_face2=source_of_face2
            ),
        )
