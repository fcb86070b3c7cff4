"""Signals of what clients do besides buying: habits, answers, words in notes; never a verdict."""
