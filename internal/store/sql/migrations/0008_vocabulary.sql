-- Vocabularies that were taken over from others, an edition a row.
CREATE TABLE view_vocabulary (
	id        TEXT PRIMARY KEY,
	name      TEXT   NOT NULL,
	case_name TEXT   NOT NULL, -- empty: every case
	extends   TEXT   NOT NULL,
	replaces  TEXT   NOT NULL,
	item      BYTEA,
	parts     BIGINT NOT NULL,
	total     BIGINT NOT NULL, -- terms
	actor     TEXT   NOT NULL,
	time      BIGINT NOT NULL,
	idx       BIGINT NOT NULL
);
CREATE INDEX view_vocabulary_idx ON view_vocabulary (idx);
CREATE TABLE view_term (
	vocabulary TEXT   NOT NULL,
	n          BIGINT NOT NULL, -- its place: behind the term it is a sort of
	code       TEXT   NOT NULL,
	broader    TEXT   NOT NULL,
	label      TEXT   NOT NULL, -- JSON, by language
	note       TEXT   NOT NULL,
	PRIMARY KEY (vocabulary, n)
);
CREATE UNIQUE INDEX view_term_code ON view_term (vocabulary, code);
-- What a term is called, as it is compared.
CREATE TABLE view_term_name (
	vocabulary TEXT   NOT NULL,
	spelt      TEXT   NOT NULL,
	n          BIGINT NOT NULL,
	PRIMARY KEY (vocabulary, spelt, n)
);
