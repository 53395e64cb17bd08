<?php

declare(strict_types=1);

use App\Application;
use App\Config\Environment;

require __DIR__ . '/../src/autoload.php';

$application = new Application(Environment::ofThisProcess());

if (in_array('--health', $argv, true)) {
    // Longer than a job may take.
    exit($application->heartbeat()->isYoungerThan(60) ? 0 : 1);
}

$worker = $application->worker();
pcntl_async_signals(true);
// The image of PHP-FPM is stopped with SIGQUIT, Kubernetes and a terminal have their own.
foreach ([SIGTERM, SIGQUIT, SIGINT] as $signal) {
    pcntl_signal($signal, static fn () => $worker->stop());
}
$worker->run();
