<?php

declare(strict_types=1);

/**
 * The application's tests: PHP alone, no server, no package. `make test`, or `php tests/run.php`.
 */

error_reporting(E_ALL);
set_error_handler(static function (int $level, string $message, string $file, int $line): never {
    throw new ErrorException($message, 0, $level, $file, $line);
});

require __DIR__ . '/../app/src/autoload.php';
require __DIR__ . '/harness.php';

lint(dirname(__DIR__) . '/app');
foreach (glob(__DIR__ . '/*_test.php') ?: [] as $file) {
    require $file;
}
exit(report());
