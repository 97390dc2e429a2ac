"""Italian and English: messages, numbers, money, dates.

Every text that a person reads comes from `messages/*.toml`, where both languages stand side by side; every number,
amount and date that a person reads is formatted here. Nothing in this package reads the clock or the machine's locale.
"""
