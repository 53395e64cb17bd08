<?php

declare(strict_types=1);

namespace App\Message;

/** Processes a message while its author waits: there is no worker. */
final readonly class ImmediateProcessing implements Processing
{
    public function __construct(private Analyser $analyser)
    {
    }

    public function start(int $id): void
    {
        $this->analyser->analyse($id);
    }
}
