<?php

declare(strict_types=1);

namespace App\Http;

use App\Support\Log;
use Closure;
use PDOException;
use RedisException;
use Throwable;

/** Which path is answered by what. Whatever goes wrong is logged, and the visitor is told no more than that. */
final readonly class Site
{
    /** @param array<string, array<string, Closure(Request): Response>> $routes by path, then by method */
    public function __construct(private array $routes, private Log $log)
    {
    }

    public function answer(Request $request): Response
    {
        $methods = $this->routes[$request->path] ?? null;
        if ($methods === null) {
            return Response::text('There is no such page.', 404);
        }
        $answer = $methods[$request->method === 'HEAD' ? 'GET' : $request->method] ?? null;
        if ($answer === null) {
            $allowed = implode(', ', array_keys($methods));
            return Response::text("This page takes $allowed.", 405)->with('Allow', $allowed);
        }
        try {
            $response = $answer($request);
            // Now, and not when everything is sent: the browser may be back before that, and this may fail.
            session_write_close();
            return $response;
        } catch (PDOException | RedisException $error) {
            $this->log->error('a server is away', $error, ['path' => $request->path]);
            return Response::text('This page will be back soon.', 503)->with('Retry-After', '5');
        } catch (Throwable $error) {
            $this->log->error('the page failed', $error, ['path' => $request->path]);
            return Response::text('Something went wrong.', 500);
        }
    }
}
