-- One row an order, whatever became of it: a repeated request gets the first one's answer.
CREATE TABLE reservations (
    order_id uuid PRIMARY KEY,
    refused text,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE reservation_lines (
    order_id uuid NOT NULL REFERENCES reservations,
    product_id uuid NOT NULL REFERENCES products,
    quantity integer NOT NULL CHECK (quantity > 0),
    price_cents bigint NOT NULL,
    PRIMARY KEY (order_id, product_id)
);
