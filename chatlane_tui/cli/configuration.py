"""`config path|show|validate`: where the settings are, what they come to, and what is wrong with them."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from chatlane_tui.cli.output import Exit, put, put_json, put_pairs, say
from chatlane_tui.config.paths import Places
from chatlane_tui.config.private import spoken
from chatlane_tui.config.settings import Settings, config_file, load


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """One of the three verbs."""
    match options.verb:
        case "config path":
            return _path(environ, everything=options.all)
        case "config show":
            return _show(load(environ, profile=options.profile), as_json=options.json)
        case _:
            return _validate(load(environ, profile=options.profile))


def _path(environ: Mapping[str, str], *, everything: bool) -> int:
    """Works with a broken file too: whoever wants to mend it has to find it."""
    file = config_file(environ)
    if not everything:
        put(str(file))
        return Exit.DONE
    places = Places.of(environ)
    put_pairs([("config", str(file)), ("cache", str(places.cache)), ("state", str(places.state))])
    return Exit.DONE


def _show(settings: Settings, *, as_json: bool) -> int:
    shown = _plain(settings)
    if as_json:
        put_json(shown)
        return Exit.DONE
    pairs: list[tuple[str, str]] = []
    for name, value in shown.items():
        if isinstance(value, dict):
            pairs.extend((f"{name}.{key}", _value(inner)) for key, inner in value.items())
        else:
            pairs.append((name, _value(value)))
    put_pairs(pairs)
    return Exit.DONE


def _plain(settings: Settings) -> dict[str, object]:
    """`token_command` is shown as set or not: a person may have put a secret into it."""
    return {
        "profile": settings.profile,
        "title": settings.title,
        "base_url": settings.base_url,
        "base_url_from": settings.base_url_from,
        "token_command": "set" if settings.token_command else "",
        "profiles": list(settings.profiles),
        "me": settings.me._asdict(),
        "sync": settings.sync._asdict(),
        "send": settings.send._asdict(),
        "ui": settings.ui._asdict(),
        "files": settings.files._asdict(),
        "commands": settings.commands._asdict(),
        "checks": {**settings.checks._asdict(), "internal_words": list(settings.checks.internal_words)},
        "spelling": {"command": list(settings.spelling.command)},
        "expert": settings.expert._asdict(),
        "reading": settings.reading._asdict(),
        "notify": {**settings.notify._asdict(), "command": list(settings.notify.command)},
        "read_only": settings.read_only,
        "views": [view.name for view in settings.views],
        "targets": dict(settings.targets),
        "hours": dict(settings.hours),
        "limits": dict(settings.limits),
        "signatures": dict(settings.signatures),
        "keys": {**({"preset": settings.key_preset} if settings.key_preset else {}), **settings.keys},
        "file": str(settings.file),
        "cache": str(settings.places.cache),
        "state": str(settings.places.state),
    }


def _value(value: object) -> str:
    match value:
        case "" | []:
            return "–"
        case bool():
            return str(value).lower()
        case list():
            return ", ".join(str(item) for item in value)
        case str() if "\n" in value:
            return f"{value.splitlines()[0]} …"
        case _:
            return str(value)


def _validate(settings: Settings) -> int:
    from chatlane_tui.desk.views import check
    from chatlane_tui.ui.keymap import problems

    check(settings)
    if found := problems(settings):
        say("\n".join(found))
        return Exit.USAGE
    if settings.file.exists():
        say(f"{spoken(settings.file)} has no mistakes.")
    else:
        say(f"There is no {spoken(settings.file)}; everything is as it comes.")
    return Exit.DONE
