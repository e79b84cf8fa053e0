-- By which rules the index was made. One of other rules than the program's
-- counts as empty and is made again; those from before had the first.
ALTER TABLE search_stamp ADD COLUMN rules BIGINT NOT NULL DEFAULT 1;
