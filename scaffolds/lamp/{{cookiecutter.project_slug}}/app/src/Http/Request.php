<?php

declare(strict_types=1);

namespace App\Http;

final readonly class Request
{
    /** @param array<array-key, mixed> $form */
    public function __construct(public string $method, public string $path, public array $form = [])
    {
    }

    public static function current(): self
    {
        $method = $_SERVER['REQUEST_METHOD'] ?? 'GET';
        $path = parse_url((string) ($_SERVER['REQUEST_URI'] ?? '/'), PHP_URL_PATH);
        return new self($method, is_string($path) ? $path : '/', $_POST);
    }
}
