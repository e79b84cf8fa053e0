-- What judgements say since people are linked by a model.
ALTER TABLE view_judgement ADD COLUMN relation TEXT NOT NULL DEFAULT '';
ALTER TABLE view_judgement ADD COLUMN blind BIGINT NOT NULL DEFAULT 0; -- 1: tells of agreement, decides nothing
ALTER TABLE view_judgement ADD COLUMN bulk BIGINT NOT NULL DEFAULT 0; -- 1: of many at once
ALTER TABLE view_judgement ADD COLUMN run TEXT NOT NULL DEFAULT ''; -- the linking whose question was answered
-- Every linking of a case; its model and outcomes lie among the renditions.
CREATE TABLE view_linking (
	idx       BIGINT PRIMARY KEY,
	run       TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	model     BYTEA  NOT NULL,
	outcome   BYTEA  NOT NULL,
	sealed    BYTEA, -- NULL: no row was sealed
	seen      BIGINT NOT NULL,
	rows_read BIGINT NOT NULL,
	pairs     BIGINT NOT NULL,
	clusters  BIGINT NOT NULL,
	actor     TEXT   NOT NULL
);
CREATE INDEX view_linking_case ON view_linking (case_name, idx);
-- Names that are spellings of one, or never one: the newest word on the same names.
CREATE TABLE view_name_group (
	names  TEXT PRIMARY KEY, -- JSON
	apart  BIGINT NOT NULL,
	lifted BIGINT NOT NULL, -- 1: neither holds any more
	reason TEXT   NOT NULL,
	idx    BIGINT NOT NULL
);
