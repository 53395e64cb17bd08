<?php

declare(strict_types=1);

namespace App\Redis;

use SessionHandlerInterface;
use SessionUpdateTimestampHandlerInterface;

/**
 * PHP's sessions in Redis, which forgets them by itself.
 *
 * The extension has a handler of its own, but that is told the password in `session.save_path`, and PHP writes this
 * path into its log when the server does not answer.
 */
final readonly class SessionHandler implements SessionHandlerInterface, SessionUpdateTimestampHandlerInterface
{
    private const PREFIX = 'session:';

    public function __construct(private Connection $redis, private int $seconds)
    {
    }

    public function open(string $path, string $name): bool
    {
        return true;
    }

    public function close(): bool
    {
        return true;
    }

    public function read(string $id): string
    {
        return (string) $this->redis->command('GET', self::PREFIX . $id);
    }

    public function write(string $id, string $data): bool
    {
        $this->redis->command('SET', self::PREFIX . $id, $data, 'EX', $this->seconds);
        return true;
    }

    public function destroy(string $id): bool
    {
        $this->redis->command('DEL', self::PREFIX . $id);
        return true;
    }

    public function gc(int $max_lifetime): int
    {
        return 0;
    }

    /** An identifier that we did not give out is not taken: nobody can plant one on someone else. */
    public function validateId(string $id): bool
    {
        return $this->redis->command('EXISTS', self::PREFIX . $id) === 1;
    }

    public function updateTimestamp(string $id, string $data): bool
    {
        $this->redis->command('EXPIRE', self::PREFIX . $id, $this->seconds);
        return true;
    }
}
