# Generated from specs/zoloz by scripts/build.py; do not edit.

from collections.abc import Mapping
from typing import Final

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.reply import RawReply

from .authentication_test import CheckCredentialsResponse
from .connect_checkresult import CheckresultResponse
from .connect_enroll import EnrollResponse
from .connect_initialize import H5ModeConfig, InitializeResponse, OperationMode, ServiceLevel
from .connect_unenroll import UnenrollResponse
from .facecompare_compare import CompareFacesResponse, Face
from .privacyinfo_delete import DeletePrivacyInfoResponse
from .query_enroll_status import QueryEnrollStatusResponse

SERVERS: Final[Mapping[str, str]]
OPERATIONS: Final[Mapping[str, str]]
WAITERS: Final[Mapping[str, str]]

class Client(SyncCaller):
    """ZOLOZ Connect and Face Compare, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

    def check_credentials(self) -> CheckCredentialsResponse:
        """Check credentials by a call that does nothing else.

        The gateway sends back what it received; no product is involved. An authentic answer shows
        that the client id, the keys and, where it is used, the encryption fit together on both
        sides. The request is always an empty object.

        Returns:
            What came back; when the call returns it, the credentials fit.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Known from: Interact with the ZOLOZ gateway,
        https://docs.zoloz.com/zoloz/saas/integration/swuhyv
        """

    def checkresult(self, *, biz_id: str | None = None, transaction_id: str) -> CheckresultResponse:
        """Get the result of a face verification.

        May be called repeatedly, whether the verification is complete or not. The codes `SUCCESS`
        and `NOT_SAME_PERSON` both report a result, the second one as a `RejectedError` that has the
        answer; every other code is a failure of the call. Older editions of the page have no
        `connectResult`: an answer without it is of unknown outcome.

        Args:
            biz_id: The caller's own id of the business, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            transaction_id: The id which `initialize` returned. At most 64 characters.

        Returns:
            The result of a face verification, as far as there is one.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: checkresult,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/connect-checkresult

        Partial: The copies lack the result codes after NOT_SAME_PERSON, if there are more, and the
        samples.
        """

    def wait_for_checkresult(
        self, *, biz_id: str | None = None, transaction_id: str, timeout: float = 600.0, require_verified: bool = False
    ) -> CheckresultResponse:
        """Call `checkresult` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 2 s on. Failures that pass by themselves do not end the waiting.

        Args:
            biz_id: The caller's own id of the business, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            transaction_id: The id which `initialize` returned. At most 64 characters.
            timeout: Seconds in all.
            require_verified: Raise if the last answer does not say that the person or organization is verified.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself, or what `require_verified()` of the answer raises.
        """

    def enroll(self, *, biz_id: str | None = None, user_id: str, base64_image_content: str) -> EnrollResponse:
        """Enroll a user's face for later verifications.

        Takes a face image that was captured before, for instance by Real ID or Face Capture.
        Whether a second call for the same user replaces the image, adds one or fails is not stated.

        Args:
            biz_id: The caller's own id of the business, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            user_id: The merchant's identifier of one person, best made anonymous beforehand,
                for instance by hashing. At most 64 characters; sensitive: masked in `repr`.
            base64_image_content: The face image in JPG format, in base64, of at most 1 MB. At
                most 1398104 characters; sensitive: masked in `repr`.

        Returns:
            What became of the enrollment.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: enroll,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/connect-enroll

        Partial: The copies lack the page's own result codes, if it has any, and a sample answer.
        """

    def initialize(
        self,
        *,
        biz_id: str | None = None,
        meta_info: str,
        user_id: str,
        scene_code: str | None = None,
        service_level: ServiceLevel | str | None = None,
        operation_mode: OperationMode | str | None = None,
        h5_mode_config: H5ModeConfig | None = None,
    ) -> InitializeResponse:
        """Start one face verification of an enrolled user.

        Hand `clientCfg` to the ZOLOZ SDK in the app or to the Web SDK in the browser; ask for the
        result with `checkresult` and the transaction id.

        How the browser comes back: the Web SDK sends it to the callback page of `h5ModeConfig` with
        a query parameter `response`, a JSON object with `state`, `code` (1000 success, 1003
        interrupted, 2006 failure), `subCode` and `extInfo`. It comes through the browser and is not
        signed, so it proves nothing: it is only the moment to call `checkresult`. No page describes
        a message from ZOLOZ's server to the merchant's.

        Args:
            biz_id: The caller's own id of the business, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            meta_info: Description of SDK and device: the JSON text which the ZOLOZ SDK returns,
                passed on unchanged; in H5 mode `MOB_H5`. At most 512 characters; sensitive: masked
                in `repr`.
            user_id: The identifier under which the user was enrolled. At most 64 characters;
                sensitive: masked in `repr`.
            scene_code: The business scene, for statistics only; recommended are `login`,
                `riskVerify`, `payment` and `changePassword`. At most 64 characters.
            service_level: The level of the liveness check, by default `CONNECT0002`. Not
                supported in H5 mode.
            operation_mode: How strict the process is, by default `STANDARD`. Not supported in
                H5 mode.
            h5_mode_config: Settings of H5 mode.

        Returns:
            A verification that was started.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: initialize,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/connect-initialize

        Partial: The copies lack the rest of the values of operationMode, the table of H5ModeConfig
        and the result codes.
        """

    def unenroll(self, *, biz_id: str | None = None, user_id: str) -> UnenrollResponse:
        """Delete a user's enrolled face.

        Deletes all face images and facial features which enrollment obtained of the user; until the
        user is enrolled again, no verification can be initialized. A failure with status `U` (its
        `outcome_unknown` is true) means that images or features were not completely deleted; what
        to do then is cut off in the copies.

        Args:
            biz_id: The caller's own id of the business, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            user_id: The identifier under which the user was enrolled. At most 64 characters;
                sensitive: masked in `repr`.

        Returns:
            What became of the deletion.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: unenroll,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/connect-unenroll

        Partial: The copies lack what to do at status U, the result codes and the samples.
        """

    def query_enroll_status(self, *, biz_id: str | None = None, user_id: str) -> QueryEnrollStatusResponse:
        """Check whether a user has an enrolled face.

        The answer names the outcome in `result` only. That `SUCCESS` means "this user is enrolled"
        is inferred. How "not enrolled" is reported is not stated: the page's list of result codes
        is missing, and no other source names the code or its status.

        Args:
            biz_id: The caller's own id of the request, for tracing; should be unique, but the
                server does not check. At most 32 characters; left out, a fresh one is made, and the
                answer tells it.
            user_id: The merchant's identifier of the user, best made anonymous beforehand, for
                instance by hashing. At most 64 characters; sensitive: masked in `repr`.

        Returns:
            The answer to an enrollment query; no field besides the result is documented.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: Connect - Query Enroll Status API,
        https://docs.zoloz.com/zoloz/saas/apireference/g6gktbzf
        """

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

    def delete_privacy_info(self, *, transaction_id: str) -> DeletePrivacyInfoResponse:
        """Delete the private information of one transaction.

        Deletes document or face images, results of text recognition and what was entered. Whether
        what `enroll` keeps is touched is not stated: `unenroll` deletes that.

        Args:
            transaction_id: The id of the transaction. 1 to 64 characters.

        Returns:
            What became of the deletion.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: Privacy Info - Delete API,
        read in copies that others made,
        https://docs.zoloz.com/zoloz/saas/apireference/delete

        Partial: The copies lack the body of the sample answer.
        """

class AsyncClient(AsyncCaller):
    """ZOLOZ Connect and Face Compare, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""

    async def check_credentials(self) -> CheckCredentialsResponse:
        """`Client.check_credentials`, from async code."""

    async def checkresult(self, *, biz_id: str | None = None, transaction_id: str) -> CheckresultResponse:
        """`Client.checkresult`, from async code."""

    async def wait_for_checkresult(
        self, *, biz_id: str | None = None, transaction_id: str, timeout: float = 600.0, require_verified: bool = False
    ) -> CheckresultResponse:
        """`Client.wait_for_checkresult`, from async code."""

    async def enroll(self, *, biz_id: str | None = None, user_id: str, base64_image_content: str) -> EnrollResponse:
        """`Client.enroll`, from async code."""

    async def initialize(
        self,
        *,
        biz_id: str | None = None,
        meta_info: str,
        user_id: str,
        scene_code: str | None = None,
        service_level: ServiceLevel | str | None = None,
        operation_mode: OperationMode | str | None = None,
        h5_mode_config: H5ModeConfig | None = None,
    ) -> InitializeResponse:
        """`Client.initialize`, from async code."""

    async def unenroll(self, *, biz_id: str | None = None, user_id: str) -> UnenrollResponse:
        """`Client.unenroll`, from async code."""

    async def query_enroll_status(self, *, biz_id: str | None = None, user_id: str) -> QueryEnrollStatusResponse:
        """`Client.query_enroll_status`, from async code."""

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

    async def delete_privacy_info(self, *, transaction_id: str) -> DeletePrivacyInfoResponse:
        """`Client.delete_privacy_info`, from async code."""

class RawClient(RawCaller):
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""

    def check_credentials(self) -> RawReply[CheckCredentialsResponse]:
        """`Client.check_credentials`, with the exchange."""

    def checkresult(self, *, biz_id: str | None = None, transaction_id: str) -> RawReply[CheckresultResponse]:
        """`Client.checkresult`, with the exchange."""

    def enroll(self, *, biz_id: str | None = None, user_id: str, base64_image_content: str) -> RawReply[EnrollResponse]:
        """`Client.enroll`, with the exchange."""

    def initialize(
        self,
        *,
        biz_id: str | None = None,
        meta_info: str,
        user_id: str,
        scene_code: str | None = None,
        service_level: ServiceLevel | str | None = None,
        operation_mode: OperationMode | str | None = None,
        h5_mode_config: H5ModeConfig | None = None,
    ) -> RawReply[InitializeResponse]:
        """`Client.initialize`, with the exchange."""

    def unenroll(self, *, biz_id: str | None = None, user_id: str) -> RawReply[UnenrollResponse]:
        """`Client.unenroll`, with the exchange."""

    def query_enroll_status(self, *, biz_id: str | None = None, user_id: str) -> RawReply[QueryEnrollStatusResponse]:
        """`Client.query_enroll_status`, with the exchange."""

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

    def delete_privacy_info(self, *, transaction_id: str) -> RawReply[DeletePrivacyInfoResponse]:
        """`Client.delete_privacy_info`, with the exchange."""

class AsyncRawClient(AsyncRawCaller):
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""

    async def check_credentials(self) -> RawReply[CheckCredentialsResponse]:
        """`AsyncClient.check_credentials`, with the exchange."""

    async def checkresult(self, *, biz_id: str | None = None, transaction_id: str) -> RawReply[CheckresultResponse]:
        """`AsyncClient.checkresult`, with the exchange."""

    async def enroll(
        self, *, biz_id: str | None = None, user_id: str, base64_image_content: str
    ) -> RawReply[EnrollResponse]:
        """`AsyncClient.enroll`, with the exchange."""

    async def initialize(
        self,
        *,
        biz_id: str | None = None,
        meta_info: str,
        user_id: str,
        scene_code: str | None = None,
        service_level: ServiceLevel | str | None = None,
        operation_mode: OperationMode | str | None = None,
        h5_mode_config: H5ModeConfig | None = None,
    ) -> RawReply[InitializeResponse]:
        """`AsyncClient.initialize`, with the exchange."""

    async def unenroll(self, *, biz_id: str | None = None, user_id: str) -> RawReply[UnenrollResponse]:
        """`AsyncClient.unenroll`, with the exchange."""

    async def query_enroll_status(
        self, *, biz_id: str | None = None, user_id: str
    ) -> RawReply[QueryEnrollStatusResponse]:
        """`AsyncClient.query_enroll_status`, with the exchange."""

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

    async def delete_privacy_info(self, *, transaction_id: str) -> RawReply[DeletePrivacyInfoResponse]:
        """`AsyncClient.delete_privacy_info`, with the exchange."""
