"""The grammar of the command line. Loaded only when there are arguments: the bare command does without it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from chatlane_tui import __name__ as package

_EPILOG = """\
environment:
  CHATLANE_API_TOKEN   the token, before every other place it may be kept
  CHATLANE_BASE_URL    the server, instead of the configured one
  CHATLANE_PROFILE     the profile, instead of `default_profile`
  CHATLANE_CONFIG      the configuration file
  CHATLANE_READ_ONLY   anything: nothing is written to the server

exit codes:
  0 done   1 failed   2 usage or configuration   3 network, try again   4 token   130 interrupted
"""

_LARGEST = 2**63 - 1
"""What a database holds; no id is larger (`model.readers`)."""


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    """The options, with the verb's full name in `verb` ("auth login"; "inbox" is the bare command)."""
    return _parser().parse_args(argv, argparse.Namespace(verb="inbox", profile=None, config=None, read_only=False))


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--profile", metavar="NAME", help="the profile to use: one for each team")
    shared.add_argument("--read-only", action="store_true", help="write nothing to the server, whatever waits")
    shared.add_argument("--config", metavar="FILE", help="the configuration file to read")
    parser = argparse.ArgumentParser(
        prog="chatlane-tui",
        description="The Chatlane shared inbox in a terminal. Without a command it opens the inbox.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[shared],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=_version())
    verbs = parser.add_subparsers(metavar="COMMAND", title="commands")
    _Grammar(verbs, shared).add()
    return parser


class _Grammar:
    """Adds the verbs; each takes the shared options after its name too."""

    def __init__(
        self, verbs: argparse._SubParsersAction[argparse.ArgumentParser], shared: argparse.ArgumentParser
    ) -> None:
        self._verbs = verbs
        self._shared = shared

    def add(self) -> None:
        """Add every verb."""
        demo = self._verb(self._verbs, "demo", "demo", "the inbox on an embedded server with made-up customers")
        _world(demo)
        self._export(self._verb(self._verbs, "export", "export", "a whole conversation on stdout"))
        self._auth(self._group("auth", "the API token: sign in, sign out, see where it is"))
        self._config(self._group("config", "the configuration file"))
        self._sandbox(self._group("sandbox", "the embedded server, for scripts and tests"))

    def _export(self, export: argparse.ArgumentParser) -> None:
        export.add_argument("id", type=_number, metavar="ID", help="the number of the conversation")
        form = export.add_mutually_exclusive_group()
        for name, text in (("md", "Markdown (the default)"), ("text", "plain text"), ("json", "JSON")):
            form.add_argument(f"--{name}", dest="form", action="store_const", const=name, default="md", help=text)
        export.add_argument("--redact", action="store_true", help="names, e-mail addresses and phone numbers taken out")
        export.add_argument("--fresh", action="store_true", help="ask the server, even if it is cached")

    def _auth(self, verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        login = self._verb(verbs, "login", "auth login", "check a token, asked for or read from stdin, and keep it")
        login.add_argument("--with-token", action="store_true", help="read the token from stdin")
        _json(login)
        logout = self._verb(verbs, "logout", "auth logout", "delete the token; drafts and cache stay")
        logout.add_argument("--purge", action="store_true", help="delete the profile's cache and database as well")
        logout.add_argument("--yes", action="store_true", help="with --purge: also what was never sent")
        status = self._verb(verbs, "status", "auth status", "where the token is and whether the server takes it")
        _json(status)

    def _config(self, verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        path = self._verb(verbs, "path", "config path", "where the configuration file is, or would be")
        path.add_argument("--all", action="store_true", help="the directories of cache and state as well")
        show = self._verb(verbs, "show", "config show", "the settings as they are after file and environment")
        _json(show)
        self._verb(verbs, "validate", "config validate", "look for mistakes; each is named with file and line")

    def _sandbox(self, verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        serve = self._verb(verbs, "serve", "sandbox serve", "serve until interrupted; prints base URL and token")
        serve.add_argument("--port", type=_port, default=0, metavar="N", help="the port (default: any that is free)")
        serve.add_argument("--token", metavar="T", help="the token that is accepted (default: made up)")
        _world(serve)
        serve.add_argument("--rate-limit", type=_count, metavar="N", help="requests a minute and token")
        serve.add_argument("--lively", action="store_true", help="customers write by themselves")
        _json(serve)

    def _group(self, name: str, text: str) -> argparse._SubParsersAction[argparse.ArgumentParser]:
        group = self._verbs.add_parser(name, help=text, description=f"{text.capitalize()}.", allow_abbrev=False)
        return group.add_subparsers(metavar="COMMAND", title="commands", required=True)

    def _verb(
        self, verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, full: str, text: str
    ) -> argparse.ArgumentParser:
        described = f"{text[0].upper()}{text[1:]}."
        verb = verbs.add_parser(name, help=text, description=described, parents=[self._shared], allow_abbrev=False)
        verb.set_defaults(verb=full)
        return verb


def _world(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--conversations", type=_count, metavar="N", help="how many there are (default: a few dozen)")
    parser.add_argument(
        "--switch", action="append", default=[], metavar="NAME", help="flip a switch of the server; may be repeated"
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _number(text: str) -> int:
    number = _count(text)
    if number > _LARGEST:
        raise argparse.ArgumentTypeError("no conversation has so large a number")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return number


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    name = package.replace("_", "-")
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} (not installed)"
