"""Signers: keys that somebody else holds. What they give is tried out when credentials are built, and at each call."""

import asyncio
import base64
import pickle
import threading
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
import trio
from attrs import evolve
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

import realname
from realname import alipay, zoloz
from realname.core.reply import Verification
from realname.core.signer import SignerKey
from realname.explain import explain_answer, explain_request
from realname.sandbox import Sandbox
from tests import facts
from tests.captures import Alipay, Zoloz
from tests.certificates import pem
from tests.pairs import KeyPair
from tests.providers import CLIENT_ID, Caller, Script, accepted_arguments

MARKER = "MARKER-of-the-device"
V15, SHA256 = padding.PKCS1v15(), hashes.SHA256()
Sign = Callable[[rsa.RSAPrivateKey, bytes], Any]


class Device:
    """A signer without any code of the package; it keeps the threads in which it was asked."""

    def __init__(self, key: rsa.RSAPrivateKey, sign: Sign | None = None) -> None:
        self._key = key
        self._sign = sign
        self.public_key: Any = key.public_key()
        self.threads: list[int] = []

    def sign(self, data: bytes) -> Any:
        """Sign."""
        self.threads.append(threading.get_ident())
        return self._key.sign(data, V15, SHA256) if self._sign is None else self._sign(self._key, data)


class Decrypting(Device):
    """One that decrypts, too."""

    scheme: padding.AsymmetricPadding = V15

    def decrypt(self, data: bytes) -> bytes:
        """Decrypt."""
        self.threads.append(threading.get_ident())
        return self._key.decrypt(data, self.scheme)


class Awaited(Device):
    """One that async clients can wait for."""

    awaited = 0

    async def asign(self, data: bytes) -> Any:
        """Sign."""
        await asyncio.sleep(0)
        self.awaited += 1
        return self.sign(data)


def _broken(_: rsa.RSAPrivateKey, data: bytes) -> bytes:
    raise LookupError(f"{MARKER} {data!r}")


def _held(caller: Caller, device: object, keys: KeyPair) -> Caller:
    """The same calls with the key in a device."""
    if caller.provider == "zoloz":
        found: Any = zoloz.Credentials(client_id=CLIENT_ID, private_key=device, zoloz_public_key=keys.public())  # type: ignore[arg-type]  # the test's
    else:
        found = alipay.Credentials(app_id="2021", private_key=device, alipay_public_key=keys.public())  # type: ignore[arg-type]  # the test's
    return evolve(caller, credentials=found)


@pytest.fixture(params=["zoloz", "alipay"])
def caller(request: pytest.FixtureRequest, callers: Mapping[str, Caller]) -> Caller:
    """A provider that takes RSA keys: one whose call may be repeated, and one whose call uses up a token."""
    return callers[request.param]


# ---- what a signer has to be ----


def _private(line: str) -> rsa.RSAPrivateKey:
    key = serialization.load_der_private_key(base64.b64decode(line), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


@pytest.mark.parametrize("kind", [Decrypting, Awaited])
@pytest.mark.parametrize("mode", ["pairs", "encrypted", "public key", "certificates"])
async def test_a_device_signs_in_every_mode(mode: str, kind: type[Device], sandbox: Sandbox) -> None:
    """The gateway accepts what it signs and the client what comes back, sync and async."""
    provider = "zoloz" if mode in ("pairs", "encrypted") else "alipay"
    variables = sandbox.environment()
    if mode == "certificates":
        variables |= sandbox.alipay.environment(certificates=True)
    settings: dict[str, Any] = {
        name.removeprefix(f"REALNAME_{provider}_".upper()).lower(): value
        for name, value in variables.items()
        if name.startswith(f"REALNAME_{provider}_".upper())
    }
    if mode == "certificates":
        del settings["alipay_public_key"]
    device = kind(_private(settings.pop("private_key")))
    module: Any = {"zoloz": zoloz, "alipay": alipay}[provider]
    base_url, options = settings.pop("base_url"), {"encrypt": mode == "encrypted"}
    build = module.CertificateCredentials if mode == "certificates" else module.Credentials
    credentials = build(private_key=device, **settings)
    calls: list[Any] = []

    if mode == "encrypted" and kind is Awaited:
        with pytest.raises(realname.ConfigurationError, match="encrypt needs a signer that decrypts"):
            module.Client(credentials, base_url=base_url, **options)
        return
    name = facts.main(provider).name
    with module.Client(credentials, base_url=base_url, **options) as client:
        calls.append(getattr(client.with_raw_response, name)(**accepted_arguments(sandbox, provider)))
    async with module.AsyncClient(credentials, base_url=base_url, **options) as client:
        calls.append(await getattr(client.with_raw_response, name)(**accepted_arguments(sandbox, provider)))

    assert [Verification.VERIFIED] * 2 == [call.verification for call in calls]


PUBLIC_KEYS: dict[str, Callable[[KeyPair], Any]] = {
    "PEM": lambda keys: keys.public(),
    "PEM as text": lambda keys: keys.public().decode(),
    "base64": lambda keys: keys.public_line,
    "object": lambda keys: keys.key.public_key(),
    "method": lambda keys: keys.key.public_key,
}


@pytest.mark.parametrize("form", PUBLIC_KEYS)
def test_a_public_key_comes_in_many_forms(form: str, caller_keys: KeyPair) -> None:
    """As people have it."""
    device = Device(caller_keys.key)
    device.public_key = PUBLIC_KEYS[form](caller_keys)

    assert caller_keys.key.public_key() == SignerKey(device, "private_key").public_key()._key


@cache
def _another(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def _padded(key: rsa.RSAPrivateKey, block: bytes) -> bytes:
    """PKCS#1 v1.5 over a block as it is, without the hash's name in front."""
    numbers, size = key.private_numbers(), key.key_size // 8
    padded = b"\0\1" + b"\xff" * (size - 3 - len(block)) + b"\0" + block
    return pow(int.from_bytes(padded, "big"), numbers.d, numbers.public_numbers.n).to_bytes(size, "big")


def _pss(algorithm: hashes.HashAlgorithm, salt: Any) -> Sign:
    return lambda key, data: key.sign(data, padding.PSS(padding.MGF1(algorithm), salt), algorithm)


async def _coroutine() -> bytes:
    return b""


MISTAKES: dict[str, tuple[Sign, str]] = {
    "PSS": (_pss(SHA256, padding.PSS.DIGEST_LENGTH), "pads with PSS, for PKCS#1 v1.5"),
    "PSS, longest salt": (_pss(SHA256, padding.PSS.MAX_LENGTH), "pads with PSS"),
    "PSS, SHA-512": (_pss(hashes.SHA512(), padding.PSS.DIGEST_LENGTH), "pads with PSS"),
    "SHA-1": (lambda key, data: key.sign(data, V15, hashes.SHA1()), "hashes with SHA1, for SHA-256"),  # noqa: S303
    "SHA-512": (lambda key, data: key.sign(data, V15, hashes.SHA512()), "hashes with SHA512, for SHA-256"),
    "twice": (lambda key, data: key.sign(sha256(data).digest(), V15, SHA256), "hashes twice"),
    "another text": (lambda key, data: key.sign(data + b"\n", V15, SHA256), "signs another text"),
    "no DigestInfo": (lambda key, data: _padded(key, sha256(data).digest()), "leaves the hash's name"),
    "no hash": (lambda key, data: _padded(key, data), "does not hash"),
    "another key": (lambda _, data: _another(2048).sign(data, V15, SHA256), "another key than its public_key"),
    "a longer key": (lambda _, data: _another(3072).sign(data, V15, SHA256), "gives 384 bytes for the 256"),
    "base64": (lambda key, data: base64.b64encode(key.sign(data, V15, SHA256)), "gives 344 bytes for the 256"),
    "text": (lambda key, data: base64.b64encode(key.sign(data, V15, SHA256)).decode(), "gives str for bytes"),
    "nothing": (lambda _, __: None, "gives NoneType for bytes"),
    "raising": (_broken, r"gives no signature \(LookupError\)"),
    "async": (lambda _, __: _coroutine(), "which asign is for"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_signer_that_signs_otherwise_is_told(mistake: str, caller: Caller, caller_keys: KeyPair) -> None:
    """When the credentials are built, in words that say how it signs instead; the right one is taken."""
    sign, says = MISTAKES[mistake]

    with pytest.raises(realname.ConfigurationError, match=f"private_key is a signer that .*{says}") as caught:
        _held(caller, Device(caller_keys.key, sign), caller.keys)

    assert "private_key" == caught.value.setting
    assert MARKER not in _everything(caught.value)
    prehashed: Sign = lambda key, data: key.sign(sha256(data).digest(), V15, Prehashed(SHA256))  # noqa: E731
    _held(caller, Device(caller_keys.key, prehashed), caller.keys)


@pytest.mark.parametrize(
    ("public_key", "says"),
    [
        (None, "must be a key"),
        ("", "is empty"),
        (ec.generate_private_key(ec.SECP256R1()).public_key(), "must be a key"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "is a certificate"),
        (lambda: 1 / 0, "cannot be read"),
    ],
    ids=["none", "empty", "curve", "certificate", "raising"],
)
def test_a_signer_without_a_usable_public_key_is_refused(public_key: Any, says: str, caller_keys: KeyPair) -> None:
    """It says that it is the signer's key which is meant."""
    device = Device(caller_keys.key)
    device.public_key = public_key

    with pytest.raises(realname.ConfigurationError, match=f"private_key.public_key .*{says}"):
        zoloz.Credentials(client_id="1", private_key=device, zoloz_public_key=_public(_another(2048)))


def test_what_is_neither_key_nor_signer_is_refused(caller_keys: KeyPair) -> None:
    """An object without both is nothing that could sign."""
    for neither in (object(), 1, None):
        with pytest.raises(realname.ConfigurationError, match="private_key"):
            zoloz.Credentials(client_id="1", private_key=neither, zoloz_public_key=caller_keys.public())  # type: ignore[arg-type]  # the mistake


def _public(key: rsa.RSAPrivateKey) -> bytes:
    return KeyPair(key).public()


def test_what_belongs_to_the_key_is_checked_against_the_signers(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """The own public key in the provider's place, and a certificate of another key."""
    device, bundle = Device(caller_keys.key), pem(provider_keys.key, "root")
    settings: Any = {"alipay_certificates": pem(provider_keys.key), "root_certificates": bundle}

    with pytest.raises(realname.ConfigurationError, match="public half of your own"):
        zoloz.Credentials(client_id="1", private_key=device, zoloz_public_key=caller_keys.public())
    with pytest.raises(realname.ConfigurationError, match="does not belong to private_key"):
        alipay.CertificateCredentials(app_id="1", private_key=device, app_certificate=pem(_another(2048)), **settings)


def test_a_signer_is_not_pickled_and_shows_nothing(caller_keys: KeyPair) -> None:
    """Its device may hold a PIN."""
    credentials = zoloz.Credentials(
        client_id="1", private_key=Device(caller_keys.key), zoloz_public_key=_public(_another(2048))
    )

    assert "SignerKey(…)" == repr(credentials.private_key)
    for what in (credentials, credentials.private_key):
        with pytest.raises(TypeError, match="pickle"):
            pickle.dumps(what)


# ---- at a call ----


def _everything(error: BaseException) -> str:
    """What a log could hold of an error, with the locals of the package's and the device's frames."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [frame for frame in shown.stack if "overlays" in frame.filename or frame.name in ("sign", "_broken")]
    return f"{error!r} {error.__cause__!r} {error.__context__!r} {[frame.locals for frame in ours]}"


@pytest.mark.usefixtures("no_waiting")
async def test_a_device_that_fails_sends_nothing(caller: Caller, caller_keys: KeyPair) -> None:
    """It is asked again as after a failed connection, whatever the operation; its text and frames are not kept."""
    device = Device(caller_keys.key)
    held = _held(caller, device, caller.keys)
    gateway = Script(caller.answer())
    device._sign = _broken
    asked = len(device.threads)

    errors = await held.both(gateway)

    assert 6 == len(device.threads) - asked
    assert [] == gateway.requests
    for error in errors:
        assert isinstance(error, realname.TransportError)
        assert "the signer failed (LookupError); nothing was sent" in str(error)
        assert (False, held.main.name) == (error.outcome_unknown, error.operation)
        assert MARKER not in _everything(error)


@pytest.mark.usefixtures("no_waiting")
async def test_a_device_that_recovers_is_asked_again(caller: Caller, caller_keys: KeyPair) -> None:
    """One failure, then a signature: the call is answered."""
    device = Device(caller_keys.key)
    held = _held(caller, device, caller.keys)
    failures = iter([True, False, True, False])
    device._sign = lambda key, data: _broken(key, data) if next(failures) else key.sign(data, V15, SHA256)

    assert [caller.main.success] * 2 == [answer.to_wire() for answer in await held.both(caller.answer())]


@pytest.mark.parametrize("mistake", sorted(MISTAKES.keys() - {"raising", "no hash"}))
async def test_a_wrong_signature_is_never_sent(mistake: str, caller: Caller, caller_keys: KeyPair) -> None:
    """A device that changes its ways after it was tried out: the call says how, and sends nothing."""
    sign, says = MISTAKES[mistake]
    device = Device(caller_keys.key)
    held = _held(caller, device, caller.keys)
    gateway = Script(caller.answer())
    device._sign = sign

    errors = await held.both(gateway, attempts=1)

    assert [True, True] == [isinstance(error, realname.TransportError) and says in str(error) for error in errors]
    assert [] == gateway.requests


def test_signatures_that_threads_mix_up_are_never_sent(caller_keys: KeyPair, zoloz_caller: Caller) -> None:
    """A session that two threads share gives each the other's."""
    both, last = threading.Barrier(2, timeout=10), [b"", b""]
    device = Device(caller_keys.key)
    held = _held(zoloz_caller, device, zoloz_caller.keys)

    def mix_up(key: rsa.RSAPrivateKey, data: bytes) -> bytes:
        mine = both.wait()
        last[mine] = key.sign(data, V15, SHA256)
        both.wait()
        return last[1 - mine]

    device._sign = mix_up
    gateway = Script(zoloz_caller.answer())
    client = held.client(gateway, attempts=1)

    def call(user: str) -> str:
        with pytest.raises(realname.TransportError) as caught:
            client.query_enroll_status(**held.main.minimal | {"user_id": user})
        return str(caught.value)

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(call, ["a", "b"]))

    assert [True, True] == ["signs another text" in text for text in said]
    assert [] == gateway.requests


async def test_an_async_client_does_not_wait_in_the_loop(caller: Caller, caller_keys: KeyPair) -> None:
    """A signer runs in a thread there, and one with `asign` is awaited; in a sync client both sign in place."""
    loop = threading.get_ident()
    device, awaited = Device(caller_keys.key), Awaited(caller_keys.key)
    probes = len(device.threads)
    held, held_awaited = (_held(caller, one, caller.keys) for one in (device, awaited))

    await held.both(caller.answer())
    await held_awaited.both(caller.answer())

    sync, waiting = device.threads[probes + 1 :]
    assert (True, False) == (sync == loop, waiting == loop)
    assert 1 == awaited.awaited
    assert {loop} == {*awaited.threads}


async def test_a_device_that_hangs_does_not_hold_up_an_async_client(
    caller: Caller, caller_keys: KeyPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call ends with its time, and nothing is sent; other tasks go on meanwhile."""
    monkeypatch.setattr("realname.core.client._STEP_FIRST", 5.0)  # on a busy machine both limits pass at once
    device = Device(caller_keys.key)
    held = _held(caller, device, caller.keys)
    gateway, turns, over = Script(caller.answer()), 0, threading.Event()
    device._sign = lambda _, __: over.wait(60)
    call = asyncio.ensure_future(held.ask(held.async_client(gateway, timeout=0.5, attempts=1)))

    while not call.done():
        await asyncio.sleep(0.01)
        turns += 1
    with pytest.raises(realname.TransportError, match=r"the signer failed \(TimeoutError\)") as caught:
        await call

    over.set()
    assert not caught.value.outcome_unknown
    assert turns > 2
    assert [] == gateway.requests


async def test_what_a_device_takes_is_the_calls_time(caller: Caller, caller_keys: KeyPair) -> None:
    """What follows has what is left; where nothing is left, nothing is sent."""
    device = Device(caller_keys.key)
    held = _held(caller, device, caller.keys)
    gateway = Script(caller.answer())

    def slow(seconds: float) -> Sign:
        def sign(key: rsa.RSAPrivateKey, data: bytes) -> bytes:
            threading.Event().wait(seconds)
            return key.sign(data, V15, SHA256)

        return sign

    device._sign = slow(0.3)
    answers = await held.both(gateway, timeout=20, attempts=1)
    errors = await held.both(gateway, timeout=0.2, attempts=1)

    assert [caller.main.success] * 2 == [answer.to_wire() for answer in answers]
    left = [request.extensions["timeout"] for request in gateway.requests]
    assert [True, True] == [0 < max(steps.values()) <= 19.7 for steps in left]
    assert [(realname.TransportError, False)] * 2 == [(type(each), each.outcome_unknown) for each in errors]


def test_under_trio_a_device_signs_in_a_thread(caller: Caller, caller_keys: KeyPair) -> None:
    """As it does under asyncio."""
    device = Device(caller_keys.key)
    held = _held(caller, device, caller.keys)

    async def call() -> Any:
        return await held.ask(held.async_client(caller.answer()))

    assert caller.main.success == trio.run(call).to_wire()
    assert threading.get_ident() != device.threads[-1]


async def test_an_async_client_does_not_decrypt_in_the_loop(sandbox: Sandbox) -> None:
    """A sync one does it where it was called."""
    settings = sandbox.environment()
    device = Decrypting(_private(settings["REALNAME_ZOLOZ_PRIVATE_KEY"]))
    credentials = _zoloz(settings, device)
    options: Any = {"base_url": settings["REALNAME_ZOLOZ_BASE_URL"], "encrypt": True}
    found = []
    with zoloz.Client(credentials, **options) as client:
        client.check_credentials()
        found.append(device.threads[-1] == threading.get_ident())
    async with zoloz.AsyncClient(credentials, **options) as async_client:
        await async_client.check_credentials()
        found.append(device.threads[-1] == threading.get_ident())

    assert [True, False] == found


def _zoloz(settings: Mapping[str, str], device: Device) -> zoloz.Credentials:
    return zoloz.Credentials(
        client_id=settings["REALNAME_ZOLOZ_CLIENT_ID"],
        private_key=device,
        zoloz_public_key=settings["REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY"],
    )


def test_an_answer_that_the_device_cannot_decrypt(caller_keys: KeyPair, sandbox: Sandbox) -> None:
    """The request was sent, so the outcome is unknown; a device that decrypts in another way is refused at once."""
    settings = sandbox.environment()
    device = Decrypting(_private(settings["REALNAME_ZOLOZ_PRIVATE_KEY"]))
    credentials = _zoloz(settings, device)
    with zoloz.Client(credentials, base_url=settings["REALNAME_ZOLOZ_BASE_URL"], encrypt=True) as client:
        client.check_credentials()
        device.decrypt = lambda data: _broken(device._key, data)  # type: ignore[method-assign]  # the device breaks
        with pytest.raises(realname.DecodeError, match=r"the signer could not decrypt.* \(LookupError\)") as caught:
            client.check_credentials()

    assert caught.value.outcome_unknown
    assert MARKER not in _everything(caught.value)
    oaep = Decrypting(caller_keys.key)
    oaep.scheme = padding.OAEP(padding.MGF1(SHA256), SHA256, None)
    held = zoloz.Credentials(client_id="1", private_key=oaep, zoloz_public_key=_public(_another(2048)))
    with pytest.raises(realname.ConfigurationError, match="encrypt needs a signer that decrypts"):
        zoloz.Client(held, base_url="https://gateway.example", encrypt=True)
    zoloz.Client(held, base_url="https://gateway.example").close()


def test_explain_works_with_a_device(caller_keys: KeyPair, provider_keys: KeyPair, callers: dict[str, Caller]) -> None:
    """What it signed is told from what it did not, and so are answers."""
    zoloz_held, alipay_held = (
        _held(callers[name], Device(caller_keys.key), provider_keys) for name in ("zoloz", "alipay")
    )
    answer = zoloz_held.answer()
    lines = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())

    said = [
        explain_request("zoloz", Zoloz().request(caller_keys), zoloz_held.credentials),
        explain_request("alipay", Alipay().request(caller_keys), alipay_held.credentials),
        explain_request("zoloz", Zoloz().request(provider_keys), zoloz_held.credentials),
        explain_answer(
            "zoloz",
            f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + answer.body,
            request=zoloz_held.main.concrete_path,
            credentials=zoloz_held.credentials,
        ),
    ]

    assert [True, True, False, True] == [each.outcome.name == "VERIFIES" for each in said], said
