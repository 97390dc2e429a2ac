"""Words of the trade, without input or output: money, periods, the company calendar, identifiers, errors."""
