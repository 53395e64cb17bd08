<?php

declare(strict_types=1);

namespace App\Message;

/** A message as it is shown. `analysis` is there once it is processed. */
final readonly class Message
{
    public function __construct(
        public int $id,
        public string $author,
        public string $body,
        public string $createdAt,
        public ?int $words,
        public ?int $readingSeconds,
    ) {
    }

    public function isProcessed(): bool
    {
        return $this->words !== null;
    }
}
