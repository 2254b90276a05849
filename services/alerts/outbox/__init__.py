"""The outbox: what must leave, kept durably between Kafka and the lanes. Only this folder knows SQLite."""
