#!/bin/sh
# A visitor's way through the running application: open the page, send the form, see that it was processed.
set -eu
url=${1:-http://localhost:${HTTP_PORT:-{{ cookiecutter.published_port }}}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() {
    curl --silent --show-error --fail --max-time 10 --cookie "$work/cookies" --cookie-jar "$work/cookies" "$@"
}

fetch "$url/healthz"
fetch "$url/assets/style.css" >/dev/null
fetch "$url/" >"$work/page"
token=$(sed -n 's/.*name="csrf_token" value="\([0-9a-f]*\)".*/\1/p' "$work/page")

mark="smoke $(date +%s) $$"
status=$(fetch --output /dev/null --write-out '%{http_code}' \
    --data-urlencode "csrf_token=$token" --data-urlencode 'author=Smoke' --data-urlencode "body=$mark" \
    "$url/messages")
[ "$status" = 303 ] || { echo "the form was answered with $status" >&2; exit 1; }

# The message is shown, and below it, some seconds later, what was found out about it.
for attempt in 1 2 3 4 5 6 7 8 9 10; do
    fetch "$url/" >"$work/page"
    if grep -A 1 "$mark" "$work/page" | grep -q 'class="processed">3 words'; then
        echo "processed after $attempt looks"
        exit 0
    fi
    sleep 1
done
echo "the message was not processed:" >&2
grep -A 1 "$mark" "$work/page" >&2 || echo "it is not even shown" >&2
exit 1
