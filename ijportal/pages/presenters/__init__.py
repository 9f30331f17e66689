"""Page values of the pages that join apps: pure, the place where figures are rounded."""
