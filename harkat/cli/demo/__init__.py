"""Invents a believable year of the programme by calling its use cases."""
