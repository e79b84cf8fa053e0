-- rebuild: what is sealed in old entries is found as what is sealed in new ones.
-- Whose records a holder can open: those of one case, or '' of all that have no
-- holders of their own. Who was removed stays: what was sealed to them before is.
ALTER TABLE view_holder ADD COLUMN case_name TEXT NOT NULL DEFAULT '';
ALTER TABLE view_holder ADD COLUMN removed BIGINT NOT NULL DEFAULT -1; -- entry; -1: holds
-- How many holders of a case, or '' of the archive, open what is sealed from now on.
CREATE TABLE view_threshold (
	case_name TEXT PRIMARY KEY,
	need      BIGINT NOT NULL
);
-- Every sealed record as it stands now: what it belongs to, and its age file.
-- Who changes this can make a record unreadable, or leave out that it is there;
-- they can't read one, nor have it opened by fewer: the shares decide that.
CREATE TABLE view_sealed (
	id        TEXT PRIMARY KEY,
	of_what   TEXT   NOT NULL, -- an accession, an identity ...
	what      TEXT   NOT NULL, -- as what: source, witness ...
	case_name TEXT   NOT NULL,
	called    TEXT   NOT NULL,
	old       BIGINT NOT NULL, -- 1: each holder opens the age file alone
	need      BIGINT NOT NULL,
	payload   BYTEA,
	idx       BIGINT NOT NULL,
	seq       BIGINT NOT NULL -- eight times the entry, and which of its records it is
);
-- How records are held is counted without reading what is sealed.
CREATE INDEX view_sealed_held ON view_sealed (id, case_name, need, old);
CREATE INDEX view_sealed_of ON view_sealed (of_what);
CREATE INDEX view_sealed_seq ON view_sealed (seq);
CREATE TABLE view_share (
	record TEXT   NOT NULL,
	place  BIGINT NOT NULL,
	holder TEXT   NOT NULL,
	sealed BYTEA, -- age file to the holder; NULL: of an old record
	PRIMARY KEY (record, holder)
);
CREATE INDEX view_share_holder ON view_share (holder, record);
-- Requests to open one, and what became of them.
CREATE TABLE view_unseal (
	id        TEXT PRIMARY KEY,
	record    TEXT   NOT NULL,
	reason    TEXT   NOT NULL,
	recipient TEXT   NOT NULL,
	minutes   BIGINT NOT NULL,
	purpose   TEXT   NOT NULL,
	actor     TEXT   NOT NULL,
	time      BIGINT NOT NULL,
	idx       BIGINT NOT NULL
);
CREATE INDEX view_unseal_idx ON view_unseal (idx);
CREATE TABLE view_unseal_yes (
	request TEXT   NOT NULL,
	holder  TEXT   NOT NULL,
	actor   TEXT   NOT NULL,
	time    BIGINT NOT NULL,
	sealed  BYTEA  NOT NULL, -- the holder's share, to the request's recipient
	idx     BIGINT NOT NULL,
	PRIMARY KEY (request, holder)
);
CREATE TABLE view_unseal_turn (
	idx     BIGINT PRIMARY KEY,
	request TEXT   NOT NULL,
	turn    TEXT   NOT NULL, -- refused, opened, split
	actor   TEXT   NOT NULL,
	reason  TEXT   NOT NULL,
	time    BIGINT NOT NULL
);
CREATE INDEX view_unseal_turn_of ON view_unseal_turn (request);
