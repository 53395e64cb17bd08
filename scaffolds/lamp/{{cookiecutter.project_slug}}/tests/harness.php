<?php

declare(strict_types=1);

/** How often something was expected, and which tests did not get it. */
final class Results
{
    public static int $tests = 0;

    /** @var list<string> */
    public static array $failures = [];
}

/** @param Closure(): void $body */
function test(string $name, Closure $body): void
{
    Results::$tests++;
    try {
        $body();
    } catch (Throwable $error) {
        Results::$failures[] = "$name: {$error->getMessage()} (" . basename($error->getFile()) . ":{$error->getLine()})";
    }
}

function same(mixed $expected, mixed $actual): void
{
    if ($expected !== $actual) {
        throw new RuntimeException('expected ' . var_export($expected, true) . ', got ' . var_export($actual, true));
    }
}

/** @param class-string<Throwable> $class */
function throws(string $class, string $message, Closure $body): void
{
    try {
        $body();
    } catch (Throwable $error) {
        same([$class, $message], [$error::class, $error->getMessage()]);
        return;
    }
    throw new RuntimeException("expected $class");
}

/** Each PHP file below the folder is one that PHP can read. */
function lint(string $folder): void
{
    $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS));
    foreach ($files as $file) {
        if ($file->getExtension() === 'php') {
            test("$file is PHP", static function () use ($file): void {
                exec(escapeshellarg(PHP_BINARY) . ' -l ' . escapeshellarg((string) $file) . ' 2>&1', $output, $status);
                same([0, ''], [$status, $status === 0 ? '' : implode("\n", $output)]);
            });
        }
    }
}

/** The exit status. */
function report(): int
{
    foreach (Results::$failures as $failure) {
        fwrite(STDERR, "FAILED $failure\n");
    }
    printf("%d tests, %d failed\n", Results::$tests, count(Results::$failures));
    return Results::$failures === [] ? 0 : 1;
}
