-- Petitions, what they say, and who signed them: sealed, and by code alone.
CREATE TABLE view_petition (
	id        TEXT   PRIMARY KEY,
	case_name TEXT   NOT NULL,
	body      TEXT   NOT NULL, -- JSON: as it was opened, without what is sealed
	actor     TEXT   NOT NULL,
	time      BIGINT NOT NULL,
	idx       BIGINT NOT NULL,
	closed    BIGINT NOT NULL  -- the entry that closed it; 0: open
);
CREATE INDEX view_petition_idx ON view_petition (idx);
CREATE TABLE view_petition_text (
	idx      BIGINT PRIMARY KEY,
	petition TEXT   NOT NULL,
	body     TEXT   NOT NULL -- JSON
);
CREATE INDEX view_petition_text_petition ON view_petition_text (petition, idx);
CREATE TABLE view_signature (
	idx       BIGINT PRIMARY KEY,
	petition  TEXT   NOT NULL,
	version   BIGINT NOT NULL,
	code      TEXT   NOT NULL, -- what the signer's words look up
	time      BIGINT NOT NULL, -- to the hour
	withdrawn BIGINT NOT NULL  -- the entry that took it back; 0: it stands
);
CREATE INDEX view_signature_petition ON view_signature (petition, idx);
CREATE UNIQUE INDEX view_signature_code ON view_signature (code);
CREATE TABLE view_signature_withdrawn (
	idx      BIGINT PRIMARY KEY,
	petition TEXT   NOT NULL,
	time     BIGINT NOT NULL -- to the hour
);
CREATE INDEX view_signature_withdrawn_petition ON view_signature_withdrawn (petition, idx);
CREATE TABLE view_petition_turn (
	idx      BIGINT PRIMARY KEY,
	petition TEXT   NOT NULL,
	kind     TEXT   NOT NULL, -- closed, tallied or exported
	body     TEXT   NOT NULL, -- JSON
	actor    TEXT   NOT NULL
);
CREATE INDEX view_petition_turn_petition ON view_petition_turn (petition, idx);
