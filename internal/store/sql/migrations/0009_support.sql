-- rebuild: claims that say the same have a number in common.
-- What falls if this falls is asked of many claims at a time.
ALTER TABLE view_claim ADD COLUMN said BIGINT NOT NULL DEFAULT 0;
CREATE INDEX view_claim_said ON view_claim (said, idx);
DROP INDEX view_claim_passage_item;
DROP INDEX view_claim_passage_passage;
CREATE INDEX view_claim_passage_item ON view_claim_passage (item, claim);
CREATE INDEX view_claim_passage_passage ON view_claim_passage (passage, claim);
DROP INDEX view_teller_who;
DROP INDEX view_teller_entity;
CREATE INDEX view_teller_who ON view_teller (who, chain);
CREATE INDEX view_teller_entity ON view_teller (entity, chain) WHERE entity <> '';
