"""What polso measures, as records: tables, relations, metrics, and the rules that check them when loaded."""
