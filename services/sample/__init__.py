"""The sample: a newswire to read and a receiver to alert, so that Korea Desk can be seen at work at once.

    articles/*.yaml --> newswire (RSS, Atom over HTTP)       receiver (webhooks, Slack) --> verified deliveries

Nothing in its articles happened. Everything else is as in earnest: real HTTP, real signatures.
"""
