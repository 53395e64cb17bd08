<?php

declare(strict_types=1);

/** Classes below `App\` are in the file of their name (PSR-4). */
spl_autoload_register(static function (string $class): void {
    if (!str_starts_with($class, 'App\\')) {
        return;
    }
    $file = __DIR__ . strtr(substr($class, 3), '\\', '/') . '.php';
    if (is_file($file)) {
        require $file;
    }
});
