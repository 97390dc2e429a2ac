"""From a mapped file to typed, keyed and joined rows that the store can apply."""
