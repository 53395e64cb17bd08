<?php

declare(strict_types=1);

use App\Application;
use App\Config\Environment;

require __DIR__ . '/../src/autoload.php';

$application = new Application(Environment::ofThisProcess());
$log = $application->log;

// With `--wait` another process migrates, and this one ends when that is done, however long it takes.
$waiting = in_array('--wait', $argv, true);
$attempts = $waiting ? PHP_INT_MAX : 5;

// The database may need a moment after a start, or while it moves to another node.
for ($attempt = 1; $attempt <= $attempts; $attempt++) {
    try {
        $migrator = $application->migrator();
        if (!$waiting) {
            foreach ($migrator->migrate() as $name) {
                $log->info('migrated', ['file' => $name]);
            }
        }
        if ($migrator->isUpToDate()) {
            $log->info('the database is up to date');
            exit(0);
        }
        $log->info('waiting for migrations');
    } catch (PDOException $error) {
        $log->error($waiting ? 'waiting for migrations' : 'migration failed', $error, ['attempt' => $attempt]);
        $application->disconnect();
    }
    if ($attempt < $attempts) {
        sleep($waiting ? 2 : 2 ** $attempt);
    }
}
exit(1);
