"""Webhooks: signed requests for machines (Standard Webhooks)."""
