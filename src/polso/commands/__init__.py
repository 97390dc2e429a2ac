"""What can be asked of an opened workspace: plain data in, data that JSON can hold out.

The command line runs these functions in its own process; while a server holds the workspace it sends their name and
arguments there, where the same functions run.
"""
