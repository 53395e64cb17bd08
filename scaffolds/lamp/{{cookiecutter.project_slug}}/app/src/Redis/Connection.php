<?php

declare(strict_types=1);

namespace App\Redis;

use App\Config\Environment;
use Redis;
use RedisException;

/** Redis, connected to when it is first asked, and again after `close()`. */
final class Connection
{
    private ?Redis $client = null;

    public function __construct(private readonly Environment $environment)
    {
    }

    public function close(): void
    {
        $this->client = null;
    }

    /** Run a command. Throws what Redis answers with an error; the extension itself would answer `false`. */
    public function command(string $name, string|int ...$arguments): mixed
    {
        $client = $this->client ??= $this->open();
        $client->clearLastError();
        $answer = $client->rawCommand($name, ...array_map('strval', $arguments));
        $error = $client->getLastError();
        return $error === null ? $answer : throw new RedisException("$name: $error");
    }

    /**
     * Run a Lua script: what it does, it does at once.
     *
     * @param list<string> $keys
     * @param list<string|int> $arguments
     */
    public function script(string $lua, array $keys, array $arguments = []): mixed
    {
        return $this->command('EVAL', $lua, count($keys), ...$keys, ...$arguments);
    }

    private function open(): Redis
    {
        $client = new Redis();
        // Seconds to connect, no persistent connection, no pause before a second attempt, seconds to read.
        $client->connect(
            $this->environment->text('REDIS_HOST'),
            $this->environment->number('REDIS_PORT', 6379),
            3,
            null,
            0,
            10,
        );
        $user = $this->environment->text('REDIS_USER', 'app');
        if (!$client->auth([$user, $this->environment->secret('REDIS_PASSWORD')])) {
            throw new RedisException("Redis does not let '$user' in");
        }
        return $client;
    }
}
