"""Makes the secrets that are not there yet, and what is derived of them. Run it after a clone: Git has no secret.

The folder is for its owner alone (0700). The files in it can be read by all (0644), because Compose mounts a file as it
is, and the containers run under users of their own: with 0600 they could not read what they are given.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "secrets"
DATABASES = ("users", "products", "orders", "notifier")
CACHE_USERS = {
    "orders": "~rate:* +multi +exec +incrby +expire",
    "products": "~product:* +get +set +del",
}
BROKER_USERS = {
    "orders": {"configure": "^$", "write": "^orders$", "read": "^$"},
    # It gives dead letters back to the queue by way of the default exchange.
    "notifier": {"configure": "^$", "write": r"^amq\.default$", "read": r"^notifications(\.dead)?$"},
}


def password(name: str) -> str:
    """The password of this name, made once."""
    path = FOLDER / f"{name}_password"
    if not path.exists():
        write(path, secrets.token_urlsafe(32))
    return path.read_text(encoding="utf-8").strip()


def write(path: Path, content: str) -> None:
    """Write a file whole, or not at all."""
    fresh = path.with_suffix(".new")
    fresh.write_text(f"{content}\n", encoding="utf-8")
    fresh.chmod(0o644)
    fresh.replace(path)


def cache_users() -> str:
    """Redis's users. The default one may only ask whether the server is there."""
    lines = ["user default on nopass resetkeys resetchannels -@all +ping"]
    for name, rights in CACHE_USERS.items():
        hashed = hashlib.sha256(password(f"{name}_redis").encode()).hexdigest()
        lines.append(f"user {name} on #{hashed} resetkeys resetchannels -@all +@connection -@dangerous {rights}")
    return "\n".join(lines)


def broker_definitions(before: str) -> str:
    """RabbitMQ's users with their rights, and the exchanges and queues of messaging/topology.json."""
    definitions: dict[str, Any] = json.loads((ROOT / "messaging/topology.json").read_text(encoding="utf-8"))
    salts = {user["name"]: base64.b64decode(user["password_hash"])[:4] for user in json.loads(before)["users"]}
    definitions["users"] = [
        {
            "name": name,
            # The same salt as before, so that nothing changes where nothing has changed.
            "password_hash": salted(password(f"{name}_rabbitmq"), salts.get(name) or secrets.token_bytes(4)),
            "hashing_algorithm": "rabbit_password_hashing_sha256",
            "tags": [],
        }
        for name in BROKER_USERS
    ]
    definitions["permissions"] = [{"user": name, "vhost": "/", **rights} for name, rights in BROKER_USERS.items()]
    return json.dumps(definitions, indent=2)


def salted(word: str, salt: bytes) -> str:
    """A password as RabbitMQ keeps it."""
    return base64.b64encode(salt + hashlib.sha256(salt + word.encode()).digest()).decode()


def main() -> None:
    """Make what is missing."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    FOLDER.chmod(0o700)
    for name in DATABASES:
        password(f"{name}_db")
    write(FOLDER / "redis_users.acl", cache_users())
    definitions = FOLDER / "rabbitmq_definitions.json"
    before = definitions.read_text(encoding="utf-8") if definitions.exists() else '{"users": []}'
    write(definitions, broker_definitions(before))
    print(f"{FOLDER.name}/ has {len(list(FOLDER.iterdir()))} files")


if __name__ == "__main__":
    main()
