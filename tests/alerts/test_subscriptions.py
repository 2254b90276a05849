from pathlib import Path

import pytest

from schemas.kind import ALERT_GRADE, Kind, Tier
from services.alerts.subscriptions import Subscriptions
from services.alerts.targets import BadTarget, resolve_targets, share_of
from services.runtime.strict_yaml import BadFile, load_strict
from tests.alerts.builders import SECRET, subscriptions

FILE = """
endpoints:
  - {name: desk, slack: {url: env:SLACK_URL}}
  - {name: archive, webhook: {url: "https://hooks.example/kd", secret: file:/run/secrets/kd}}
subscriptions:
  - name: off-script
    to: [desk, archive]
    when: {kinds: [off-script], parties: [PRK], tier: C}
  - {name: everything, to: [archive]}
defaults: {max_age: 6h, group_wait: 1s, group_interval: 5m}
network: {allow: [127.0.0.0/8]}
"""


def load(folder: Path, text: str) -> Subscriptions:
    file = folder / "subscriptions.yaml"
    file.write_text(text)
    return load_strict(file, Subscriptions)


def mistake(folder: Path, old: str, new: str) -> str:
    assert old in FILE
    with pytest.raises(BadFile) as raised:
        load(folder, FILE.replace(old, new, 1))
    return str(raised.value).replace(f"{folder}/", "")


def test_the_file_of_the_design_is_read(tmp_path: Path) -> None:
    read = load(tmp_path, FILE)
    assert read.subscriptions[0].when.asked_kinds == frozenset(ALERT_GRADE)
    assert read.defaults.max_age.total_seconds() == 6 * 3600
    assert read.defaults.group_interval.total_seconds() == 300


def test_without_when_everything_alert_grade_is_asked_for(tmp_path: Path) -> None:
    when = load(tmp_path, FILE).subscriptions[1].when
    assert (when.asked_kinds, when.tier, when.parties) == (frozenset(ALERT_GRADE), Tier.C, ())


def test_other_kinds_may_join_those_off_script() -> None:
    given = [{"name": "s", "to": ["desk"], "when": {"kinds": ["off-script", "threat"]}}]
    (subscription,) = subscriptions(subscriptions=given).subscriptions
    assert subscription.when.asked_kinds == frozenset({*ALERT_GRADE, Kind.THREAT})


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("to: [desk, archive]", "to: [desk, archiv]",
         "subscriptions.yaml:7: subscriptions.0.to.1: no endpoint 'archiv'; did you mean archive?"),
        ("to: [desk, archive]", "to: [desk, desk]", "subscriptions.yaml:7: subscriptions.0.to.1: desk is there twice"),
        ("to: [desk, archive]", "to: []", "subscriptions.yaml:7: subscriptions.0.to: Tuple should have"),
        ("name: everything", "name: off-script",
         "subscriptions.yaml:9: subscriptions.1.name: the name off-script is there twice"),
        ("{name: archive,", "{name: desk,", "subscriptions.yaml:4: endpoints.1.name: the name desk is there twice"),
        ("kinds: [off-script]", "kinds: [meeting_mised]",
         "subscriptions.yaml:8: subscriptions.0.when.kinds.0: no kind 'meeting_mised'; did you mean meeting_missed?"),
        ("tier: C", "tier: D", "subscriptions.yaml:8: subscriptions.0.when.tier: Input should be 'A', 'B' or 'C'"),
        ("parties: [PRK]", "parties: [North Korea]", "subscriptions.yaml:8: subscriptions.0.when.parties.0: "),
        ("group_wait: 1s", "group_wait: 1", "subscriptions.yaml:10: defaults.group_wait: a duration is a number and"),
        ("127.0.0.0/8", "127.0.0.1/8", "subscriptions.yaml:11: network.allow.0: 127.0.0.1/8 has host bits set"),
        ("secret: file:/run/secrets/kd", "secret: whsec_abc",
         "subscriptions.yaml:4: endpoints.1.webhook.secret: a secret is never written here"),
        ("https://hooks.example/kd", "ftp://hooks.example/kd", "subscriptions.yaml:4: endpoints.1.webhook.url: a URL"),
        ("https://hooks.example/kd", "https://u:p@h.example", "subscriptions.yaml:4: endpoints.1.webhook.url: a URL"),
        ("slack: {url: env:SLACK_URL}", "slak: {}", "subscriptions.yaml:3: endpoints.0.slak: unknown key; did"),
        ("{name: desk, slack: {url: env:SLACK_URL}}", "{name: desk}",
         "subscriptions.yaml:3: endpoints.0: an endpoint has either slack or webhook"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_key(tmp_path: Path, old: str, new: str, line: str) -> None:
    assert mistake(tmp_path, old, new).startswith(line)


def test_a_url_that_is_wrong_is_not_repeated_for_it_may_be_a_secret(tmp_path: Path) -> None:
    assert "hunter2" not in mistake(tmp_path, "https://hooks.example/kd", "https://u:hunter2@hooks.example")


def test_secrets_are_found_and_never_shown() -> None:
    (desk, archive) = resolve_targets(subscriptions(), lambda _: SECRET)
    assert desk.signing_key is None
    assert archive.signing_key is not None
    assert "secret" not in f"{archive!r}{desk!r}".lower()
    assert "hooks.example" not in repr(desk)


@pytest.mark.parametrize("secret", ["whsec_c2hvcnQ=", "whsec_???", "c2VjcmV0LW9mLXRoZS10ZXN0cy10aGF0LWlzLWxvbmc=", ""])
def test_an_unfit_secret_is_named_by_endpoint_and_key_only(secret: str) -> None:
    with pytest.raises(BadTarget, match=r"^endpoint archive: webhook\.secret: ") as raised:
        resolve_targets(subscriptions(), lambda _: secret)
    assert not secret or secret not in str(raised.value)


def test_a_slack_url_behind_a_reference_is_checked_too() -> None:
    given = [{"name": "desk", "slack": {"url": "env:SLACK_URL"}}]
    asked = subscriptions(endpoints=given, subscriptions=[])
    with pytest.raises(BadTarget, match=r"^endpoint desk: slack\.url: a URL begins with"):
        resolve_targets(asked, lambda _: "no-url")
    assert resolve_targets(asked, lambda _: "https://hooks.example/x\n")[0].url == "https://hooks.example/x"


def test_shares_divide_the_endpoints_and_lose_none() -> None:
    named = [{"name": f"e{number}", "slack": {"url": "https://hooks.example/s"}} for number in range(50)]
    whole = subscriptions(endpoints=named, subscriptions=[])
    shares = [{endpoint.name for endpoint in share_of(whole, n, 3).endpoints} for n in (1, 2, 3)]
    assert set.union(*shares) == {f"e{number}" for number in range(50)}
    assert sum(map(len, shares)) == 50
    assert all(shares)
