"""The store's tables. The conversation id leads every key: a conversation lies on one shard.

Times are Unix seconds, as in Rasa's events.
"""

from sqlalchemy import (
    JSON,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

REVISION = "0001"
"""The schema that this code reads and writes: the newest of migrations/versions."""

METADATA = MetaData()


def _conversation_id() -> Column[str]:
    owner = ForeignKey("conversations.conversation_id", ondelete="CASCADE")
    return Column("conversation_id", String(300), owner, primary_key=True)


conversations = Table(
    "conversations",
    METADATA,
    Column("conversation_id", String(300), primary_key=True),
    Column("created_at", Double, nullable=False),
    Column("updated_at", Double, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Index("conversations_updated_at", "updated_at"),
)

turns = Table(
    "turns",
    METADATA,
    _conversation_id(),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("message_id", String(64)),
    Column("at", Double, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("intent", String(200)),
    Column("confidence", Double),
    Column("locale", String(64)),
    Column("metadata", JSON),
    Column("reply", JSON, nullable=False),
    UniqueConstraint("conversation_id", "message_id", name="turns_message_id"),
)

events = Table(
    "events",
    METADATA,
    _conversation_id(),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("turn", Integer, nullable=False),
    Column("data", JSON, nullable=False),
)

feedback = Table(
    "feedback",
    METADATA,
    _conversation_id(),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    Column("rating", String(10), nullable=False),
    Column("comment", Text),
)
