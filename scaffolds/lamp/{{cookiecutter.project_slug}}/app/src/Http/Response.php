<?php

declare(strict_types=1);

namespace App\Http;

final readonly class Response
{
    /** @param array<string, string> $headers */
    private function __construct(public int $status, public array $headers, public string $body)
    {
    }

    public static function html(string $body, int $status = 200): self
    {
        return new self($status, [
            'Content-Type' => 'text/html; charset=utf-8',
            'Content-Security-Policy' => "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                . " base-uri 'none'; frame-ancestors 'none'",
        ], $body);
    }

    public static function text(string $body, int $status): self
    {
        return new self($status, ['Content-Type' => 'text/plain; charset=utf-8'], "$body\n");
    }

    /** @param array<string, mixed> $value */
    public static function json(array $value, int $status = 200): self
    {
        $body = json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
        return new self($status, ['Content-Type' => 'application/json'], "$body\n");
    }

    /** After a form: the browser asks for the page with GET, so that reloading it sends nothing again. */
    public static function seeOther(string $path): self
    {
        return new self(303, ['Location' => $path], '');
    }

    public function with(string $header, string $value): self
    {
        return new self($this->status, [...$this->headers, $header => $value], $this->body);
    }

    public function send(): void
    {
        http_response_code($this->status);
        header('X-Content-Type-Options: nosniff');
        header('Referrer-Policy: same-origin');
        header('Cache-Control: no-store');
        foreach ($this->headers as $name => $value) {
            header("$name: $value");
        }
        echo $this->body;
    }
}
