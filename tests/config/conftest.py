"""A person's surroundings in a directory of the test's own: environment, configuration file, keyring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatlane_tui.config.settings import Settings, load
from tests.config.keyrings import MemoryKeyring, using


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment whose XDG directories are the test's own."""
    return {f"XDG_{kind}_HOME": str(tmp_path / kind.lower()) for kind in ("CONFIG", "CACHE", "STATE")}


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    """Where `config.toml` belongs; its directory exists."""
    file = tmp_path / "config" / "chatlane-tui" / "config.toml"
    file.parent.mkdir(parents=True)
    return file


@pytest.fixture
def configured(environ: dict[str, str], config_file: Path) -> Callable[[str], Settings]:
    """Write a configuration and load it."""

    def write(text: str, **more: str) -> Settings:
        config_file.write_text(text, encoding="utf-8")
        return load({**environ, **more})

    return write


@pytest.fixture
def settings(environ: dict[str, str]) -> Settings:
    """The settings of somebody who has set nothing."""
    return load(environ)


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    """An empty keyring that works."""
    with using(MemoryKeyring()) as backend:
        yield backend
