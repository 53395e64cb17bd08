"""Makes the table of products, once; running it again changes nothing."""

from database import connect

with connect() as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS product (name text PRIMARY KEY, price numeric NOT NULL)")
    connection.execute("INSERT INTO product VALUES ('tea', 4.20), ('cups', 12.00) ON CONFLICT DO NOTHING")
