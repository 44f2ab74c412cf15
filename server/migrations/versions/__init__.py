"""One file a version; the newest is `server.tables.REVISION`."""
