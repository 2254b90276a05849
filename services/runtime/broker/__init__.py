"""Apache Kafka as a child process: Java, jars and one node."""
