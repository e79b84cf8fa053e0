package desk

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/flow"
)

type consentsPage struct {
	frame
	pager
	Cases      []caseLine
	For        string // the thing that was asked for
	Consents   []consentRow
	Conditions []conditionRow
	Ending     []consentRow // within a month, or ended and not given anew
	Recipients []disclosure.Recipient
	Today      string
	MayBind    bool
}

// consentRow is a consent with what of it holds today.
type consentRow struct {
	disclosure.Consent
	On     onRow
	Uses   []useRow
	Ended  bool
	MayEnd bool // something is left that could be taken back
}

// useRow is one use that was agreed to.
type useRow struct {
	Use   intake.Use
	Holds bool
}

// onRow is what a consent or condition holds for, with its page.
type onRow struct {
	disclosure.Ref
	Href, Name string
}

type conditionRow struct {
	disclosure.Condition
	On      onRow
	MayLift bool
}

// soon is how many days ahead a consent that ends is told of.
const soon = 30

func (v *visit) today() string { return v.Clock().UTC().Format(time.DateOnly) }

func showConsents(ctx context.Context, v *visit) (view, error) {
	before, err := v.index("before")
	if err != nil {
		return nil, err
	}
	p := &consentsPage{For: v.query("for"), Today: v.today(), MayBind: v.actor.May(guard.ToBind) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		chosen := v.query("case")
		if p.For == "" {
			if p.Cases, err = v.caseLines(ctx, s, true, chosen); err != nil {
				return err
			}
		}
		if p.Recipients, err = s.Recipients(ctx); err != nil {
			return err
		}
		terms, err := flow.TermsOn(ctx, s, v.actor, chosen, p.For)
		if err != nil {
			return err
		}
		return p.fill(ctx, v, s, terms, before)
	})
}

func (p *consentsPage) fill(ctx context.Context, v *visit, s *sight, terms disclosure.Terms, before int64) error {
	until := v.Clock().UTC().AddDate(0, 0, soon).Format(time.DateOnly)
	for _, c := range disclosure.Ending(terms.Consents, until) {
		if row, err := v.consentRow(ctx, s, c); err != nil {
			return err
		} else if len(p.Ending) < pageRows {
			p.Ending = append(p.Ending, row)
		}
	}
	next := ""
	slices.Reverse(terms.Consents)
	for _, c := range terms.Consents {
		if before >= 0 && c.Index >= before {
			continue
		}
		if len(p.Consents) == pageRows {
			next = strconv.FormatInt(p.Consents[pageRows-1].Index, 10)
			break
		}
		row, err := v.consentRow(ctx, s, c)
		if err != nil {
			return err
		}
		p.Consents = append(p.Consents, row)
	}
	p.pager = v.part("before", next)
	slices.Reverse(terms.Conditions)
	for _, c := range terms.Conditions {
		if c.Lifted && p.For == "" || len(p.Conditions) == pageRows {
			continue
		}
		on, err := onOf(ctx, s, c.On)
		if err != nil {
			return err
		}
		p.Conditions = append(p.Conditions, conditionRow{c, on, c.MayLift(v.actor.Handle) == nil && v.mayIn(c.Case, guard.ToLift)})
	}
	return nil
}

func (v *visit) consentRow(ctx context.Context, s *sight, c disclosure.Consent) (consentRow, error) {
	row := consentRow{Consent: c, Ended: c.Expires != "" && c.Expires < v.today()}
	row.MayEnd = c.MayWithdraw(nil) == nil && v.mayIn(c.Case, guard.ToBind)
	holds := c.Holds(v.today())
	for _, u := range c.Uses {
		row.Uses = append(row.Uses, useRow{u, slices.Contains(holds, u)})
	}
	var err error
	row.On, err = onOf(ctx, s, c.On)
	return row, err
}

// onOf gives the page of what a consent or condition holds for, and its name.
func onOf(ctx context.Context, s *sight, ref disclosure.Ref) (onRow, error) {
	row := onRow{Ref: ref, Name: ref.ID}
	switch ref.On {
	case disclosure.OnSource:
		row.Href = "/accessions"
	case disclosure.OnAccession:
		row.Href = "/accessions/" + url.PathEscape(ref.ID)
	case disclosure.OnItem:
		row.Href, row.Name = "/items/"+url.PathEscape(ref.ID), ref.ID[:min(12, len(ref.ID))]
	case disclosure.OnClaim:
		row.Href = "/claims/" + url.PathEscape(ref.ID)
	case disclosure.OnEntity:
		row.Href = "/entities/" + url.PathEscape(ref.ID)
		e, err := s.Entity(ctx, ref.ID)
		if err = missing(err); err != nil {
			return row, err
		}
		row.Name = cmp.Or(e.Name, ref.ID)
	}
	return row, nil
}

// refAsked reads what a form names: a source, or anything else by its id.
func (v *visit) refAsked() disclosure.Ref {
	if source := v.field("source"); source != "" {
		return disclosure.Ref{On: disclosure.OnSource, ID: source}
	}
	return flow.RefNamed(v.field("for"))
}

func (v *visit) usesAsked() (uses []intake.Use) {
	for _, u := range v.r.PostForm["use"] {
		uses = append(uses, intake.Use(u))
	}
	return uses
}

// backTo gives the page of consents that a form was on, saying what it did.
func (v *visit) backTo(done string) string {
	query := url.Values{"done": {done}}
	if of := v.field("back"); of != "" {
		query.Set("for", of)
	}
	return "/consents?" + query.Encode()
}

func giveConsent(ctx context.Context, v *visit) (string, error) {
	_, err := flow.GiveConsent(ctx, v.archive(), v.actor, disclosure.ConsentGiven{On: v.refAsked(), Uses: v.usesAsked(), Court: v.field("court"), Form: disclosure.Form(v.field("form")),
		Date: v.field("date"), Expires: v.field("expires"), TakenBy: cmp.Or(v.field("taken_by"), v.actor.Handle), Words: v.field("words"), Note: v.field("note")})
	return v.backTo("consent-given"), err
}

func withdrawConsent(ctx context.Context, v *visit) (string, error) {
	err := flow.WithdrawConsent(ctx, v.archive(), v.actor, disclosure.ConsentWithdrawn{Consent: v.r.PathValue("consent"), Uses: v.usesAsked(), Date: v.today(), Reason: v.field("reason")})
	return v.backTo("consent-withdrawn"), err
}

func layCondition(ctx context.Context, v *visit) (string, error) {
	f := disclosure.ConditionLaid{On: v.refAsked(), Until: v.field("until"), Redacted: v.field("redacted") != "", Nameless: v.field("nameless") != "", Held: v.field("held") != "", Reason: v.field("reason")}
	for _, name := range v.r.PostForm["only"] {
		if name != "" {
			f.Only = append(f.Only, name)
		}
	}
	for _, body := range v.r.PostForm["never"] {
		if body != "" {
			f.Never = append(f.Never, disclosure.Body(body))
		}
	}
	_, err := flow.LayCondition(ctx, v.archive(), v.actor, f)
	return v.backTo("condition-laid"), err
}

func liftCondition(ctx context.Context, v *visit) (string, error) {
	err := flow.LiftCondition(ctx, v.archive(), v.actor, v.r.PathValue("condition"), v.field("reason"))
	return v.backTo("condition-lifted"), err
}

// Offered are the uses that can be agreed to.
func (p *consentsPage) Offered() []intake.Use { return intake.Uses() }

// Forms are how a consent can be given, but at a door: there the giver ticks it.
func (p *consentsPage) Forms() []disclosure.Form {
	return []disclosure.Form{disclosure.Written, disclosure.Oral, disclosure.Recorded}
}

// Bodies are the kinds of bodies that may be kept from a thing.
func (p *consentsPage) Bodies() []disclosure.Body { return disclosure.Bodies() }
