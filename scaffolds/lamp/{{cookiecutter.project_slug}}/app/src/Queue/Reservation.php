<?php

declare(strict_types=1);

namespace App\Queue;

/** A job that a worker has taken and not yet finished: its text as it is in that worker's list. */
final readonly class Reservation
{
    public function __construct(public string $text, public string $list)
    {
    }
}
