CREATE TABLE orders (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    idempotency_key text NOT NULL,
    -- What was ordered, as it was sent: the key must not come back with something else.
    items jsonb NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'placed', 'refused')),
    reason text,
    lines jsonb NOT NULL DEFAULT '[]',
    total_cents bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, idempotency_key)
);

CREATE INDEX orders_by_user ON orders (user_id, created_at DESC);
CREATE INDEX orders_pending ON orders (created_at) WHERE status = 'pending';
