"""Italian and English: messages, numbers, money, dates."""
