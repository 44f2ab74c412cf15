"""How SQLite is opened: durable, and with its locks taken early."""

import sqlite3
import time
from typing import Any

_TRIES = 100
_PAUSE_S = 0.01
_FLAG = "yuqi_write"
WRITE = {_FLAG: True}
"""Execution options of a connection that is going to write."""


def configure(connection: Any, _record: object) -> None:  # noqa: ANN401  # a DBAPI's
    """Readers beside the writer, a commit on the disk before it is acknowledged, real deletion."""
    connection.isolation_level = None
    cursor = connection.cursor()
    _log_ahead(cursor)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _log_ahead(cursor: Any) -> None:  # noqa: ANN401  # a DBAPI's
    """Switch a new file to WAL: SQLite does not wait where another process is just at that."""
    for _ in range(_TRIES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def begin(connection: Any) -> None:  # noqa: ANN401  # of SQLAlchemy's synchronous side
    """Take the write lock at once where a write is coming: a later upgrade could fail."""
    writes = connection.get_execution_options().get(_FLAG)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
