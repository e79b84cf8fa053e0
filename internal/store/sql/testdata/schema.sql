CREATE TABLE credential (
	handle TEXT PRIMARY KEY,
	hash   TEXT NOT NULL
);
CREATE TABLE device (
	token   BLOB  PRIMARY KEY, -- SHA-256 of what the browser holds
	handle  TEXT   NOT NULL,
	expires INTEGER NOT NULL
);
CREATE TABLE factor (
	id     TEXT   PRIMARY KEY,
	handle TEXT   NOT NULL,
	kind   TEXT   NOT NULL, -- totp, recovery, passkey
	label  TEXT   NOT NULL, -- of a passkey: the name its owner gave it
	data   BLOB  NOT NULL, -- a sealed secret, a hash, a public record
	used   INTEGER NOT NULL, -- totp: the last step a code was taken of
	made   INTEGER NOT NULL
);
CREATE TABLE job (
	id        TEXT PRIMARY KEY,
	kind      TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	label     INTEGER NOT NULL,
	actor     TEXT   NOT NULL,
	params    TEXT   NOT NULL, -- JSON; never a secret, never a source's name
	state     TEXT   NOT NULL, -- waiting, running, done, failed, stopped
	stage     TEXT   NOT NULL,
	done      INTEGER NOT NULL,
	total     INTEGER NOT NULL,
	asked     INTEGER NOT NULL, -- microseconds since 1970, UTC; 0: not yet
	started   INTEGER NOT NULL,
	ended     INTEGER NOT NULL,
	attempts  INTEGER NOT NULL,
	stopping  INTEGER NOT NULL, -- 1: whoever runs it is asked to stop
	failure   TEXT   NOT NULL, -- JSON; '' if it did not fail
	outcome   TEXT   NOT NULL, -- JSON; '' if there is none
	holder    TEXT   NOT NULL, -- the runner that has it, '' if none
	lease     INTEGER NOT NULL  -- until when, by the clock of the database
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
CREATE TABLE pending (
	token   BLOB  PRIMARY KEY, -- SHA-256 of what the browser holds
	kind    TEXT   NOT NULL,
	handle  TEXT   NOT NULL,
	data    BLOB  NOT NULL,
	expires INTEGER NOT NULL
);
CREATE TABLE preference (
	handle TEXT PRIMARY KEY,
	likes  TEXT NOT NULL -- JSON
);
CREATE TABLE schema_version (version INTEGER PRIMARY KEY);
CREATE TABLE search_band (
	kind    INTEGER NOT NULL,
	band    INTEGER NOT NULL, -- which band, and what stands in it
	sealed  INTEGER NOT NULL,
	subject INTEGER NOT NULL,
	PRIMARY KEY (kind, band, sealed, subject)
)
WITHOUT ROWID
;
CREATE VIRTUAL TABLE search_beside USING fts5(t, n, j, content='', contentless_delete=1, tokenize='ascii');
CREATE TABLE 'search_beside_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'search_beside_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'search_beside_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
CREATE TABLE 'search_beside_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE search_called (
	token  TEXT   NOT NULL,
	sealed INTEGER NOT NULL,
	doc    INTEGER NOT NULL, -- of search_doc
	PRIMARY KEY (token, sealed, doc)
)
WITHOUT ROWID
;
CREATE TABLE search_doc (
	id      INTEGER PRIMARY KEY,
	subject INTEGER NOT NULL,
	page    INTEGER NOT NULL,
	row_no  INTEGER NOT NULL,
	sheet   TEXT   NOT NULL,
	lang    TEXT   NOT NULL
);
CREATE VIRTUAL TABLE search_open USING fts5(t, n, j, content='', contentless_delete=1, tokenize='ascii');
CREATE TABLE 'search_open_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'search_open_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'search_open_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
CREATE TABLE 'search_open_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE search_print (
	subject INTEGER NOT NULL, -- of search_subject
	kind    INTEGER NOT NULL, -- 1 text, 2 picture
	print   BLOB  NOT NULL,
	PRIMARY KEY (subject, kind)
);
CREATE VIRTUAL TABLE search_sealed USING fts5(t, n, j, content='', contentless_delete=1, tokenize='ascii');
CREATE TABLE 'search_sealed_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'search_sealed_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'search_sealed_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
CREATE TABLE 'search_sealed_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE search_stamp (
	one  INTEGER PRIMARY KEY CHECK (one = 1),
	next INTEGER NOT NULL, -- every entry before it is in the index
	part INTEGER NOT NULL, -- and so many parts of the reading that it names
	last INTEGER NOT NULL, -- the highest number a document ever had
	made INTEGER NOT NULL  -- how often the index was begun anew
, rules INTEGER NOT NULL DEFAULT 1);
CREATE TABLE search_subject (
	id        INTEGER PRIMARY KEY,
	ref       TEXT   NOT NULL, -- an item's SHA-256, or an id
	layer     TEXT   NOT NULL, -- which of its texts
	kind      TEXT   NOT NULL,
	sealed    INTEGER NOT NULL,
	case_name TEXT   NOT NULL,
	source    TEXT   NOT NULL,
	family    TEXT   NOT NULL,
	day       INTEGER NOT NULL  -- 20210531
);
CREATE TABLE search_text (
	doc  INTEGER PRIMARY KEY,
	body BLOB  NOT NULL -- how it is packed, and the text as it stands in the original
);
CREATE TABLE search_token (
	key    TEXT   NOT NULL,
	sealed INTEGER NOT NULL,
	token  TEXT   NOT NULL,
	PRIMARY KEY (key, sealed, token)
)
WITHOUT ROWID
;
CREATE TABLE search_word (
	skeleton TEXT   NOT NULL,
	writing  INTEGER NOT NULL,
	sealed   INTEGER NOT NULL,
	named    INTEGER NOT NULL,
	word     TEXT   NOT NULL,
	PRIMARY KEY (skeleton, writing, sealed, named, word)
)
WITHOUT ROWID
;
CREATE TABLE session (
	token   BLOB  PRIMARY KEY, -- SHA-256 of what the browser holds
	name    TEXT   NOT NULL,    -- by which it is revoked; no secret
	handle  TEXT   NOT NULL,
	started INTEGER NOT NULL,
	seen    INTEGER NOT NULL,
	strong  INTEGER NOT NULL     -- 1: a second factor was shown
);
CREATE TABLE token (
	id      TEXT PRIMARY KEY,
	sum     BLOB  NOT NULL UNIQUE, -- SHA-256 of the token
	handle  TEXT   NOT NULL,
	name    TEXT   NOT NULL,
	roles   TEXT   NOT NULL, -- names with a space between
	made    INTEGER NOT NULL, -- microseconds since 1970, UTC
	expires INTEGER NOT NULL,
	used    INTEGER NOT NULL  -- the hour it was last used in; 0: never
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
, items INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0);
CREATE TABLE view_case (
	name TEXT PRIMARY KEY,
	idx  INTEGER NOT NULL
);
CREATE TABLE view_chain (
	id   TEXT PRIMARY KEY,
	says TEXT NOT NULL -- JSON
);
CREATE TABLE view_claim (
	idx          INTEGER PRIMARY KEY,
	id           TEXT   NOT NULL UNIQUE,
	case_name    TEXT   NOT NULL,
	entity       TEXT   NOT NULL,
	schema       TEXT   NOT NULL,
	property     TEXT   NOT NULL,
	value        TEXT   NOT NULL,
	value_entity TEXT   NOT NULL,
	original     TEXT   NOT NULL,
	lang         TEXT   NOT NULL,
	chain        TEXT   NOT NULL, -- of view_chain; empty: not told
	source_grade TEXT   NOT NULL, -- the newest
	info_grade   TEXT   NOT NULL,
	flags        TEXT   NOT NULL, -- with a space between; as they are now
	more         TEXT   NOT NULL, -- JSON: everything else that was said when it was made
	day_at       INTEGER,          -- what a timeline is ordered by: the first day of its date that is known
	day_from     INTEGER,          -- the days the date spans, NULL where open or unknown
	day_to       INTEGER,
	actor        TEXT   NOT NULL,
	turned       INTEGER NOT NULL  -- the newest entry that speaks of it after it was made, or -1
, said INTEGER NOT NULL DEFAULT 0);
CREATE TABLE view_claim_key (
	claim    TEXT PRIMARY KEY,
	key      TEXT NOT NULL,
	property TEXT NOT NULL
);
CREATE TABLE view_claim_mark (
	idx    INTEGER PRIMARY KEY,
	claim  TEXT NOT NULL,
	what   TEXT NOT NULL, -- a flag, "-" and a flag that was lifted, or "grade"
	grade  TEXT NOT NULL,
	reason TEXT NOT NULL
);
CREATE TABLE view_claim_passage (
	claim   TEXT   NOT NULL,
	n       INTEGER NOT NULL,
	passage TEXT   NOT NULL,
	item    BLOB  NOT NULL,
	PRIMARY KEY (claim, n)
)
WITHOUT ROWID
;
CREATE TABLE view_claim_turn (
	idx      INTEGER PRIMARY KEY,
	claim    TEXT NOT NULL,
	standing TEXT NOT NULL, -- withdrawn, preferred
	reason   TEXT NOT NULL
);
CREATE TABLE view_condition (
	id        TEXT   PRIMARY KEY,
	case_name TEXT   NOT NULL,
	body      TEXT   NOT NULL, -- JSON
	lifted    INTEGER NOT NULL, -- the entry that lifted it; 0: it holds
	actor     TEXT   NOT NULL,
	idx       INTEGER NOT NULL
);
CREATE TABLE view_consent (
	id        TEXT   PRIMARY KEY,
	case_name TEXT   NOT NULL,
	body      TEXT   NOT NULL, -- JSON
	withdrawn TEXT   NOT NULL, -- JSON: the uses that were taken back
	turned    INTEGER NOT NULL, -- the entry that took back the last of them; 0: none
	actor     TEXT   NOT NULL,
	idx       INTEGER NOT NULL
);
CREATE TABLE view_correction (
	id         TEXT   PRIMARY KEY,
	submission TEXT   NOT NULL, -- '' where the decision keeps apart which it was
	case_name  TEXT   NOT NULL,
	about_kind TEXT   NOT NULL,
	about      TEXT   NOT NULL,
	idx        INTEGER NOT NULL, -- of its first entry
	noted      INTEGER NOT NULL, -- entry that said last what it is about; -1 if none did
	body       TEXT   NOT NULL, -- JSON: the newest decision, as it was recorded; '' while it is open
	decided    INTEGER NOT NULL, -- entry of that decision; -1 while it is open
	time       INTEGER NOT NULL, -- of that decision
	actor      TEXT   NOT NULL  -- who made it
);
CREATE TABLE view_cosigned (
	idx     INTEGER PRIMARY KEY,
	size    INTEGER NOT NULL, -- entries of the checkpoint
	witness TEXT   NOT NULL, -- verifier key
	body    TEXT   NOT NULL, -- JSON
	actor   TEXT   NOT NULL,
	time    INTEGER NOT NULL
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
, role TEXT NOT NULL DEFAULT '', part TEXT NOT NULL DEFAULT '', taken_by TEXT NOT NULL DEFAULT '');
CREATE TABLE view_door (
	name      TEXT    PRIMARY KEY,
	case_name TEXT    NOT NULL,
	body      TEXT    NOT NULL, -- JSON: what it says of itself, as it was recorded last
	idx       INTEGER  NOT NULL, -- of its first opening
	closed    INTEGER NOT NULL
);
CREATE TABLE view_entity (
	id        TEXT PRIMARY KEY,
	schema    TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	idx       INTEGER NOT NULL
);
CREATE TABLE view_estimate (
	id        TEXT   PRIMARY KEY,
	case_name TEXT   NOT NULL,
	event     TEXT   NOT NULL, -- '': of the whole case
	body      TEXT   NOT NULL, -- JSON: the estimate as it was recorded
	actor     TEXT   NOT NULL,
	time      INTEGER NOT NULL,
	idx       INTEGER NOT NULL,
	replaces  TEXT   NOT NULL
);
CREATE TABLE view_estimate_turn (
	idx      INTEGER PRIMARY KEY,
	estimate TEXT   NOT NULL,
	kind     TEXT   NOT NULL, -- reviewed or withdrawn
	body     TEXT   NOT NULL, -- JSON
	actor    TEXT   NOT NULL,
	time     INTEGER NOT NULL
);
CREATE TABLE view_exhibit (
	idx       INTEGER PRIMARY KEY,
	case_name TEXT   NOT NULL,
	item      BLOB  NOT NULL,
	version   TEXT   NOT NULL, -- original, copy
	prefix    TEXT   NOT NULL,
	first     INTEGER NOT NULL,
	pages     INTEGER NOT NULL
);
CREATE TABLE view_export (
	idx       INTEGER PRIMARY KEY,
	accession TEXT   NOT NULL,
	form      TEXT   NOT NULL,
	items     INTEGER NOT NULL
);
CREATE TABLE view_family (
	root    BLOB PRIMARY KEY,
	members INTEGER NOT NULL, -- at all levels, each once
	bytes   INTEGER NOT NULL
);
CREATE TABLE view_finding (
	id         TEXT PRIMARY KEY,
	case_name  TEXT   NOT NULL,
	conclusion TEXT   NOT NULL,
	standard   TEXT   NOT NULL,
	body       TEXT   NOT NULL, -- JSON: the finding as it was made
	actor      TEXT   NOT NULL,
	time       INTEGER NOT NULL,
	idx        INTEGER NOT NULL
);
CREATE TABLE view_finding_about (
	finding TEXT NOT NULL,
	entity  TEXT NOT NULL,
	PRIMARY KEY (finding, entity)
);
CREATE TABLE view_finding_claim (
	finding TEXT   NOT NULL,
	claim   TEXT   NOT NULL,
	against INTEGER NOT NULL, -- 1: it was weighed and speaks against
	PRIMARY KEY (finding, claim)
);
CREATE TABLE view_finding_turn (
	idx     INTEGER PRIMARY KEY,
	finding TEXT NOT NULL,
	turn    TEXT NOT NULL, -- confirmed, withdrawn
	actor   TEXT NOT NULL,
	reason  TEXT NOT NULL
);
CREATE TABLE view_hash_claim (
	idx       INTEGER PRIMARY KEY,
	item      BLOB   NOT NULL,
	algorithm TEXT    NOT NULL,
	claimed   TEXT    NOT NULL,
	verdict   TEXT    NOT NULL,
	file      BLOB   NOT NULL, -- the item that claims it
	line      INTEGER NOT NULL,
	name      TEXT    NOT NULL, -- by which that file calls the item
	project   TEXT    NOT NULL
);
CREATE TABLE view_holder (
	name      TEXT PRIMARY KEY,
	recipient TEXT NOT NULL
, case_name TEXT NOT NULL DEFAULT '', removed INTEGER NOT NULL DEFAULT -1);
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
, root BLOB, depth INTEGER NOT NULL DEFAULT 0);
CREATE TABLE view_judgement (
	idx        INTEGER PRIMARY KEY,
	left_id    TEXT NOT NULL,
	right_id   TEXT NOT NULL,
	verdict    TEXT NOT NULL,
	reason     TEXT NOT NULL,
	evidence   TEXT NOT NULL,
	actor      TEXT NOT NULL
, relation TEXT NOT NULL DEFAULT '', blind INTEGER NOT NULL DEFAULT 0, bulk INTEGER NOT NULL DEFAULT 0, run TEXT NOT NULL DEFAULT '');
CREATE TABLE view_linking (
	idx       INTEGER PRIMARY KEY,
	run       TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	model     BLOB  NOT NULL,
	outcome   BLOB  NOT NULL,
	sealed    BLOB, -- NULL: no row was sealed
	seen      INTEGER NOT NULL,
	rows_read INTEGER NOT NULL,
	pairs     INTEGER NOT NULL,
	clusters  INTEGER NOT NULL,
	actor     TEXT   NOT NULL
);
CREATE TABLE view_list (
	id        TEXT PRIMARY KEY,
	name      TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	version   INTEGER NOT NULL, -- the newest
	about     TEXT   NOT NULL, -- JSON
	idx       INTEGER NOT NULL
);
CREATE TABLE view_list_version (
	list        TEXT   NOT NULL,
	version     INTEGER NOT NULL,
	item        BLOB  NOT NULL,
	mapping     TEXT   NOT NULL,
	fingerprint TEXT   NOT NULL,
	rows_read   INTEGER NOT NULL,
	complete    INTEGER NOT NULL,
	idx         INTEGER NOT NULL,
	PRIMARY KEY (list, version)
);
CREATE TABLE view_loss (
	idx       INTEGER PRIMARY KEY,
	accession TEXT   NOT NULL,
	name      TEXT   NOT NULL,
	name_raw  BLOB,
	what      TEXT   NOT NULL, -- failed, symlink, device, ...
	detail    TEXT   NOT NULL
);
CREATE TABLE view_member (
	handle    TEXT NOT NULL,
	case_name TEXT NOT NULL,
	roles     TEXT NOT NULL, -- with a space between
	PRIMARY KEY (handle, case_name)
);
CREATE TABLE view_mention (
	id      TEXT PRIMARY KEY,
	list    TEXT   NOT NULL,
	row_no  INTEGER NOT NULL, -- in the newest version it stood in
	row_id  TEXT   NOT NULL,
	name    TEXT   NOT NULL,
	came    INTEGER NOT NULL, -- with this version
	version INTEGER NOT NULL, -- that gave it as it is
	row_key TEXT   NOT NULL,
	digest  TEXT   NOT NULL,
	retired INTEGER NOT NULL,
	idx     INTEGER NOT NULL
);
CREATE TABLE view_name_group (
	names  TEXT PRIMARY KEY, -- JSON
	apart  INTEGER NOT NULL,
	lifted INTEGER NOT NULL, -- 1: neither holds any more
	reason TEXT   NOT NULL,
	idx    INTEGER NOT NULL
);
CREATE TABLE view_part (
	sum   BLOB  PRIMARY KEY,
	bytes INTEGER NOT NULL,
	place INTEGER NOT NULL -- 256 times the entry, and which of its parts
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
, region TEXT NOT NULL DEFAULT '', ms_from INTEGER, ms_to INTEGER);
CREATE TABLE view_petition (
	id        TEXT   PRIMARY KEY,
	case_name TEXT   NOT NULL,
	body      TEXT   NOT NULL, -- JSON: as it was opened, without what is sealed
	actor     TEXT   NOT NULL,
	time      INTEGER NOT NULL,
	idx       INTEGER NOT NULL,
	closed    INTEGER NOT NULL  -- the entry that closed it; 0: open
);
CREATE TABLE view_petition_text (
	idx      INTEGER PRIMARY KEY,
	petition TEXT   NOT NULL,
	body     TEXT   NOT NULL -- JSON
);
CREATE TABLE view_petition_turn (
	idx      INTEGER PRIMARY KEY,
	petition TEXT   NOT NULL,
	kind     TEXT   NOT NULL, -- closed, tallied or exported
	body     TEXT   NOT NULL, -- JSON
	actor    TEXT   NOT NULL
);
CREATE TABLE view_preferred (
	claim    TEXT PRIMARY KEY,
	entity   TEXT   NOT NULL,
	property TEXT   NOT NULL,
	idx      INTEGER NOT NULL
);
CREATE TABLE view_recipient (
	name  TEXT   PRIMARY KEY,
	body  TEXT   NOT NULL, -- JSON: as it was described last
	actor TEXT   NOT NULL,
	idx   INTEGER NOT NULL
);
CREATE TABLE view_recorded (
	log   TEXT   NOT NULL, -- the other archive's
	there INTEGER NOT NULL, -- the entry in it
	idx   INTEGER NOT NULL, -- and the one here
	PRIMARY KEY (log, there)
);
CREATE TABLE view_redaction (
	idx       INTEGER PRIMARY KEY,
	id        TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	item      BLOB  NOT NULL,
	body      TEXT   NOT NULL, -- JSON
	actor     TEXT   NOT NULL,
	time      INTEGER NOT NULL
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
, shape TEXT NOT NULL DEFAULT '', recipient TEXT NOT NULL DEFAULT '', opens TEXT NOT NULL DEFAULT '', sealed INTEGER NOT NULL DEFAULT 0, renews TEXT NOT NULL DEFAULT '', secret BLOB);
CREATE TABLE view_release_turn (
	idx     INTEGER PRIMARY KEY,
	release TEXT NOT NULL,
	turn    TEXT NOT NULL, -- approved, built
	actor   TEXT NOT NULL,
	sum     BLOB NOT NULL -- the plan approved, or the manifest built
, body TEXT NOT NULL DEFAULT '', time INTEGER NOT NULL DEFAULT 0);
CREATE TABLE view_rendition (
	idx      INTEGER PRIMARY KEY,
	item     BLOB  NOT NULL,
	engine   TEXT   NOT NULL,
	version  TEXT   NOT NULL,
	sum      BLOB  NOT NULL,
	form     TEXT   NOT NULL,
	parts    INTEGER NOT NULL,
	encoding TEXT   NOT NULL
, step TEXT NOT NULL DEFAULT 'read', health INTEGER NOT NULL DEFAULT 0, gaps TEXT NOT NULL DEFAULT '', more_gaps INTEGER NOT NULL DEFAULT 0);
CREATE TABLE view_reply (
	id        TEXT   PRIMARY KEY,
	case_name TEXT   NOT NULL,
	entity    TEXT   NOT NULL,
	body      TEXT   NOT NULL, -- JSON
	given     TEXT   NOT NULL, -- JSON: what came of it last; empty: nothing yet
	actor     TEXT   NOT NULL,
	idx       INTEGER NOT NULL
);
CREATE TABLE view_sealed (
	id        TEXT PRIMARY KEY,
	of_what   TEXT   NOT NULL, -- an accession, an identity ...
	what      TEXT   NOT NULL, -- as what: source, witness ...
	case_name TEXT   NOT NULL,
	called    TEXT   NOT NULL,
	old       INTEGER NOT NULL, -- 1: each holder opens the age file alone
	need      INTEGER NOT NULL,
	payload   BLOB,
	idx       INTEGER NOT NULL,
	seq       INTEGER NOT NULL -- eight times the entry, and which of its records it is
);
CREATE TABLE view_seen (
	idx       INTEGER PRIMARY KEY,
	item      BLOB  NOT NULL,
	actor     TEXT   NOT NULL,
	day       TEXT   NOT NULL,
	case_name TEXT   NOT NULL,
	what      TEXT   NOT NULL,
	time      INTEGER NOT NULL
);
CREATE TABLE view_share (
	record TEXT   NOT NULL,
	place  INTEGER NOT NULL,
	holder TEXT   NOT NULL,
	sealed BLOB, -- age file to the holder; NULL: of an old record
	PRIMARY KEY (record, holder)
);
CREATE TABLE view_signature (
	idx       INTEGER PRIMARY KEY,
	petition  TEXT   NOT NULL,
	version   INTEGER NOT NULL,
	code      TEXT   NOT NULL, -- what the signer's words look up
	time      INTEGER NOT NULL, -- to the hour
	withdrawn INTEGER NOT NULL  -- the entry that took it back; 0: it stands
);
CREATE TABLE view_signature_withdrawn (
	idx      INTEGER PRIMARY KEY,
	petition TEXT   NOT NULL,
	time     INTEGER NOT NULL -- to the hour
);
CREATE TABLE view_stamped (
	idx   INTEGER PRIMARY KEY,
	size  INTEGER NOT NULL,
	body  TEXT   NOT NULL, -- JSON
	actor TEXT   NOT NULL,
	time  INTEGER NOT NULL
);
CREATE TABLE view_step (
	idx    INTEGER PRIMARY KEY,
	thread TEXT    NOT NULL,
	ours   INTEGER NOT NULL,
	actor  TEXT    NOT NULL,
	time   INTEGER  NOT NULL,
	body   TEXT    NOT NULL -- JSON: what is sealed
);
CREATE TABLE view_submission (
	id         TEXT    PRIMARY KEY,
	door       TEXT    NOT NULL,
	case_name  TEXT    NOT NULL,
	thread     TEXT    NOT NULL,
	body       TEXT    NOT NULL, -- JSON, as it was recorded
	time       INTEGER  NOT NULL,
	idx        INTEGER  NOT NULL,
	sorted     TEXT    NOT NULL, -- new, open, spam, answered, taken, declined
	grp        TEXT    NOT NULL, -- those that stand together have the same; '' stands alone
	note       TEXT    NOT NULL,
	sorted_by  TEXT    NOT NULL,
	sorted_idx INTEGER  NOT NULL, -- 0: nobody sorted it
	accession  TEXT    NOT NULL, -- once it is in custody
	ended      TEXT    NOT NULL, -- why its thread ended; '' while it goes on
	spoken     INTEGER  NOT NULL, -- time of the last message
	last       INTEGER  NOT NULL, -- entry of the last message
	unread     INTEGER  NOT NULL  -- additions since the archive last answered or sorted
);
CREATE TABLE view_submission_turn (
	idx        INTEGER PRIMARY KEY,
	submission TEXT   NOT NULL,
	linked     TEXT   NOT NULL -- to what, if the turn is a link; else ''
);
CREATE TABLE view_teller (
	chain  TEXT   NOT NULL,
	n      INTEGER NOT NULL, -- 0 is the one the document quotes
	who    TEXT   NOT NULL, -- folded
	entity TEXT   NOT NULL,
	PRIMARY KEY (chain, n)
);
CREATE TABLE view_term (
	vocabulary TEXT   NOT NULL,
	n          INTEGER NOT NULL, -- its place: behind the term it is a sort of
	code       TEXT   NOT NULL,
	broader    TEXT   NOT NULL,
	label      TEXT   NOT NULL, -- JSON, by language
	note       TEXT   NOT NULL,
	PRIMARY KEY (vocabulary, n)
);
CREATE TABLE view_term_name (
	vocabulary TEXT   NOT NULL,
	spelt      TEXT   NOT NULL,
	n          INTEGER NOT NULL,
	PRIMARY KEY (vocabulary, spelt, n)
);
CREATE TABLE view_threshold (
	case_name TEXT PRIMARY KEY,
	need      INTEGER NOT NULL
);
CREATE TABLE view_trouble (
	item       BLOB  NOT NULL,
	step_group TEXT   NOT NULL,
	step       TEXT   NOT NULL,
	error      TEXT   NOT NULL,
	over       TEXT   NOT NULL, -- the limit it is over, by its name
	idx        INTEGER NOT NULL,
	PRIMARY KEY (item, step_group)
);
CREATE TABLE view_unseal (
	id        TEXT PRIMARY KEY,
	record    TEXT   NOT NULL,
	reason    TEXT   NOT NULL,
	recipient TEXT   NOT NULL,
	minutes   INTEGER NOT NULL,
	purpose   TEXT   NOT NULL,
	actor     TEXT   NOT NULL,
	time      INTEGER NOT NULL,
	idx       INTEGER NOT NULL
);
CREATE TABLE view_unseal_turn (
	idx     INTEGER PRIMARY KEY,
	request TEXT   NOT NULL,
	turn    TEXT   NOT NULL, -- refused, opened, split
	actor   TEXT   NOT NULL,
	reason  TEXT   NOT NULL,
	time    INTEGER NOT NULL
);
CREATE TABLE view_unseal_yes (
	request TEXT   NOT NULL,
	holder  TEXT   NOT NULL,
	actor   TEXT   NOT NULL,
	time    INTEGER NOT NULL,
	sealed  BLOB  NOT NULL, -- the holder's share, to the request's recipient
	idx     INTEGER NOT NULL,
	PRIMARY KEY (request, holder)
);
CREATE TABLE view_user (
	handle   TEXT PRIMARY KEY,
	roles    TEXT   NOT NULL, -- names with a space between
	disabled INTEGER NOT NULL,
	added    INTEGER NOT NULL
);
CREATE TABLE view_verdict (
	passage TEXT   NOT NULL,
	entity  TEXT   NOT NULL,
	verdict TEXT   NOT NULL,
	item    BLOB  NOT NULL,
	idx     INTEGER NOT NULL,
	PRIMARY KEY (passage, entity)
);
CREATE TABLE view_vocabulary (
	id        TEXT PRIMARY KEY,
	name      TEXT   NOT NULL,
	case_name TEXT   NOT NULL, -- empty: every case
	extends   TEXT   NOT NULL,
	replaces  TEXT   NOT NULL,
	item      BLOB,
	parts     INTEGER NOT NULL,
	total     INTEGER NOT NULL, -- terms
	actor     TEXT   NOT NULL,
	time      INTEGER NOT NULL,
	idx       INTEGER NOT NULL
);
CREATE TABLE view_weighed (
	claim  TEXT   NOT NULL,
	entity TEXT   NOT NULL,
	body   TEXT   NOT NULL, -- JSON
	idx    INTEGER NOT NULL,
	PRIMARY KEY (claim, entity)
);
CREATE INDEX device_handle ON device (handle);
CREATE INDEX factor_handle ON factor (handle, kind);
CREATE INDEX job_asked ON job (asked, id);
CREATE INDEX job_state ON job (state, asked);
CREATE INDEX search_called_doc ON search_called (doc);
CREATE INDEX search_doc_subject ON search_doc (subject);
CREATE UNIQUE INDEX search_subject_ref ON search_subject (ref, layer);
CREATE INDEX session_handle ON session (handle, started);
CREATE INDEX token_handle ON token (handle, made);
CREATE INDEX view_claim_chain ON view_claim (chain, idx);
CREATE INDEX view_claim_day ON view_claim (day_at, idx) WHERE day_at IS NOT NULL;
CREATE INDEX view_claim_entity ON view_claim (entity, idx);
CREATE INDEX view_claim_graphic ON view_claim (idx) WHERE ' ' || flags || ' ' LIKE '% graphic %';
CREATE INDEX view_claim_key_key ON view_claim_key (key, property);
CREATE INDEX view_claim_mark_claim ON view_claim_mark (claim, idx);
CREATE INDEX view_claim_passage_item ON view_claim_passage (item, claim);
CREATE INDEX view_claim_passage_passage ON view_claim_passage (passage, claim);
CREATE INDEX view_claim_property ON view_claim (property, idx);
CREATE INDEX view_claim_said ON view_claim (said, idx);
CREATE INDEX view_claim_turn_claim ON view_claim_turn (claim, idx);
CREATE INDEX view_claim_value ON view_claim (value_entity, property, idx) WHERE value_entity <> '';
CREATE INDEX view_condition_idx ON view_condition (idx);
CREATE INDEX view_consent_idx ON view_consent (idx);
CREATE INDEX view_correction_about ON view_correction (about, idx);
CREATE INDEX view_correction_case ON view_correction (case_name, idx);
CREATE INDEX view_correction_submission ON view_correction (submission);
CREATE INDEX view_cosigned_size ON view_cosigned (size, idx);
CREATE INDEX view_cosigned_witness ON view_cosigned (witness, size, idx);
CREATE INDEX view_custody_accession ON view_custody (accession, idx);
CREATE INDEX view_custody_parent ON view_custody (parent, idx);
CREATE INDEX view_custody_sum ON view_custody (sum);
CREATE INDEX view_entity_idx ON view_entity (idx);
CREATE INDEX view_estimate_case ON view_estimate (case_name, idx);
CREATE INDEX view_estimate_event ON view_estimate (event, idx);
CREATE INDEX view_estimate_idx ON view_estimate (idx);
CREATE INDEX view_estimate_replaces ON view_estimate (replaces) WHERE replaces <> '';
CREATE INDEX view_estimate_turn_estimate ON view_estimate_turn (estimate, idx);
CREATE INDEX view_exhibit_case ON view_exhibit (case_name, idx);
CREATE UNIQUE INDEX view_exhibit_item ON view_exhibit (case_name, item, version);
CREATE UNIQUE INDEX view_exhibit_number ON view_exhibit (prefix, first);
CREATE INDEX view_export_accession ON view_export (accession);
CREATE INDEX view_finding_about_entity ON view_finding_about (entity);
CREATE INDEX view_finding_claim_claim ON view_finding_claim (claim);
CREATE INDEX view_finding_idx ON view_finding (idx);
CREATE INDEX view_finding_turn_finding ON view_finding_turn (finding, idx);
CREATE INDEX view_hash_claim_item ON view_hash_claim (item, idx);
CREATE INDEX view_item_case ON view_item (case_name, idx);
CREATE INDEX view_item_idx ON view_item (idx);
CREATE INDEX view_judgement_pair ON view_judgement (left_id, right_id, idx);
CREATE INDEX view_judgement_right ON view_judgement (right_id, idx);
CREATE INDEX view_linking_case ON view_linking (case_name, idx);
CREATE INDEX view_list_version_fingerprint ON view_list_version (fingerprint);
CREATE INDEX view_loss_accession ON view_loss (accession, idx);
CREATE INDEX view_mention_idx ON view_mention (idx);
CREATE INDEX view_mention_list ON view_mention (list, idx);
CREATE UNIQUE INDEX view_part_place ON view_part (place);
CREATE INDEX view_passage_item ON view_passage (item, idx);
CREATE INDEX view_petition_idx ON view_petition (idx);
CREATE INDEX view_petition_text_petition ON view_petition_text (petition, idx);
CREATE INDEX view_petition_turn_petition ON view_petition_turn (petition, idx);
CREATE INDEX view_preferred_entity ON view_preferred (entity, property);
CREATE UNIQUE INDEX view_redaction_id ON view_redaction (id);
CREATE INDEX view_redaction_item ON view_redaction (item, case_name, idx);
CREATE INDEX view_release_idx ON view_release (idx);
CREATE INDEX view_release_turn_release ON view_release_turn (release, idx);
CREATE INDEX view_rendition_item ON view_rendition (item);
CREATE INDEX view_reply_entity ON view_reply (entity, idx);
CREATE INDEX view_reply_idx ON view_reply (idx);
CREATE INDEX view_sealed_held ON view_sealed (id, case_name, need, old);
CREATE INDEX view_sealed_of ON view_sealed (of_what);
CREATE INDEX view_sealed_seq ON view_sealed (seq);
CREATE INDEX view_seen_item ON view_seen (item, idx);
CREATE INDEX view_share_holder ON view_share (holder, record);
CREATE UNIQUE INDEX view_signature_code ON view_signature (code);
CREATE INDEX view_signature_petition ON view_signature (petition, idx);
CREATE INDEX view_signature_withdrawn_petition ON view_signature_withdrawn (petition, idx);
CREATE INDEX view_stamped_size ON view_stamped (size, idx);
CREATE INDEX view_step_thread ON view_step (thread, idx);
CREATE INDEX view_submission_case ON view_submission (case_name, idx);
CREATE INDEX view_submission_group ON view_submission (case_name, grp, idx);
CREATE INDEX view_submission_idx ON view_submission (idx);
CREATE INDEX view_submission_sorted ON view_submission (case_name, sorted, idx);
CREATE INDEX view_submission_spoken ON view_submission (spoken) WHERE ended = '';
CREATE UNIQUE INDEX view_submission_thread ON view_submission (thread);
CREATE INDEX view_submission_turn_of ON view_submission_turn (submission, idx);
CREATE INDEX view_teller_entity ON view_teller (entity, chain) WHERE entity <> '';
CREATE INDEX view_teller_who ON view_teller (who, chain);
CREATE UNIQUE INDEX view_term_code ON view_term (vocabulary, code);
CREATE INDEX view_unseal_idx ON view_unseal (idx);
CREATE INDEX view_unseal_turn_of ON view_unseal_turn (request);
CREATE INDEX view_verdict_item ON view_verdict (item, idx);
CREATE INDEX view_vocabulary_idx ON view_vocabulary (idx);
CREATE INDEX view_weighed_entity ON view_weighed (entity, idx);
