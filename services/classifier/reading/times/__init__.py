"""Times: the time expressions of wire copy, and the days they mean."""
