"""Run the migrations in the connection, and so in the transaction, that the server hands over."""

from alembic import context

from server.tables import METADATA

if hasattr(context, "config"):  # not in a mere import, as by a test runner
    context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
    with context.begin_transaction():
        context.run_migrations()
