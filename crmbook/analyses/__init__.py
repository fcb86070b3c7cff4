"""Analyses: one row a client, computed from the summaries and a day; they do not know each other."""
