CREATE TABLE products (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    description text NOT NULL,
    price_cents bigint NOT NULL CHECK (price_cents >= 0),
    -- The last guard: no race can sell what is not there.
    stock integer NOT NULL CHECK (stock >= 0),
    text_search tsvector GENERATED ALWAYS AS (to_tsvector('simple', name || ' ' || description)) STORED
);

CREATE INDEX products_text_search ON products USING gin (text_search);
