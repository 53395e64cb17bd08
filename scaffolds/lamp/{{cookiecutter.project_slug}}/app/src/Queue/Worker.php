<?php

declare(strict_types=1);

namespace App\Queue;

use App\Support\Log;
use RedisException;
use RuntimeException;
use Throwable;
use UnexpectedValueException;

/** Does jobs until it is told to stop; the job that it is at is finished first. */
final class Worker
{
    private const WAIT_SECONDS = 2;
    private const ROUND_SECONDS = 15;

    private bool $stopping = false;
    private int $nextRound = 0;

    /** @param array<string, Handler> $handlers by the type of jobs that each does */
    public function __construct(
        private readonly Queue $queue,
        private readonly array $handlers,
        private readonly WorkerSettings $settings,
        private readonly Heartbeat $heartbeat,
        private readonly ForgottenMessages $forgotten,
        private readonly Log $log,
    ) {
    }

    public function stop(): void
    {
        $this->stopping = true;
    }

    public function run(): void
    {
        $this->log->info('worker started');
        $failures = 0;
        while (!$this->stopping) {
            try {
                $this->turn();
                $failures = 0;
            } catch (RedisException $error) {
                $this->log->error('Redis is away', $error);
                $this->queue->disconnect();
                sleep(min(30, 2 ** min($failures++, 5)));
            }
        }
        $this->queue->leave();
        $this->log->info('worker stopped');
    }

    /** At most one job. */
    public function turn(): void
    {
        $this->heartbeat->beat();
        if (time() >= $this->nextRound) {
            $this->nextRound = time() + self::ROUND_SECONDS;
            $this->lookAfterAbandoned();
            $this->forgotten->queueAgain($this->settings->forgottenSeconds);
        }
        $reservation = $this->queue->reserve(self::WAIT_SECONDS);
        if ($reservation !== null) {
            $this->work($reservation);
        }
    }

    private function work(Reservation $reservation): void
    {
        try {
            $job = Job::fromJson($reservation->text);
        } catch (UnexpectedValueException $error) {
            $this->log->error('job buried', $error);
            $this->queue->bury($reservation, $error->getMessage());
            return;
        }
        try {
            $handler = $this->handlers[$job->type] ?? throw new RuntimeException("nobody does '$job->type'");
            $this->settings->timeLimit->run(static fn () => $handler->handle($job->payload));
        } catch (Throwable $error) {
            $this->failed($reservation, $job->tried(), $error);
            return;
        }
        $this->queue->finish($reservation);
        $this->log->info('job done', ['job' => $job->id, 'type' => $job->type, 'attempt' => $job->attempts + 1]);
    }

    private function failed(Reservation $reservation, Job $job, Throwable $error): void
    {
        $seconds = $this->settings->backoff->after($job->attempts);
        $details = ['job' => $job->id, 'type' => $job->type, 'attempt' => $job->attempts];
        if ($seconds === null) {
            $this->log->error('job buried', $error, $details);
            $this->queue->bury($reservation, $error->getMessage());
        } else {
            $this->log->error('job failed', $error, [...$details, 'again_in_seconds' => $seconds]);
            $this->queue->retry($reservation, $job, $seconds);
        }
    }

    /** What workers had taken that were killed. It counts as an attempt: perhaps it was the job that killed them. */
    private function lookAfterAbandoned(): void
    {
        foreach ($this->queue->abandoned($this->settings->silenceSeconds) as $reservation) {
            try {
                $job = Job::fromJson($reservation->text)->tried();
                $this->failed($reservation, $job, new RuntimeException('its worker is gone'));
            } catch (UnexpectedValueException $error) {
                $this->queue->bury($reservation, $error->getMessage());
            }
        }
    }
}
