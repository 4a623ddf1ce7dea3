"""Peers that need pandas; they run in an environment of their own, since recordlinkage holds pandas down to 2.3."""
