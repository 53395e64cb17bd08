<?php

declare(strict_types=1);

namespace App\Queue;

use App\Message\Processing;
use App\Support\Log;
use Throwable;

/** Leaves a message to a worker. */
final readonly class QueuedAnalysis implements Processing
{
    public function __construct(private Queue $queue, private Log $log)
    {
    }

    /** The message is safe in the database: where Redis is away, a worker finds it there later. */
    public function start(int $id): void
    {
        try {
            $this->queue->push(AnalyseMessage::job($id));
        } catch (Throwable $error) {
            $this->log->error('not queued', $error, ['message' => $id]);
        }
    }
}
