"""How SQLite is opened: durable, and with its locks taken early."""

from typing import Any

_FLAG = "yuqi_write"
WRITE = {_FLAG: True}
"""Execution options of a connection that is going to write."""


def configure(connection: Any, _record: object) -> None:  # noqa: ANN401  # a DBAPI's
    """Readers beside the writer, a commit on the disk before it is acknowledged, real deletion."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection: Any) -> None:  # noqa: ANN401  # of SQLAlchemy's synchronous side
    """Take the write lock at once where a write is coming: a later upgrade could fail."""
    writes = connection.get_execution_options().get(_FLAG)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
