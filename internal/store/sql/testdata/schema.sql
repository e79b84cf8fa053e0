CREATE TABLE credential (
	handle TEXT PRIMARY KEY,
	hash   TEXT NOT NULL
);
CREATE TABLE ledger_event (
	idx     INTEGER PRIMARY KEY,
	kind    TEXT   NOT NULL,
	version INTEGER NOT NULL,
	actor   TEXT   NOT NULL,
	time    INTEGER NOT NULL, -- microseconds since 1970, UTC
	body    BLOB,           -- NULL once lawfully erased
	secret  BLOB,           -- NULL once lawfully erased
	entry   BLOB  NOT NULL
);
CREATE TABLE ledger_head (
	one        INTEGER PRIMARY KEY CHECK (one = 1),
	size       INTEGER NOT NULL,
	checkpoint BLOB  NOT NULL
);
CREATE TABLE ledger_tile (
	level INTEGER NOT NULL,
	n     INTEGER NOT NULL,
	data  BLOB  NOT NULL,
	PRIMARY KEY (level, n)
);
CREATE TABLE schema_version (version INTEGER PRIMARY KEY);
CREATE TABLE session (
	token   BLOB  PRIMARY KEY, -- SHA-256 of what the browser holds
	handle  TEXT   NOT NULL,
	started INTEGER NOT NULL,
	seen    INTEGER NOT NULL
);
CREATE TABLE view_accession (
	id            TEXT PRIMARY KEY,
	case_name     TEXT   NOT NULL,
	source        TEXT   NOT NULL,
	source_sealed BLOB,
	note          TEXT   NOT NULL,
	label         INTEGER NOT NULL,
	actor         TEXT   NOT NULL,
	time          INTEGER NOT NULL,
	idx           INTEGER NOT NULL,
	closed        INTEGER NOT NULL
);
CREATE TABLE view_case (
	name TEXT PRIMARY KEY,
	idx  INTEGER NOT NULL
);
CREATE TABLE view_claim (
	id           TEXT PRIMARY KEY,
	case_name    TEXT   NOT NULL,
	entity       TEXT   NOT NULL,
	schema       TEXT   NOT NULL,
	property     TEXT   NOT NULL,
	value        TEXT   NOT NULL,
	value_entity TEXT   NOT NULL,
	original     TEXT   NOT NULL,
	lang         TEXT   NOT NULL,
	says         TEXT   NOT NULL, -- JSON
	source_grade TEXT   NOT NULL,
	info_grade   TEXT   NOT NULL,
	flags        TEXT   NOT NULL, -- with a space between
	actor        TEXT   NOT NULL,
	idx          INTEGER NOT NULL
);
CREATE TABLE view_claim_passage (
	claim   TEXT   NOT NULL,
	n       INTEGER NOT NULL,
	passage TEXT   NOT NULL,
	item    BLOB  NOT NULL,
	PRIMARY KEY (claim, n)
);
CREATE TABLE view_claim_turn (
	idx      INTEGER PRIMARY KEY,
	claim    TEXT NOT NULL,
	standing TEXT NOT NULL, -- withdrawn, preferred
	reason   TEXT NOT NULL
);
CREATE TABLE view_custody (
	idx        INTEGER PRIMARY KEY,
	sum        BLOB  NOT NULL,
	accession  TEXT   NOT NULL,
	bytes      INTEGER NOT NULL,
	media_type TEXT   NOT NULL,
	name       TEXT   NOT NULL,
	name_raw   BLOB,
	modified   INTEGER,
	parent     BLOB
);
CREATE TABLE view_entity (
	id        TEXT PRIMARY KEY,
	schema    TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	idx       INTEGER NOT NULL
);
CREATE TABLE view_export (
	idx       INTEGER PRIMARY KEY,
	accession TEXT   NOT NULL,
	form      TEXT   NOT NULL,
	items     INTEGER NOT NULL
);
CREATE TABLE view_holder (
	name      TEXT PRIMARY KEY,
	recipient TEXT NOT NULL
);
CREATE TABLE view_item (
	sum        BLOB PRIMARY KEY,
	bytes      INTEGER NOT NULL,
	media_type TEXT   NOT NULL,
	name       TEXT   NOT NULL,
	name_raw   BLOB,
	parent     BLOB,
	case_name  TEXT   NOT NULL,
	accession  TEXT   NOT NULL,
	idx        INTEGER NOT NULL
);
CREATE TABLE view_judgement (
	idx        INTEGER PRIMARY KEY,
	left_id    TEXT NOT NULL,
	right_id   TEXT NOT NULL,
	verdict    TEXT NOT NULL,
	reason     TEXT NOT NULL,
	evidence   TEXT NOT NULL,
	actor      TEXT NOT NULL
);
CREATE TABLE view_list (
	id          TEXT PRIMARY KEY,
	name        TEXT   NOT NULL,
	case_name   TEXT   NOT NULL,
	item        BLOB  NOT NULL,
	mapping     TEXT   NOT NULL,
	fingerprint TEXT   NOT NULL,
	rows_read   INTEGER NOT NULL,
	idx         INTEGER NOT NULL,
	complete    INTEGER NOT NULL
);
CREATE TABLE view_loss (
	idx       INTEGER PRIMARY KEY,
	accession TEXT   NOT NULL,
	name      TEXT   NOT NULL,
	name_raw  BLOB,
	what      TEXT   NOT NULL, -- failed, symlink, device, ...
	detail    TEXT   NOT NULL
);
CREATE TABLE view_mention (
	id     TEXT PRIMARY KEY,
	list   TEXT   NOT NULL,
	row_no INTEGER NOT NULL,
	row_id TEXT   NOT NULL,
	name   TEXT   NOT NULL,
	idx    INTEGER NOT NULL
);
CREATE TABLE view_passage (
	id        TEXT PRIMARY KEY,
	item      BLOB  NOT NULL,
	rendition BLOB  NOT NULL,
	page      INTEGER NOT NULL,
	cell      TEXT   NOT NULL,
	byte_from INTEGER,
	byte_to   INTEGER,
	quote     TEXT   NOT NULL,
	idx       INTEGER NOT NULL
);
CREATE TABLE view_release (
	id        TEXT PRIMARY KEY,
	case_name TEXT   NOT NULL,
	title     TEXT   NOT NULL,
	audience  TEXT   NOT NULL,
	reason    TEXT   NOT NULL,
	claims    INTEGER NOT NULL,
	items     INTEGER NOT NULL,
	withheld  INTEGER NOT NULL,
	plan      BLOB  NOT NULL,
	actor     TEXT   NOT NULL,
	idx       INTEGER NOT NULL
);
CREATE TABLE view_release_turn (
	idx     INTEGER PRIMARY KEY,
	release TEXT NOT NULL,
	turn    TEXT NOT NULL, -- approved, built
	actor   TEXT NOT NULL,
	sum     BLOB NOT NULL -- the plan approved, or the manifest built
);
CREATE TABLE view_rendition (
	idx      INTEGER PRIMARY KEY,
	item     BLOB  NOT NULL,
	engine   TEXT   NOT NULL,
	version  TEXT   NOT NULL,
	sum      BLOB  NOT NULL,
	form     TEXT   NOT NULL,
	parts    INTEGER NOT NULL,
	encoding TEXT   NOT NULL
);
CREATE TABLE view_trouble (
	item  BLOB PRIMARY KEY,
	step  TEXT   NOT NULL,
	error TEXT   NOT NULL,
	idx   INTEGER NOT NULL
);
CREATE TABLE view_user (
	handle   TEXT PRIMARY KEY,
	roles    TEXT   NOT NULL, -- names with a space between
	disabled INTEGER NOT NULL,
	added    INTEGER NOT NULL
);
CREATE INDEX view_claim_entity ON view_claim (entity, idx);
CREATE INDEX view_claim_idx ON view_claim (idx);
CREATE INDEX view_claim_passage_item ON view_claim_passage (item);
CREATE INDEX view_claim_passage_passage ON view_claim_passage (passage);
CREATE INDEX view_claim_turn_claim ON view_claim_turn (claim, idx);
CREATE INDEX view_custody_accession ON view_custody (accession, idx);
CREATE INDEX view_custody_sum ON view_custody (sum);
CREATE INDEX view_entity_idx ON view_entity (idx);
CREATE INDEX view_export_accession ON view_export (accession);
CREATE INDEX view_item_idx ON view_item (idx);
CREATE INDEX view_judgement_pair ON view_judgement (left_id, right_id, idx);
CREATE INDEX view_loss_accession ON view_loss (accession, idx);
CREATE INDEX view_mention_idx ON view_mention (idx);
CREATE INDEX view_passage_item ON view_passage (item);
CREATE INDEX view_release_turn_release ON view_release_turn (release, idx);
CREATE INDEX view_rendition_item ON view_rendition (item);
