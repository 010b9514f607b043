"""What Yuanwen is installed with: licences and hashes of its packages, weights without pickle."""
