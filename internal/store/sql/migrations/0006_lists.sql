-- rebuild: mentions and lists are made again from the ledger.
-- Lists by version, and rows that are revised and retired.
DROP TABLE view_list;
CREATE TABLE view_list (
	id        TEXT PRIMARY KEY,
	name      TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	version   BIGINT NOT NULL, -- the newest
	about     TEXT   NOT NULL, -- JSON
	idx       BIGINT NOT NULL
);
CREATE TABLE view_list_version (
	list        TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	item        BYTEA  NOT NULL,
	mapping     TEXT   NOT NULL,
	fingerprint TEXT   NOT NULL,
	rows_read   BIGINT NOT NULL,
	complete    BIGINT NOT NULL,
	idx         BIGINT NOT NULL,
	PRIMARY KEY (list, version)
);
CREATE INDEX view_list_version_fingerprint ON view_list_version (fingerprint);
DROP TABLE view_mention;
CREATE TABLE view_mention (
	id      TEXT PRIMARY KEY,
	list    TEXT   NOT NULL,
	row_no  BIGINT NOT NULL, -- in the newest version it stood in
	row_id  TEXT   NOT NULL,
	name    TEXT   NOT NULL,
	came    BIGINT NOT NULL, -- with this version
	version BIGINT NOT NULL, -- that gave it as it is
	row_key TEXT   NOT NULL,
	digest  TEXT   NOT NULL,
	retired BIGINT NOT NULL,
	idx     BIGINT NOT NULL
);
CREATE INDEX view_mention_idx ON view_mention (idx);
CREATE INDEX view_mention_list ON view_mention (list, idx);
