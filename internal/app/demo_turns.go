package app

import (
	"context"
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/fiction"
	"sanad/internal/flow"
)

// turnOf is a turn of one claim, to be taken once all are recorded.
type turnOf struct {
	claim string
	turn  fiction.Turn
	quote fiction.Quote
}

// review is the second reading: the reviewer accepts, disputes, prefers,
// corrects and regrades what the founder recorded.
func (d *demonstration) review(ctx context.Context) error {
	done := map[string]int{}
	for _, t := range d.turns {
		if err := d.turn(ctx, t); err != nil {
			return fmt.Errorf("the claim on %s of %s: %w", t.quote.Property, t.quote.Entity, err)
		}
		done[t.turn.Do]++
	}
	d.say("the reviewer accepted %d of them, disputed %d, preferred %d to their rivals, corrected or withdrew %d, regraded or flagged %d anew",
		done[fiction.Accepted], done[fiction.Disputed], done[fiction.Preferred], done[fiction.Corrected]+done[fiction.Withdrawn],
		done[fiction.Graded]+done[fiction.Flagged]+done[fiction.Lifted])
	return nil
}

func (d *demonstration) turn(ctx context.Context, t turnOf) error {
	a, by, reason := d.p.archive, d.reviewer, t.turn.Reason
	switch t.turn.Do {
	case fiction.Accepted:
		return flow.TurnClaim(ctx, a, by, t.claim, claim.Agreed, reason)
	case fiction.Disputed:
		return flow.TurnClaim(ctx, a, by, t.claim, claim.Contested, reason)
	case fiction.Preferred:
		return flow.TurnClaim(ctx, a, by, t.claim, claim.Favoured, reason)
	case fiction.Withdrawn:
		return flow.TurnClaim(ctx, a, by, t.claim, claim.TakenBack, reason)
	case fiction.Graded:
		return flow.GradeClaim(ctx, a, by, t.claim, t.turn.What[:1], t.turn.What[1:], reason)
	case fiction.Flagged, fiction.Lifted:
		return flow.FlagClaim(ctx, a, by, t.claim, t.turn.What, t.turn.Do == fiction.Lifted, reason)
	}
	right := d.request(*t.turn.Right, d.passages[t.quote.File+"\x00"+t.quote.Exact])
	right.Note = "" // what was noted of the slip
	made, err := flow.CorrectClaim(ctx, a, by, t.claim, right, reason)
	if err == nil {
		d.restOn[t.quote.File] = append(d.restOn[t.quote.File], made.Claim)
	}
	return err
}

// conclude records findings, of which the reviewer confirms all but those that
// nobody is sure of yet.
func (d *demonstration) conclude(ctx context.Context) error {
	confirmed, against := 0, 0
	for _, f := range d.c.Findings {
		made, err := flow.Conclude(ctx, d.p.archive, d.founder, finding.Made{
			About: each(f.About, d.entities), Conclusion: f.Conclusion, Lang: "en", Standard: finding.Standard(f.Standard), Reasons: f.Reasons,
			Claims: each(f.Claims, d.keys), Against: each(f.Against, d.keys), Needs: f.Needs,
		})
		if err != nil {
			return fmt.Errorf("the finding %s: %w", f.Key, err)
		}
		d.findings[f.Key] = made
		against += min(len(f.Against), 1)
		if f.Confirmed == "" {
			continue
		}
		if err := flow.ConfirmFinding(ctx, d.p.archive, d.reviewer, made.Finding, f.Confirmed); err != nil {
			return fmt.Errorf("the finding %s: %w", f.Key, err)
		}
		confirmed++
	}
	d.say("the founder concluded %d findings, %d of them with claims against them; the reviewer confirmed %d", len(d.c.Findings), against, confirmed)
	return nil
}

func each(keys []string, in map[string]string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = in[k]
	}
	return out
}

// fall takes back a document that turned out to be worth nothing: every claim
// that rests on it alone, and every finding that has too little left.
func (d *demonstration) fall(ctx context.Context) error {
	f := d.c.Fallen
	fell := d.restOn[f.File]
	for _, id := range fell {
		if err := flow.TurnClaim(ctx, d.p.archive, d.founder, id, claim.TakenBack, f.Reason); err != nil {
			return err
		}
	}
	lost, kept := []string{}, 0
	for _, known := range d.c.Findings {
		made := d.findings[known.Key]
		hit := slices.ContainsFunc(made.Claims, func(id string) bool { return slices.Contains(fell, id) })
		if !hit {
			continue
		}
		bears, err := d.bears(ctx, made)
		if err != nil {
			return err
		}
		if bears {
			kept++
			continue
		}
		if err := flow.WithdrawFinding(ctx, d.p.archive, d.reviewer, made.Finding, f.Reason); err != nil {
			return err
		}
		lost = append(lost, made.Finding)
	}
	d.truth["falls"] = map[string]any{"item": d.sums[f.File], "name": f.File, "because": each(f.Because, d.keys), "claims": len(fell), "findings": lost, "survived": kept}
	d.say("a memo proved to be printed later than its date: %d claims fell with it and %d finding; %d finding that rested on it in part still holds", len(fell), len(lost), kept)
	return nil
}

// bears reports whether enough of a finding's claims stand.
func (d *demonstration) bears(ctx context.Context, f finding.Made) (bool, error) {
	standing := 0
	err := d.p.book.Look(ctx, func(ctx context.Context, s flow.State) (err error) {
		standing, err = flow.Support(ctx, s, finding.Finding{Made: f})
		return err
	})
	return standing >= f.Enough(), err
}
