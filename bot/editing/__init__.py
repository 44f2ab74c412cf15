"""Writing the content files: questions added, imported and exported, all or nothing."""
