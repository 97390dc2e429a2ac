"""The canonical tables, one part of a company a module."""
