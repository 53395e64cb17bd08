<?php

declare(strict_types=1);

namespace App\Message;

use DateTimeImmutable;

/** Processes a message: finds out about it, and writes that down. */
final readonly class Analyser
{
    public function __construct(private MessageRepository $messages)
    {
    }

    /** Done twice, it changes nothing the second time; a message that is gone is no error. */
    public function analyse(int $id): void
    {
        $body = $this->messages->bodyOf($id);
        if ($body !== null) {
            $this->messages->markProcessed($id, Analysis::of($body), new DateTimeImmutable());
        }
    }
}
