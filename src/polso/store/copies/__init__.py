"""Copies of a workspace that prove themselves: backup and restore, export and reading it again."""
