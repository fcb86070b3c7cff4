"""Letters a person would sign: from a template, in the client's language."""
