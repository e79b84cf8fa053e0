-- Where strangers hand something in.
CREATE TABLE view_door (
	name      TEXT    PRIMARY KEY,
	case_name TEXT    NOT NULL,
	body      TEXT    NOT NULL, -- JSON: what it says of itself, as it was recorded last
	idx       BIGINT  NOT NULL, -- of its first opening
	closed    INTEGER NOT NULL
);
-- What was handed in, with its thread, and what somebody made of it.
CREATE TABLE view_submission (
	id         TEXT    PRIMARY KEY,
	door       TEXT    NOT NULL,
	case_name  TEXT    NOT NULL,
	thread     TEXT    NOT NULL,
	body       TEXT    NOT NULL, -- JSON, as it was recorded
	time       BIGINT  NOT NULL,
	idx        BIGINT  NOT NULL,
	sorted     TEXT    NOT NULL, -- new, open, spam, answered, taken, declined
	grp        TEXT    NOT NULL, -- those that stand together have the same; '' stands alone
	note       TEXT    NOT NULL,
	sorted_by  TEXT    NOT NULL,
	sorted_idx BIGINT  NOT NULL, -- 0: nobody sorted it
	accession  TEXT    NOT NULL, -- once it is in custody
	ended      TEXT    NOT NULL, -- why its thread ended; '' while it goes on
	spoken     BIGINT  NOT NULL, -- time of the last message
	last       BIGINT  NOT NULL, -- entry of the last message
	unread     BIGINT  NOT NULL  -- additions since the archive last answered or sorted
);
CREATE UNIQUE INDEX view_submission_thread ON view_submission (thread);
CREATE INDEX view_submission_case ON view_submission (case_name, idx);
CREATE INDEX view_submission_idx ON view_submission (idx);
CREATE INDEX view_submission_sorted ON view_submission (case_name, sorted, idx);
CREATE INDEX view_submission_group ON view_submission (case_name, grp, idx);
CREATE INDEX view_submission_spoken ON view_submission (spoken) WHERE ended = '';
-- What was written in a thread, by both sides, the first letter included.
CREATE TABLE view_step (
	idx    BIGINT  PRIMARY KEY,
	thread TEXT    NOT NULL,
	ours   INTEGER NOT NULL,
	actor  TEXT    NOT NULL,
	time   BIGINT  NOT NULL,
	body   TEXT    NOT NULL -- JSON: what is sealed
);
CREATE INDEX view_step_thread ON view_step (thread, idx);
-- Turns of a submission that no message of its thread is.
CREATE TABLE view_submission_turn (
	idx        BIGINT PRIMARY KEY,
	submission TEXT   NOT NULL,
	linked     TEXT   NOT NULL -- to what, if the turn is a link; else ''
);
CREATE INDEX view_submission_turn_of ON view_submission_turn (submission, idx);
-- Sealed bytes that entries name.
CREATE TABLE view_part (
	sum   BYTEA  PRIMARY KEY,
	bytes BIGINT NOT NULL,
	place BIGINT NOT NULL -- 256 times the entry, and which of its parts
);
CREATE UNIQUE INDEX view_part_place ON view_part (place);
