"""The alert service: who hears of a signal, when, and by which way.

    korea.signals -> intake -> plan (route, story) -> outbox --> lane (one per endpoint) -> Slack, webhook
                        |                               |
                   wire.deadletters                     +------> recorder -> korea.deliveries

The intake never speaks HTTP and a lane never speaks to Kafka: the outbox (SQLite) lies between them, so
that a receiver which hangs costs nobody else anything, and a kill -9 at any moment loses nothing.
"""
