-- The numbers that pages were disclosed under. A number is one page's for ever.
CREATE TABLE view_exhibit (
	idx       BIGINT PRIMARY KEY,
	case_name TEXT   NOT NULL,
	item      BYTEA  NOT NULL,
	version   TEXT   NOT NULL, -- original, copy
	prefix    TEXT   NOT NULL,
	first     BIGINT NOT NULL,
	pages     BIGINT NOT NULL
);
CREATE UNIQUE INDEX view_exhibit_item ON view_exhibit (case_name, item, version);
CREATE UNIQUE INDEX view_exhibit_number ON view_exhibit (prefix, first);
CREATE INDEX view_exhibit_case ON view_exhibit (case_name, idx);
