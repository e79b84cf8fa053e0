package flow

import (
	"context"
	"slices"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/figure"
	"sanad/internal/core/finding"
	"sanad/internal/core/tenure"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// BundleParts is what of a bundle is arranged for readers: nothing in it is not
// made of claims that leave. Its lists are bounded; what is beyond stands with the
// subjects.
type BundleParts struct {
	Findings []BundledFinding
	Exhibits []BundledExhibit // in order of their numbers
	People   []BundledPerson  // of whom more is told than a row of a list
	Posts    []BundledPost
	Chains   []BundledChain
	Moments  []Moment
	Later    bool // there are more dates than Moments holds
	Figures  []Figures
	Custody  map[custody.Sum][]CustodyStep
	Names    map[string]string         // what things are called that others refer to
	InPart   []disclosure.PlannedClaim // claims that leave without some of their fields
	// Each walks the subjects as Subjects does, without their claims.
	Each func(ctx context.Context, yield func(id, schema string) error) error
}

// BundledFinding is a conclusion with all it rests on.
type BundledFinding struct {
	finding.Finding
	For, Against []claim.Claim
}

// BundledPerson is a person who has a page: who is said to have had a part in
// something, held a post, or is spoken of by other things.
type BundledPerson struct {
	claim.Entity
	Claims   []claim.Claim
	Parts    []Involvement // alleged
	Beside   []claim.Claim // what other things say of them
	Posts    []tenure.Line
	Findings []int                         // places in Findings
	Weighed  map[string]disclosure.Bearing // by claim, of those that leave
	// StaysFor is how many claims that were weighed as speaking for the person stay
	// inside: whoever reads what speaks against them must know.
	StaysFor int
	Replies  []disclosure.Reply
}

// Accused reports whether somebody is alleged to have done something.
func (p BundledPerson) Accused() bool {
	if len(p.Parts) > 0 || len(p.Replies) > 0 || len(p.Findings) > 0 {
		return true
	}
	for _, b := range p.Weighed {
		if b == disclosure.Inculpatory {
			return true
		}
	}
	return false
}

// Involvement is the part somebody is said to have had in something.
type Involvement struct {
	Entity string
	Claims []claim.Claim
}

// BundledPost is a post with who held it, one after the other.
type BundledPost struct {
	Post  tenure.Named
	Units []tenure.Said
	Lines []tenure.Line
}

// BundledChain is under whom a unit stood and what stood under it, on a day on
// which something happened.
type BundledChain struct {
	Unit      tenure.Unit
	On        Days
	Up, Below *tenure.Node
}

// CustodyStep is one link of the chain of custody of what leaves, as far as it is
// disclosed.
type CustodyStep struct {
	Event     string
	Time      time.Time
	Index     int64
	Accession string
	Reading   *text.Rendition // of a reading
}

// The most that is arranged.
const (
	maxMoments     = 2000
	maxChains      = 40
	maxPeople      = 2000
	maxPersonClaim = 3000
)

// parts arranges what leaves.
func (b *builder) parts(ctx context.Context, o *outside, r disclosure.Release, plan disclosure.Plan) (p BundleParts, err error) {
	p.Names, p.Custody = map[string]string{}, map[custody.Sum][]CustodyStep{}
	for _, c := range plan.Claims {
		if len(c.Closed) > 0 {
			p.InPart = append(p.InPart, c)
		}
	}
	p.Each = func(ctx context.Context, yield func(id, schema string) error) error {
		return o.Entities(ctx, EntityFilter{Case: r.Case, After: -1}, func(e claim.Entity) error { return yield(e.ID, e.Schema) })
	}
	if p.Exhibits, err = Exhibits(ctx, o.whole, r.Case, plan); err != nil {
		return p, err
	}
	for _, step := range []func(context.Context, *outside, disclosure.Release, disclosure.Plan, *BundleParts) error{
		b.findings, b.postsHeld, b.people, b.chains, b.moments, b.figures, b.custody,
	} {
		if err := step(ctx, o, r, plan, &p); err != nil {
			return p, err
		}
	}
	return p, b.callThings(ctx, o, r, &p)
}

// claimsByID gives claims that leave, by their ids.
func (o *outside) claimsByID(ctx context.Context, ids []string) (out []claim.Claim, err error) {
	for some := range slices.Chunk(ids, MaxIDs) {
		err = o.Claims(ctx, ClaimFilter{IDs: some, After: -1}, func(c claim.Claim) error { out = append(out, c); return nil })
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (b *builder) findings(ctx context.Context, o *outside, _ disclosure.Release, plan disclosure.Plan, p *BundleParts) error {
	for _, planned := range plan.Findings {
		f, err := o.whole.Finding(ctx, planned.ID)
		if err != nil {
			return err
		}
		f.Author, f.Confirmer, f.Reason, f.Recorded = "", "", "", nil // who of the staff, and their notes, stay inside
		out := BundledFinding{Finding: f}
		if out.For, err = o.claimsByID(ctx, f.Claims); err != nil {
			return err
		}
		if out.Against, err = o.claimsByID(ctx, f.Against); err != nil {
			return err
		}
		p.Findings = append(p.Findings, out)
	}
	return nil
}

// figures compares the numbers of every event.
func (b *builder) figures(ctx context.Context, o *outside, r disclosure.Release, _ disclosure.Plan, p *BundleParts) error {
	return o.Entities(ctx, EntityFilter{Case: r.Case, Schema: "Event", After: -1}, func(e claim.Entity) error {
		f, err := FiguresOf(ctx, o, e.ID)
		if err != nil {
			return err
		}
		// What is inside another event is compared there as well; here it stands alone.
		f.Groups = slices.DeleteFunc(f.Groups, func(g figure.Group) bool { return g.Event != e.ID })
		f.Overruns = nil
		if len(f.Groups) > 0 {
			p.Figures = append(p.Figures, f)
		}
		return nil
	})
}

func (b *builder) moments(ctx context.Context, o *outside, r disclosure.Release, _ disclosure.Plan, p *BundleParts) error {
	return Timeline(ctx, o, TimelineQuery{Case: r.Case}, func(m Moment) error {
		// The day of birth of thirty thousand persons is no line of events.
		if m.Schema == "Person" && b.rows[o.real(m.Entity)] {
			return nil
		}
		if len(p.Moments) == maxMoments {
			p.Later = true
			return ErrEnough
		}
		p.Moments = append(p.Moments, m)
		return nil
	})
}

// custody gives the links of the chain of custody that are disclosed.
func (b *builder) custody(ctx context.Context, o *outside, _ disclosure.Release, plan disclosure.Plan, p *BundleParts) error {
	items := slices.Clone(plan.Items)
	for _, c := range plan.Copies {
		if !c.Hidden {
			items = append(items, c.Item)
		}
	}
	for _, item := range items {
		steps, err := o.whole.Steps(ctx, item)
		if err != nil {
			return err
		}
		readings, err := o.whole.Renditions(ctx, item)
		if err != nil {
			return err
		}
		for _, step := range steps {
			if _, ok := slices.BinarySearch(b.shown, step.Index); !ok {
				continue
			}
			out := CustodyStep{Event: step.Event, Time: step.Time, Index: step.Index, Accession: step.Accession}
			for _, r := range readings {
				if r.Index == step.Index {
					r.Gaps = nil // they quote what could not be read
					out.Reading = &r
				}
			}
			p.Custody[item] = append(p.Custody[item], out)
		}
	}
	return nil
}

// callThings looks up what things are called that claims refer to.
func (b *builder) callThings(ctx context.Context, o *outside, r disclosure.Release, p *BundleParts) error {
	return o.Claims(ctx, ClaimFilter{Case: r.Case, After: -1}, func(c claim.Claim) error {
		ids := []string{c.ValueEntity}
		if !b.rows[o.real(c.Entity)] && c.Schema != "Person" {
			ids = append(ids, c.Entity)
		}
		for _, id := range ids {
			if _, known := p.Names[id]; known || id == "" {
				continue
			}
			e, err := o.Entity(ctx, id)
			switch {
			case err == nil:
				p.Names[id] = e.Name
				if e.Name == "" {
					if p.Names[id], err = o.calledBy(ctx, e); err != nil {
						return err
					}
				}
			case fail.Of(err) == fail.NotFound:
				p.Names[id] = ""
			default:
				return err
			}
		}
		return nil
	})
}
