-- Readings by step, what they could not read, and where passages stand on a
-- page or in a recording. What was recorded before has none of it, so that
-- the views need not be made again.
ALTER TABLE view_rendition ADD COLUMN step TEXT NOT NULL DEFAULT 'read';
ALTER TABLE view_rendition ADD COLUMN health BIGINT NOT NULL DEFAULT 0;
ALTER TABLE view_rendition ADD COLUMN gaps TEXT NOT NULL DEFAULT ''; -- JSON
ALTER TABLE view_rendition ADD COLUMN more_gaps BIGINT NOT NULL DEFAULT 0;
ALTER TABLE view_passage ADD COLUMN region TEXT NOT NULL DEFAULT ''; -- JSON
ALTER TABLE view_passage ADD COLUMN ms_from BIGINT;
ALTER TABLE view_passage ADD COLUMN ms_to BIGINT;
ALTER TABLE view_custody ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE view_custody ADD COLUMN part TEXT NOT NULL DEFAULT '';
ALTER TABLE view_custody ADD COLUMN taken_by TEXT NOT NULL DEFAULT '';
CREATE INDEX view_custody_parent ON view_custody (parent, idx);
ALTER TABLE view_item ADD COLUMN root BYTEA; -- the outermost item it was taken out of, NULL for one that is itself outermost
ALTER TABLE view_item ADD COLUMN depth BIGINT NOT NULL DEFAULT 0;
CREATE TABLE view_family (
	root    BYTEA PRIMARY KEY,
	members BIGINT NOT NULL, -- at all levels, each once
	bytes   BIGINT NOT NULL
);
ALTER TABLE view_trouble RENAME TO view_trouble_before;
CREATE TABLE view_trouble (
	item       BYTEA  NOT NULL,
	step_group TEXT   NOT NULL,
	step       TEXT   NOT NULL,
	error      TEXT   NOT NULL,
	over       TEXT   NOT NULL, -- the limit it is over, by its name
	idx        BIGINT NOT NULL,
	PRIMARY KEY (item, step_group)
);
INSERT INTO view_trouble (item, step_group, step, error, over, idx)
	SELECT item, 'read', step, error, '', idx FROM view_trouble_before;
DROP TABLE view_trouble_before;
