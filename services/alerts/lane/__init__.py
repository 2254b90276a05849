"""Lanes: one endpoint each, with its own client, pace, retries and breaker."""
