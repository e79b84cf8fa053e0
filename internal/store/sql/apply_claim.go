package sql

import (
	"context"
	"encoding/json"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/core/support"
	"sanad/internal/core/tenure"
	"sanad/internal/flow"
	"sanad/internal/ground/canon"
)

func claimAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		claim.Made{}.Kind():      applyMade,
		claim.Withdrawn{}.Kind(): applyWithdrawn,
		claim.Preferred{}.Kind(): applyPreferred,
		claim.Accepted{}.Kind():  applyAccepted,
		claim.Disputed{}.Kind():  applyDisputed,
		claim.Graded{}.Kind():    applyGraded,
		claim.Flagged{}.Kind():   applyFlagged,
	}
}

// claimMore is what a claim has besides the columns that are asked for.
type claimMore struct {
	Script   string          `json:"script,omitempty"`
	Grounds  []claim.Ground  `json:"grounds,omitempty"`
	Date     *claim.Date     `json:"date,omitempty"`
	Quantity *claim.Quantity `json:"quantity,omitempty"`
	Shape    *claim.Shape    `json:"shape,omitempty"`
	Valid    *claim.Valid    `json:"valid,omitempty"`
	Note     string          `json:"note,omitempty"`
	Replaces string          `json:"replaces,omitempty"`
	Recorded *claim.Recorded `json:"recorded,omitempty"`
}

func moreOf(f claim.Made) (string, error) {
	m := claimMore{f.Script, f.Grounds, f.Date, f.Quantity, f.Shape, f.Valid, f.Note, f.Replaces, f.Recorded}
	b, err := json.Marshal(m)
	if string(b) == "{}" {
		return "", err
	}
	return string(b), err
}

// into gives a claim what moreOf took from it.
func (m claimMore) into(c *claim.Made) {
	c.Script, c.Grounds, c.Date, c.Quantity, c.Shape = m.Script, m.Grounds, m.Date, m.Quantity, m.Shape
	c.Valid, c.Note, c.Replaces, c.Recorded = m.Valid, m.Note, m.Replaces, m.Recorded
}

const claimInto = "id, case_name, entity, schema, property, value, value_entity, original, lang, chain, source_grade, info_grade, flags, more, day_at, day_from, day_to, actor, idx, turned, said"

func applyMade(ctx context.Context, w *bulk, e ledger.Event) error {
	var err error
	f, ok := w.fact.(claim.Made)
	if !ok {
		if f, err = decode[claim.Made](e); err != nil {
			return err
		}
	}
	chain, err := insertChain(ctx, w, f.Says)
	if err != nil {
		return err
	}
	more, err := moreOf(f)
	if err != nil {
		return err
	}
	err = w.insertOnce(ctx, "view_entity", "id, schema, case_name, idx", f.Entity, f.Entity, f.Schema, f.Case, e.Index)
	if err != nil {
		return err
	}
	at, from, to := daysOf(f)
	err = w.insert(ctx, "view_claim", claimInto, "",
		f.Claim, f.Case, f.Entity, f.Schema, f.Property, f.Value, f.ValueEntity, f.Original, f.Lang, chain,
		f.SourceGrade, f.InfoGrade, strings.Join(f.Flags, " "), more, at, from, to, e.Actor, e.Index, -1, support.Key(f))
	if err != nil {
		return err
	}
	if key := tenure.KeyOf(f); key != "" {
		if err := w.insert(ctx, "view_claim_key", "claim, key, property", "", f.Claim, key, f.Property); err != nil {
			return err
		}
	}
	for n, p := range f.Passages {
		if err := insertPassage(ctx, w, p, e.Index); err != nil {
			return err
		}
		if err := w.insert(ctx, "view_claim_passage", "claim, n, passage, item", "", f.Claim, n, p.ID(), p.Item[:]); err != nil {
			return err
		}
	}
	return nil
}

// insertChain keeps a chain of tellers once and gives its name.
func insertChain(ctx context.Context, w *bulk, says []claim.Teller) (string, error) {
	if len(says) == 0 {
		return "", nil
	}
	text, err := asJSON(says)
	if err != nil {
		return "", err
	}
	id := canon.ID("h", "sanad/chain/v1", []byte(text))
	if !w.isNew("view_chain", id) {
		return id, nil
	}
	if err := w.insert(ctx, "view_chain", "id, says", "ON CONFLICT DO NOTHING", id, text); err != nil {
		return "", err
	}
	for n, t := range says {
		if err := w.insert(ctx, "view_teller", "chain, n, who, entity", "ON CONFLICT DO NOTHING", id, n, tenure.NameKey(t.Who), t.Entity); err != nil {
			return "", err
		}
	}
	return id, nil
}

// daysOf gives the days a claim's date spans, for columns that are NULL where
// it is open, unknown or has none.
func daysOf(f claim.Made) (at, from, to any) {
	span, ok := flow.SpanOf(f.Date)
	if !ok {
		return nil, nil, nil
	}
	if d, ok := span.Earliest.Known(); ok {
		at, from = int64(d), int64(d)
	}
	if d, ok := span.Latest.Known(); ok {
		to = int64(d)
		if at == nil {
			at = int64(d)
		}
	}
	return at, from, to
}

func applyWithdrawn(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[claim.Withdrawn](e)
	if err != nil {
		return err
	}
	return insertTurn(ctx, w, e.Index, f.Claim, claim.TakenBack, f.Reason)
}

func applyPreferred(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[claim.Preferred](e)
	if err != nil {
		return err
	}
	return insertTurn(ctx, w, e.Index, f.Claim, claim.Favoured, f.Reason)
}

func applyAccepted(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[claim.Accepted](e)
	if err != nil {
		return err
	}
	return insertTurn(ctx, w, e.Index, f.Claim, claim.Agreed, f.Reason)
}

func applyDisputed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[claim.Disputed](e)
	if err != nil {
		return err
	}
	return insertTurn(ctx, w, e.Index, f.Claim, claim.Contested, f.Reason)
}

func insertTurn(ctx context.Context, w *bulk, index int64, id string, s claim.Standing, reason string) error {
	if err := w.insert(ctx, "view_claim_turn", "idx, claim, standing, reason", "", index, id, string(s), reason); err != nil {
		return err
	}
	if err := turned(ctx, w, index, id); err != nil {
		return err
	}
	if err := w.exec(ctx, `DELETE FROM view_preferred WHERE claim = $1`, id); err != nil || s != claim.Favoured {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_preferred (claim, entity, property, idx)
		SELECT id, entity, property, CAST($2 AS BIGINT) FROM view_claim WHERE id = $1`, id, index)
}

// turned notes that an entry speaks of a claim after it was made.
func turned(ctx context.Context, w *bulk, index int64, id string) error {
	return w.exec(ctx, `UPDATE view_claim SET turned = $2 WHERE id = $1`, id, index)
}

func applyGraded(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[claim.Graded](e)
	if err != nil {
		return err
	}
	if err := insertMark(ctx, w, e.Index, f.Claim, "grade", f.SourceGrade+f.InfoGrade, f.Reason); err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_claim SET source_grade = $2, info_grade = $3 WHERE id = $1`, f.Claim, f.SourceGrade, f.InfoGrade)
}

// applyFlagged sets or lifts a flag. Flags are kept in the order of their
// names, so that it does not matter in which order they came.
func applyFlagged(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[claim.Flagged](e)
	if err != nil {
		return err
	}
	what := f.Flag
	if f.Lifted {
		what = "-" + f.Flag
	}
	if err := insertMark(ctx, w, e.Index, f.Claim, what, "", f.Reason); err != nil {
		return err
	}
	var flags string
	err = w.q.QueryRowContext(ctx, `SELECT flags FROM view_claim WHERE id = $1`, f.Claim).Scan(&flags)
	if err != nil {
		return err
	}
	now := withFlag(strings.Fields(flags), f.Flag, !f.Lifted)
	return w.exec(ctx, `UPDATE view_claim SET flags = $2 WHERE id = $1`, f.Claim, strings.Join(now, " "))
}

func withFlag(flags []string, flag string, set bool) []string {
	var out []string
	for _, known := range claim.Flags() {
		is := false
		for _, f := range flags {
			is = is || f == known
		}
		if known == flag {
			is = set
		}
		if is {
			out = append(out, known)
		}
	}
	return out
}

func insertMark(ctx context.Context, w *bulk, index int64, id, what, grade, reason string) error {
	if err := w.insert(ctx, "view_claim_mark", "idx, claim, what, grade, reason", "", index, id, what, grade, reason); err != nil {
		return err
	}
	return turned(ctx, w, index, id)
}
