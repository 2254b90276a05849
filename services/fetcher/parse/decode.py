"""Bytes to text: byte order mark, UTF-8 if it is valid, HTTP charset, XML declaration, Windows-1252."""

import codecs
import re
from collections.abc import Iterator

# What the web means by these names (WHATWG Encoding), not what the standards say.
_WEB_NAMES = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "windows-949": "cp949",
}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
# How `<?` and `<x` begin in encodings that are no superset of ASCII (XML 1.0, appendix F).
_SHAPES = (
    (re.compile(rb"<\0\0\0"), "utf-32-le"), (re.compile(rb"\0\0\0<"), "utf-32-be"),
    (re.compile(rb"<\0[^\0]\0"), "utf-16-le"), (re.compile(rb"\0<\0[^\0]"), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)  # fmt: skip
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""", re.IGNORECASE)
_ESCAPED = re.compile(r"^(iso-2022-|hz|utf-7)", re.IGNORECASE)

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decode(content: bytes, content_type: str | None = None) -> str:
    """Decode a document; bytes that fit no encoding come out as the replacement character."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    for encoding in _candidates(content, content_type):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def _candidates(content: bytes, content_type: str | None) -> Iterator[str]:
    for shape, encoding in _SHAPES:
        if shape.match(content):
            yield encoding
    http = _CHARSET.search(content_type or "")
    declared = _DECLARED.match(content[:1024])
    names = [name for name in (http and http[1], declared and declared[1].decode("ascii")) if name]
    # Seven-bit encodings are valid UTF-8 too, and mean something else.
    yield from (name for name in names if _ESCAPED.match(name))
    yield "utf-8"
    yield from (_WEB_NAMES.get(name.lower(), name) for name in names)


def without_illegal(text: str) -> str:
    """Drop the characters that XML and JSON records cannot hold: controls and lone surrogates."""
    return _ILLEGAL.sub("", text)
