-- Whose records a holder can open: those of one case, or '' of all that have no
-- holders of their own. Who was removed stays: what was sealed to them before is.
ALTER TABLE view_holder ADD COLUMN case_name TEXT NOT NULL DEFAULT '';
ALTER TABLE view_holder ADD COLUMN removed BIGINT NOT NULL DEFAULT -1; -- entry; -1: holds
-- How many holders of a case, or '' of the archive, open what is sealed from now on.
CREATE TABLE view_threshold (
	case_name TEXT PRIMARY KEY,
	need      BIGINT NOT NULL
);
