<?php

declare(strict_types=1);

namespace App\Queue;

/** Jobs are done at least once: whatever happens to a worker, what it has taken is not lost. */
interface Queue
{
    public function push(Job $job): void;

    /** The next job, now this worker's; null where none comes within that time. Shows that the worker is alive. */
    public function reserve(int $seconds): ?Reservation;

    /** It is done. */
    public function finish(Reservation $reservation): void;

    /** It is to be done again, as `$job`, after that time. */
    public function retry(Reservation $reservation, Job $job, int $seconds): void;

    /** It will never be done: someone has to look at it. */
    public function bury(Reservation $reservation, string $reason): void;

    /** @return list<Reservation> what workers have taken that have not been heard of for that time */
    public function abandoned(int $seconds): array;

    /** This worker stops. */
    public function leave(): void;

    /** Forget the connection, after an error. */
    public function disconnect(): void;
}
