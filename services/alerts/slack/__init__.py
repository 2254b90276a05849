"""Slack: messages for people."""
