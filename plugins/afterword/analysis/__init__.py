"""What a library knows that no single record says: pure functions over records."""
