"""What a notice says of itself: its index table, number, issuer, when it holds."""
