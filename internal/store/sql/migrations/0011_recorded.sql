-- rebuild: what came from other archives is found by where it was recorded.
CREATE TABLE view_recorded (
	log   TEXT   NOT NULL, -- the other archive's
	there BIGINT NOT NULL, -- the entry in it
	idx   BIGINT NOT NULL, -- and the one here
	PRIMARY KEY (log, there)
);
