"""Writing of files: drafts from the schema, edits to existing files, and imports."""
