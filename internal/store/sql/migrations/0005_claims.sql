-- rebuild: the views of claims are made again from the ledger.
-- Claims with typed values, chains of tellers kept once, and findings.
DROP TABLE view_claim;
DROP TABLE view_claim_passage;
CREATE TABLE view_claim_passage (
	claim   TEXT   NOT NULL,
	n       BIGINT NOT NULL,
	passage TEXT   NOT NULL,
	item    BYTEA  NOT NULL,
	PRIMARY KEY (claim, n)
)
--sqlite WITHOUT ROWID
;
CREATE INDEX view_claim_passage_item ON view_claim_passage (item);
CREATE INDEX view_claim_passage_passage ON view_claim_passage (passage);
CREATE TABLE view_claim (
	idx          BIGINT PRIMARY KEY,
	id           TEXT   NOT NULL UNIQUE,
	case_name    TEXT   NOT NULL,
	entity       TEXT   NOT NULL,
	schema       TEXT   NOT NULL,
	property     TEXT   NOT NULL,
	value        TEXT   NOT NULL,
	value_entity TEXT   NOT NULL,
	original     TEXT   NOT NULL,
	lang         TEXT   NOT NULL,
	chain        TEXT   NOT NULL, -- of view_chain; empty: not told
	source_grade TEXT   NOT NULL, -- the newest
	info_grade   TEXT   NOT NULL,
	flags        TEXT   NOT NULL, -- with a space between; as they are now
	more         TEXT   NOT NULL, -- JSON: everything else that was said when it was made
	day_at       BIGINT,          -- what a timeline is ordered by: the first day of its date that is known
	day_from     BIGINT,          -- the days the date spans, NULL where open or unknown
	day_to       BIGINT,
	actor        TEXT   NOT NULL,
	turned       BIGINT NOT NULL  -- the newest entry that speaks of it after it was made, or -1
);
CREATE INDEX view_claim_entity ON view_claim (entity, idx);
CREATE INDEX view_claim_property ON view_claim (property, idx);
CREATE INDEX view_claim_chain ON view_claim (chain, idx);
CREATE INDEX view_claim_value ON view_claim (value_entity, property, idx) WHERE value_entity <> '';
CREATE INDEX view_claim_day ON view_claim (day_at, idx) WHERE day_at IS NOT NULL;
-- Who says that who said: one row a chain, for the claims of a list all have one.
CREATE TABLE view_chain (
	id   TEXT PRIMARY KEY,
	says TEXT NOT NULL -- JSON
);
CREATE TABLE view_teller (
	chain  TEXT   NOT NULL,
	n      BIGINT NOT NULL, -- 0 is the one the document quotes
	who    TEXT   NOT NULL, -- folded
	entity TEXT   NOT NULL,
	PRIMARY KEY (chain, n)
);
CREATE INDEX view_teller_who ON view_teller (who);
CREATE INDEX view_teller_entity ON view_teller (entity) WHERE entity <> '';
-- The rivals that are preferred now.
CREATE TABLE view_preferred (
	claim    TEXT PRIMARY KEY,
	entity   TEXT   NOT NULL,
	property TEXT   NOT NULL,
	idx      BIGINT NOT NULL
);
CREATE INDEX view_preferred_entity ON view_preferred (entity, property);
-- Grades and flags as they were given, oldest first.
CREATE TABLE view_claim_mark (
	idx    BIGINT PRIMARY KEY,
	claim  TEXT NOT NULL,
	what   TEXT NOT NULL, -- a flag, "-" and a flag that was lifted, or "grade"
	grade  TEXT NOT NULL,
	reason TEXT NOT NULL
);
CREATE INDEX view_claim_mark_claim ON view_claim_mark (claim, idx);
CREATE TABLE view_finding (
	id         TEXT PRIMARY KEY,
	case_name  TEXT   NOT NULL,
	conclusion TEXT   NOT NULL,
	standard   TEXT   NOT NULL,
	body       TEXT   NOT NULL, -- JSON: the finding as it was made
	actor      TEXT   NOT NULL,
	time       BIGINT NOT NULL,
	idx        BIGINT NOT NULL
);
CREATE INDEX view_finding_idx ON view_finding (idx);
CREATE TABLE view_finding_claim (
	finding TEXT   NOT NULL,
	claim   TEXT   NOT NULL,
	against BIGINT NOT NULL, -- 1: it was weighed and speaks against
	PRIMARY KEY (finding, claim)
);
CREATE INDEX view_finding_claim_claim ON view_finding_claim (claim);
CREATE TABLE view_finding_about (
	finding TEXT NOT NULL,
	entity  TEXT NOT NULL,
	PRIMARY KEY (finding, entity)
);
CREATE INDEX view_finding_about_entity ON view_finding_about (entity);
CREATE TABLE view_finding_turn (
	idx     BIGINT PRIMARY KEY,
	finding TEXT NOT NULL,
	turn    TEXT NOT NULL, -- confirmed, withdrawn
	actor   TEXT NOT NULL,
	reason  TEXT NOT NULL
);
CREATE INDEX view_finding_turn_finding ON view_finding_turn (finding, idx);
