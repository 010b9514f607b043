"""A text that holds several articles, or several items of a programme, into its parts."""
