"""The page of a run: scores, plots and the questions that went worst, to be read in a browser."""
