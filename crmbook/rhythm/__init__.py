"""The rhythm in which clients buy: the model behind the silence analysis."""
