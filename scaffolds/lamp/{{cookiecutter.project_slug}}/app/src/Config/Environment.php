<?php

declare(strict_types=1);

namespace App\Config;

use RuntimeException;

/** Settings, from environment variables. A secret is never in one: `NAME_FILE` says in which file it is. */
final readonly class Environment
{
    /** @param array<string, string> $values */
    public function __construct(private array $values)
    {
    }

    public static function ofThisProcess(): self
    {
        return new self(getenv());
    }

    public function text(string $name, ?string $default = null): string
    {
        $value = $this->values[$name] ?? '';
        if ($value !== '') {
            return $value;
        }
        return $default ?? throw new RuntimeException("$name is not set");
    }

    public function number(string $name, int $default): int
    {
        $value = $this->text($name, (string) $default);
        if (!ctype_digit($value)) {
            throw new RuntimeException("$name must be a whole number, not '$value'");
        }
        return (int) $value;
    }

    /** The file's content without the line end that editors add. */
    public function secret(string $name): string
    {
        $file = $this->text("{$name}_FILE");
        $value = is_readable($file) ? file_get_contents($file) : false;
        if ($value === false || rtrim($value, "\r\n") === '') {
            throw new RuntimeException("{$name}_FILE: there is nothing to read in '$file'");
        }
        return rtrim($value, "\r\n");
    }
}
