"""Files are told of in single messages alone (M5): those of the open conversation are read, each once."""

from __future__ import annotations

import pytest

from chatlane_tui.model.ids import ConversationId
from chatlane_tui.sandbox.server import Sandbox
from tests.sync.desk import Desk


def with_files(sandbox: Sandbox) -> tuple[ConversationId, int]:
    """A conversation in whose oldest message there is a file, and how many messages it has."""
    messages = sandbox.world.messages()
    sizes: dict[int, list[bool]] = {}
    for message in sorted(messages, key=lambda message: (message["created_at"], message["id"])):
        sizes.setdefault(message["conversation_id"], []).append(bool(message["attachments"]))
    found = next(id_ for id_, files in sizes.items() if files[0] and 3 <= len(files) <= 20)
    return ConversationId(found), len(sizes[found])


def singles(sandbox: Sandbox) -> list[str]:
    return [seen.path for seen in sandbox.requests.of("GET") if "/messages/" in seen.path]


async def files_of(desk: Desk, conversation_id: ConversationId) -> list[str]:
    return [file.name for row in await desk.session.read.thread(conversation_id) for file in row.attachments]


async def test_the_files_of_the_open_conversation_come_by_themselves(desk: Desk) -> None:
    conversation_id, _ = with_files(desk.sandbox)
    assert await files_of(desk, conversation_id) == []
    desk.session.look_at(conversation_id)

    async def came() -> bool:
        return bool(await files_of(desk, conversation_id))

    await desk.until(came)


async def test_each_message_is_read_once_however_long_one_looks(desk: Desk) -> None:
    conversation_id, count = with_files(desk.sandbox)
    desk.session.look_at(conversation_id)
    threads = f"{conversation_id}"

    async def looked_often() -> bool:
        return sum(seen.query.get("conversation_id") == threads for seen in desk.sandbox.requests.of("GET")) > 6

    await desk.until(looked_often)
    asked = singles(desk.sandbox)
    assert len(asked) == len(set(asked))
    assert len(asked) >= count


async def test_a_glance_reads_no_message_alone(desk: Desk) -> None:
    conversation_id, _ = with_files(desk.sandbox)
    before = len(singles(desk.sandbox))
    desk.session.glance(conversation_id)
    number = f"{conversation_id}"

    async def glanced() -> bool:
        return any(seen.query.get("conversation_id") == number for seen in desk.sandbox.requests.of("GET"))

    await desk.until(glanced)
    assert len(singles(desk.sandbox)) == before


async def test_a_person_who_asks_for_files_gets_those_of_the_whole_conversation(desk: Desk) -> None:
    conversation_id, _ = with_files(desk.sandbox)
    await desk.session.find_files(conversation_id)
    assert await files_of(desk, conversation_id)


async def test_a_message_that_is_gone_is_not_asked_for_again(desk: Desk) -> None:
    conversation_id, count = with_files(desk.sandbox)
    desk.sandbox.faults.add("status", path=r"/messages/\d+$", status=404, times=None)
    await desk.session.find_files(conversation_id)
    asked = len(singles(desk.sandbox))
    await desk.session.find_files(conversation_id)
    assert (len(singles(desk.sandbox)), asked >= count) == (asked, True)


@pytest.mark.parametrize("switch", ["M5-filename", "M5-path"])
async def test_files_are_known_under_whichever_names_the_server_gives_them(
    switch: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Sandbox(conversations=24, switches=[switch]) as sandbox:
        desk = Desk.open(sandbox, tmp_path_factory.mktemp("m5") / "desk.db")
        await desk.connect()
        await desk.until_complete()
        conversation_id, _ = with_files(sandbox)
        await desk.session.find_files(conversation_id)
        [row, *_] = [row for row in await desk.session.read.thread(conversation_id) if row.attachments]
        path = await desk.session.files.download(row.attachments[0])
        try:
            assert path.read_bytes()
        finally:
            path.unlink()
            await desk.close()
