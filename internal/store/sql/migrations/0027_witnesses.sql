-- What others said of checkpoints: witnesses that signed them, authorities that
-- stamped them.
CREATE TABLE view_cosigned (
	idx     BIGINT PRIMARY KEY,
	size    BIGINT NOT NULL, -- entries of the checkpoint
	witness TEXT   NOT NULL, -- verifier key
	body    TEXT   NOT NULL, -- JSON
	actor   TEXT   NOT NULL,
	time    BIGINT NOT NULL
);
CREATE INDEX view_cosigned_size ON view_cosigned (size, idx);
CREATE INDEX view_cosigned_witness ON view_cosigned (witness, size, idx);
CREATE TABLE view_stamped (
	idx   BIGINT PRIMARY KEY,
	size  BIGINT NOT NULL,
	body  TEXT   NOT NULL, -- JSON
	actor TEXT   NOT NULL,
	time  BIGINT NOT NULL
);
CREATE INDEX view_stamped_size ON view_stamped (size, idx);
