"""The command line: options in, one call, one answer, the exit code. Computes nothing."""
