CREATE TABLE notifications (
    -- The message's id: one that comes twice is noted once.
    message_id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    user_id uuid NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX notifications_by_order ON notifications (order_id);
