"""A keyring that works across processes: a JSON file named by `TEST_KEYRING`, chosen by `PYTHON_KEYRING_BACKEND`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import ClassVar

from keyring.backend import KeyringBackend


class FileKeyring(KeyringBackend):
    """Keeps secrets in the file."""

    priority: ClassVar[float] = 1
    name = "a test's file"

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file.write_text(json.dumps({**self._read(), f"{service}/{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        self._file.write_text(json.dumps({k: v for k, v in self._read().items() if k != f"{service}/{username}"}))

    @property
    def _file(self) -> Path:
        return Path(os.environ["TEST_KEYRING"])

    def _read(self) -> dict[str, str]:
        return dict(json.loads(self._file.read_text())) if self._file.exists() else {}
