-- What was estimated from the overlap of lists; tables and reports lie among
-- the renditions.
CREATE TABLE view_estimate (
	id        TEXT   PRIMARY KEY,
	case_name TEXT   NOT NULL,
	event     TEXT   NOT NULL, -- '': of the whole case
	body      TEXT   NOT NULL, -- JSON: the estimate as it was recorded
	actor     TEXT   NOT NULL,
	time      BIGINT NOT NULL,
	idx       BIGINT NOT NULL,
	replaces  TEXT   NOT NULL
);
CREATE INDEX view_estimate_case ON view_estimate (case_name, idx);
CREATE INDEX view_estimate_event ON view_estimate (event, idx);
CREATE INDEX view_estimate_idx ON view_estimate (idx);
CREATE INDEX view_estimate_replaces ON view_estimate (replaces) WHERE replaces <> '';
-- What others made of it since, and that it was withdrawn.
CREATE TABLE view_estimate_turn (
	idx      BIGINT PRIMARY KEY,
	estimate TEXT   NOT NULL,
	kind     TEXT   NOT NULL, -- reviewed or withdrawn
	body     TEXT   NOT NULL, -- JSON
	actor    TEXT   NOT NULL,
	time     BIGINT NOT NULL
);
CREATE INDEX view_estimate_turn_estimate ON view_estimate_turn (estimate, idx);
