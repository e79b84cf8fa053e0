-- How much an accession brought stands with it: to count two hundred thousand
-- items for the page of each of them takes longer than the rest of the page.
ALTER TABLE view_accession ADD COLUMN items BIGINT NOT NULL DEFAULT 0;
ALTER TABLE view_accession ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE view_accession ADD COLUMN failed BIGINT NOT NULL DEFAULT 0;
UPDATE view_accession SET
	items = (SELECT count(*) FROM view_custody c WHERE c.accession = view_accession.id),
	bytes = (SELECT coalesce(sum(c.bytes), 0) FROM view_custody c WHERE c.accession = view_accession.id),
	failed = (SELECT count(*) FROM view_loss l WHERE l.accession = view_accession.id AND l.what = 'failed');
-- The claims on a table are walked from where its first passage was cited.
DROP INDEX view_passage_item;
CREATE INDEX view_passage_item ON view_passage (item, idx);
