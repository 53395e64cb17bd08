<?php

declare(strict_types=1);

namespace App\Http;

/** A form is only taken from someone who has been given it: its token is in the session. */
final readonly class Csrf
{
    public const FIELD = 'csrf_token';

    public function __construct(private Session $session)
    {
    }

    public function token(): string
    {
        $token = $this->session->get(self::FIELD);
        if (!is_string($token)) {
            $token = bin2hex(random_bytes(32));
            $this->session->set(self::FIELD, $token);
        }
        return $token;
    }

    /** @param array<array-key, mixed> $fields of the form as it was sent */
    public function isValid(array $fields): bool
    {
        $known = $this->session->get(self::FIELD);
        $given = $fields[self::FIELD] ?? null;
        return is_string($known) && is_string($given) && hash_equals($known, $given);
    }
}
