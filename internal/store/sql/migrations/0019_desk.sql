-- Who was shown sealed items: a row for an actor, an item, a case, what of it and
-- a day, which is looked up whenever one is about to be shown.
CREATE TABLE view_seen (
	idx       BIGINT PRIMARY KEY,
	item      BYTEA  NOT NULL,
	actor     TEXT   NOT NULL,
	day       TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	what      TEXT   NOT NULL,
	time      BIGINT NOT NULL
);
CREATE INDEX view_seen_item ON view_seen (item, idx);
-- Whether a claim on an item is flagged as graphic is asked for every item that is
-- shown, and for every hit of a search.
CREATE INDEX view_claim_graphic ON view_claim (idx) WHERE ' ' || flags || ' ' LIKE '% graphic %';
