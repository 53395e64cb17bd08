<?php

declare(strict_types=1);

namespace App\Http;

/** What is remembered of a visitor between two requests. */
interface Session
{
    public function get(string $key): string|int|null;

    public function set(string $key, string|int $value): void;

    /** The value, which is forgotten: for what is shown once. */
    public function take(string $key): string|int|null;
}
