"""Files that people write: YAML that must be right, or every mistake is named with file, line and key."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml import MappingNode, Node, ScalarNode, SequenceNode

M = TypeVar("M", bound=BaseModel)

Loc = tuple[int | str, ...]


class BadFile(ValueError):
    """A file that cannot be used: one line a mistake, `FILE:LINE: key.path: reason`."""


class MissingSecret(ValueError):
    """A secret that is referred to and not there; the message never holds a secret."""


def resolve_secret(ref: str, environ: Mapping[str, str]) -> str:
    """The secret behind `env:NAME` or `file:PATH`; the end of a file's last line is not part of it.

    Raises:
        MissingSecret: absent, empty or unreadable, or not written as a reference.
    """
    kind, _, name = ref.partition(":")
    if kind == "env" and name:
        value = environ.get(name, "")
    elif kind == "file" and name:
        value = _secret_file(name)
    else:
        raise MissingSecret("a secret is written as env:NAME or file:PATH, never in the file itself")
    if not value:
        raise MissingSecret(f"{ref}: {'not set' if kind == 'env' else 'empty'}")
    return value


def _secret_file(name: str) -> str:
    try:
        return Path(name).expanduser().read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise MissingSecret(f"file:{name}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise MissingSecret(f"file:{name}: not UTF-8") from None


def load_strict(path: Path, model: type[M]) -> M:
    """Read a YAML file into a model that forbids what it does not know; an empty file is `{}`.

    Raises:
        BadFile: unreadable, not YAML, a key twice, an unknown key, a wrong value.
    """
    root = _compose(path, _text(path))
    repeated = list(_repeated(root))
    if repeated:
        raise BadFile("\n".join(f"{path}:{_line(key)}: {key.value}: the key is there twice" for key in repeated))
    content = _construct(path, root)
    try:
        return model.model_validate({} if content is None else content)
    except ValidationError as error:
        raise BadFile(_report(path, error, root, model)) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadFile(f"{path}:{line}: not UTF-8") from None


def _compose(path: Path, text: str) -> Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise BadFile(_yaml_mistake(path, error)) from None


def _construct(path: Path, root: Node | None) -> Any:
    if root is None:
        return None
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(root)
    except (yaml.YAMLError, ValueError) as error:
        raise BadFile(_yaml_mistake(path, error)) from None


def _yaml_mistake(path: Path, error: Exception) -> str:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    where = f"{path}:{mark.line + 1}" if mark else str(path)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return f"{where}: not YAML: {reason}"


def _repeated(root: Node | None) -> Iterator[ScalarNode]:
    """Keys that stand twice in one mapping: YAML would silently take the last."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, MappingNode):
            yield from _repeated_in(node)
        waiting += _below(node)


def _repeated_in(node: MappingNode) -> Iterator[ScalarNode]:
    seen = set()
    for key, _ in node.value:
        if isinstance(key, ScalarNode) and key.value != "<<":
            if key.value in seen:
                yield key
            seen.add(key.value)


def _below(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, SequenceNode) else []


def _report(path: Path, error: ValidationError, root: Node | None, model: type[BaseModel]) -> str:
    lines = []
    for details in error.errors(include_url=False):
        node, keys = _find(root, details["loc"])
        where = f"{path}:{_line(node)}" if node is not None else f"{path}:1"
        lines.append(f"{where}: {'.'.join(keys) or 'file'}: {_reason(details, model)}")
    return "\n".join(lines)


def _find(root: Node | None, loc: Loc) -> tuple[Node | None, list[str]]:
    """The node nearest to an error's place, and the keys on the way. A part of `loc` that is no key of the file
    (the name of a union's branch) is passed over; a last key that is missing is named all the same."""
    node, keys = root, list[str]()
    for index, part in enumerate(loc):
        step = _step(node, part)
        if step is not None:
            node = step
            keys.append(str(part))
        elif index == len(loc) - 1 and isinstance(_value(node), MappingNode | None):
            keys.append(str(part))
    return node, keys


class _Entry(Node):
    """A key with its value: an error is shown at the key, and looked further into through the value."""

    def __init__(self, key: Node, value: Node) -> None:
        super().__init__("", value, key.start_mark, key.end_mark)


def _value(node: Node | None) -> Node | None:
    return node.value if isinstance(node, _Entry) else node


def _step(node: Node | None, part: int | str) -> Node | None:
    inside = _value(node)
    if isinstance(inside, SequenceNode) and isinstance(part, int) and part < len(inside.value):
        return inside.value[part]  # type: ignore[no-any-return]
    if isinstance(inside, MappingNode):
        for key, value in inside.value:
            if isinstance(key, ScalarNode) and key.value == str(part):
                return _Entry(key, value)
    return None


def _reason(details: ErrorDetails, model: type[BaseModel]) -> str:
    if details["type"] == "extra_forbidden":
        known = _field_names(model.model_json_schema()) - {details["loc"][-1]}
        near = get_close_matches(str(details["loc"][-1]), sorted(known), n=1)
        return "unknown key" + (f"; did you mean {near[0]}?" if near else "")
    if details["type"] == "missing":
        return "missing"
    return details["msg"].removeprefix("Value error, ")


def _field_names(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(_field_names, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    names = set(schema.get("properties", ()))
    return names.union(*map(_field_names, schema.values())) if schema else names


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
