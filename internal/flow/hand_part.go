package flow

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// handPart is what is handed on of one case. It holds the plan and an entry for
// each thing, and nothing that claims say.
type handPart struct {
	name              string
	plan              disclosure.Plan
	shown             *disclosure.Shown
	things            []handThing // by the entry of their first claim that leaves
	kinds             []string    // of things, as they were met
	same              map[string]string
	items, renditions map[custody.Sum]bool // that leave
	copies            []BundledCopy        // as they were written, if they were
}

// handThing is a thing that claims which leave are about.
type handThing struct {
	id      string
	kind    uint8 // in handPart.kinds
	figures bool  // some claim on it gives a quantity
}

func newHandPart(name string, plan disclosure.Plan) *handPart {
	p := &handPart{name: name, plan: plan, shown: plan.Show(), items: map[custody.Sum]bool{}, renditions: map[custody.Sum]bool{}}
	claims := slices.Clone(plan.Claims)
	slices.SortFunc(claims, func(a, b disclosure.PlannedClaim) int { return cmp.Compare(a.Index, b.Index) })
	for _, sum := range plan.Items {
		p.items[sum] = true
	}
	for _, sum := range plan.Renditions {
		p.renditions[sum] = true
	}
	met := map[string]bool{}
	for _, c := range claims {
		if !met[c.Entity] {
			met[c.Entity] = true
			p.things = append(p.things, handThing{id: c.Entity})
		}
	}
	return p
}

// leavesEvent reports whether an entry is disclosed by the plan.
func (p *handPart) leavesEvent(index int64) bool {
	_, ok := slices.BinarySearch(p.plan.Events, index)
	return ok
}

// subjects walks the things of a case that want lets pass, each with what of its
// claims leaves. A claim of the plan that is not found is an error: an export that
// lacks one would be believed whole.
func (h *handout) subjects(ctx context.Context, p *handPart, want func(handThing) bool, yield func(*handThing, Subject) error) error {
	var chunk []int
	flush := func() error {
		defer func() { chunk = chunk[:0] }()
		return h.chunk(ctx, p, chunk, yield)
	}
	for i := range p.things {
		if !want(p.things[i]) {
			continue
		}
		if chunk = append(chunk, i); len(chunk) == MaxOf {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

func (h *handout) chunk(ctx context.Context, p *handPart, chunk []int, yield func(*handThing, Subject) error) error {
	if err := ctx.Err(); err != nil || len(chunk) == 0 {
		return err
	}
	ids := make([]string, len(chunk))
	for i, at := range chunk {
		ids[i] = p.things[at].id
	}
	by := make(map[string][]claim.Claim, len(chunk))
	err := h.s.Claims(ctx, ClaimFilter{About: ids, Case: p.name, After: -1}, func(c claim.Claim) error {
		if p.shown.Leaves(c.Made.Claim) {
			by[c.Entity] = append(by[c.Entity], c)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, at := range chunk {
		if len(by[ids[i]]) == 0 {
			return fail.New(fail.Integrity, "claims on %s are planned to leave, and are not there", ids[i]).Do("sanad verify; sanad rebuild makes the views again")
		}
		if err := yield(&p.things[at], p.subject(ids[i], by[ids[i]])); err != nil {
			return err
		}
	}
	return nil
}

// subject gives a thing as it may be known: by the ids, names and fields that leave.
func (p *handPart) subject(id string, claims []claim.Claim) Subject {
	claims = standingAmong(claims)
	out := Subject{Entity: claim.Entity{ID: p.shown.ID(id), Case: p.name, Schema: claims[0].Schema, Claims: int64(len(claims))}}
	for _, c := range claims {
		if s, ok := p.shown.Claim(c); ok {
			out.Claims = append(out.Claims, s)
		}
	}
	out.Name = nameOf(out.Claims)
	if pseudonym, ok := p.shown.Pseudonym(id); ok {
		out.Name = pseudonym
	}
	return out
}

// sort notes the kind of a thing.
func (p *handPart) sort(t *handThing, s Subject) {
	at := slices.Index(p.kinds, s.Schema)
	if at < 0 && len(p.kinds) < 255 {
		at = len(p.kinds)
		p.kinds = append(p.kinds, s.Schema)
	}
	t.kind = uint8(max(at, 0))
	t.figures = slices.ContainsFunc(s.Claims, func(c claim.Claim) bool { return c.Quantity != nil })
}

// judged walks the newest judgements between rows that leave.
func (h *handout) judged(ctx context.Context, p *handPart, yield func(person.Judgement) error) error {
	return h.s.Judgements(ctx, p.name, func(j person.Judgement) error {
		if !p.leavesEvent(j.Index) {
			return nil
		}
		j.Left, j.Right = p.shown.ID(j.Left), p.shown.ID(j.Right)
		if p.plan.Words.In(j.Reason) {
			j.Reason = ""
		}
		return yield(j)
	})
}

// canonical gives what the records of one person are called together: the first of
// their ids, "" for a record that stands alone.
func (h *handout) canonical(ctx context.Context, p *handPart) error {
	p.same = map[string]string{}
	var all []person.Judgement
	seen := map[string]bool{}
	err := h.judged(ctx, p, func(j person.Judgement) error {
		if j.Verdict == person.Same {
			all = append(all, j)
			seen[j.Left], seen[j.Right] = true, true
		}
		return nil
	})
	clusters, _ := person.Clusters(slices.Sorted(maps.Keys(seen)), all)
	for _, c := range clusters {
		for _, m := range c {
			p.same[m] = c[0]
		}
	}
	return err
}

// handDocument is an original as it leaves: as it is, as a copy, or as its name.
type handDocument struct {
	Name    string // its SHA-256, or what stands for that
	How     string // original, marks, cells, name
	Reason  string // why it does not leave as it is
	Item    custody.Item
	Sum     custody.Sum // zero where it leaves nowhere
	Entry   int64       // by which it came into custody; -1 where that is not told
	Parent  *custody.Sum
	Planned disclosure.PlannedCopy
}

// asIs is how an original leaves that leaves as it is.
const asIs = "original"

// documents walks the originals that claims which leave rest on, by their sums. Of
// those that do not leave as they are nothing is told but that they are held.
func (h *handout) documents(ctx context.Context, p *handPart, yield func(handDocument) error) error {
	items := slices.Clone(p.plan.Items)
	slices.SortFunc(items, func(a, b custody.Sum) int { return slices.Compare(a[:], b[:]) })
	for _, sum := range items {
		if err := ctx.Err(); err != nil {
			return err
		}
		item, err := h.s.Item(ctx, sum)
		if err != nil {
			return err
		}
		d := handDocument{Name: sum.String(), How: asIs, Item: item, Sum: sum, Entry: -1}
		if err := h.taken(ctx, p, &d); err != nil {
			return err
		}
		if err := yield(d); err != nil {
			return err
		}
	}
	for _, c := range p.plan.Copies {
		d := handDocument{Name: c.Name, How: string(c.How), Reason: c.Reason, Entry: -1, Planned: c}
		if !c.Hidden {
			d.Sum = c.Item
			if err := h.taken(ctx, p, &d); err != nil {
				return err
			}
		}
		if err := yield(d); err != nil {
			return err
		}
	}
	return nil
}

// taken tells by which entry an original came into custody, and out of which one
// that leaves as well. File names stay inside.
func (h *handout) taken(ctx context.Context, p *handPart, d *handDocument) error {
	steps, err := h.s.Steps(ctx, d.Sum)
	if err != nil {
		return err
	}
	d.Item.Name, d.Item.Parent = custody.Name{}, nil
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name || !p.leavesEvent(step.Index) {
			continue
		}
		if d.Entry < 0 || step.Index < d.Entry {
			d.Entry = step.Index
		}
		parent, err := takenFrom(ctx, h.s, step.Index)
		if err != nil {
			return err
		}
		if parent != nil && d.Parent == nil && p.items[*parent] {
			d.Parent = parent
		}
	}
	return nil
}

// reading gives the reading of an original that claims which leave were read in.
func (h *handout) reading(ctx context.Context, p *handPart, item custody.Sum) (text.Rendition, bool, error) {
	all, err := h.s.Renditions(ctx, item)
	if err != nil {
		return text.Rendition{}, false, err
	}
	for _, r := range all {
		if p.renditions[r.Sum] && r.Form != text.Fields {
			return r, true, nil
		}
	}
	return text.Rendition{}, false, nil
}

// takenFrom gives what an original was taken out of by an entry.
func takenFrom(ctx context.Context, s State, index int64) (parent *custody.Sum, err error) {
	e, err := s.Event(ctx, index)
	if err != nil || len(e.Body) == 0 { // of an erased body nothing is known
		return nil, err
	}
	return parent, ledger.Take(e.Event, func(f *custody.Acquired) error { parent = f.Parent; return nil })
}
