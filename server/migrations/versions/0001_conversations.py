"""Conversations with their turns, events and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _conversation_id() -> sa.Column[str]:
    owner = sa.ForeignKey("conversations.conversation_id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.String(300), owner, primary_key=True)


def _turn() -> sa.Column[int]:
    return sa.Column("turn", sa.Integer, primary_key=True, autoincrement=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversations",
        sa.Column("conversation_id", sa.String(300), primary_key=True),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("updated_at", sa.Double, nullable=False),
        sa.Column("turns", sa.Integer, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
    )
    op.create_index("conversations_updated_at", "conversations", ["updated_at"])
    op.create_table(
        "turns",
        _conversation_id(),
        _turn(),
        sa.Column("message_id", sa.String(64)),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("intent", sa.String(200)),
        sa.Column("confidence", sa.Double),
        sa.Column("locale", sa.String(64)),
        sa.Column("metadata", sa.JSON),
        sa.Column("reply", sa.JSON, nullable=False),
        sa.UniqueConstraint("conversation_id", "message_id", name="turns_message_id"),
    )
    op.create_table(
        "events",
        _conversation_id(),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
    )
    op.create_table(
        "feedback",
        _conversation_id(),
        _turn(),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("rating", sa.String(10), nullable=False),
        sa.Column("comment", sa.Text),
    )
