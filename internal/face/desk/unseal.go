package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// unsealPage lists requests to open what is sealed, the newest first, and has the
// form for another.
type unsealPage struct {
	frame
	Requests []unsealRow
	More     bool
	Record   string // asked for by a link
}

type unsealRow struct {
	seal.Request
	State seal.State
}

// unsealShown is how many requests a page shows.
const unsealShown = 200

func showUnseal(ctx context.Context, v *visit) (view, error) {
	p := &unsealPage{Record: v.query("record")}
	now := v.Clock()
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		err := s.Unsealings(ctx, flow.UnsealFilter{After: -1}, func(r seal.Request) error {
			if len(p.Requests) == unsealShown {
				p.Requests, p.More = slices.Delete(p.Requests, 0, 1), true
			}
			p.Requests = append(p.Requests, unsealRow{r, r.State(now)})
			return nil
		})
		slices.Reverse(p.Requests)
		return err
	})
}

// askUnseal asks for a record, with a public key of who will open it.
func askUnseal(ctx context.Context, v *visit) (string, error) {
	minutes, err := v.number("minutes")
	if err != nil {
		return "", err
	}
	asked, err := flow.RequestUnseal(ctx, v.archive(), v.actor, flow.UnsealRequest{Record: strings.TrimSpace(v.field("record")), Reason: v.field("reason"),
		Recipient: strings.TrimSpace(v.field("recipient")), Minutes: minutes, Split: v.field("split") != ""})
	if err != nil {
		return "", err
	}
	return "/unseal/" + asked.Request + "?done=unseal-asked", nil
}

// unsealingPage shows one request: who asked, who agreed, who opened it.
type unsealingPage struct {
	frame
	unsealRow
	Until   time.Time // zero: not enough have agreed
	Holders []shareRow
	Slip    string // what a holder takes to a machine of their own; empty: it is over
}

// shareRow is a holder of a share, and whether they agreed.
type shareRow struct {
	Holder string
	Gone   bool // a key holder no more
	Yes    *seal.Approval
}

func showUnsealing(ctx context.Context, v *visit) (view, error) {
	p := &unsealingPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Request, err = s.Unsealing(ctx, v.r.PathValue("request")); err != nil {
			return err
		}
		p.State = p.Request.State(v.Clock())
		p.Until, _ = p.Request.Until()
		if err := p.hold(ctx, s); err != nil || p.State != seal.Waiting && p.State != seal.Ready {
			return err
		}
		slip, err := flow.UnsealSlip(ctx, s, v.actor, p.Request.Request)
		if err == nil {
			p.Slip, err = slip.Text()
		}
		return err
	})
}

// hold lists who has a share of the record, or had one when they agreed.
func (p *unsealingPage) hold(ctx context.Context, s *sight) error {
	rec, err := s.Sealed(ctx, p.Record)
	if err != nil {
		return err
	}
	former, err := s.FormerHolders(ctx)
	if err != nil {
		return err
	}
	yes := map[string]*seal.Approval{}
	for i, a := range p.Approvals {
		yes[a.Holder] = &p.Approvals[i]
	}
	for _, h := range rec.Envelope.Shares {
		gone := slices.ContainsFunc(former, func(f guard.Holder) bool { return f.Name == h.Holder })
		p.Holders = append(p.Holders, shareRow{h.Holder, gone, yes[h.Holder]})
		delete(yes, h.Holder)
	}
	for _, a := range p.Approvals { // who handed their share on since
		if yes[a.Holder] != nil {
			p.Holders = append(p.Holders, shareRow{a.Holder, true, &a})
		}
	}
	return nil
}

// approveUnseal takes a slip that a holder made on a machine of their own.
func approveUnseal(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("request")
	if err := v.look(ctx, func(ctx context.Context, s *sight) error { _, err := s.Unsealing(ctx, id); return err }); err != nil {
		return "", err // before its form is read: what is not theirs is not there
	}
	slip, err := seal.ReadSlip(v.field("slip"))
	if err != nil {
		return "", err
	}
	if slip.Request != id {
		return "", fail.New(fail.Usage, "this slip is of another request")
	}
	if _, err := flow.ApproveUnseal(ctx, v.archive(), v.actor, v.Clock(), slip); err != nil {
		return "", err
	}
	return "/unseal/" + id + "?done=unseal-approved", nil
}

func refuseUnseal(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("request")
	if err := flow.RefuseUnseal(ctx, v.archive(), v.actor, v.Clock(), id, v.field("reason")); err != nil {
		return "", err
	}
	return "/unseal/" + id + "?done=unseal-refused", nil
}

// OpenBy is the command that opens the record, or splits it anew.
func (p *unsealingPage) OpenBy() string {
	if p.For == seal.ToSplit {
		return "sanad key resplit " + p.Request.Request + " --key FILE"
	}
	return "sanad unseal open " + p.Request.Request + " --key FILE"
}
