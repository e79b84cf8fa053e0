package cli

import (
	"errors"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type releaseShowCmd struct {
	Release string `arg:"" help:"The release."`
}

type shownClaim struct {
	Claim    string `json:"claim"`
	Entity   string `json:"entity"`
	Property string `json:"property"`
	Value    string `json:"value"`
}

type shownRelease struct {
	Release   string         `json:"release"`
	Case      string         `json:"case"`
	Title     string         `json:"title"`
	Audience  string         `json:"audience"`
	Reason    string         `json:"reason"`
	AskedBy   string         `json:"asked_by"`
	Approvals []string       `json:"approvals"`
	Changed   bool           `json:"changed"` // what it would hold is not what was asked for any more
	Items     []itemLine     `json:"items"`
	Claims    []shownClaim   `json:"claims"`
	Withheld  []withheldView `json:"withheld"`

	Recipient *recipientView  `json:"recipient"` // null: nobody in particular, who is taken for the public
	Shape     string          `json:"shape"`
	Open      []string        `json:"open"` // protected properties that leave by this decision
	Sealed    bool            `json:"sealed"`
	Renews    string          `json:"renews,omitempty"`
	State     disclosure.Life `json:"state"`
	Successor string          `json:"successor,omitempty"`
	Builds    []buildView     `json:"builds"`
	Handed    []deliveryView  `json:"handed"`
}

// buildView is a bundle that was made.
type buildView struct {
	Manifest custody.Sum `json:"manifest"`
	By       string      `json:"by"`
	At       string      `json:"at"`
	Files    int64       `json:"files"`
	Bytes    int64       `json:"bytes"`
	Index    int64       `json:"index"`
}

// life adds whom the release is for and what became of it.
func (r *shownRelease) life(s *session, a *Opened) error {
	return s.look(a, func(st flow.State) error {
		now, err := st.Release(s.ctx, r.Release)
		if err != nil {
			return err
		}
		builds, err := st.Builds(s.ctx, r.Release)
		if err != nil {
			return err
		}
		for _, b := range builds {
			r.Builds = append(r.Builds, buildView{b.Manifest, b.Actor, b.Time.Format(time.RFC3339), b.Files, b.Bytes, b.Index})
		}
		handed, err := st.Deliveries(s.ctx, r.Release)
		if err != nil {
			return err
		}
		for _, d := range handed {
			r.Handed = append(r.Handed, viewDelivery(d))
		}
		r.Shape, r.Open, r.Sealed, r.Renews = shapeName(now.Shape), append(r.Open, now.Open...), now.Sealed, now.Renews
		r.State, r.Successor = now.Life(len(handed)), now.Successor
		if now.Recipient == "" {
			return nil
		}
		to, err := st.Recipient(s.ctx, now.Recipient)
		v := viewRecipient(to)
		r.Recipient = &v
		return err
	})
}

// Run shows the plan as it is now: what a second person must read before
// approving. Nothing in it is sealed, so everyone who may release may read it.
func (c *releaseShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		var out shownRelease
		var items []custody.Sum
		err := a.Whole.Book.Look(s.ctx, func(ctx contextType, st flow.State) error {
			r, err := st.Release(ctx, c.Release)
			if err != nil {
				return err
			}
			if !a.Actor.MaySeeIn(r.Case, guard.Case) || r.Sealed && !a.Actor.MaySeeIn(r.Case, guard.Sealed) {
				return fail.New(fail.NotFound, "there is no release %s", c.Release)
			}
			plan, err := flow.PlanOf(ctx, a.Whole, st, r, s.Clock())
			if err != nil {
				return err
			}
			items = plan.Items
			out, err = showRelease(ctx, a, st, r, plan)
			return err
		})
		if err == nil {
			err = errors.Join(out.name(s, a, items), out.life(s, a))
		}
		if err != nil {
			return err
		}
		return s.answer(out, func() { out.tell(s) })
	})
}

func showRelease(ctx contextType, a *Opened, st flow.State, r disclosure.Release, plan disclosure.Plan) (shownRelease, error) {
	out := shownRelease{Release: r.Requested.Release, Case: r.Case, Title: r.Title, Audience: r.Audience, Reason: r.Reason, AskedBy: r.Actor,
		Approvals: []string{}, Changed: plan.Sum() != r.Plan, Items: []itemLine{}, Claims: []shownClaim{}, Withheld: viewWithheld(a, r.Case, plan.Withheld),
		Open: []string{}, Builds: []buildView{}, Handed: []deliveryView{}}
	for _, ap := range r.Approvals {
		out.Approvals = append(out.Approvals, ap.Actor)
	}
	leaves := map[string]bool{}
	for _, c := range plan.Claims {
		leaves[c.ID] = true
	}
	err := st.Claims(ctx, flow.ClaimFilter{Case: r.Case, After: -1}, func(c claim.Claim) error {
		if leaves[c.Made.Claim] {
			out.Claims = append(out.Claims, shownClaim{c.Made.Claim, c.Entity, c.Property, c.Value})
		}
		return nil
	})
	return out, err
}

// name adds the originals by the names that the account may know: a sealed
// source may have given the same bytes under another.
func (r *shownRelease) name(s *session, a *Opened, items []custody.Sum) error {
	return s.look(a, func(st flow.State) error {
		for _, sum := range items {
			item, err := st.Item(s.ctx, sum)
			if err != nil {
				return err
			}
			r.Items = append(r.Items, lineOf(item))
		}
		return nil
	})
}

func (r shownRelease) tell(s *session) {
	s.sayf("%s: %s, for %s; asked by %s; approved by %s", r.Release, r.Title, r.Audience, r.AskedBy, orNobody(r.Approvals))
	if r.Changed {
		s.sayf("what it would hold has changed since it was asked for: it must be asked for again")
	}
	s.sayf("[%s%s] %s%s%s", r.State, before(" by ", r.Successor), r.Shape, before("; takes the place of ", r.Renews), before("; opens ", strings.Join(r.Open, ", ")))
	if r.Recipient != nil {
		r.Recipient.tell(s)
	}
	for _, b := range r.Builds {
		s.sayf("bundle %s, built by %s, %s", b.Manifest.String()[:12], b.By, b.At[:10])
	}
	for _, d := range r.Handed {
		d.tell(s)
	}
	s.sayf("originals that leave, whole:")
	for _, i := range r.Items {
		s.sayf("  %s  %10s  %s", i.ID[:12], size(i.Bytes), i.Path)
	}
	s.sayf("claims that leave, with their passages:")
	for _, c := range r.Claims {
		s.sayf("  %s  %s  %s = %s", c.Claim, c.Entity, c.Property, oneLine(c.Value))
	}
	s.sayf("withheld: %d", len(r.Withheld))
	tellWithheld(s, r.Withheld)
}
