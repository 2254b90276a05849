"""`koreadesk run`: the sample from its start to a verified alert, and an end that loses nothing."""

import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from aiohttp import web

from tests.supervisor.desk_run import desk_run, until
from tests.system.copy import no_show
from tests.system.feed import Feed
from tests.system.receiver import SECRET, Receiver

pytestmark = pytest.mark.kafka

ARTICLES = 30
PROCESSES = {"newswire", "receiver", "ledger", "read", "alerts", "fetcher", "kafka"}


async def test_the_sample_ends_by_itself_after_so_many_verified_alerts(tmp_path: Path) -> None:
    async with desk_run(tmp_path, "--until-delivered", "1") as run:
        assert await asyncio.wait_for(run.process.wait(), 120) == 0, run.shown()
        assert run.shown().count("verified ") >= 1


async def test_ctrl_c_ends_everything_within_five_seconds(tmp_path: Path) -> None:
    async with desk_run(tmp_path) as run:
        await run.shows("verified   archive: meeting missed")
        assert "flagged    meeting missed · PRK → KOR" in run.shown()
        assert "did not show up" in run.shown()
        tree = run.tree()
        assert set(tree) >= PROCESSES
        began = time.monotonic()
        assert await run.end(signal.SIGINT) == 0
        assert time.monotonic() - began < 5
        assert [name for name, process in tree.items() if process.is_running()] == []
        assert "Traceback" not in run.shown()


async def test_children_end_with_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    async with desk_run(tmp_path) as run:
        await run.shows("reading the sample newswire")
        tree = run.tree()
        run.process.kill()
        await run.process.wait()
        await until(lambda: not any(map(_runs, tree.values())), lambda: str(tree), 30)


async def test_a_service_that_is_killed_is_started_again(tmp_path: Path) -> None:
    async with desk_run(tmp_path) as run:
        await run.shows("reading the sample newswire")
        before = run.tree()
        before["read"].kill()
        before["kafka"].kill()
        await run.shows("read was ended by SIGKILL; starting it again")
        await run.shows("Apache Kafka ended; starting it again")
        await run.shows("verified")
        assert run.tree()["read"].pid != before["read"].pid


@pytest.mark.fault
async def test_kill_9_of_the_whole_tree_and_a_new_start_lose_nothing(tmp_path: Path) -> None:
    async with outside(tmp_path) as (feed, receiver, words):
        for killed_at in (10, 20):
            async with desk_run(tmp_path, *words, environment={"HOOK_SECRET": SECRET}) as run:
                await run.shows("; logs in ")
                await publish(feed, killed_at)
                await run.kill_tree()
        async with desk_run(tmp_path, *words, environment={"HOOK_SECRET": SECRET}) as run:
            await publish(feed, ARTICLES)
            await until(lambda: not missing(receiver), run.shown, 120)
    assert [ids for ids in receiver.ids_by_revision().values() if len(ids) != 1] == []
    assert receiver.refused == []


async def test_a_wrong_file_is_named_before_anything_starts(tmp_path: Path) -> None:
    wrong = tmp_path / "sources.yaml"
    wrong.write_text("sources:\n  - {name: x, url: 'https://news.example/rss', paec: 5s}\n")
    async with desk_run(tmp_path, "--sources", str(wrong)) as run:
        assert await asyncio.wait_for(run.process.wait(), 30) == 1
        assert f"{wrong}:2: sources.0.paec: unknown key; did you mean pace?" in run.shown()
        assert len(run.shown().splitlines()) == 1
    assert not (tmp_path / "data" / "kafka").exists()


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def missing(receiver: Receiver) -> set[int]:
    told = receiver.headlines()
    return {number for number in range(ARTICLES) if not any(f"(item {number})" in headline for headline in told)}


async def publish(feed: Feed, up_to: int) -> None:
    for number in range(len(feed.items), up_to):
        feed.publish(*no_show(number))
        await asyncio.sleep(0.1)


@asynccontextmanager
async def outside(folder: Path) -> AsyncIterator[tuple[Feed, Receiver, tuple[str, ...]]]:
    """A feed and endpoints that outlive the desk, and the words that point a run at them."""
    feed, receiver = Feed(), Receiver()
    app = web.Application(client_max_size=8 * 1024**2)
    app.add_routes([web.get("/wire.rss", feed.serve), web.post("/hook", receiver.hook)])
    runner = web.AppRunner(app)
    await runner.setup()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        await web.SockSite(runner, listener).start()
        here = f"http://127.0.0.1:{listener.getsockname()[1]}"
        sources, subscriptions = folder / "sources.yaml", folder / "subscriptions.yaml"
        sources.write_text(
            f"sources: [{{name: test, url: '{here}/wire.rss', class: wire, every: 1s, pace: 0s}}]\n"
            "network: {allow: [127.0.0.0/8]}\n"
        )
        subscriptions.write_text(
            f"endpoints: [{{name: archive, webhook: {{url: '{here}/hook', secret: 'env:HOOK_SECRET'}}}}]\n"
            "subscriptions: [{name: all, to: [archive], when: {kinds: [off-script]}}]\n"
            "network: {allow: [127.0.0.0/8]}\n"
        )
        try:
            yield feed, receiver, ("--sources", str(sources), "--subscriptions", str(subscriptions))
        finally:
            await runner.cleanup()
