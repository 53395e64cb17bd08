<?php

declare(strict_types=1);

namespace App\Support;

use Throwable;

/** One line of JSON an event, on standard error: whoever runs the container collects it. */
final readonly class Log
{
    /** @param resource|null $stream */
    public function __construct(private mixed $stream = null)
    {
    }

    /** @param array<string, scalar|null> $details */
    public function info(string $event, array $details = []): void
    {
        $this->write('info', $event, $details);
    }

    /**
     * The error's own text and place, without its arguments.
     *
     * @param array<string, scalar|null> $details
     */
    public function error(string $event, Throwable $error, array $details = []): void
    {
        $place = basename($error->getFile()) . ':' . $error->getLine();
        $this->write('error', $event, [...$details, 'error' => $error->getMessage(), 'at' => $place]);
    }

    /** @param array<string, scalar|null> $details */
    private function write(string $level, string $event, array $details): void
    {
        $line = ['time' => gmdate('Y-m-d\TH:i:s\Z'), 'level' => $level, 'event' => $event, ...$details];
        $json = json_encode($line, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE);
        $stream = $this->stream ?? fopen('php://stderr', 'wb');
        if ($stream !== false) {
            fwrite($stream, $json . "\n");
        }
    }
}
