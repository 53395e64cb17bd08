<?php

declare(strict_types=1);

namespace App\Queue;

/** The time of a file tells the health check, another process, that the worker is at work. */
final readonly class Heartbeat
{
    public function __construct(private string $file)
    {
    }

    public function beat(): void
    {
        touch($this->file);
    }

    public function isYoungerThan(int $seconds): bool
    {
        clearstatcache(true, $this->file);
        return is_file($this->file) && time() - (int) filemtime($this->file) < $seconds;
    }
}
