"""The documents that a partnership needs, made from its one file so that they cannot disagree."""
