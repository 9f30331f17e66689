"""Views of the pages that join apps, one subject a file."""
