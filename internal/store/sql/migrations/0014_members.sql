-- Roles that are held in one case, beside those of view_user, which hold in all.
CREATE TABLE view_member (
	handle    TEXT NOT NULL,
	case_name TEXT NOT NULL,
	roles     TEXT NOT NULL, -- with a space between
	PRIMARY KEY (handle, case_name)
);
