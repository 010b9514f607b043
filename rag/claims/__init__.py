"""What a sentence claims (figures, days, names, a yes or a no) and whether its quotes say so."""
