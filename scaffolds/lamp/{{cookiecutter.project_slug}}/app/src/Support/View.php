<?php

declare(strict_types=1);

namespace App\Support;

/** Templates in PHP. They escape with `$e(…)` whatever is not written in the template itself. */
final readonly class View
{
    public function __construct(private string $folder)
    {
    }

    /** @param array<string, mixed> $values */
    public function render(string $template, array $values): string
    {
        $e = static fn (string|int $text): string => htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
        ob_start();
        (static function (string $__file, array $__values) use ($e): void {
            extract($__values, EXTR_SKIP);
            require $__file;
        })("$this->folder/$template.php", $values);
        return (string) ob_get_clean();
    }
}
