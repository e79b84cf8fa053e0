package flow

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// ReleaseRequest says what is asked to leave: everything that stands in a
// case, for an audience, for a reason.
type ReleaseRequest struct {
	Case     string
	Title    string
	Audience string
	Reason   string
	Shape    disclosure.Shape
	To       string   // a described recipient; "": nobody in particular, who is taken for the public
	Open     []string // protected properties that leave by this decision, as "Person.religion"
	Sealed   bool     // what is sealed leaves where its giver agreed
	Renews   string   // the release that this one takes the place of
}

// mayAsk checks what a request names besides its words, and writes the protected
// properties in their own spelling.
func mayAsk(ctx context.Context, s State, actor guard.Actor, f *disclosure.Requested, open []string) error {
	if f.Sealed && !actor.MaySeeIn(f.Case, guard.Sealed) {
		return fail.New(fail.Refused, "%s may not see what is sealed, and can't ask that it leaves", actor.Handle)
	}
	for _, asked := range open {
		name, err := protectedName(asked)
		if err != nil {
			return err
		}
		if !slices.Contains(f.Open, name) {
			f.Open = append(f.Open, name)
		}
	}
	slices.Sort(f.Open)
	if f.Renews == "" {
		return nil
	}
	before, err := s.Release(ctx, f.Renews)
	if err == nil && (before.Case != f.Case || before.Shape != f.Shape) {
		err = fail.New(fail.Usage, "the release %s is of another case or shape", f.Renews)
	}
	return err
}

// protectedName gives a protected property as the schema spells it.
func protectedName(asked string) (string, error) {
	kinds, err := schema.All()
	if err != nil {
		return "", err
	}
	for _, k := range kinds {
		for _, p := range k.Properties {
			if name := k.Name + "." + p.Name; p.Protected && strings.EqualFold(name, asked) {
				return name, nil
			}
		}
	}
	return "", fail.New(fail.Usage, "%q is no protected property", asked).Do("name it as KIND.PROPERTY, as Person.religion: sanad schema shows which are protected")
}

// orderOf gives what is asked for, to whom as they are described now, on the day of now.
func orderOf(ctx context.Context, s State, f disclosure.Requested, now time.Time) (disclosure.Order, error) {
	o := disclosure.Order{Case: f.Case, Shape: f.Shape, To: disclosure.Public(), Open: f.Open, Sealed: f.Sealed, Secret: f.Secret, Day: now.UTC().Format(time.DateOnly)}
	if f.Recipient == "" {
		return o, nil
	}
	var err error
	o.To, err = s.Recipient(ctx, f.Recipient)
	return o, err
}

// PlanOf gives what a release that was asked for would hold now.
func PlanOf(ctx context.Context, a *Archive, s State, r disclosure.Release, now time.Time) (disclosure.Plan, error) {
	order, err := orderOf(ctx, s, r.Requested, now)
	if err != nil {
		return disclosure.Plan{}, err
	}
	return PlanRelease(ctx, a, s, order)
}

// retiredRows gives the rows that the newest versions of a case's lists have no
// more: their makers do not stand for them, and nobody is to be named by them.
func retiredRows(ctx context.Context, s State, caseName string) (map[string]bool, error) {
	gone := map[string]bool{}
	err := s.Mentions(ctx, caseName, "", func(m person.Mention) error {
		if m.Retired {
			gone[m.Mentioned.Mention] = true
		}
		return nil
	})
	return gone, err
}

// RequestRelease records that the actor asks to disclose just what the plan
// of this moment names.
func RequestRelease(ctx context.Context, a *Archive, actor guard.Actor, req ReleaseRequest, now time.Time) (disclosure.Requested, []disclosure.Withheld, error) {
	if err := actor.May(guard.ToRequest); err != nil {
		return disclosure.Requested{}, nil, err
	}
	if req.Case == "" {
		req.Case = DefaultCase
	}
	if err := actor.MayIn(req.Case, guard.ToRequest); err != nil {
		return disclosure.Requested{}, nil, err
	}
	id, err := a.newID("r")
	if err != nil {
		return disclosure.Requested{}, nil, err
	}
	secret := make([]byte, 32)
	if _, err := io.ReadFull(a.Random, secret); err != nil {
		return disclosure.Requested{}, nil, fmt.Errorf("drawing the release's secret: %w", err)
	}
	var asked disclosure.Requested
	var withheld []disclosure.Withheld
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		asked = disclosure.Requested{Release: id, Case: req.Case, Title: req.Title, Audience: req.Audience, Reason: req.Reason,
			Shape: req.Shape, Recipient: req.To, Sealed: req.Sealed, Renews: req.Renews, Secret: secret}
		if err := mayAsk(ctx, s, actor, &asked, req.Open); err != nil {
			return nil, err
		}
		if asked.Renews != "" { // pseudonyms and addresses stay from one edition to the next
			before, err := s.Release(ctx, asked.Renews)
			if err != nil {
				return nil, err
			}
			if len(before.Secret) > 0 {
				asked.Secret = before.Secret
			}
		}
		order, err := orderOf(ctx, s, asked, now)
		if err != nil {
			return nil, err
		}
		plan, err := PlanRelease(ctx, a, s, order)
		if err != nil {
			return nil, err
		}
		if len(plan.Claims) == 0 {
			return nil, fail.New(fail.Usage, "the case %s has no claim that can be released", req.Case).Do("make claims first: sanad claim add, sanad import")
		}
		if err := allComplete(ctx, s, req.Case); err != nil {
			return nil, err
		}
		if plan.Words.In(req.Title) || plan.Words.In(req.Audience) {
			return nil, fail.New(fail.Refused, "the title or the audience names somebody who must not be met by name").Do("ask with other words: they stand on every page")
		}
		withheld = plan.Withheld
		asked.Claims, asked.Items, asked.Withheld, asked.Plan = int64(len(plan.Claims)), int64(len(plan.Items)), int64(len(plan.Withheld)), plan.Sum()
		return []ledger.Fact{asked}, usage(asked.Check())
	})
	return asked, withheld, err
}

// allComplete refuses to release a case whose lists were read in part: a count
// from half a list would leave as if it were of the whole.
func allComplete(ctx context.Context, s State, caseName string) error {
	lists, err := s.Lists(ctx, caseName)
	if err != nil {
		return err
	}
	for _, l := range lists {
		item, err := s.Item(ctx, l.Item)
		if err != nil {
			return err
		}
		if !l.Complete && item.Label.MayRelease() { // of another nothing leaves, and its name is not for everyone who asks
			return fail.New(fail.Refused, "the import of the list %s was interrupted", l.Name).Do("import it again with the same mapping: it goes on where it ended")
		}
	}
	return nil
}

// releaseFor gives a release to who may approve releases of its case. The book that
// plans are made from is nobody's sight of it, so that a plan is the same whoever
// decides: who may not know of the release is told here that there is none.
func releaseFor(ctx context.Context, s State, actor guard.Actor, id string) (disclosure.Release, error) {
	r, err := s.Release(ctx, id)
	if err != nil {
		return r, err
	}
	if !actor.MaySeeIn(r.Case, guard.Case) {
		return disclosure.Release{}, fail.New(fail.NotFound, "there is no release %s", id)
	}
	if r.Sealed && !actor.MaySeeIn(r.Case, guard.Sealed) {
		return disclosure.Release{}, fail.New(fail.NotFound, "there is no release %s", id)
	}
	return r, actor.MayIn(r.Case, guard.ToApprove)
}

// ApproveRelease records that a second person decides the same plan. What has
// changed since it was asked for can't be approved.
func ApproveRelease(ctx context.Context, a *Archive, actor guard.Actor, id, reason string, now time.Time) error {
	if err := actor.May(guard.ToApprove); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		r, err := releaseFor(ctx, s, actor, id)
		if err != nil {
			return nil, err
		}
		if err := r.MayApprove(actor.Handle); err != nil {
			return nil, err
		}
		plan, err := PlanOf(ctx, a, s, r, now)
		if err != nil {
			return nil, err
		}
		if plan.Sum() != r.Plan {
			return nil, fail.New(fail.Refused, "what the release %s would hold has changed since it was asked for", id).Do("ask again: sanad release new")
		}
		if err := asAsked(ctx, s, r); err != nil {
			return nil, err
		}
		return []ledger.Fact{disclosure.Approved{Release: id, Plan: r.Plan, Reason: reason}}, nil
	})
	return err
}

// asAsked refuses a release whose recipient was described anew since it was asked for:
// two people decide to whom it goes, and one describes recipients alone.
func asAsked(ctx context.Context, s State, r disclosure.Release) error {
	if r.Recipient == "" {
		return nil
	}
	to, err := s.Recipient(ctx, r.Recipient)
	if err == nil && to.Index > r.Index {
		err = fail.New(fail.Refused, "the recipient %s was described anew since the release %s was asked for", r.Recipient, r.Requested.Release).
			Do("ask again: sanad release new")
	}
	return err
}
