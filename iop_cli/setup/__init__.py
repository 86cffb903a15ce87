"""What iop lays into a repository and into other people's tools: files, git's settings, facts."""
