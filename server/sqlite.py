"""How SQLite is opened: durable, and with its locks taken early."""

import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

_TRIES = 100
_PAUSE_S = 0.01
_FLAG = "yuqi_write"
WRITE = {_FLAG: True}
"""Execution options of a connection that is going to write."""


def make_folder(_dialect: object, _record: object, arguments: list[Any], _: object) -> None:
    """Before a file is opened for the first time: SQLite makes it, but not its folder."""
    Path(arguments[0]).parent.mkdir(0o700, parents=True, exist_ok=True)


def configure(connection: Any, _record: object) -> None:  # noqa: ANN401  # a DBAPI's
    """A commit is on the disk before it is acknowledged, and what is deleted is overwritten."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection: Connection) -> None:
    """Take the write lock at once where a write is coming: a later upgrade could fail."""
    if connection.get_execution_options().get(_FLAG):
        if not connection.info.get(_FLAG):
            _log_ahead(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


def _log_ahead(connection: Connection) -> None:
    """Let readers go on beside the writer (WAL); a file that is only read stays as it is.

    SQLite does not wait where another process is just at that.
    """
    for _ in range(_TRIES):
        try:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(_PAUSE_S)
        else:
            connection.info[_FLAG] = True
            return
