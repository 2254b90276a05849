"""Settings: what every process reads from KOREADESK_* variables and flags."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt, SecretStr, ValidationError

from services.runtime.strict_yaml import MissingSecret, resolve_secret

Security = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]
LogFormat = Literal["json", "console"]

_SECRETS = ("kafka_password", "push_secret")


class WrongSetting(ValueError):
    """A variable or flag that cannot be used; the message names it."""


def variable(field: str) -> str:
    """The environment variable of a field: `kafka_ca` is `KOREADESK_KAFKA_CA`."""
    return "KOREADESK_REPLICATION" if field == "replication_factor" else f"KOREADESK_{field.upper()}"


def _address(value: str) -> str:
    host, colon, port = value.strip().rpartition(":")
    if not (colon and host and port.isdigit() and int(port) < 65536):
        raise ValueError(f"{value!r} is not HOST:PORT")
    return value.strip()


def _addresses(value: str) -> str:
    return ",".join(_address(part) for part in value.split(","))


def _share(value: str) -> str:
    match = re.fullmatch(r"(\d+)/(\d+)", value)
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise ValueError(f"{value!r} is not n/m with 1 <= n <= m, e.g. 1/2")
    return value


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


Address = Annotated[str, AfterValidator(_address)]
Folder = Annotated[Path, AfterValidator(_absolute)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]*$", max_length=100)]


def _home_of_data() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "koreadesk"


def _log_format() -> LogFormat:
    return "console" if sys.stderr.isatty() else "json"


class Settings(BaseModel):
    """The settings of one process; `Settings()` alone is a development machine's.

    `instance` is the stable name of this replica ("" where there is only one), `share` its n/m of
    sources or endpoints. Passwords never show in a representation or a log.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kafka: Annotated[str, AfterValidator(_addresses)] = "127.0.0.1:9092"
    kafka_security: Security = "PLAINTEXT"
    kafka_username: str | None = None
    kafka_password: SecretStr | None = None
    kafka_mechanism: Mechanism = "SCRAM-SHA-512"
    kafka_ca: Folder | None = None
    replication_factor: PositiveInt = 1
    prefix: Name = ""
    instance: Name = ""
    share: Annotated[str, AfterValidator(_share)] = "1/1"
    data: Folder = Field(default_factory=_home_of_data)
    sources: Folder | None = None
    subscriptions: Folder | None = None
    knowledge: Folder | None = None
    http: Address | None = None
    public_url: str | None = None
    push_secret: SecretStr | None = None
    log: LogFormat = Field(default_factory=_log_format)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], **overrides: Any) -> Self:
        """Read the variables; an override that is not None wins. An empty variable counts as unset.

        The two secrets may be written as they are, or as `file:PATH` or `env:NAME`.

        Raises:
            WrongSetting: one line a mistake, each naming its variable or flag.
        """
        flags = {field: value for field, value in overrides.items() if value is not None}
        found = {field: environ[variable(field)] for field in cls.model_fields if environ.get(variable(field))}
        values = _with_secrets({**found, **flags}, environ)
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise WrongSetting("\n".join(_mistakes(error, flags))) from None

    @property
    def share_of(self) -> tuple[int, int]:
        """`share` as numbers: (n, m)."""
        n, m = self.share.split("/")
        return int(n), int(m)


def _with_secrets(values: dict[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    return {field: _secret(field, value, environ) if field in _SECRETS else value for field, value in values.items()}


def _secret(field: str, value: Any, environ: Mapping[str, str]) -> Any:
    if not isinstance(value, str) or not value.startswith(("env:", "file:")):
        return value
    try:
        return resolve_secret(value, environ)
    except MissingSecret as missing:
        raise WrongSetting(f"{variable(field)}: {missing}") from None


def _mistakes(error: ValidationError, flags: Mapping[str, Any]) -> list[str]:
    lines = []
    for details in error.errors(include_url=False, include_input=False):
        field = str(details["loc"][0])
        name = f"--{field.replace('_', '-')}" if field in flags else variable(field)
        lines.append(f"{name}: {details['msg'].removeprefix('Value error, ')}")
    return lines
