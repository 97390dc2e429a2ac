"""Page records made of answers: pure functions that choose, order and word, and compute no metric."""
