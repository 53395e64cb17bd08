<?php

declare(strict_types=1);

namespace App\Http;

use RuntimeException;
use SessionHandlerInterface;
use Throwable;

/** PHP's session, started when it is first asked for something: no cookie for what does not need one. */
final class PhpSession implements Session
{
    public function __construct(private readonly SessionHandlerInterface $handler, private readonly bool $secure)
    {
    }

    public function get(string $key): string|int|null
    {
        $this->start();
        $value = $_SESSION[$key] ?? null;
        return is_string($value) || is_int($value) ? $value : null;
    }

    public function set(string $key, string|int $value): void
    {
        $this->start();
        $_SESSION[$key] = $value;
    }

    public function take(string $key): string|int|null
    {
        $value = $this->get($key);
        unset($_SESSION[$key]);
        return $value;
    }

    private function start(): void
    {
        if (session_status() === PHP_SESSION_ACTIVE) {
            return;
        }
        session_set_save_handler($this->handler, true);
        // With `__Host-` a browser takes the cookie from this very host alone, and only over TLS.
        $name = $this->secure ? '__Host-session' : 'session';
        try {
            $started = session_start(['name' => $name, 'cookie_secure' => $this->secure, 'cache_limiter' => '']);
        } catch (Throwable $error) {
            // PHP could not look up the visitor's session, and has a new one ready: they are to keep the old one.
            header_remove('Set-Cookie');
            throw $error;
        }
        if (!$started) {
            throw new RuntimeException('no session could be started');
        }
    }
}
