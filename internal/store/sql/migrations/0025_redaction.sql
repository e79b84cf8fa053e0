-- What is hidden of items in what leaves a case, each time as a whole: the newest
-- counts, and what held before is kept.
CREATE TABLE view_redaction (
	idx       BIGINT PRIMARY KEY,
	id        TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	item      BYTEA  NOT NULL,
	body      TEXT   NOT NULL, -- JSON
	actor     TEXT   NOT NULL,
	time      BIGINT NOT NULL
);
CREATE UNIQUE INDEX view_redaction_id ON view_redaction (id);
CREATE INDEX view_redaction_item ON view_redaction (item, case_name, idx);
