<?php

declare(strict_types=1);

namespace App\Queue;

use App\Redis\Connection;

/**
 * A queue in Redis that loses no job.
 *
 * `queue:pending` is a list, `queue:delayed` a set by the time when a job is due, and each worker has a list of its own
 * with what it works at, into which Redis moves a job in the same step that takes it from `queue:pending`. Where a
 * worker is killed, its list stays, and another worker finds it, because `queue:workers` tells when each was last
 * heard of. Jobs that fail too often end in `queue:dead`. All times are Redis' own: clocks of containers may differ.
 */
final class RedisQueue implements Queue
{
    private const PENDING = 'queue:pending';
    private const DELAYED = 'queue:delayed';
    private const DEAD = 'queue:dead';
    private const WORKERS = 'queue:workers';
    private const PROCESSING = 'queue:processing:';
    private const DEAD_MAX = 999;

    /** A sign of life, and what is due by now becomes pending. */
    private const BEAT = <<<'LUA'
        local now = tonumber(redis.call('TIME')[1])
        redis.call('ZADD', KEYS[1], now, ARGV[1])
        for _, job in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 100)) do
            redis.call('ZREM', KEYS[2], job)
            redis.call('LPUSH', KEYS[3], job)
        end
        LUA;

    /** Only who still finds the job in the worker's list may put it elsewhere: it is never there twice. */
    private const RETRY = <<<'LUA'
        if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 1 then
            redis.call('ZADD', KEYS[2], redis.call('TIME')[1] + ARGV[3], ARGV[2])
        end
        LUA;

    private const BURY = <<<'LUA'
        if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 1 then
            redis.call('LPUSH', KEYS[2], cjson.encode({job = ARGV[1], reason = ARGV[2]}))
            redis.call('LTRIM', KEYS[2], 0, ARGV[3])
        end
        LUA;

    private const SILENT = <<<'LUA'
        return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', redis.call('TIME')[1] - ARGV[1])
        LUA;

    private string $worker;
    private string $list;

    public function __construct(private readonly Connection $redis)
    {
        $this->takeName();
    }

    public function push(Job $job): void
    {
        $this->redis->command('LPUSH', self::PENDING, $job->toJson());
    }

    public function reserve(int $seconds): ?Reservation
    {
        $this->redis->script(self::BEAT, [self::WORKERS, self::DELAYED, self::PENDING], [$this->worker]);
        $text = $this->redis->command('BLMOVE', self::PENDING, $this->list, 'RIGHT', 'LEFT', $seconds);
        return is_string($text) ? new Reservation($text, $this->list) : null;
    }

    public function finish(Reservation $reservation): void
    {
        $this->redis->command('LREM', $reservation->list, 1, $reservation->text);
    }

    public function retry(Reservation $reservation, Job $job, int $seconds): void
    {
        $arguments = [$reservation->text, $job->toJson(), $seconds];
        $this->redis->script(self::RETRY, [$reservation->list, self::DELAYED], $arguments);
    }

    public function bury(Reservation $reservation, string $reason): void
    {
        $arguments = [$reservation->text, $reason, self::DEAD_MAX];
        $this->redis->script(self::BURY, [$reservation->list, self::DEAD], $arguments);
    }

    public function abandoned(int $seconds): array
    {
        $found = [];
        foreach ((array) $this->redis->script(self::SILENT, [self::WORKERS], [$seconds]) as $worker) {
            $list = self::PROCESSING . $worker;
            $texts = (array) $this->redis->command('LRANGE', $list, 0, -1);
            foreach ($texts as $text) {
                $found[] = new Reservation($text, $list);
            }
            if ($texts === []) {
                $this->redis->command('ZREM', self::WORKERS, $worker);
            }
        }
        return $found;
    }

    /** With something in its list it stays known, so that another worker looks after that. */
    public function leave(): void
    {
        if ($this->redis->command('LLEN', $this->list) === 0) {
            $this->redis->command('ZREM', self::WORKERS, $this->worker);
        }
    }

    /** Goes on under another name: what is in the old list is then found like that of any other worker. */
    public function disconnect(): void
    {
        $this->redis->close();
        $this->takeName();
    }

    private function takeName(): void
    {
        $this->worker = gethostname() . '-' . bin2hex(random_bytes(4));
        $this->list = self::PROCESSING . $this->worker;
    }
}
