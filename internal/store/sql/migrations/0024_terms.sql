-- rebuild: what was agreed to at a door stands in events that are there already.
-- What releases are asked to hold besides, and what became of them.
ALTER TABLE view_release ADD COLUMN shape TEXT NOT NULL DEFAULT '';
ALTER TABLE view_release ADD COLUMN recipient TEXT NOT NULL DEFAULT '';
ALTER TABLE view_release ADD COLUMN opens TEXT NOT NULL DEFAULT ''; -- JSON
ALTER TABLE view_release ADD COLUMN sealed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE view_release ADD COLUMN renews TEXT NOT NULL DEFAULT '';
ALTER TABLE view_release ADD COLUMN secret BYTEA;
CREATE INDEX view_release_idx ON view_release (idx);
-- What the turns of a release said, and of what; for hand-overs, recalls and the like.
ALTER TABLE view_release_turn ADD COLUMN body TEXT NOT NULL DEFAULT ''; -- JSON
ALTER TABLE view_release_turn ADD COLUMN time BIGINT NOT NULL DEFAULT 0;
-- Under which terms things leave.
CREATE TABLE view_recipient (
	name  TEXT   PRIMARY KEY,
	body  TEXT   NOT NULL, -- JSON: as it was described last
	actor TEXT   NOT NULL,
	idx   BIGINT NOT NULL
);
CREATE TABLE view_consent (
	id        TEXT   PRIMARY KEY,
	case_name TEXT   NOT NULL,
	body      TEXT   NOT NULL, -- JSON
	withdrawn TEXT   NOT NULL, -- JSON: the uses that were taken back
	turned    BIGINT NOT NULL, -- the entry that took back the last of them; 0: none
	actor     TEXT   NOT NULL,
	idx       BIGINT NOT NULL
);
CREATE INDEX view_consent_idx ON view_consent (idx);
CREATE TABLE view_condition (
	id        TEXT   PRIMARY KEY,
	case_name TEXT   NOT NULL,
	body      TEXT   NOT NULL, -- JSON
	lifted    BIGINT NOT NULL, -- the entry that lifted it; 0: it holds
	actor     TEXT   NOT NULL,
	idx       BIGINT NOT NULL
);
CREATE INDEX view_condition_idx ON view_condition (idx);
-- What those who are alleged to have done something were asked, and answered.
CREATE TABLE view_reply (
	id        TEXT   PRIMARY KEY,
	case_name TEXT   NOT NULL,
	entity    TEXT   NOT NULL,
	body      TEXT   NOT NULL, -- JSON
	given     TEXT   NOT NULL, -- JSON: what came of it last; empty: nothing yet
	actor     TEXT   NOT NULL,
	idx       BIGINT NOT NULL
);
CREATE INDEX view_reply_entity ON view_reply (entity, idx);
CREATE INDEX view_reply_idx ON view_reply (idx);
-- Which way claims speak, as it was said last.
CREATE TABLE view_weighed (
	claim  TEXT   NOT NULL,
	entity TEXT   NOT NULL,
	body   TEXT   NOT NULL, -- JSON
	idx    BIGINT NOT NULL,
	PRIMARY KEY (claim, entity)
);
CREATE INDEX view_weighed_entity ON view_weighed (entity, idx);
