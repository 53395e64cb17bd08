#!/bin/sh
# Whether PHP-FPM answers: its ping page, asked as nginx would ask for it.
set -eu
export REQUEST_METHOD=GET SCRIPT_NAME=/ping SCRIPT_FILENAME=/ping
cgi-fcgi -bind -connect "${1:-127.0.0.1:9000}" | grep -q '^pong'
