-- How people prove who they are, and how they like the desk: kept beside the
-- ledger and never in it. Sessions end with this: people sign in again.
DROP TABLE session;
CREATE TABLE session (
	token   BYTEA  PRIMARY KEY, -- SHA-256 of what the browser holds
	name    TEXT   NOT NULL,    -- by which it is revoked; no secret
	handle  TEXT   NOT NULL,
	started BIGINT NOT NULL,
	seen    BIGINT NOT NULL,
	strong  BIGINT NOT NULL     -- 1: a second factor was shown
);
CREATE INDEX session_handle ON session (handle, started);
-- A browser that an account signed in from before: it is not slowed by what
-- others try.
CREATE TABLE device (
	token   BYTEA  PRIMARY KEY, -- SHA-256 of what the browser holds
	handle  TEXT   NOT NULL,
	expires BIGINT NOT NULL
);
CREATE INDEX device_handle ON device (handle);
CREATE TABLE factor (
	id     TEXT   PRIMARY KEY,
	handle TEXT   NOT NULL,
	kind   TEXT   NOT NULL, -- totp, recovery, passkey
	label  TEXT   NOT NULL, -- of a passkey: the name its owner gave it
	data   BYTEA  NOT NULL, -- a sealed secret, a hash, a public record
	used   BIGINT NOT NULL, -- totp: the last step a code was taken of
	made   BIGINT NOT NULL
);
CREATE INDEX factor_handle ON factor (handle, kind);
-- What was begun in a browser and waits for its second half.
CREATE TABLE pending (
	token   BYTEA  PRIMARY KEY, -- SHA-256 of what the browser holds
	kind    TEXT   NOT NULL,
	handle  TEXT   NOT NULL,
	data    BYTEA  NOT NULL,
	expires BIGINT NOT NULL
);
CREATE TABLE preference (
	handle TEXT PRIMARY KEY,
	likes  TEXT NOT NULL -- JSON
);
