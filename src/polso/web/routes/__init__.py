"""The addresses, by what lies behind them."""
