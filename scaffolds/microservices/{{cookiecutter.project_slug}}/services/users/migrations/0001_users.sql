CREATE TABLE users (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- One account an address, however it is capitalised.
CREATE UNIQUE INDEX users_email ON users (lower(email));
