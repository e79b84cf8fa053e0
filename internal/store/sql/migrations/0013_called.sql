-- Whom persons are found by: the tokens of their names, and the keys under
-- which a token meets its other spellings. Part of what the archive is searched
-- by, and made again with it.
CREATE TABLE search_called (
	token  TEXT   NOT NULL,
	sealed BIGINT NOT NULL,
	doc    BIGINT NOT NULL, -- of search_doc
	PRIMARY KEY (token, sealed, doc)
)
--sqlite WITHOUT ROWID
;
CREATE INDEX search_called_doc ON search_called (doc);
CREATE TABLE search_token (
	key    TEXT   NOT NULL,
	sealed BIGINT NOT NULL,
	token  TEXT   NOT NULL,
	PRIMARY KEY (key, sealed, token)
)
--sqlite WITHOUT ROWID
;
