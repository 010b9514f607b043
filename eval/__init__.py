"""Question set to run to scores, report and comparison."""
