/** The tables of the order desk. The constraints repeat the domain's rules, so that no bug can break them. */

export const schema = `
CREATE TABLE customers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  company TEXT,
  email TEXT NOT NULL UNIQUE,
  country TEXT NOT NULL,
  created_at TEXT NOT NULL,
  search_text TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL REFERENCES customers (id),
  status TEXT NOT NULL CHECK (status IN ('pending', 'paid', 'shipped', 'delivered', 'cancelled')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  shipping_minor INTEGER NOT NULL CHECK (shipping_minor >= 0),
  total_minor INTEGER NOT NULL CHECK (total_minor >= shipping_minor),
  paid_minor INTEGER NOT NULL CHECK (paid_minor BETWEEN 0 AND total_minor),
  placed_at TEXT NOT NULL,
  search_text TEXT NOT NULL
) STRICT;
CREATE INDEX orders_by_date ON orders (placed_at, id);
CREATE INDEX orders_by_customer ON orders (customer_id);

CREATE TABLE order_items (
  order_id TEXT NOT NULL REFERENCES orders (id),
  line INTEGER NOT NULL,
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price_minor INTEGER NOT NULL CHECK (unit_price_minor >= 0),
  PRIMARY KEY (order_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE refunds (
  number INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  currency TEXT NOT NULL,
  reason TEXT NOT NULL,
  refundable_minor INTEGER NOT NULL CHECK (refundable_minor >= 0),
  caller TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (caller, idempotency_key)
) STRICT;
CREATE INDEX refunds_by_order ON refunds (order_id);

CREATE TRIGGER refunds_never_exceed_payment BEFORE INSERT ON refunds
WHEN NEW.amount_minor + (SELECT COALESCE(SUM(amount_minor), 0) FROM refunds WHERE order_id = NEW.order_id)
  > (SELECT paid_minor FROM orders WHERE id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'refunds exceed the payment'); END;

CREATE TABLE notes (
  number INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX notes_by_order ON notes (order_id);
`;
