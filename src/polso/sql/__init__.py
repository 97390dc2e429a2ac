"""From a plan to text: a small closed set of typed expressions, one renderer, one file of differences an engine."""
