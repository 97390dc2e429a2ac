"""How to answer: a request is resolved against catalog and coverage, then planned as a few scans. Pure functions."""
