<?php

declare(strict_types=1);

namespace App\Queue;

use Closure;
use RuntimeException;

/** Ends what takes too long with an exception. Needs pcntl; without it there is no limit. */
final readonly class TimeLimit
{
    public function __construct(private int $seconds)
    {
    }

    /** @param Closure(): void $work */
    public function run(Closure $work): void
    {
        if (!function_exists('pcntl_alarm')) {
            $work();
            return;
        }
        pcntl_signal(SIGALRM, fn () => throw new RuntimeException("took longer than $this->seconds s"));
        pcntl_alarm($this->seconds);
        try {
            $work();
        } finally {
            pcntl_alarm(0);
            pcntl_signal(SIGALRM, SIG_IGN);
        }
    }
}
