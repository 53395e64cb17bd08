"""What the services share: settings, logs, HTTP, the database pool, migrations, retries and graceful shutdown."""
