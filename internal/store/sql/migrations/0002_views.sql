-- Views: made from the ledger alone, dropped and made again by a rebuild.
CREATE TABLE view_case (
	name TEXT PRIMARY KEY,
	idx  BIGINT NOT NULL
);
CREATE TABLE view_user (
	handle   TEXT PRIMARY KEY,
	roles    TEXT   NOT NULL, -- names with a space between
	disabled BIGINT NOT NULL,
	added    BIGINT NOT NULL
);
CREATE TABLE view_holder (
	name      TEXT PRIMARY KEY,
	recipient TEXT NOT NULL
);
CREATE TABLE view_accession (
	id            TEXT PRIMARY KEY,
	case_name     TEXT   NOT NULL,
	source        TEXT   NOT NULL,
	source_sealed BYTEA,
	note          TEXT   NOT NULL,
	label         BIGINT NOT NULL,
	actor         TEXT   NOT NULL,
	time          BIGINT NOT NULL,
	idx           BIGINT NOT NULL,
	closed        BIGINT NOT NULL
);
CREATE TABLE view_item (
	sum        BYTEA PRIMARY KEY,
	bytes      BIGINT NOT NULL,
	media_type TEXT   NOT NULL,
	name       TEXT   NOT NULL,
	name_raw   BYTEA,
	parent     BYTEA,
	case_name  TEXT   NOT NULL,
	accession  TEXT   NOT NULL,
	idx        BIGINT NOT NULL
);
CREATE INDEX view_item_idx ON view_item (idx);
CREATE TABLE view_custody (
	idx        BIGINT PRIMARY KEY,
	sum        BYTEA  NOT NULL,
	accession  TEXT   NOT NULL,
	bytes      BIGINT NOT NULL,
	media_type TEXT   NOT NULL,
	name       TEXT   NOT NULL,
	name_raw   BYTEA,
	modified   BIGINT,
	parent     BYTEA
);
CREATE INDEX view_custody_sum ON view_custody (sum);
CREATE INDEX view_custody_accession ON view_custody (accession, idx);
CREATE TABLE view_loss (
	idx       BIGINT PRIMARY KEY,
	accession TEXT   NOT NULL,
	name      TEXT   NOT NULL,
	name_raw  BYTEA,
	what      TEXT   NOT NULL, -- failed, symlink, device, ...
	detail    TEXT   NOT NULL
);
CREATE INDEX view_loss_accession ON view_loss (accession, idx);
CREATE TABLE view_export (
	idx       BIGINT PRIMARY KEY,
	accession TEXT   NOT NULL,
	form      TEXT   NOT NULL,
	items     BIGINT NOT NULL
);
CREATE INDEX view_export_accession ON view_export (accession);
CREATE TABLE view_rendition (
	idx      BIGINT PRIMARY KEY,
	item     BYTEA  NOT NULL,
	engine   TEXT   NOT NULL,
	version  TEXT   NOT NULL,
	sum      BYTEA  NOT NULL,
	form     TEXT   NOT NULL,
	parts    BIGINT NOT NULL,
	encoding TEXT   NOT NULL
);
CREATE INDEX view_rendition_item ON view_rendition (item);
CREATE TABLE view_trouble (
	item  BYTEA PRIMARY KEY,
	step  TEXT   NOT NULL,
	error TEXT   NOT NULL,
	idx   BIGINT NOT NULL
);
CREATE TABLE view_passage (
	id        TEXT PRIMARY KEY,
	item      BYTEA  NOT NULL,
	rendition BYTEA  NOT NULL,
	page      BIGINT NOT NULL,
	cell      TEXT   NOT NULL,
	byte_from BIGINT,
	byte_to   BIGINT,
	quote     TEXT   NOT NULL,
	idx       BIGINT NOT NULL
);
CREATE INDEX view_passage_item ON view_passage (item);
CREATE TABLE view_entity (
	id        TEXT PRIMARY KEY,
	schema    TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	idx       BIGINT NOT NULL
);
CREATE INDEX view_entity_idx ON view_entity (idx);
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
	idx          BIGINT NOT NULL
);
CREATE INDEX view_claim_entity ON view_claim (entity, idx);
CREATE INDEX view_claim_idx ON view_claim (idx);
CREATE TABLE view_claim_passage (
	claim   TEXT   NOT NULL,
	n       BIGINT NOT NULL,
	passage TEXT   NOT NULL,
	item    BYTEA  NOT NULL,
	PRIMARY KEY (claim, n)
);
CREATE INDEX view_claim_passage_item ON view_claim_passage (item);
CREATE INDEX view_claim_passage_passage ON view_claim_passage (passage);
CREATE TABLE view_claim_turn (
	idx      BIGINT PRIMARY KEY,
	claim    TEXT NOT NULL,
	standing TEXT NOT NULL, -- withdrawn, preferred
	reason   TEXT NOT NULL
);
CREATE INDEX view_claim_turn_claim ON view_claim_turn (claim, idx);
CREATE TABLE view_list (
	id          TEXT PRIMARY KEY,
	name        TEXT   NOT NULL,
	case_name   TEXT   NOT NULL,
	item        BYTEA  NOT NULL,
	mapping     TEXT   NOT NULL,
	fingerprint TEXT   NOT NULL,
	rows_read   BIGINT NOT NULL,
	idx         BIGINT NOT NULL,
	complete    BIGINT NOT NULL
);
CREATE TABLE view_mention (
	id     TEXT PRIMARY KEY,
	list   TEXT   NOT NULL,
	row_no BIGINT NOT NULL,
	row_id TEXT   NOT NULL,
	name   TEXT   NOT NULL,
	idx    BIGINT NOT NULL
);
CREATE INDEX view_mention_idx ON view_mention (idx);
CREATE TABLE view_judgement (
	idx        BIGINT PRIMARY KEY,
	left_id    TEXT NOT NULL,
	right_id   TEXT NOT NULL,
	verdict    TEXT NOT NULL,
	reason     TEXT NOT NULL,
	evidence   TEXT NOT NULL,
	actor      TEXT NOT NULL
);
CREATE INDEX view_judgement_pair ON view_judgement (left_id, right_id, idx);
CREATE TABLE view_release (
	id        TEXT PRIMARY KEY,
	case_name TEXT   NOT NULL,
	title     TEXT   NOT NULL,
	audience  TEXT   NOT NULL,
	reason    TEXT   NOT NULL,
	claims    BIGINT NOT NULL,
	items     BIGINT NOT NULL,
	withheld  BIGINT NOT NULL,
	plan      BYTEA  NOT NULL,
	actor     TEXT   NOT NULL,
	idx       BIGINT NOT NULL
);
CREATE TABLE view_release_turn (
	idx     BIGINT PRIMARY KEY,
	release TEXT NOT NULL,
	turn    TEXT NOT NULL, -- approved, built
	actor   TEXT NOT NULL,
	sum     BYTEA NOT NULL -- the plan approved, or the manifest built
);
CREATE INDEX view_release_turn_release ON view_release_turn (release, idx);
