<?php

declare(strict_types=1);

use App\Message\Analyser;
use App\Message\MessageRepository;
use App\Queue\AnalyseMessage;
use App\Queue\Backoff;
use App\Queue\ForgottenMessages;
use App\Queue\Handler;
use App\Queue\Heartbeat;
use App\Queue\Job;
use App\Queue\Queue;
use App\Queue\QueuedAnalysis;
use App\Queue\Reservation;
use App\Queue\TimeLimit;
use App\Queue\Worker;
use App\Queue\WorkerSettings;
use App\Support\Log;

require_once __DIR__ . '/doubles.php';

/** A queue that writes down what is done with its jobs. */
final class MemoryQueue implements Queue
{
    /** @var list<string> */
    public array $pending = [];
    /** @var list<Reservation> */
    public array $left = [];
    /** @var list<string> */
    public array $events = [];
    public bool $away = false;

    public function push(Job $job): void
    {
        if ($this->away) {
            throw new LogicException('Redis is away');
        }
        $this->pending[] = $job->toJson();
    }

    public function reserve(int $seconds): ?Reservation
    {
        $text = array_shift($this->pending);
        return $text === null ? null : new Reservation($text, 'mine');
    }

    public function finish(Reservation $reservation): void
    {
        $this->events[] = 'finished';
    }

    public function retry(Reservation $reservation, Job $job, int $seconds): void
    {
        $this->events[] = "$reservation->list: attempt $job->attempts failed";
    }

    public function bury(Reservation $reservation, string $reason): void
    {
        $this->events[] = "$reservation->list: buried, $reason";
    }

    public function abandoned(int $seconds): array
    {
        return $this->left;
    }

    public function leave(): void
    {
        $this->events[] = 'left';
    }

    public function disconnect(): void
    {
        $this->events[] = 'disconnected';
    }
}

final class Failing implements Handler
{
    public function handle(array $payload): void
    {
        throw new RuntimeException('no luck');
    }
}

/** What the worker did with one job. */
function turn(MemoryQueue $queue, int $attempts = 3): void
{
    $log = new Log(fopen('php://memory', 'wb'));
    $database = messages_database();
    $messages = new MessageRepository($database);
    (new Worker(
        $queue,
        ['fails' => new Failing(), AnalyseMessage::TYPE => new AnalyseMessage(new Analyser($messages), $database)],
        new WorkerSettings(new Backoff($attempts, 2), new TimeLimit(5), 120, 900),
        new Heartbeat((string) tempnam(sys_get_temp_dir(), 'heartbeat')),
        new ForgottenMessages($messages, $database, $queue, $log),
        $log,
    ))->turn();
}

test('a job comes out as it went in', static function (): void {
    $job = AnalyseMessage::job(5)->tried();
    $same = Job::fromJson($job->toJson());
    same(
        [$job->id, 'analyse-message', ['message' => 5], 1],
        [$same->id, $same->type, $same->payload, $same->attempts],
    );
});

foreach (['{', '[]', '{"id":"a","type":"t","payload":{},"attempts":"1"}', '7'] as $text) {
    test("$text is no job", static function () use ($text): void {
        try {
            Job::fromJson($text);
        } catch (UnexpectedValueException) {
            return;
        }
        throw new RuntimeException('it was taken for one');
    });
}

test('the time to wait doubles, varies by half, has a limit and an end', static function (): void {
    $backoff = new Backoff(attempts: 10, firstSeconds: 4, mostSeconds: 60);
    foreach ([1 => [2, 4], 2 => [4, 8], 3 => [8, 16], 9 => [30, 60]] as $attempts => [$least, $most]) {
        for ($try = 0; $try < 50; $try++) {
            $seconds = $backoff->after($attempts);
            same(true, $seconds >= $least && $seconds <= $most);
        }
    }
    same(null, $backoff->after(10));
});

test('a job that is done is finished', static function (): void {
    $queue = new MemoryQueue();
    $queue->push(AnalyseMessage::job(1));
    turn($queue);
    same(['finished'], $queue->events);
});

test('a job that fails is tried again', static function (): void {
    $queue = new MemoryQueue();
    $queue->push(Job::of('fails', []));
    turn($queue);
    same(['mine: attempt 1 failed'], $queue->events);
});

test('a job that failed often enough is buried', static function (): void {
    $queue = new MemoryQueue();
    $queue->push(Job::of('fails', [])->tried()->tried());
    turn($queue);
    same(['mine: buried, no luck'], $queue->events);
});

test('a job that nobody does, and what is no job, are buried', static function (): void {
    $queue = new MemoryQueue();
    $queue->push(Job::of('unknown', []));
    turn($queue, attempts: 1);
    $queue->pending = ['nonsense'];
    turn($queue);
    same(["mine: buried, nobody does 'unknown'", 'mine: buried, no job: Syntax error'], $queue->events);
});

test('what a worker left that is gone is tried again, and counts', static function (): void {
    $queue = new MemoryQueue();
    $queue->left = [new Reservation(AnalyseMessage::job(1)->toJson(), 'theirs')];
    turn($queue);
    same(['theirs: attempt 1 failed'], $queue->events);
});

test('a job that killed every worker is buried', static function (): void {
    $queue = new MemoryQueue();
    $queue->left = [new Reservation(AnalyseMessage::job(1)->tried()->tried()->toJson(), 'theirs')];
    turn($queue);
    same(['theirs: buried, its worker is gone'], $queue->events);
});

test('a message stays where the queue is away', static function (): void {
    $queue = new MemoryQueue();
    $queue->away = true;
    (new QueuedAnalysis($queue, new Log(fopen('php://memory', 'wb'))))->start(1);
    same([], $queue->pending);
});

test('the heartbeat is young for a while', static function (): void {
    $file = (string) tempnam(sys_get_temp_dir(), 'heartbeat');
    $heartbeat = new Heartbeat($file);
    $heartbeat->beat();
    same(true, $heartbeat->isYoungerThan(60));
    touch($file, time() - 61);
    same(false, $heartbeat->isYoungerThan(60));
    unlink($file);
    same(false, $heartbeat->isYoungerThan(60));
});
