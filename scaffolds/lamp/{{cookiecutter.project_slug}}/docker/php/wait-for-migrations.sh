#!/bin/sh
# Starts a program as soon as the database has the tables that this version needs.
#
# Compose starts it after the migrations anyway. Swarm starts everything at once, and in Kubernetes a pod without a way
# out of its network cannot ask whether another has finished.
set -eu
# The first process of a container has no default actions for signals.
trap 'exit 143' TERM QUIT INT
php bin/migrate.php --wait &
wait $!
trap - TERM QUIT INT
exec "$@"
