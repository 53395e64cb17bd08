<?php

declare(strict_types=1);

namespace App\Queue;

use App\Database\Connection;
use App\Message\MessageRepository;
use App\Support\Log;
use DateTimeImmutable;
use PDOException;

/** Messages that are in the database and in no queue, because Redis was away or has lost its last second. */
final readonly class ForgottenMessages
{
    private const LIMIT = 100;

    public function __construct(
        private MessageRepository $messages,
        private Connection $database,
        private Queue $queue,
        private Log $log,
    ) {
    }

    /** Queue again what was queued longer ago than that and is still not processed. */
    public function queueAgain(int $seconds): void
    {
        $now = new DateTimeImmutable();
        try {
            $forgotten = $this->messages->claimForgotten($now->modify("-$seconds seconds"), $now, self::LIMIT);
        } catch (PDOException $error) {
            $this->log->error('the database is away', $error);
            $this->database->close();
            return;
        }
        foreach ($forgotten as $id) {
            $this->queue->push(AnalyseMessage::job($id));
            $this->log->info('queued again', ['message' => $id]);
        }
    }
}
