<?php

declare(strict_types=1);

use App\Http\Csrf;
use App\Http\GuestBook;
use App\Http\Health;
use App\Http\Request;
use App\Http\Response;
use App\Http\Site;
use App\Message\MessageRepository;
use App\Support\Log;
use App\Support\View;

require_once __DIR__ . '/doubles.php';

/** A guest book with its parts in reach. */
final class Visit
{
    public readonly MemorySession $session;
    public readonly MessageRepository $messages;
    public readonly RecordedProcessing $processing;
    public readonly GuestBook $book;

    public function __construct()
    {
        $this->session = new MemorySession();
        $this->messages = new MessageRepository(messages_database());
        $this->processing = new RecordedProcessing();
        $this->book = new GuestBook(
            $this->messages,
            $this->processing,
            $this->session,
            new Csrf($this->session),
            new View(__DIR__ . '/../app/templates'),
        );
    }

    /** @param array<string, string> $fields */
    public function send(array $fields): Response
    {
        return $this->book->submit(new Request('POST', '/messages', $fields));
    }
}

test('the page has a form with the token of the session', static function (): void {
    $visit = new Visit();
    $page = $visit->book->show();
    $token = $visit->session->values['csrf_token'];
    same(64, strlen($token));
    same(true, str_contains($page->body, "name=\"csrf_token\" value=\"$token\""));
    same(true, str_contains($visit->book->show()->body, $token));
});

test('a message that is sent is kept, processed and thanked for once', static function (): void {
    $visit = new Visit();
    $visit->book->show();
    $answer = $visit->send([
        'csrf_token' => $visit->session->values['csrf_token'],
        'author' => 'Ada',
        'body' => 'Hello',
    ]);
    same([303, '/'], [$answer->status, $answer->headers['Location']]);
    same(['Hello'], array_column($visit->messages->latest(5), 'body'));
    same([1], $visit->processing->started);
    same(true, str_contains($visit->book->show()->body, 'Thank you, Ada.'));
    same(false, str_contains($visit->book->show()->body, 'Thank you, Ada.'));
    same(true, str_contains($visit->book->show()->body, 'You have left 1 message.'));
});

foreach (['missing' => [], 'wrong' => ['csrf_token' => 'x'], 'no text' => ['csrf_token' => ['x']]] as $name => $token) {
    test("a form whose token is $name is not taken, and not lost", static function () use ($token): void {
        $visit = new Visit();
        $visit->book->show();
        $answer = $visit->book->submit(
            new Request('POST', '/messages', [...$token, 'author' => 'Ada', 'body' => 'Hello']),
        );
        same(403, $answer->status);
        same(true, str_contains($answer->body, 'Hello</textarea>'));
        same([[], []], [$visit->messages->latest(5), $visit->processing->started]);
    });
}

test('without a session no token is right', static function (): void {
    same(403, (new Visit())->send(['csrf_token' => '', 'author' => 'Ada', 'body' => 'Hello'])->status);
});

test('a form with errors is shown again with them', static function (): void {
    $visit = new Visit();
    $visit->book->show();
    $answer = $visit->send(['csrf_token' => $visit->session->values['csrf_token'], 'author' => 'Ada', 'body' => ' ']);
    same(422, $answer->status);
    same(true, str_contains($answer->body, 'value="Ada"'));
    same(true, str_contains($answer->body, 'id="body-problem">Write a message<'));
    same([], $visit->messages->latest(5));
});

test('what visitors write is text in the page, whatever it looks like', static function (): void {
    $visit = new Visit();
    $visit->messages->add('"><b>', '<script>alert(1)</script>', new DateTimeImmutable());
    $page = $visit->book->show()->body;
    same(false, str_contains($page, '<script'));
    same(false, str_contains($page, '"><b>'));
    same(true, str_contains($page, '&lt;script&gt;alert(1)&lt;/script&gt;'));
});

/** @param array<string, array<string, Closure(Request): Response>> $routes */
function ask(array $routes, string $method, string $path): Response
{
    return (new Site($routes, new Log(fopen('php://memory', 'wb'))))->answer(new Request($method, $path));
}

test('paths and methods that are not known have their answers', static function (): void {
    $routes = ['/' => ['GET' => static fn (): Response => Response::html('page'), 'POST' => static fn (): Response => Response::html('')]];
    same(404, ask($routes, 'GET', '/other')->status);
    same([405, 'GET, POST'], [ask($routes, 'PUT', '/')->status, ask($routes, 'PUT', '/')->headers['Allow']]);
    same('page', ask($routes, 'HEAD', '/')->body);
});

test('a server that is away is a 503, anything else a 500, and neither says why', static function (): void {
    $routes = [
        '/database' => ['GET' => static fn () => throw new PDOException('password is hunter2')],
        '/bug' => ['GET' => static fn () => throw new LogicException('hunter2')],
    ];
    $away = ask($routes, 'GET', '/database');
    same([503, '5', "This page will be back soon.\n"], [$away->status, $away->headers['Retry-After'], $away->body]);
    same([500, "Something went wrong.\n"], [ask($routes, 'GET', '/bug')->status, ask($routes, 'GET', '/bug')->body]);
});

test('the health report says what is away', static function (): void {
    $log = new Log(fopen('php://memory', 'wb'));
    $well = (new Health(['database' => static fn () => 1], $log))->report();
    same([200, '{"status":"ok","checks":{"database":"ok"}}' . "\n"], [$well->status, $well->body]);
    $ill = (new Health([
        'database' => static fn () => throw new PDOException('gone'),
        'redis' => static fn () => 1,
    ], $log))->report();
    same([503, '{"status":"failing","checks":{"database":"away","redis":"ok"}}' . "\n"], [$ill->status, $ill->body]);
});

test('the log is one line of JSON an event', static function (): void {
    $stream = fopen('php://memory', 'w+b');
    (new Log($stream))->error('failed', new RuntimeException("two\nlines \xff"), ['job' => 'a']);
    rewind($stream);
    $lines = explode("\n", (string) stream_get_contents($stream));
    same(2, count($lines));
    $entry = json_decode($lines[0], true, flags: JSON_THROW_ON_ERROR);
    same(['error', 'failed', 'a', "two\nlines \u{fffd}"], [$entry['level'], $entry['event'], $entry['job'], $entry['error']]);
});
