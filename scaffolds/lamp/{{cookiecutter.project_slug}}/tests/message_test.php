<?php

declare(strict_types=1);

use App\Message\Analyser;
use App\Message\Analysis;
use App\Message\MessageForm;
use App\Message\MessageRepository;

require_once __DIR__ . '/doubles.php';

foreach (
    [
        'nothing' => ['', 0, 0],
        'one word' => ['hello', 1, 1],
        'punctuation is no word' => ["Hello — world!\n(yes)", 3, 1],
        'apostrophes and hyphens are inside words' => ["it's well-known, isn’t it", 4, 2],
        'other scripts' => ['größer Ελλάδα 日本', 3, 1],
        'reading takes a minute for two hundred words' => [str_repeat('w ', 200), 200, 60],
    ] as $name => [$text, $words, $seconds]
) {
    test("analysis: $name", static function () use ($text, $words, $seconds): void {
        $analysis = Analysis::of($text);
        same([$words, $seconds], [$analysis->words, $analysis->readingSeconds]);
    });
}

test('a form is trimmed, and its line ends are single', static function (): void {
    $form = MessageForm::from(['author' => ' Ada ', 'body' => "one\r\ntwo\r\n"]);
    same(['Ada', "one\ntwo", []], [$form->author, $form->body, $form->errors]);
});

test('an empty form names what is missing', static function (): void {
    same(['author' => 'Tell us your name', 'body' => 'Write a message'], MessageForm::from([])->errors);
});

test('lengths are counted in characters, not bytes', static function (): void {
    same([], MessageForm::from(['author' => str_repeat('ü', 60), 'body' => str_repeat('日', 1000)])->errors);
    same(
        ['author' => 'At most 60 characters', 'body' => 'At most 1000 characters'],
        MessageForm::from(['author' => str_repeat('ü', 61), 'body' => str_repeat('日', 1001)])->errors,
    );
});

test('what is no text is refused and not shown again', static function (): void {
    $form = MessageForm::from(['author' => ['x'], 'body' => "\xff"]);
    same(['', ''], [$form->author, $form->body]);
    same(['author' => 'This is not text in UTF-8', 'body' => 'This is not text in UTF-8'], $form->errors);
});

test('the newest message comes first', static function (): void {
    $messages = new MessageRepository(messages_database());
    $now = new DateTimeImmutable('2026-01-02 03:04:05 +02:00');
    $messages->add('Ada', 'first', $now);
    $messages->add('Bob', 'second', $now);
    $latest = $messages->latest(10);
    same(['second', 'first'], array_column($latest, 'body'));
    same('2026-01-02 01:04:05', $latest[0]->createdAt);
    same(['second'], array_column($messages->latest(1), 'body'));
});

test('SQL in a message is text', static function (): void {
    $messages = new MessageRepository(messages_database());
    $evil = "'); DROP TABLE messages; --";
    same($evil, $messages->bodyOf($messages->add($evil, $evil, new DateTimeImmutable())));
});

test('a message is processed once', static function (): void {
    $messages = new MessageRepository(messages_database());
    $id = $messages->add('Ada', 'two words', new DateTimeImmutable());
    same(false, $messages->latest(1)[0]->isProcessed());
    (new Analyser($messages))->analyse($id);
    same([true, 2, 1], [$messages->latest(1)[0]->isProcessed(), $messages->latest(1)[0]->words, $messages->latest(1)[0]->readingSeconds]);
    $messages->markProcessed($id, Analysis::of('now it is other words'), new DateTimeImmutable());
    same(2, $messages->latest(1)[0]->words);
});

test('a message that is gone is no error', static function (): void {
    (new Analyser(new MessageRepository(messages_database())))->analyse(7);
});
{% if cookiecutter.with_worker %}

test('a forgotten message is claimed by one worker', static function (): void {
    $messages = new MessageRepository(messages_database());
    $then = new DateTimeImmutable('2026-01-01 12:00:00 UTC');
    $old = $messages->add('Ada', 'old', $then);
    $done = $messages->add('Ada', 'done', $then);
    $messages->markProcessed($done, Analysis::of('done'), $then);
    $messages->add('Ada', 'young', $then->modify('+10 minutes'));
    $before = $then->modify('+5 minutes');
    $now = $then->modify('+11 minutes');
    same([$old], $messages->claimForgotten($before, $now, 10));
    same([], $messages->claimForgotten($before, $now, 10));
});
{% endif %}
