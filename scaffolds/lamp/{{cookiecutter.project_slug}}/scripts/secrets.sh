#!/bin/sh
# Makes the secrets that are missing, and leaves those alone that are there.
#
# The folder is for its owner alone (0700). The files in it are 0644: Compose mounts them as they are into containers
# that run as other users (PHP 82, MySQL 999, Redis 999), and these must be able to read them. No other user of this
# machine gets through the folder.
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets
chmod 0700 secrets

# 192 random bits, as 48 characters that need no quoting anywhere.
password() {
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

sha256() {
    if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# Writes standard input to the secret, all or nothing.
keep() {
    cat >"secrets/.$1.new"
    chmod 0644 "secrets/.$1.new"
    mv "secrets/.$1.new" "secrets/$1"
    echo "secrets/$1: made"
}

for name in mysql_root_password mysql_password redis_password; do
    [ -s "secrets/$name" ] || password | keep "$name"
done

# Redis knows the password's hash alone. Whoever has no password may ask for a PONG: that is the health check.
hash=$(sha256 <secrets/redis_password)
if ! grep -qs "#$hash" secrets/redis_users.acl; then
    keep redis_users.acl <<ACL
user default on nopass sanitize-payload resetkeys resetchannels -@all +ping
user app on #$hash ~session:* {% if cookiecutter.with_worker %}~queue:* {% endif %}resetchannels +@all -@admin -@dangerous
ACL
fi
