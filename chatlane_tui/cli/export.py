"""`export ID`: a whole conversation on stdout, from the cache, or asked of the server where it was never read."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Mapping

from chatlane_tui.cli.output import Exit, put, put_json, say
from chatlane_tui.config.settings import Settings, load
from chatlane_tui.config.token import look
from chatlane_tui.desk.session import Session
from chatlane_tui.errors import Denied
from chatlane_tui.model.ids import ConversationId


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """The conversation in the form that was asked for."""
    settings = load(environ, profile=options.profile)
    token, session = _opened(settings, environ)
    conversation_id = ConversationId(options.id)
    text = asyncio.run(
        _exported(session, token, conversation_id, options.form, redact=options.redact, fresh=options.fresh)
    )
    if options.form == "json":
        put_json(json.loads(text))
    else:
        put(text.rstrip("\n"))
    return Exit.DONE


def _opened(settings: Settings, environ: Mapping[str, str]) -> tuple[str, Session]:
    """The token, empty where there is none, and the database of its team, or of whoever signed in last."""
    found = look(settings, environ)
    for note in found.notes:
        say(note)
    places, profile, base_url = settings.places, settings.profile, settings.base_url
    fingerprint = found.token.fingerprint if found.token else places.remembered(profile, base_url)
    if fingerprint is None:
        raise Denied("There is no token, and nothing is cached.", hint="`chatlane-tui auth login` takes a token.")
    session = Session.open(settings, places.database_path(profile, base_url, fingerprint))
    for news in session.news:
        say(news)
    return found.token.value if found.token else "", session


async def _exported(
    session: Session, token: str, conversation_id: ConversationId, form: str, *, redact: bool, fresh: bool
) -> str:
    try:
        head = await session.read.head(conversation_id)
        if fresh or head is None or head.fetched_at is None:
            if not token:
                raise Denied(
                    f"Conversation {conversation_id} is not cached, and there is no token to ask for it.",
                    hint="`chatlane-tui auth login` takes one.",
                )
            await session.fetch(conversation_id, token)
        else:
            from chatlane_tui.desk.export import stamp

            say(f"From the cache, as it was at {stamp(head.fetched_at)}; `--fresh` asks the server.")
        return await session.exporting.export(conversation_id, form, redact=redact)
    finally:
        await session.close()
