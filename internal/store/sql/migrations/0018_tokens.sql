-- What programs act with in an account's name. Kept beside the ledger as
-- sessions are: worth stealing, proving nothing, and to be forgotten.
CREATE TABLE token (
	id      TEXT PRIMARY KEY,
	sum     BYTEA  NOT NULL UNIQUE, -- SHA-256 of the token
	handle  TEXT   NOT NULL,
	name    TEXT   NOT NULL,
	roles   TEXT   NOT NULL, -- names with a space between
	made    BIGINT NOT NULL, -- microseconds since 1970, UTC
	expires BIGINT NOT NULL,
	used    BIGINT NOT NULL  -- the hour it was last used in; 0: never
);
CREATE INDEX token_handle ON token (handle, made);
