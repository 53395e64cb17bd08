<?php

declare(strict_types=1);

namespace App\Message;

/** What someone wrote into the form, and what is wrong with it. */
final readonly class MessageForm
{
    public const AUTHOR_MAX = 60;
    public const BODY_MAX = 1000;

    /** @param array<string, string> $errors by the field's name */
    private function __construct(public string $author, public string $body, public array $errors)
    {
    }

    public static function blank(): self
    {
        return new self('', '', []);
    }

    /** @param array<array-key, mixed> $fields */
    public static function from(array $fields): self
    {
        $author = self::clean($fields['author'] ?? null);
        $body = self::clean($fields['body'] ?? null);
        $errors = array_filter([
            'author' => self::problem($author, self::AUTHOR_MAX, 'Tell us your name'),
            'body' => self::problem($body, self::BODY_MAX, 'Write a message'),
        ]);
        return new self($author ?? '', $body ?? '', $errors);
    }

    public function isValid(): bool
    {
        return $this->errors === [];
    }

    /** The text with single line ends and without blanks around it; null where it is no text in UTF-8. */
    private static function clean(mixed $value): ?string
    {
        if ($value === null) {
            return '';
        }
        if (!is_string($value) || preg_match('//u', $value) !== 1) {
            return null;
        }
        return trim(str_replace("\r\n", "\n", $value));
    }

    private static function problem(?string $value, int $max, string $missing): ?string
    {
        return match (true) {
            $value === null => 'This is not text in UTF-8',
            $value === '' => $missing,
            preg_match('/^.{1,' . $max . '}$/us', $value) !== 1 => "At most $max characters",
            default => null,
        };
    }
}
