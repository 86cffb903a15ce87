"""What the files may say: one class a record, one field a key."""
