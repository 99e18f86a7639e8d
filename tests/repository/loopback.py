"""What may stand between a client and a gateway, on loopback: something that ends TLS, and a proxy."""

import asyncio
import contextlib
import ipaddress
import ssl
import threading
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.certificates import AUTHORITY, pem, usage

LOOPBACK = "127.0.0.1"


class Relay:
    """Passes bytes on: from a TLS connection to one target, or as a proxy to wherever CONNECT asks for.

    Args:
        target: host and port; None for a proxy.
        tls: how to serve TLS; None for none.
    """

    def __init__(self, target: tuple[str, int] | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        """The first line of each CONNECT request."""
        self._target = target
        self._tls = tls
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._relay()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()

    async def _relay(self) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, LOOPBACK, 0, ssl=self._tls)
        self.port: int = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()
        connections = asyncio.all_tasks() - {asyncio.current_task()}
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError):
            far_reader, far_writer = await asyncio.open_connection(*(self._target or await self._asked(reader, writer)))
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))

    async def _asked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
        self.asked.append(head.partition("\r\n")[0])
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        host, _, port = head.split()[1].partition(":")
        return host, int(port)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


class Authority:
    """A company's own certificate authority, with a certificate for this machine."""

    def __init__(self, folder: Path) -> None:
        self.certificate = folder / "company-ca.pem"
        key, machine = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.certificate.write_text(pem(key, "company", extension=AUTHORITY, usage=usage(key_cert_sign=True)))
        address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))])
        chain = folder / "machine.pem"
        private = machine.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        chain.write_text(private + pem(machine, "machine", issuer="company", signer=key, serial=2, extension=address))
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.load_cert_chain(chain)
