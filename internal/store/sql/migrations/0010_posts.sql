-- rebuild: the keys of names are made from the ledger.
-- By which names claims are found whose value is no record: see tenure.KeyOf.
CREATE TABLE view_claim_key (
	claim    TEXT PRIMARY KEY,
	key      TEXT NOT NULL,
	property TEXT NOT NULL
);
CREATE INDEX view_claim_key_key ON view_claim_key (key, property);
CREATE INDEX view_judgement_right ON view_judgement (right_id, idx);
