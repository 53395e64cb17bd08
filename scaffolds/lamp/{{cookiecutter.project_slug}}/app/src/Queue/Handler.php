<?php

declare(strict_types=1);

namespace App\Queue;

/** Does jobs of one type. It may meet a job a second time, and must come to the same result. */
interface Handler
{
    /** @param array<string, scalar> $payload */
    public function handle(array $payload): void;
}
