-- What was judged of names that stand in texts.
CREATE TABLE view_verdict (
	passage TEXT   NOT NULL,
	entity  TEXT   NOT NULL,
	verdict TEXT   NOT NULL,
	item    BYTEA  NOT NULL,
	idx     BIGINT NOT NULL,
	PRIMARY KEY (passage, entity)
);
CREATE INDEX view_verdict_item ON view_verdict (item, idx);
-- What the archive is searched by: made from the ledger and the renditions,
-- dropped and made again by a rebuild. Words of what is sealed lie in tables of
-- their own, so that not even a score tells of them.
CREATE TABLE search_stamp (
	one  BIGINT PRIMARY KEY CHECK (one = 1),
	next BIGINT NOT NULL, -- every entry before it is in the index
	part BIGINT NOT NULL, -- and so many parts of the reading that it names
	last BIGINT NOT NULL, -- the highest number a document ever had
	made BIGINT NOT NULL  -- how often the index was begun anew
);
CREATE TABLE search_subject (
	id        BIGINT PRIMARY KEY,
	ref       TEXT   NOT NULL, -- an item's SHA-256, or an id
	layer     TEXT   NOT NULL, -- which of its texts
	kind      TEXT   NOT NULL,
	sealed    BIGINT NOT NULL,
	case_name TEXT   NOT NULL,
	source    TEXT   NOT NULL,
	family    TEXT   NOT NULL,
	day       BIGINT NOT NULL  -- 20210531
);
CREATE UNIQUE INDEX search_subject_ref ON search_subject (ref, layer);
CREATE TABLE search_doc (
	id      BIGINT PRIMARY KEY,
	subject BIGINT NOT NULL,
	page    BIGINT NOT NULL,
	row_no  BIGINT NOT NULL,
	sheet   TEXT   NOT NULL,
	lang    TEXT   NOT NULL
);
CREATE INDEX search_doc_subject ON search_doc (subject);
CREATE TABLE search_text (
	doc  BIGINT PRIMARY KEY,
	body BYTEA  NOT NULL -- how it is packed, and the text as it stands in the original
);
CREATE TABLE search_word (
	skeleton TEXT   NOT NULL,
	writing  BIGINT NOT NULL,
	sealed   BIGINT NOT NULL,
	named    BIGINT NOT NULL,
	word     TEXT   NOT NULL,
	PRIMARY KEY (skeleton, writing, sealed, named, word)
)
--sqlite WITHOUT ROWID
;
-- Fingerprints of texts and pictures, by the bands in which near copies agree.
CREATE TABLE search_print (
	subject BIGINT NOT NULL, -- of search_subject
	kind    BIGINT NOT NULL, -- 1 text, 2 picture
	print   BYTEA  NOT NULL,
	PRIMARY KEY (subject, kind)
);
CREATE TABLE search_band (
	kind    BIGINT NOT NULL,
	band    BIGINT NOT NULL, -- which band, and what stands in it
	sealed  BIGINT NOT NULL,
	subject BIGINT NOT NULL,
	PRIMARY KEY (kind, band, sealed, subject)
)
--sqlite WITHOUT ROWID
;
-- The tokenizer "ascii" takes every letter beyond ASCII as it is: the words are
-- folded already, and SQLite's own ideas of Arabic would cut them.
--sqlite CREATE VIRTUAL TABLE search_open USING fts5(t, n, j, content='', contentless_delete=1, tokenize='ascii');
--sqlite CREATE VIRTUAL TABLE search_sealed USING fts5(t, n, j, content='', contentless_delete=1, tokenize='ascii');
-- Words are gathered up to 16 MB before they are written: fewer, larger pieces
-- have to be merged later.
--sqlite INSERT INTO search_open (search_open, rank) VALUES ('hashsize', 16000000);
--sqlite INSERT INTO search_sealed (search_sealed, rank) VALUES ('hashsize', 16000000);
--postgres CREATE TABLE search_open (id BIGINT PRIMARY KEY, v TSVECTOR NOT NULL);
--postgres CREATE INDEX search_open_v ON search_open USING gin (v);
--postgres CREATE TABLE search_sealed (id BIGINT PRIMARY KEY, v TSVECTOR NOT NULL);
--postgres CREATE INDEX search_sealed_v ON search_sealed USING gin (v);
