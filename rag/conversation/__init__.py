"""Follow-up questions written out so that they stand alone."""
