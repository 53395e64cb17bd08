CREATE INDEX messages_unprocessed ON messages (processed_at, queued_at)
