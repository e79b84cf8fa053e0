package sql

import (
	"context"
	"encoding/json"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/intake"
)

func (s *state) Recipient(ctx context.Context, name string) (disclosure.Recipient, error) {
	return one(ctx, s.q, scanRecipient, "recipient", name, recipientColumns+` WHERE name = $1`, name)
}

func (s *state) Recipients(ctx context.Context) ([]disclosure.Recipient, error) {
	return collect(ctx, s.q, scanRecipient, recipientColumns+` ORDER BY name`)
}

const recipientColumns = `SELECT body, actor, idx FROM view_recipient`

func scanRecipient(r scanner) (to disclosure.Recipient, err error) {
	var body string
	if err := r.Scan(&body, &to.Actor, &to.Index); err != nil {
		return to, err
	}
	return to, json.Unmarshal([]byte(body), &to.RecipientDescribed)
}

const consentColumns = `SELECT body, withdrawn, turned, actor, idx FROM view_consent`

func scanConsent(r scanner) (c disclosure.Consent, err error) {
	var body, withdrawn string
	if err := r.Scan(&body, &withdrawn, &c.Turned, &c.Actor, &c.Index); err != nil {
		return c, err
	}
	if c.Withdrawn, err = fromJSON[intake.Use](withdrawn); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(body), &c.ConsentGiven)
}

const conditionColumns = `SELECT body, lifted, actor, idx FROM view_condition`

func scanCondition(r scanner) (c disclosure.Condition, err error) {
	var body string
	var lifted int64
	if err := r.Scan(&body, &lifted, &c.Actor, &c.Index); err != nil {
		return c, err
	}
	c.Lifted = lifted != 0
	return c, json.Unmarshal([]byte(body), &c.ConditionLaid)
}

func (s *state) ReleaseTerms(ctx context.Context, caseName string) (t disclosure.Terms, err error) {
	t.Consents, err = collect(ctx, s.q, scanConsent, consentColumns+` WHERE $1 = '' OR case_name = $1 ORDER BY idx`, caseName)
	if err != nil {
		return t, err
	}
	t.Conditions, err = collect(ctx, s.q, scanCondition, conditionColumns+` WHERE $1 = '' OR case_name = $1 ORDER BY idx`, caseName)
	return t, err
}

func (s *state) Consent(ctx context.Context, id string) (disclosure.Consent, error) {
	return one(ctx, s.q, scanConsent, "consent", id, consentColumns+` WHERE id = $1`, id)
}

func (s *state) Condition(ctx context.Context, id string) (disclosure.Condition, error) {
	return one(ctx, s.q, scanCondition, "condition", id, conditionColumns+` WHERE id = $1`, id)
}

const replyColumns = `SELECT body, given, actor, idx FROM view_reply`

func scanReply(r scanner) (p disclosure.Reply, err error) {
	var body, given string
	if err := r.Scan(&body, &given, &p.Actor, &p.Index); err != nil {
		return p, err
	}
	if given != "" {
		p.Given = &disclosure.ReplyGiven{}
		if err := json.Unmarshal([]byte(given), p.Given); err != nil {
			return p, err
		}
	}
	return p, json.Unmarshal([]byte(body), &p.ReplyAsked)
}

func (s *state) Replies(ctx context.Context, caseName, entity string) ([]disclosure.Reply, error) {
	return collect(ctx, s.q, scanReply, replyColumns+` WHERE ($1 = '' OR case_name = $1) AND ($2 = '' OR entity = $2) ORDER BY idx`, caseName, entity)
}

func (s *state) Reply(ctx context.Context, id string) (disclosure.Reply, error) {
	return one(ctx, s.q, scanReply, "question for a reply", id, replyColumns+` WHERE id = $1`, id)
}

func (s *state) Weighed(ctx context.Context, caseName string) ([]disclosure.Weighed, error) {
	return collect(ctx, s.q, func(r scanner) (f disclosure.Weighed, err error) {
		var body string
		if err := r.Scan(&body); err != nil {
			return f, err
		}
		return f, json.Unmarshal([]byte(body), &f)
	}, `SELECT w.body FROM view_weighed w JOIN view_claim c ON c.id = w.claim WHERE $1 = '' OR c.case_name = $1 ORDER BY w.idx`, caseName)
}
