"""One file an analysis: what the summaries say of every client."""
