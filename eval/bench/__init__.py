"""The benchmark: Yuanwen beside its floor and beside the usual pipeline, measured in one run."""
