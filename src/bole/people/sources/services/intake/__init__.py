"""From a file to stored rows."""
