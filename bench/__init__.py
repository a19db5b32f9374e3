"""What is measured, and against what: one file for each figure of `docs/performance.md`."""
