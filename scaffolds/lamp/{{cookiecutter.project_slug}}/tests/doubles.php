<?php

declare(strict_types=1);

use App\Http\Session;
use App\Message\Processing;
use App\Database\Connection;

/** A session that lasts as long as the object. */
final class MemorySession implements Session
{
    /** @param array<string, string|int> $values */
    public function __construct(public array $values = [])
    {
    }

    public function get(string $key): string|int|null
    {
        return $this->values[$key] ?? null;
    }

    public function set(string $key, string|int $value): void
    {
        $this->values[$key] = $value;
    }

    public function take(string $key): string|int|null
    {
        $value = $this->get($key);
        unset($this->values[$key]);
        return $value;
    }
}

/** Remembers what was to be processed. */
final class RecordedProcessing implements Processing
{
    /** @var list<int> */
    public array $started = [];

    public function start(int $id): void
    {
        $this->started[] = $id;
    }
}

/** A database in memory with the table of the messages. */
function messages_database(): Connection
{
    return new Connection(static function (): PDO {
        $pdo = new PDO('sqlite::memory:', options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
        $pdo->exec('CREATE TABLE messages (id INTEGER PRIMARY KEY, author TEXT NOT NULL, body TEXT NOT NULL,'
            . ' created_at TEXT NOT NULL, queued_at TEXT NOT NULL, processed_at TEXT, words INTEGER,'
            . ' reading_seconds INTEGER)');
        return $pdo;
    });
}
