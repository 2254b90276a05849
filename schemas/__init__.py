"""The contract between the services: topics, records and their bytes.

A service reads and writes nothing on Kafka that is not defined here. The records are frozen
facts; readers ignore fields that they do not know, so that an older reader outlives a newer writer.
"""
