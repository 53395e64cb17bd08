<?php

declare(strict_types=1);

namespace App\Database;

use PDO;
use RuntimeException;

/**
 * Brings the database up to date with a folder of SQL files, in the order of their names, each once.
 *
 * One statement a file: MySQL ends a transaction at each CREATE or ALTER, so that half a file could not be undone.
 */
final readonly class Migrator
{
    private const LOCK = 'migrations';

    public function __construct(private Connection $connection, private string $folder)
    {
    }

    /**
     * @return list<string> the files that were applied now
     */
    public function migrate(): array
    {
        $pdo = $this->connection->pdo();
        $this->lock($pdo);
        try {
            $pdo->exec(
                'CREATE TABLE IF NOT EXISTS migrations ('
                . 'name VARCHAR(190) PRIMARY KEY, applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)',
            );
            $missing = $this->missing($pdo);
            foreach ($missing as $name => $sql) {
                $pdo->exec($sql);
                $pdo->prepare('INSERT INTO migrations (name) VALUES (?)')->execute([$name]);
            }
            return array_keys($missing);
        } finally {
            $pdo->prepare('SELECT RELEASE_LOCK(?)')->execute([self::LOCK]);
        }
    }

    public function isUpToDate(): bool
    {
        return $this->missing($this->connection->pdo()) === [];
    }

    /** Two deployments at once must not both create a table. */
    private function lock(PDO $pdo): void
    {
        $statement = $pdo->prepare('SELECT GET_LOCK(?, 15)');
        $statement->execute([self::LOCK]);
        if ((int) $statement->fetchColumn() !== 1) {
            throw new RuntimeException('another migration is running');
        }
    }

    /** @return array<string, string> the SQL of each file that was not applied yet, by name */
    private function missing(PDO $pdo): array
    {
        $applied = $pdo->query('SELECT name FROM migrations')->fetchAll(PDO::FETCH_COLUMN);
        $missing = [];
        foreach (glob("$this->folder/*.sql") ?: [] as $file) {
            if (!in_array(basename($file), $applied, true)) {
                $missing[basename($file)] = (string) file_get_contents($file);
            }
        }
        return $missing;
    }
}
