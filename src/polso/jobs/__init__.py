"""What the serving process does by itself, at its own times."""
