<?php

declare(strict_types=1);

namespace App\Queue;

use App\Database\Connection;
use App\Message\Analyser;
use Throwable;

final readonly class AnalyseMessage implements Handler
{
    public const TYPE = 'analyse-message';

    public function __construct(private Analyser $analyser, private Connection $database)
    {
    }

    public static function job(int $message): Job
    {
        return Job::of(self::TYPE, ['message' => $message]);
    }

    public function handle(array $payload): void
    {
        try {
            $this->analyser->analyse((int) $payload['message']);
        } catch (Throwable $error) {
            // Perhaps the connection broke, or its answer was not waited for: the next job gets a new one.
            $this->database->close();
            throw $error;
        }
    }
}
