-- What the search engine was not told of yet.
ALTER TABLE products ADD COLUMN indexed boolean NOT NULL DEFAULT false;

CREATE INDEX products_not_indexed ON products (id) WHERE NOT indexed;
