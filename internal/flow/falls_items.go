package flow

import (
	"context"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/support"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// Supposition is what is supposed to fall.
type Supposition struct {
	Items      []custody.Sum // their bytes are found forged, with all that was taken out of them
	Accessions []string      // everything they gave that nobody else gave
	Passages   []string
	Claims     []string
	Tellers    []support.Teller
}

// Suppose reads what is supposed to fall: the first digits of an item's sum,
// an accession a-..., source: and a source's name, a passage p-..., a claim
// c-..., teller: and a name, or the id of a person or body that tells.
func Suppose(ctx context.Context, s State, actor guard.Actor, things []string) (Supposition, error) {
	var out Supposition
	if len(things) == 0 {
		return out, fail.New(fail.Usage, "nothing is named that could fall")
	}
	for _, thing := range things {
		if err := out.add(ctx, s, actor, strings.TrimSpace(thing)); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (o *Supposition) add(ctx context.Context, s State, actor guard.Actor, thing string) error {
	kind, name, _ := strings.Cut(thing, ":")
	switch {
	case kind == "source":
		return o.addSource(ctx, s, name)
	case kind == "teller" && script.Fold(name) == "":
		return fail.New(fail.Usage, "no teller is named").Do("give teller:NAME")
	case kind == "teller":
		o.Tellers = addOnce(o.Tellers, support.Teller{Name: name})
		return nil
	case strings.HasPrefix(thing, "a-"):
		a, err := s.Accession(ctx, thing)
		if err == nil {
			o.Accessions = addOnce(o.Accessions, a.ID)
		}
		return err
	case strings.HasPrefix(thing, "p-"):
		p, err := s.Passage(ctx, thing)
		if err == nil {
			o.Passages = addOnce(o.Passages, p.ID())
		}
		return err
	case strings.HasPrefix(thing, "c-"):
		c, err := s.Claim(ctx, thing)
		if err == nil {
			o.Claims = addOnce(o.Claims, c.Made.Claim)
		}
		return err
	case strings.HasPrefix(thing, "e-"), strings.HasPrefix(thing, "m-"):
		e, err := s.Entity(ctx, thing)
		if err == nil {
			o.Tellers = addOnce(o.Tellers, support.Teller{Entity: e.ID})
		}
		return err
	}
	item, err := FindItem(ctx, s, actor, thing)
	if fail.Of(err) == fail.Usage {
		return fail.New(fail.Usage, "%w", err).Do("name an item by its first digits, an accession a-..., source:NAME, a passage p-..., a claim c-..., teller:NAME or a teller's record e-...")
	}
	if err == nil {
		o.Items = addOnce(o.Items, item.Sum)
	}
	return err
}

// addSource takes every accession of a source: its name is compared folded, and
// one that is sealed is nobody's to name.
func (o *Supposition) addSource(ctx context.Context, s State, name string) error {
	found := false
	err := s.Accessions(ctx, "", func(a custody.Accession) error {
		if !a.Source.IsSealed() && script.Fold(a.Source.Name) == script.Fold(name) && script.Fold(name) != "" {
			found = true
			o.Accessions = addOnce(o.Accessions, a.ID)
		}
		return nil
	})
	if err == nil && !found {
		return fail.New(fail.NotFound, "no accession is of the source %q", name).Do("see sanad accessions")
	}
	return err
}

func addOnce[T comparable](all []T, v T) []T {
	if slices.Contains(all, v) {
		return all
	}
	return append(all, v)
}

// origin is what a fall knows of an original.
type origin struct {
	support.Reach
	since int64 // the entry since which it may leave
	open  bool
}

// itemBatch is how many originals are asked for at a time.
const itemBatch = 200

// eachItem walks the originals that are reached, each once, some at a time.
func (f *faller) eachItem(ctx context.Context, tell func([]custody.Sum) error) error {
	var some []custody.Sum
	flush := func() error {
		if len(some) == 0 {
			return nil
		}
		part := some
		some = nil
		return tell(part)
	}
	take := func(sum custody.Sum, o origin) error {
		if o.Falls {
			f.tally.ItemsFall++
		} else {
			f.tally.ItemsStand++
		}
		if some = append(some, sum); len(some) < itemBatch {
			return nil
		}
		return flush()
	}
	for _, sum := range f.Items {
		if err := f.learn(ctx, []custody.Sum{sum}); err != nil {
			return err
		}
		if err := take(sum, f.origins[sum]); err != nil {
			return err
		}
		if err := f.eachMember(ctx, sum, take); err != nil {
			return err
		}
	}
	for _, accession := range f.Accessions {
		if err := f.eachGiven(ctx, accession, take); err != nil {
			return err
		}
	}
	return flush()
}

// eachMember walks what was taken out of an item that falls, at all depths.
// What an accession gave that falls itself is walked with that.
func (f *faller) eachMember(ctx context.Context, parent custody.Sum, take func(custody.Sum, origin) error) error {
	return f.eachFirst(ctx, func(yield func(custody.Acquired, int64) error) error {
		return f.st.Members(ctx, parent, func(a custody.Acquired, index int64) error {
			if slices.Contains(f.Accessions, a.Accession) {
				return nil
			}
			return yield(a, index)
		})
	}, func(sum custody.Sum, o origin) error {
		if err := take(sum, o); err != nil || !o.Falls {
			return err
		}
		return f.eachMember(ctx, sum, take)
	})
}

func (f *faller) eachGiven(ctx context.Context, accession string, take func(custody.Sum, origin) error) error {
	return f.eachFirst(ctx, func(yield func(custody.Acquired, int64) error) error {
		return f.st.Acquisitions(ctx, accession, yield)
	}, take)
}

// eachFirst tells those originals of a walk that are reached there first: bytes
// that were given twice are one original.
func (f *faller) eachFirst(ctx context.Context, walk func(func(custody.Acquired, int64) error) error, take func(custody.Sum, origin) error) error {
	type given struct {
		sum   custody.Sum
		index int64
	}
	var some []given
	flush := func() error {
		part := some
		some = nil
		sums := make([]custody.Sum, len(part))
		for i, g := range part {
			sums[i] = g.sum
		}
		if err := f.learn(ctx, sums); err != nil {
			return err
		}
		origins := make([]origin, len(part))
		for i, g := range part {
			origins[i] = f.origins[g.sum] // take may make f forget them
		}
		for i, g := range part {
			if o := origins[i]; o.Reached && o.First == g.index {
				if err := take(g.sum, o); err != nil {
					return err
				}
			}
		}
		return nil
	}
	err := walk(func(a custody.Acquired, index int64) error {
		if some = append(some, given{a.Item, index}); len(some) < itemBatch {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// learn finds out how the fall reaches items, level by level: what was taken
// out of something falls with it unless it came by another hand too.
func (f *faller) learn(ctx context.Context, sums []custody.Sum) error {
	if len(f.origins) > maxRemembered {
		clear(f.origins)
	}
	takings := map[custody.Sum][]support.Taking{}
	asked := map[custody.Sum]bool{}
	for next := sums; len(next) > 0; {
		var ask []custody.Sum
		for _, sum := range next {
			if _, known := f.origins[sum]; !known && !asked[sum] {
				asked[sum] = true
				ask = append(ask, sum)
			}
		}
		next = nil
		err := f.st.Takings(ctx, ask, func(t support.Taking) error {
			takings[t.Item] = append(takings[t.Item], t)
			if t.Parent != nil {
				next = append(next, *t.Parent)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	settling := map[custody.Sum]bool{}
	for sum := range asked {
		f.settle(sum, takings, settling)
	}
	return nil
}

// settle finds out how the fall reaches an item whose takings, and those of all
// it was taken out of, are known. A ledger that says of two items that each was
// taken out of the other tells of nothing real: neither falls by the other.
func (f *faller) settle(sum custody.Sum, takings map[custody.Sum][]support.Taking, settling map[custody.Sum]bool) origin {
	if o, known := f.origins[sum]; known || settling[sum] {
		return o
	}
	settling[sum] = true
	var o origin
	o.Reach = support.ReachOf(takings[sum], func(t support.Taking) bool {
		if t.Parent != nil { // whose accession it was taken out under is no other hand
			return f.settle(*t.Parent, takings, settling).Falls
		}
		return slices.Contains(f.Accessions, t.Accession)
	})
	if slices.Contains(f.Items, sum) {
		o.Reach = support.Reach{Reached: true, Falls: true, First: -1}
	}
	o.since, o.open = support.OpenSince(takings[sum])
	f.origins[sum] = o
	return o
}
