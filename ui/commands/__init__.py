"""The commands of `yuanwen`, by what they are for."""
