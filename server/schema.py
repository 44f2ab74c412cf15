"""The store's schema at start-up: made in an empty store, checked in any other, never guessed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from server.store import StoreSchemaError
from server.tables import METADATA, REVISION

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x79757169  # "yuqi": one replica at a time looks and migrates
_CURE = "Back it up, then run `python -m server migrate`, or point YUQI_STORE at an empty one."


def bring_up(connection: Connection) -> None:
    """Make the schema in an empty store; check it in any other.

    Raises:
        StoreSchemaError: the store is of another version, or not all of its tables are there.
    """
    _lock(connection)
    present = set(inspect(connection).get_table_names())
    if not present & {*METADATA.tables, "alembic_version"}:
        migrate(connection)
        return
    _check_revision(connection, present)
    _check_tables(connection, present)


def migrate(connection: Connection) -> None:
    """Bring the store to this code's schema, whatever version it has."""
    from alembic import command  # noqa: PLC0415  # slow to import, needed once in a store's life
    from alembic.config import Config  # noqa: PLC0415  # as above

    _lock(connection)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _check_revision(connection: Connection, present: set[str]) -> None:
    revisions: list[str] = []
    if "alembic_version" in present:
        found = connection.execute(text("SELECT version_num FROM alembic_version"))
        revisions = list(found.scalars())
    if revisions != [REVISION]:
        held = ", ".join(revisions) or "none"
        raise StoreSchemaError(
            f"The store's schema version is {held}; this program needs {REVISION}. {_CURE}"
        )


def _check_tables(connection: Connection, present: set[str]) -> None:
    inspector = inspect(connection)
    for table in METADATA.sorted_tables:
        if table.name not in present:
            raise StoreSchemaError(
                f"The store is half migrated: table {table.name!r} is missing. {_CURE}"
            )
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        missing = {column.name for column in table.columns} - columns
        if missing:
            raise StoreSchemaError(
                f"The store is half migrated: table {table.name!r} lacks "
                f"{', '.join(sorted(missing))}. {_CURE}"
            )
