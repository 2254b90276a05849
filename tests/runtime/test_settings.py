"""Settings: variables, flags, and mistakes that name them."""

from pathlib import Path

import pytest

from services.runtime.settings import Settings, WrongSetting


def test_variables_are_read_and_flags_win() -> None:
    environ = {"KOREADESK_KAFKA": "a:1,b:2", "KOREADESK_PREFIX": "dev.", "KOREADESK_REPLICATION": "3"}
    settings = Settings.from_environment(environ, prefix="test.", instance=None)
    assert (settings.kafka, settings.prefix, settings.replication_factor) == ("a:1,b:2", "test.", 3)


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_environment({"KOREADESK_KAFKA": ""}).kafka == "127.0.0.1:9092"


def test_paths_are_absolute_and_know_the_home() -> None:
    settings = Settings.from_environment({"KOREADESK_DATA": "~/desk", "KOREADESK_SOURCES": "sources.yaml"})
    assert settings.data == Path.home() / "desk"
    assert settings.sources == Path.cwd() / "sources.yaml"


def test_a_share_is_two_numbers() -> None:
    assert Settings.from_environment({"KOREADESK_SHARE": "2/3"}).share_of == (2, 3)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KOREADESK_KAFKA", "localhost"),
        ("KOREADESK_KAFKA_SECURITY", "TLS"),
        ("KOREADESK_SHARE", "3/2"),
        ("KOREADESK_SHARE", "0/2"),
        ("KOREADESK_PREFIX", "two words"),
        ("KOREADESK_REPLICATION", "0"),
        ("KOREADESK_HTTP", "8101"),
        ("KOREADESK_HTTP", "localhost:99999"),
        ("KOREADESK_LOG", "xml"),
        ("KOREADESK_KAFKA_PASSWORD", "file:/does/not/exist"),
        ("KOREADESK_KAFKA_PASSWORD", "env:NOT_THERE"),
    ],
)
def test_a_wrong_variable_is_named(variable: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=f"^{variable}: "):
        Settings.from_environment({variable: value})


def test_a_wrong_flag_is_named_as_a_flag() -> None:
    with pytest.raises(WrongSetting, match=r"^--share: "):
        Settings.from_environment({}, share="x")


def test_every_mistake_has_its_line() -> None:
    with pytest.raises(WrongSetting) as caught:
        Settings.from_environment({"KOREADESK_KAFKA": "x", "KOREADESK_SHARE": "y"})
    assert len(str(caught.value).splitlines()) == 2


def test_a_password_may_lie_in_a_file_and_never_shows(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret\n")
    settings = Settings.from_environment({"KOREADESK_KAFKA_PASSWORD": f"file:{tmp_path}/password"})
    assert settings.kafka_password is not None
    assert settings.kafka_password.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(settings) + str(settings)
