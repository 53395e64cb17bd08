<?php

declare(strict_types=1);

namespace App\Queue;

use App\Config\Environment;

/** How patient a worker is. */
final readonly class WorkerSettings
{
    public function __construct(
        public Backoff $backoff,
        public TimeLimit $timeLimit,
        public int $silenceSeconds,
        public int $forgottenSeconds,
    ) {
    }

    public static function from(Environment $environment): self
    {
        return new self(
            new Backoff($environment->number('QUEUE_ATTEMPTS', 5), $environment->number('QUEUE_BACKOFF_SECONDS', 2)),
            new TimeLimit($environment->number('QUEUE_TIME_LIMIT', 30)),
            // Well above the time limit: a worker at a long job is silent, and not dead.
            $environment->number('QUEUE_SILENCE_SECONDS', 120),
            $environment->number('QUEUE_FORGOTTEN_SECONDS', 900),
        );
    }
}
