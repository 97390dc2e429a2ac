"""What was decided about a file: its table, its columns, its words and its currency."""
