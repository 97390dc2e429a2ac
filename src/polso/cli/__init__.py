"""The command line: it builds requests and shows answers, it computes nothing (docs/cli.md)."""
