<?php

declare(strict_types=1);

namespace App\Message;

use App\Database\Connection;
use DateTimeImmutable;
use DateTimeZone;
use PDO;

/** The table `messages`. Times are in UTC. */
final readonly class MessageRepository
{
    public function __construct(private Connection $connection)
    {
    }

    public function add(string $author, string $body, DateTimeImmutable $now): int
    {
        $pdo = $this->connection->pdo();
        $pdo->prepare('INSERT INTO messages (author, body, created_at, queued_at) VALUES (?, ?, ?, ?)')
            ->execute([$author, $body, self::time($now), self::time($now)]);
        return (int) $pdo->lastInsertId();
    }

    /** @return list<Message> the newest first */
    public function latest(int $limit): array
    {
        $statement = $this->connection->pdo()->prepare(
            'SELECT id, author, body, created_at, words, reading_seconds FROM messages ORDER BY id DESC LIMIT ?',
        );
        $statement->bindValue(1, $limit, PDO::PARAM_INT);
        $statement->execute();
        return array_map(self::message(...), $statement->fetchAll(PDO::FETCH_ASSOC));
    }

    public function bodyOf(int $id): ?string
    {
        $statement = $this->connection->pdo()->prepare('SELECT body FROM messages WHERE id = ?');
        $statement->execute([$id]);
        $body = $statement->fetchColumn();
        return is_string($body) ? $body : null;
    }

    /** Done twice, it changes nothing the second time. */
    public function markProcessed(int $id, Analysis $analysis, DateTimeImmutable $now): void
    {
        $this->connection->pdo()
            ->prepare(
                'UPDATE messages SET words = ?, reading_seconds = ?, processed_at = ?'
                . ' WHERE id = ? AND processed_at IS NULL',
            )
            ->execute([$analysis->words, $analysis->readingSeconds, self::time($now), $id]);
    }

{% if cookiecutter.with_worker %}
    /**
     * Messages that nobody has processed though they were queued before `$before`. Each is the caller's alone: the
     * table says from now on that they are queued at `$now`.
     *
     * @return list<int>
     */
    public function claimForgotten(DateTimeImmutable $before, DateTimeImmutable $now, int $limit): array
    {
        $pdo = $this->connection->pdo();
        $select = $pdo->prepare(
            'SELECT id FROM messages WHERE processed_at IS NULL AND queued_at < ? ORDER BY queued_at LIMIT ?',
        );
        $select->bindValue(1, self::time($before));
        $select->bindValue(2, $limit, PDO::PARAM_INT);
        $select->execute();
        $claim = $pdo->prepare('UPDATE messages SET queued_at = ? WHERE id = ? AND queued_at < ?');
        $claimed = [];
        foreach ($select->fetchAll(PDO::FETCH_COLUMN) as $id) {
            $claim->execute([self::time($now), $id, self::time($before)]);
            if ($claim->rowCount() === 1) {
                $claimed[] = (int) $id;
            }
        }
        return $claimed;
    }

{% endif %}
    /** @param array<string, mixed> $row */
    private static function message(array $row): Message
    {
        return new Message(
            (int) $row['id'],
            (string) $row['author'],
            (string) $row['body'],
            (string) $row['created_at'],
            $row['words'] === null ? null : (int) $row['words'],
            $row['reading_seconds'] === null ? null : (int) $row['reading_seconds'],
        );
    }

    private static function time(DateTimeImmutable $time): string
    {
        return $time->setTimezone(new DateTimeZone('UTC'))->format('Y-m-d H:i:s');
    }
}
