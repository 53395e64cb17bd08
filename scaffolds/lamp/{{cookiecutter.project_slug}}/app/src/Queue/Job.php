<?php

declare(strict_types=1);

namespace App\Queue;

use JsonException;
use UnexpectedValueException;

/** Something to do: which handler does it, with what, and how often that was tried. */
final readonly class Job
{
    /** @param array<string, scalar> $payload */
    public function __construct(
        public string $id,
        public string $type,
        public array $payload,
        public int $attempts = 0,
    ) {
    }

    /** @param array<string, scalar> $payload */
    public static function of(string $type, array $payload): self
    {
        return new self(bin2hex(random_bytes(8)), $type, $payload);
    }

    public function tried(): self
    {
        return new self($this->id, $this->type, $this->payload, $this->attempts + 1);
    }

    public function toJson(): string
    {
        return json_encode(get_object_vars($this), JSON_THROW_ON_ERROR);
    }

    /** @throws UnexpectedValueException where it is no job */
    public static function fromJson(string $json): self
    {
        try {
            $value = json_decode($json, true, 8, JSON_THROW_ON_ERROR);
        } catch (JsonException $error) {
            throw new UnexpectedValueException('no job: ' . $error->getMessage(), previous: $error);
        }
        ['id' => $id, 'type' => $type, 'payload' => $payload, 'attempts' => $attempts]
            = (is_array($value) ? $value : []) + array_fill_keys(['id', 'type', 'payload', 'attempts'], null);
        if (!is_string($id) || !is_string($type) || !is_array($payload) || !is_int($attempts)) {
            throw new UnexpectedValueException('no job: a field is missing or of another type');
        }
        return new self($id, $type, $payload, $attempts);
    }
}
