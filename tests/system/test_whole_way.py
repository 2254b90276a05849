"""One article in, one alert out: real clients, real Kafka, real HTTP, real signatures."""

from pathlib import Path

import pytest

from tests.system.copy import no_show
from tests.system.desk import desk, until

pytestmark = pytest.mark.kafka


async def test_an_article_becomes_one_slack_message_and_a_signed_webhook(tmp_path: Path, kafka, prefix: str) -> None:
    async with desk(tmp_path, kafka.bootstrap, prefix) as whole:
        await whole.start()
        whole.feed.publish(*no_show(1))
        await until(lambda: bool(whole.receiver.hooks and whole.receiver.cards), "a webhook and a Slack message")
        signal = whole.receiver.signals()[0]
    assert (signal["kind"], signal["actors"], signal["factuality"]) == ("meeting_missed", ["PRK"], "asserted")
    assert any("did not show up" in proof["text"] or "fail to show up" in proof["text"] for proof in signal["evidence"])
    assert len(whole.receiver.cards) == 1
    assert whole.receiver.refused == []


async def test_news_of_another_field_rings_nobody(tmp_path: Path, kafka, prefix: str) -> None:
    async with desk(tmp_path, kafka.bootstrap, prefix) as whole:
        await whole.start()
        whole.feed.publish(
            "sport", "South Korea fail to show up in second half", "SEOUL - South Korea lost 3-0 to Japan."
        )
        whole.feed.publish(*no_show(2))
        await until(lambda: bool(whole.receiver.hooks), "the webhook of the second item")
    assert {"item 2" in headline for headline in whole.receiver.headlines()} == {True}


async def test_an_edited_item_does_not_ring_as_news(tmp_path: Path, kafka, prefix: str) -> None:
    guid, headline, body = no_show(3)
    async with desk(tmp_path, kafka.bootstrap, prefix) as whole:
        await whole.start()
        whole.feed.publish(guid, headline, body)
        await until(lambda: bool(whole.receiver.hooks), "the first webhook")
        whole.feed.items.clear()
        whole.feed.publish(guid, headline, body + "\n\nAdds that no new date was set.")
        whole.feed.publish(*no_show(4))
        await until(lambda: any("item 4" in text for text in whole.receiver.headlines()), "the next item")
    assert len({signal["id"] for signal in whole.receiver.signals() if "item 3" in str(signal["articles"])}) == 1


async def test_a_correction_that_says_nothing_of_it_any_more_withdraws_the_alert(
    tmp_path: Path, kafka, prefix: str
) -> None:
    guid, headline, body = no_show(5)
    async with desk(tmp_path, kafka.bootstrap, prefix) as whole:
        await whole.start()
        whole.feed.publish(guid, headline, body)
        await until(lambda: bool(whole.receiver.hooks and whole.receiver.cards), "the alert")
        whole.feed.items.clear()
        whole.feed.publish(guid, "Correction: weather at the border", "SEOUL - It rained at the border all day.")
        await until(lambda: "withdrawn" in {s["reason"] for s in whole.receiver.signals()}, "the withdrawal")
        await until(lambda: len(whole.receiver.cards) == 2, "the Slack message that takes it back")
    told = [signal for signal in whole.receiver.signals() if signal["kind"] == "meeting_missed"]
    assert [signal["reason"] for signal in told] == ["new", "withdrawn"]
    assert len({signal["id"] for signal in told}) == 1


@pytest.mark.shared
async def test_the_story_this_was_built_for_rings_with_its_proof(
    tmp_path: Path, kafka, prefix: str, shared: Path
) -> None:
    text = next((shared / "seeds").glob("*.txt")).read_text(encoding="utf-8")
    _section, headline, body = (part.strip() for part in text.split("\n\n", 2))
    async with desk(tmp_path, kafka.bootstrap, prefix) as whole:
        await whole.start()
        whole.feed.publish("seed", headline, body)
        await until(lambda: "meeting_missed" in {s["kind"] for s in whole.receiver.signals()}, "meeting_missed")
        await until(lambda: bool(whole.receiver.cards), "the Slack message")
    missed = next(s for s in whole.receiver.signals() if s["kind"] == "meeting_missed")
    assert missed["actors"] == ["PRK"]
    assert missed["evidence"]
    assert len(whole.receiver.cards) == 1
