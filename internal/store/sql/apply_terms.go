package sql

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

func termsAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		disclosure.RecipientDescribed{}.Kind(): applyRecipientDescribed,
		disclosure.ConsentGiven{}.Kind():       applyConsentGiven,
		disclosure.ConsentWithdrawn{}.Kind():   applyConsentWithdrawn,
		disclosure.ConditionLaid{}.Kind():      applyConditionLaid,
		disclosure.ConditionLifted{}.Kind():    applyConditionLifted,
		disclosure.ReplyAsked{}.Kind():         applyReplyAsked,
		disclosure.ReplyGiven{}.Kind():         applyReplyGiven,
		disclosure.Weighed{}.Kind():            applyWeighed,
	}
}

func applyRecipientDescribed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.RecipientDescribed](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_recipient (name, body, actor, idx) VALUES ($1, $2, $3, $4)
		ON CONFLICT (name) DO UPDATE SET body = excluded.body, actor = excluded.actor, idx = excluded.idx`, f.Recipient, string(e.Body), e.Actor, e.Index)
}

func applyConsentGiven(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.ConsentGiven](e)
	if err != nil {
		return err
	}
	return insertConsent(ctx, w, e, f)
}

func insertConsent(ctx context.Context, w *bulk, e ledger.Event, f disclosure.ConsentGiven) error {
	body, err := marshalled(f)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_consent", "id, case_name, body, withdrawn, turned, actor, idx", "", f.Consent, f.Case, body, "", 0, e.Actor, e.Index)
}

// applyConsentAtDoor enters what a stranger agreed to at a door, of which their
// letter's coming into custody tells: it holds for the accession it became, from
// that day on.
func applyConsentAtDoor(ctx context.Context, w *bulk, e ledger.Event, f intake.Taken) error {
	if err := w.flush(ctx); err != nil {
		return err
	}
	type from struct{ door, caseName string }
	at, err := one(ctx, w.q, func(r scanner) (t from, err error) {
		return t, r.Scan(&t.door, &t.caseName)
	}, "submission", f.Submission, `SELECT door, case_name FROM view_submission WHERE id = $1`, f.Submission)
	if err != nil {
		return err
	}
	return insertConsent(ctx, w, e, disclosure.ConsentGiven{
		Consent: fmt.Sprintf("y-%s-%d", strings.TrimPrefix(f.Submission, "s-"), e.Index), Case: at.caseName,
		On:   disclosure.Ref{On: disclosure.OnAccession, ID: f.Accession},
		Uses: f.Consent.Uses, Court: f.Consent.Court, Words: f.Consent.Words,
		Form: disclosure.AtADoor, Date: e.Time.UTC().Format(time.DateOnly), TakenBy: at.door,
	})
}

func applyConsentWithdrawn(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.ConsentWithdrawn](e)
	if err != nil {
		return err
	}
	if err := w.flush(ctx); err != nil {
		return err
	}
	c, err := one(ctx, w.q, scanConsent, "consent", f.Consent, consentColumns+` WHERE id = $1`, f.Consent)
	if err != nil {
		return err
	}
	back := f.Uses
	if len(back) == 0 {
		back = c.Uses
	}
	all := slices.Clone(c.Withdrawn)
	for _, u := range back {
		if !slices.Contains(all, u) {
			all = append(all, u)
		}
	}
	withdrawn, err := asJSON(all)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_consent SET withdrawn = $2, turned = $3 WHERE id = $1`, f.Consent, withdrawn, e.Index)
}

func applyConditionLaid(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.ConditionLaid](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_condition", "id, case_name, body, lifted, actor, idx", "", f.Condition, f.Case, string(e.Body), 0, e.Actor, e.Index)
}

func applyConditionLifted(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.ConditionLifted](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_condition SET lifted = $2 WHERE id = $1`, f.Condition, e.Index)
}

func applyReplyAsked(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.ReplyAsked](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_reply", "id, case_name, entity, body, given, actor, idx", "", f.Reply, f.Case, f.Entity, string(e.Body), "", e.Actor, e.Index)
}

func applyReplyGiven(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.ReplyGiven](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_reply SET given = $2 WHERE id = $1`, f.Reply, string(e.Body))
}

func applyWeighed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.Weighed](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_weighed (claim, entity, body, idx) VALUES ($1, $2, $3, $4)
		ON CONFLICT (claim, entity) DO UPDATE SET body = excluded.body, idx = excluded.idx`, f.Claim, f.Entity, string(e.Body), e.Index)
}
