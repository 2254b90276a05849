"""Links: made absolute for readers, and canonical for telling items apart."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

MAX_LINK = 2048
"""The longest link that is kept, in characters."""

_TRACKING = re.compile(
    r"^(utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|_hs\w+|ns_\w+|at_\w+|mc_[ce]id|fbclid|gclid|gbraid|wbraid|dclid|msclkid|twclid|igshid"
    r"|yclid|ysclid|ttclid|srsltid|mkt_tok|oly_\w+_id|vero_id|wickedid|s_kwcid|cmpid|cmp|ito|ocid|ncid|feedtype|feedname"
    r"|rss_id|xtor|spm|amp|output_type|guccounter|guce_\w+|ref_src|campaign_id|smid|taid)$",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}


def absolute(link: str | None, base: str | None) -> str | None:
    """An http or https link without white space inside; None where it cannot be had or is too long."""
    text = re.sub(r"\s+", "", link or "")
    try:
        joined = urljoin(base or "", text) if text else ""
        parts = urlsplit(joined)
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORTS or not parts.hostname or len(joined) > MAX_LINK:
        return None
    return joined.encode(errors="ignore").decode()


def canonical(link: str) -> str:
    """What two spellings of one address have in common.

    Host in lower case, https, no default port, no fragment, no parameters that count visitors; the
    remaining ones keep their order, for some servers mind it.
    """
    parts = urlsplit(link)
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair.partition("=")[0]))
    return urlunsplit(("https", _host(parts), parts.path or "/", query, ""))


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        port = parts.port
    except ValueError:
        port = None
    return host if port in (None, _PORTS.get(parts.scheme.lower())) else f"{host}:{port}"


def names_one_item(link: str) -> bool:
    """Say whether a link can stand for an item: a site's front page stands for all of them."""
    parts = urlsplit(link)
    return bool(parts.path.strip("/") or parts.query)
