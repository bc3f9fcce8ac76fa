"""What helps to write records: changes to files, as edits that touch only the bytes they mean."""
