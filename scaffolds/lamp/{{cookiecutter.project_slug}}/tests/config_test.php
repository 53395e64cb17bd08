<?php

declare(strict_types=1);

use App\Config\Environment;

test('a variable that is empty has its default', static function (): void {
    same('redis', (new Environment(['HOST' => '']))->text('HOST', 'redis'));
});

test('a variable that is missing is an error', static function (): void {
    throws(RuntimeException::class, 'DB_HOST is not set', static fn () => (new Environment([]))->text('DB_HOST'));
});

test('a number must be one', static function (): void {
    same(6379, (new Environment(['PORT' => '6379']))->number('PORT', 1));
    throws(
        RuntimeException::class,
        "PORT must be a whole number, not '63x'",
        static fn () => (new Environment(['PORT' => '63x']))->number('PORT', 1),
    );
});

test('a secret is the content of a file, without the line end', static function (): void {
    $file = tempnam(sys_get_temp_dir(), 'secret');
    file_put_contents($file, " pass word \n");
    try {
        same(' pass word ', (new Environment(['DB_PASSWORD_FILE' => $file]))->secret('DB_PASSWORD'));
    } finally {
        unlink($file);
    }
});

test('a secret that is not there is an error', static function (): void {
    throws(
        RuntimeException::class,
        "DB_PASSWORD_FILE: there is nothing to read in '/nowhere'",
        static fn () => (new Environment(['DB_PASSWORD_FILE' => '/nowhere']))->secret('DB_PASSWORD'),
    );
});
