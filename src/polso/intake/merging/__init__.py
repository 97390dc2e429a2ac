"""The same customer under several spellings: proposed, decided by a person, and taken back when wrong."""
