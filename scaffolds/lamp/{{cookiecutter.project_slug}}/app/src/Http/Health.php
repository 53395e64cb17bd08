<?php

declare(strict_types=1);

namespace App\Http;

use App\Support\Log;
use Closure;
use Throwable;

/** Whether everything that a page needs answers. */
final readonly class Health
{
    /** @param array<string, Closure(): mixed> $checks by the name of what is asked; each throws where it is away */
    public function __construct(private array $checks, private Log $log)
    {
    }

    public function report(): Response
    {
        $found = [];
        foreach ($this->checks as $name => $check) {
            try {
                $check();
                $found[$name] = 'ok';
            } catch (Throwable $error) {
                $this->log->error('health check', $error, ['of' => $name]);
                $found[$name] = 'away';
            }
        }
        $well = !in_array('away', $found, true);
        return Response::json(['status' => $well ? 'ok' : 'failing', 'checks' => $found], $well ? 200 : 503);
    }
}
