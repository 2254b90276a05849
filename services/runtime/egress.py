"""The way out: HTTP clients that reach public addresses and, beyond them, only what is allowed by name.

    URL -> httpx -> pool -> connect_tcp: resolve once -> judge every address -> dial the judged one

The check stands where the connection is made, so neither a redirect nor a name that resolves
differently the second time gets around it. TLS and Host stay on the name: httpcore takes them from the URL.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpcore
import httpx

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

WEB_PORTS = frozenset({80, 443, 8080, 8443})
"""Where feeds and pages of the open web are."""
TLS_PORTS = frozenset({443, 8443})
"""Where https receivers are; without 80, plain http stays inside the allowed networks."""

_NAT64 = IPv6Network("64:ff9b::/96")
# `is_global` calls each of these public (measured on 3.11): translation, tunnels, retired and reserved ranges.
_NEVER_PUBLIC: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "192.88.99.0/24", "::/8", "64:ff9b:1::/48", "2001::/23", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
    )
)  # fmt: skip


class Refused(Exception):
    """A connection that the guard did not make; says to which host and why, never a whole URL."""


@dataclass(frozen=True)
class Networks:
    """Ranges that may be reached although they are not public: on any port, by plain http too."""

    allow: tuple[Network, ...] = ()

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Networks":
        """Read CIDR ranges such as `127.0.0.0/8`.

        Raises:
            ValueError: naming the range that is none.
        """
        return cls(tuple(ip_network(text) for text in texts))

    def allows(self, address: Address) -> bool:
        """Say whether an address lies in an allowed range."""
        return any(address.version == network.version and address in network for network in self.allow)

    def objection(self, text: str, port: int, ports: frozenset[int] = WEB_PORTS) -> str | None:
        """Say why an address and port must not be dialled; None where they may."""
        address = _plain(ip_address(text))
        if self.allows(address):
            return None
        if not _public(address):
            return f"{text} is not a public address"
        return None if port in ports else f"port {port} is not one of {sorted(ports)}"


def _plain(address: Address) -> Address:
    """The IPv4 address inside a mapped or NAT64 one; others as they are."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(address.packed[-4:]) if address in _NAT64 else address


def _public(address: Address) -> bool:
    barred = any(address.version == network.version and address in network for network in _NEVER_PUBLIC)
    return address.is_global and not address.is_multicast and not barred


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver, in the order in which it would be dialled."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=1)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard(httpcore.AsyncNetworkBackend):
    """Dials addresses that it has judged itself; a name with one forbidden address is refused whole."""

    def __init__(self, networks: Networks, ports: frozenset[int] = WEB_PORTS, resolver: Resolve = resolve) -> None:
        self._networks = networks
        self._ports = ports
        self._resolve = resolver
        self._dialler = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                return await self._dial(await self._judged(host, port), port, local_address, socket_options)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"no connection to {host} within {timeout} s") from None

    async def _judged(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} does not resolve: {error}") from None
        if not addresses:
            raise httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            objection = self._networks.objection(address, port, self._ports)
            if objection:
                raise Refused(f"{host}: {objection}")
        return addresses

    async def _dial(
        self,
        addresses: Sequence[str],
        port: int,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.AsyncNetworkStream:
        problem: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                return await self._dialler.connect_tcp(
                    address, port, local_address=local_address, socket_options=socket_options
                )
            except httpcore.ConnectError as error:
                problem = error
        raise problem

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 httpcore's own signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise Refused("unix sockets are not reached over HTTP")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over a pool whose connections are made by the guard.

    httpx has no public hook for the network backend: its `_pool` is replaced. Were that name to
    change, requests would fail for want of it; none would go out unguarded.
    """

    def __init__(self, guard: Guard, limits: httpx.Limits) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls_context(),
            max_connections=limits.max_connections,
            max_keepalive_connections=limits.max_keepalive_connections,
            keepalive_expiry=limits.keepalive_expiry,
            network_backend=guard,
        )


@lru_cache(maxsize=1)
def tls_context() -> ssl.SSLContext:
    """The one TLS context of the process: building it costs 10 ms and a megabyte each time.

    `SSL_CERT_FILE` and `SSL_CERT_DIR` are honoured, for companies with an authority of their own.
    """
    return httpx.create_ssl_context()


def guarded_client(
    networks: Networks,
    *,
    ports: frozenset[int] = WEB_PORTS,
    limits: httpx.Limits | None = None,
    timeout: httpx.Timeout | float = 20.0,
    headers: dict[str, str] | None = None,
    resolver: Resolve = resolve,
) -> httpx.AsyncClient:
    """Build a client that can only reach what the guard lets through.

    No proxy, netrc or certificate setting of the environment applies, and redirects are not followed:
    whoever follows one by hand passes the guard again. httpx's time-outs are per operation; put
    `asyncio.timeout` around an attempt.

    A request raises `Refused` where the guard would not connect, and httpx's own errors otherwise.
    """
    transport = GuardedTransport(
        Guard(networks, ports, resolver), limits or httpx.Limits(max_connections=20, keepalive_expiry=30.0)
    )
    return httpx.AsyncClient(
        transport=transport, trust_env=False, follow_redirects=False, timeout=timeout, headers=headers
    )
