<?php

declare(strict_types=1);

namespace App;

use App\Config\Environment;
use App\Database\Connection as Database;
use App\Database\Migrator;
use App\Http\Csrf;
use App\Http\GuestBook;
use App\Http\Health;
use App\Http\PhpSession;
use App\Http\Response;
use App\Http\Site;
use App\Message\Analyser;
{% if not cookiecutter.with_worker %}
use App\Message\ImmediateProcessing;
{% endif %}
use App\Message\MessageRepository;
{% if cookiecutter.with_worker %}
use App\Queue\AnalyseMessage;
use App\Queue\ForgottenMessages;
use App\Queue\Heartbeat;
use App\Queue\QueuedAnalysis;
use App\Queue\RedisQueue;
use App\Queue\Worker;
use App\Queue\WorkerSettings;
{% endif %}
use App\Redis\Connection as Redis;
use App\Redis\SessionHandler;
use App\Support\Log;
use App\Support\View;

/** Puts the parts together: the only place where one knows which class is used for what. */
final readonly class Application
{
    private const SESSION_SECONDS = 86400;

    private Database $database;
    private Redis $redis;
    private MessageRepository $messages;

    public function __construct(private Environment $environment, public Log $log = new Log())
    {
        $this->database = Database::toMySql($environment);
        $this->redis = new Redis($environment);
        $this->messages = new MessageRepository($this->database);
    }

    public function site(): Site
    {
        $secure = $this->environment->text('SECURE_COOKIES', 'yes') === 'yes';
        $session = new PhpSession(new SessionHandler($this->redis, self::SESSION_SECONDS), $secure);
{% if cookiecutter.with_worker %}
        $processing = new QueuedAnalysis(new RedisQueue($this->redis), $this->log);
{% else %}
        $processing = new ImmediateProcessing(new Analyser($this->messages));
{% endif %}
        $book = new GuestBook(
            $this->messages,
            $processing,
            $session,
            new Csrf($session),
            new View(__DIR__ . '/../templates'),
        );
        $health = new Health([
            'database' => fn () => $this->database->pdo()->query('SELECT 1'),
            'redis' => fn () => $this->redis->command('PING'),
        ], $this->log);
        return new Site([
            '/' => ['GET' => static fn (): Response => $book->show()],
            '/messages' => ['POST' => $book->submit(...)],
            '/healthz' => ['GET' => static fn (): Response => $health->report()],
        ], $this->log);
    }

    /** Forget the connection to the database, after an error. */
    public function disconnect(): void
    {
        $this->database->close();
    }

    public function migrator(): Migrator
    {
        return new Migrator($this->database, __DIR__ . '/../migrations');
    }
{% if cookiecutter.with_worker %}

    public function worker(): Worker
    {
        $queue = new RedisQueue($this->redis);
        return new Worker(
            $queue,
            [AnalyseMessage::TYPE => new AnalyseMessage(new Analyser($this->messages), $this->database)],
            WorkerSettings::from($this->environment),
            $this->heartbeat(),
            new ForgottenMessages($this->messages, $this->database, $queue, $this->log),
            $this->log,
        );
    }

    public function heartbeat(): Heartbeat
    {
        return new Heartbeat($this->environment->text('HEARTBEAT_FILE', sys_get_temp_dir() . '/worker-heartbeat'));
    }
{% endif %}
}
