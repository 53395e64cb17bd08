<?php

declare(strict_types=1);

namespace App\Queue;

/** How long to wait before the next attempt: twice as long each time, and not all at the same moment. */
final readonly class Backoff
{
    public function __construct(public int $attempts, private int $firstSeconds, private int $mostSeconds = 300)
    {
    }

    /** Seconds, between a half and the whole of what the number of attempts gives; null where there were enough. */
    public function after(int $attempts): ?int
    {
        if ($attempts >= $this->attempts) {
            return null;
        }
        $whole = (int) min($this->mostSeconds, $this->firstSeconds * 2 ** ($attempts - 1));
        return random_int(intdiv($whole, 2), $whole);
    }
}
