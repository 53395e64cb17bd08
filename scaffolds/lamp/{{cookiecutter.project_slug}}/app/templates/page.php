<?php

declare(strict_types=1);

use App\Http\Csrf;
use App\Message\Message;
use App\Message\MessageForm;

/**
 * @var Closure(string|int): string $e
 * @var MessageForm $form
 * @var ?string $problem
 * @var ?string $notice
 * @var int $sent
 * @var string $token
 * @var list<Message> $messages
 */
?>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{{ cookiecutter.project_name | e }}</title>
  <link rel="stylesheet" href="/assets/style.css">
  <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
</head>
<body>
  <header>
    <h1>{{ cookiecutter.project_name | e }}</h1>
<?php if ($sent > 0): ?>
    <p>You have left <?= $e($sent) ?> <?= $sent === 1 ? 'message' : 'messages' ?>.</p>
<?php endif ?>
  </header>
  <main>
<?php if ($notice !== null): ?>
    <p class="notice" role="status"><?= $e($notice) ?></p>
<?php endif ?>
<?php if ($problem !== null): ?>
    <p class="problem" role="alert"><?= $e($problem) ?></p>
<?php endif ?>
    <form method="post" action="/messages" novalidate>
      <input type="hidden" name="<?= $e(Csrf::FIELD) ?>" value="<?= $e($token) ?>">
      <label for="author">Name</label>
      <input id="author" name="author" required maxlength="<?= MessageForm::AUTHOR_MAX ?>" autocomplete="name"
        value="<?= $e($form->author) ?>"<?= isset($form->errors['author']) ? ' aria-invalid="true" aria-describedby="author-problem"' : '' ?>>
<?php if (isset($form->errors['author'])): ?>
      <p class="problem" id="author-problem"><?= $e($form->errors['author']) ?></p>
<?php endif ?>
      <label for="body">Message</label>
      <textarea id="body" name="body" rows="4" required maxlength="<?= MessageForm::BODY_MAX ?>"<?= isset($form->errors['body']) ? ' aria-invalid="true" aria-describedby="body-problem"' : '' ?>><?= "\n" . $e($form->body) ?></textarea>
<?php if (isset($form->errors['body'])): ?>
      <p class="problem" id="body-problem"><?= $e($form->errors['body']) ?></p>
<?php endif ?>
      <button>Send</button>
    </form>
    <section aria-label="Messages">
<?php foreach ($messages as $message): ?>
      <article id="message-<?= $e($message->id) ?>">
        <h2><?= $e($message->author) ?> <time datetime="<?= $e(strtr($message->createdAt, ' ', 'T')) ?>Z"><?= $e(substr($message->createdAt, 0, 16)) ?> UTC</time></h2>
        <p class="body"><?= $e($message->body) ?></p>
<?php if ($message->isProcessed()): ?>
        <p class="processed"><?= $e((int) $message->words) ?> <?= $message->words === 1 ? 'word' : 'words' ?>, <?= $e((int) $message->readingSeconds) ?> s to read</p>
<?php else: ?>
        <p class="pending">being processed</p>
<?php endif ?>
      </article>
<?php endforeach ?>
    </section>
  </main>
</body>
</html>
