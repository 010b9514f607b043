"""What libraries of a million to a billion passages need, worked out from what is measured here."""
