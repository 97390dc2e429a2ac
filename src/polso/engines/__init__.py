"""Engines run a statement and give its rows or columns back."""
