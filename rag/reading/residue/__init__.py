"""What does not belong to an article, told by its shape and taken out, never thrown away."""
