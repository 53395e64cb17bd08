#!/bin/sh
# Tells nginx by which server and by which name it finds PHP-FPM, and starts it.
#
# A host in `upstream` is looked up once: nginx would not start while PHP is not there, and would go on asking the old
# address when PHP has a new one. A host in a variable is looked up as long as the answer is valid, but with nginx's own
# resolver, which reads neither /etc/resolv.conf nor search domains. In Kubernetes the name needs the namespace's domain
# (NAMESPACE.svc.CLUSTER); Docker's server knows it as it is.
set -eu
resolv=${RESOLV_CONF:-/etc/resolv.conf}
target=${RUN_DIRECTORY:-/tmp}/upstream.conf
upstream=${PHP_FPM:-fpm:9000}
host=${upstream%:*}
port=${upstream##*:}

# IPv6 addresses go into brackets; nginx takes no zones (fe80::1%eth0).
servers=$(awk '$1 == "nameserver" && $2 !~ /%/ { printf " %s", $2 ~ /:.*:/ ? "[" $2 "]" : $2 }' "$resolv")
domain=$(awk '$1 == "search" { for (i = 2; i <= NF; i++) if ($i ~ /^[^.]+\.svc\./) found = "." $i } END { print found }' "$resolv")
case $host in
    *.*) domain= ;;
esac

{
    echo "resolver${servers:- 127.0.0.11} valid=5s;"
    echo "map '' \$php_fpm { default $host$domain:$port; }"
} >"$target"

exec nginx -g 'daemon off;' "$@"
