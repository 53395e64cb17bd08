<?php

declare(strict_types=1);

namespace App\Message;

/** What is done about a message once it is in the database. */
interface Processing
{
    public function start(int $id): void;
}
