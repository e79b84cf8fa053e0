-- Work that goes on while nobody waits for it. Kept beside the ledger and never
-- in it, as sessions are: what was done stands in the ledger by itself, and who
-- asked for what must be forgettable.
CREATE TABLE job (
	id        TEXT PRIMARY KEY,
	kind      TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	label     BIGINT NOT NULL,
	actor     TEXT   NOT NULL,
	params    TEXT   NOT NULL, -- JSON; never a secret, never a source's name
	state     TEXT   NOT NULL, -- waiting, running, done, failed, stopped
	stage     TEXT   NOT NULL,
	done      BIGINT NOT NULL,
	total     BIGINT NOT NULL,
	asked     BIGINT NOT NULL, -- microseconds since 1970, UTC; 0: not yet
	started   BIGINT NOT NULL,
	ended     BIGINT NOT NULL,
	attempts  BIGINT NOT NULL,
	stopping  BIGINT NOT NULL, -- 1: whoever runs it is asked to stop
	failure   TEXT   NOT NULL, -- JSON; '' if it did not fail
	outcome   TEXT   NOT NULL, -- JSON; '' if there is none
	holder    TEXT   NOT NULL, -- the runner that has it, '' if none
	lease     BIGINT NOT NULL  -- until when, by the clock of the database
);
CREATE INDEX job_state ON job (state, asked);
CREATE INDEX job_asked ON job (asked, id);
