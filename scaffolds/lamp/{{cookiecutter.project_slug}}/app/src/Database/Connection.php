<?php

declare(strict_types=1);

namespace App\Database;

use App\Config\Environment;
use Closure;
use PDO;

/** The database, connected to when it is first asked, and again after `close()`. */
final class Connection
{
    private ?PDO $pdo = null;

    /** @param Closure(): PDO $open */
    public function __construct(private readonly Closure $open)
    {
    }

    public static function toMySql(Environment $environment): self
    {
        return new self(static fn (): PDO => new PDO(
            sprintf(
                'mysql:host=%s;port=%d;dbname=%s;charset=utf8mb4',
                $environment->text('DB_HOST'),
                $environment->number('DB_PORT', 3306),
                $environment->text('DB_NAME'),
            ),
            $environment->text('DB_USER'),
            $environment->secret('DB_PASSWORD'),
            [
                PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
                PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
                // The server prepares statements: values never become part of the SQL text.
                PDO::ATTR_EMULATE_PREPARES => false,
                PDO::ATTR_TIMEOUT => 3,
            ],
        ));
    }

    public function pdo(): PDO
    {
        return $this->pdo ??= ($this->open)();
    }

    public function close(): void
    {
        $this->pdo = null;
    }
}
