"""PDF files: their text layer in reading order, read in a process of its own."""
