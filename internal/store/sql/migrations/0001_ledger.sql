-- The ledger: events in order, the tiles of the tree over their entries, and
-- the one row that says where both end. Everything else can be made again
-- from these three tables.
CREATE TABLE ledger_event (
	idx     BIGINT PRIMARY KEY,
	kind    TEXT   NOT NULL,
	version BIGINT NOT NULL,
	actor   TEXT   NOT NULL,
	time    BIGINT NOT NULL, -- microseconds since 1970, UTC
	body    BYTEA,           -- NULL once lawfully erased
	secret  BYTEA,           -- NULL once lawfully erased
	entry   BYTEA  NOT NULL
);
CREATE TABLE ledger_tile (
	level BIGINT NOT NULL,
	n     BIGINT NOT NULL,
	data  BYTEA  NOT NULL,
	PRIMARY KEY (level, n)
);
CREATE TABLE ledger_head (
	one        BIGINT PRIMARY KEY CHECK (one = 1),
	size       BIGINT NOT NULL,
	checkpoint BYTEA  NOT NULL
);
-- Kept beside the ledger and never in it: worth stealing, proving nothing.
CREATE TABLE credential (
	handle TEXT PRIMARY KEY,
	hash   TEXT NOT NULL
);
CREATE TABLE session (
	token   BYTEA  PRIMARY KEY, -- SHA-256 of what the browser holds
	handle  TEXT   NOT NULL,
	started BIGINT NOT NULL,
	seen    BIGINT NOT NULL
);
