<?php

declare(strict_types=1);

use App\Application;
use App\Config\Environment;
use App\Http\Request;

require __DIR__ . '/../src/autoload.php';

(new Application(Environment::ofThisProcess()))->site()->answer(Request::current())->send();
