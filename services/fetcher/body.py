"""Bodies: decompressed within bounds, for a kilobyte on the wire can be a gigabyte in memory."""

import zlib

from services.fetcher.parse.document import MAX_DOCUMENT_BYTES

CODINGS = frozenset({"", "identity", "gzip", "x-gzip"})
_STEP = 1024 * 1024


class BodyRefused(ValueError):
    """A body that is too large, damaged, or in a coding that was not asked for."""


class Body:
    """Takes a body as it comes in and keeps at most `limit` bytes of it, on the wire and unpacked."""

    def __init__(self, coding: str, limit: int = MAX_DOCUMENT_BYTES) -> None:
        coding = coding.strip().lower()
        if coding not in CODINGS:
            raise BodyRefused(f"content coding {coding[:40]!r} was not asked for")
        self._limit = limit
        self._unpacker = zlib.decompressobj(31) if "gzip" in coding else None
        self._wire = 0
        self._kept = bytearray()

    def take(self, chunk: bytes) -> None:
        """Add what came over the wire.

        Raises:
            BodyRefused: the body is above the limit or damaged.
        """
        self._wire += len(chunk)
        if self._wire > self._limit:
            raise BodyRefused(f"more than {self._limit} bytes")
        if self._unpacker is None:
            self._kept += chunk
        else:
            self._unpack(chunk)

    def _unpack(self, chunk: bytes) -> None:
        try:
            while chunk and self._unpacker is not None:
                self._kept += self._unpacker.decompress(chunk, _STEP)
                if len(self._kept) > self._limit:
                    raise BodyRefused(f"more than {self._limit} bytes when unpacked")
                chunk = self._unpacker.unconsumed_tail or self._next_member()
        except zlib.error as error:
            raise BodyRefused(f"damaged gzip: {error}") from None

    def _next_member(self) -> bytes:
        """What follows the end of a gzip member: another member, or padding that is dropped."""
        assert self._unpacker is not None
        rest = self._unpacker.unused_data
        if self._unpacker.eof and rest.startswith(b"\x1f\x8b"):
            self._unpacker = zlib.decompressobj(31)
            return rest
        return b""

    def whole(self) -> bytes:
        """The body.

        Raises:
            BodyRefused: it broke off in the middle.
        """
        if self._unpacker is not None and self._wire and not self._unpacker.eof:
            raise BodyRefused("damaged gzip: it breaks off")
        return bytes(self._kept)
