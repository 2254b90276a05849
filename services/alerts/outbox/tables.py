"""The tables of the outbox. All times are seconds since 1970, UTC."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS offsets (       -- where to go on reading, per cluster
    cluster TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
    PRIMARY KEY (cluster, topic, partition)
) STRICT;

CREATE TABLE IF NOT EXISTS signals (       -- each revision once, whoever waits for it
    id TEXT NOT NULL, revision INTEGER NOT NULL, value BLOB NOT NULL, traceparent TEXT,
    PRIMARY KEY (id, revision)
) STRICT;

CREATE TABLE IF NOT EXISTS deliveries (    -- one per endpoint, signal and revision
    id TEXT PRIMARY KEY,
    endpoint TEXT NOT NULL,
    signal_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    key TEXT NOT NULL,                     -- what leaves together
    story TEXT NOT NULL,
    digest INTEGER NOT NULL,
    urgent INTEGER NOT NULL,
    subscriptions TEXT NOT NULL,           -- JSON list
    published_at REAL NOT NULL,
    aged_from REAL NOT NULL,
    routed_at REAL NOT NULL,
    due REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    plain INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    error TEXT,
    outcome TEXT,                          -- NULL while it waits
    message_id TEXT,
    finished_at REAL,
    recorded INTEGER NOT NULL DEFAULT 0,   -- 1 when korea.deliveries has it
    FOREIGN KEY (signal_id, revision) REFERENCES signals (id, revision)
) STRICT;

CREATE INDEX IF NOT EXISTS waiting ON deliveries (endpoint, due) WHERE outcome IS NULL;
CREATE INDEX IF NOT EXISTS together ON deliveries (endpoint, key, due) WHERE outcome IS NULL;
CREATE INDEX IF NOT EXISTS unrecorded ON deliveries (finished_at) WHERE outcome IS NOT NULL AND recorded = 0;
CREATE INDEX IF NOT EXISTS by_signal ON deliveries (signal_id, revision);
CREATE INDEX IF NOT EXISTS by_end ON deliveries (finished_at) WHERE recorded = 1;

CREATE TABLE IF NOT EXISTS stories (       -- when people last heard of a story
    endpoint TEXT NOT NULL, story TEXT NOT NULL, sent_at REAL NOT NULL,
    PRIMARY KEY (endpoint, story)
) STRICT;

CREATE TABLE IF NOT EXISTS endpoints (
    name TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,             -- of URL and secret: a change enables it again
    disabled_at REAL,
    disabled_for TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    open_until REAL NOT NULL DEFAULT 0
) STRICT;
"""
