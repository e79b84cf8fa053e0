-- Roles that are held in one case, beside those of view_user, which hold in all.
CREATE TABLE view_member (
	handle    TEXT NOT NULL,
	case_name TEXT NOT NULL,
	roles     TEXT NOT NULL, -- with a space between
	PRIMARY KEY (handle, case_name)
);
-- Members of one case leaf through its items and no others.
CREATE INDEX view_item_case ON view_item (case_name, idx);
-- What the members of one case are told of a thing that is of several: words of
-- their own, for that of which everybody is told once.
--sqlite CREATE VIRTUAL TABLE search_beside USING fts5(t, n, j, content='', contentless_delete=1, tokenize='ascii');
--sqlite INSERT INTO search_beside (search_beside, rank) VALUES ('hashsize', 16000000);
--postgres CREATE TABLE search_beside (id BIGINT PRIMARY KEY, v TSVECTOR NOT NULL);
--postgres CREATE INDEX search_beside_v ON search_beside USING gin (v);
