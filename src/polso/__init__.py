"""polso takes the pulse of a small company's sales."""

__version__ = "0.1.0"
