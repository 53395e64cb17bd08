<?php

declare(strict_types=1);

namespace App\Message;

/** What is found out about a message. */
final readonly class Analysis
{
    private const WORDS_A_MINUTE = 200;

    private function __construct(public int $words, public int $readingSeconds)
    {
    }

    public static function of(string $text): self
    {
        // A word is a run of letters and digits in any script, with the apostrophes and hyphens inside it.
        $words = (int) preg_match_all("/[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*/u", $text);
        return new self($words, (int) ceil($words * 60 / self::WORDS_A_MINUTE));
    }
}
