"""Files that people write: every mistake has its file, line and key."""

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from services.runtime.strict_yaml import BadFile, MissingSecret, load_strict, resolve_secret


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Source(Strict):
    name: str
    url: str
    pace: int | None = None


class Slack(Strict):
    kind: Literal["slack"]
    channel: str


class Webhook(Strict):
    kind: Literal["webhook"]
    url: str


class File(Strict):
    sources: tuple[Source, ...] = ()
    endpoints: tuple[Annotated[Slack | Webhook, Field(discriminator="kind")], ...] = ()
    defaults: dict[str, str] = {}


def mistakes(tmp_path: Path, text: str | bytes) -> list[str]:
    path = tmp_path / "f.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadFile) as caught:
        load_strict(path, File)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(str(path)) for line in lines)
    return [line.removeprefix(str(path)) for line in lines]


def test_a_right_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("sources:\n  - {name: a, url: 'https://a.example'}\ndefaults: {max_age: 6h}\n")
    assert load_strict(path, File).sources[0].name == "a"


def test_an_empty_file_is_an_empty_mapping(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("# nothing yet\n")
    assert load_strict(path, File) == File()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sources:\n- name: a\n  ulr: b\n  url: c\n", ":3: sources.0.ulr: unknown key; did you mean url?"),
        ("sources:\n- name: a\n", ":2: sources.0.url: missing"),
        ("sources:\n- name: a\n  url: b\n  pace: x\n", ":4: sources.0.pace: Input should be a valid integer"),
        (
            "sources:\n- name: a\n  url: b\n- name: [1]\n  url: c\n",
            ":4: sources.1.name: Input should be a valid string",
        ),
        ("\nsources: 1\n", ":2: sources: Input should be a valid tuple"),
        ("endpoints:\n- kind: slack\n  chanel: x\n  channel: y\n", ":3: endpoints.0.chanel: unknown key"),
        ("endpoints:\n- kind: webhook\n", ":2: endpoints.0.url: missing"),
        ("endpoints:\n- kind: mail\n", ":2: endpoints.0"),
        ("defaults:\n  a: b\n  a: c\n", ":3: a: the key is there twice"),
        ("- 1\n", ":1: file: "),
        ("sources: [\n", ":2: not YAML: "),
        ("a: 1\n---\nb: 2\n", ":2: not YAML: "),
        ("a:\n\tb: 1\n", ":2: not YAML: "),
        ("x: !!python/object:os.system a\n", ":1: not YAML: "),
        ("a: b\x00\n", ": not YAML: "),
        (b"a: b\nc: \xff\n", ":2: not UTF-8"),
    ],
)
def test_a_mistake_is_shown_where_it_is(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert mistakes(tmp_path, text)[0].startswith(said)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    assert len(mistakes(tmp_path, "sources:\n- {name: a}\n- {url: b}\nextra: 1\n")) == 3


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"nowhere\.yaml: No such file"):
        load_strict(tmp_path / "nowhere.yaml", File)


def test_aliases_may_share_what_they_name(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("sources:\n  - &a {name: a, url: u}\n  - *a\n  - {<<: *a, name: b}\n")
    assert [source.name for source in load_strict(path, File).sources] == ["a", "a", "b"]


def test_a_secret_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("from file\n")
    assert resolve_secret("env:S", {"S": "from environment"}) == "from environment"
    assert resolve_secret(f"file:{tmp_path}/s", {}) == "from file"


@pytest.mark.parametrize("ref", ["env:ABSENT", "file:/no/such/file", "env:", "whsec_verysecret", ""])
def test_a_secret_that_is_not_there_is_told_without_telling_secrets(ref: str) -> None:
    with pytest.raises(MissingSecret) as caught:
        resolve_secret(ref, {})
    assert "verysecret" not in str(caught.value)
