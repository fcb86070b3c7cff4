"""What a name is made of, and how each language bends it."""
