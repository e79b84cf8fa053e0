-- What others claim the hash of an item is, and what came of checking it.
CREATE TABLE view_hash_claim (
	idx       BIGINT  PRIMARY KEY,
	item      BYTEA   NOT NULL,
	algorithm TEXT    NOT NULL,
	claimed   TEXT    NOT NULL,
	verdict   TEXT    NOT NULL,
	file      BYTEA   NOT NULL, -- the item that claims it
	line      INTEGER NOT NULL,
	name      TEXT    NOT NULL, -- by which that file calls the item
	project   TEXT    NOT NULL
);
CREATE INDEX view_hash_claim_item ON view_hash_claim (item, idx);
