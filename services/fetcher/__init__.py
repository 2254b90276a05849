"""The fetcher: from feeds on the web to articles on `wire.articles`. Its story is told in `service`."""
