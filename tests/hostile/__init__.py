"""Articles, questions and replies that mean harm, written for this project."""
