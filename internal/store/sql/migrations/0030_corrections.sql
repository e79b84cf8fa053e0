-- What readers of published pages say should stand otherwise, as somebody noted
-- it, and what was decided.
CREATE TABLE view_correction (
	id         TEXT   PRIMARY KEY,
	submission TEXT   NOT NULL, -- '' where the decision keeps apart which it was
	case_name  TEXT   NOT NULL,
	about_kind TEXT   NOT NULL,
	about      TEXT   NOT NULL,
	idx        BIGINT NOT NULL, -- of its first entry
	noted      BIGINT NOT NULL, -- entry that said last what it is about; -1 if none did
	body       TEXT   NOT NULL, -- JSON: the newest decision, as it was recorded; '' while it is open
	decided    BIGINT NOT NULL, -- entry of that decision; -1 while it is open
	time       BIGINT NOT NULL, -- of that decision
	actor      TEXT   NOT NULL  -- who made it
);
CREATE INDEX view_correction_case ON view_correction (case_name, idx);
CREATE INDEX view_correction_about ON view_correction (about, idx);
CREATE INDEX view_correction_submission ON view_correction (submission);
