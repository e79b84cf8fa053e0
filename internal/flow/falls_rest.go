package flow

import (
	"context"
	"maps"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/finding"
	"sanad/internal/core/person"
	"sanad/internal/core/support"
	"sanad/internal/ground/fail"
)

// agreeing is a claim that stands although things fall.
type agreeing struct {
	id   string
	made claim.Made // of it, only what it says
}

// agreeing finds for each claim those that say the same and stand.
func (f *faller) agreeing(ctx context.Context, falls []*ClaimFall) error {
	if len(f.said) > maxRemembered {
		clear(f.said)
	}
	own := map[string]bool{}
	var keys []int64
	for _, fall := range falls {
		if fall.Effect == support.Falls || fall.Effect == support.Fallen {
			own[fall.Made.Claim] = true
		}
		key := support.Key(fall.Made)
		if _, known := f.said[key]; !known && weighs(fall) {
			f.said[key] = nil
			keys = append(keys, key)
		}
	}
	if err := f.eachAgreeing(ctx, keys, own); err != nil {
		return err
	}
	for _, fall := range falls {
		if !weighs(fall) {
			continue
		}
		for _, a := range f.said[support.Key(fall.Made)] {
			if a.id != fall.Made.Claim && support.Same(a.made, fall.Made) && len(fall.Others) < MaxOthers {
				fall.Others = append(fall.Others, a.id)
			}
		}
	}
	return nil
}

// weighs reports whether the fall takes something from a claim that stands.
func weighs(fall *ClaimFall) bool {
	return fall.Effect != support.Stands && fall.Effect != support.Fallen
}

// eachAgreeing remembers, for each key, the first claims that stand. Those that
// are known to fall need not be read.
func (f *faller) eachAgreeing(ctx context.Context, keys []int64, fall map[string]bool) error {
	var ids []string
	read := func() error {
		err := f.stand(ctx, ids)
		ids = ids[:0]
		return err
	}
	err := f.st.Agreeing(ctx, keys, func(key int64, _, id string) error {
		if fall[id] {
			return nil
		}
		if ids = append(ids, id); len(ids) == fallBatch {
			if err := read(); err != nil {
				return err
			}
		}
		if len(f.said[key]) > MaxOthers {
			return ErrEnough
		}
		return nil
	})
	if err != nil {
		return err
	}
	return read()
}

// stand reads claims and remembers those that stand whatever falls.
func (f *faller) stand(ctx context.Context, ids []string) error {
	var claims []claim.Claim
	var sums []custody.Sum
	err := f.st.ClaimsNamed(ctx, ids, func(c claim.Claim) error {
		claims = append(claims, c)
		for _, p := range c.Passages {
			sums = append(sums, p.Item)
		}
		return nil
	})
	if err == nil {
		err = f.learn(ctx, sums)
	}
	for _, c := range claims {
		if key := support.Key(c.Made); c.Standing.Stands() && f.supposed.Weigh(c.Made).Effect != support.Falls && len(f.said[key]) <= MaxOthers {
			f.said[key] = append(f.said[key], agreeing{c.Made.Claim, onlySaid(c.Made)})
		}
	}
	return err
}

// onlySaid leaves of a claim what support.Same compares.
func onlySaid(c claim.Made) claim.Made {
	return claim.Made{Entity: c.Entity, Property: c.Property, Value: c.Value, ValueEntity: c.ValueEntity, Date: c.Date, Quantity: c.Quantity, Shape: c.Shape}
}

// concluded counts, for every finding that names one of the claims, how many
// of its claims fall and are weakened.
func (f *faller) concluded(ctx context.Context, falls []*ClaimFall) error {
	effects := map[string]support.Effect{}
	var ids []string
	for _, fall := range falls {
		if fall.Effect != support.Stands {
			effects[fall.Made.Claim] = fall.Effect
			ids = append(ids, fall.Made.Claim)
		}
	}
	return f.st.FindingsNaming(ctx, ids, func(n FindingClaim) error {
		c := f.findings[n.Finding]
		if c == nil {
			c = &support.Conclusion{}
			f.findings[n.Finding] = c
		}
		switch falls := effects[n.Claim] == support.Falls; {
		case effects[n.Claim] == support.Fallen:
			c.Gone++
		case n.Against && falls:
			c.AgainstFell++
		case n.Against:
		case falls:
			c.Fell++
		default:
			c.Weakened++
		}
		return nil
	})
}

// eachFinding tells what becomes of the findings that were touched.
func (f *faller) eachFinding(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(f.findings)) {
		c := *f.findings[id]
		found, err := f.st.Finding(ctx, id)
		if fail.Of(err) == fail.NotFound {
			continue // the actor may not know of it
		}
		if err != nil {
			return err
		}
		if c.Fell+c.Weakened+c.AgainstFell+c.Gone == 0 {
			continue
		}
		c.Withdrawn = found.Standing == finding.TakenBack
		c.Needs = found.Enough()
		if c.Stood, err = f.standing(ctx, found.Claims); err != nil {
			return err
		}
		if c.Against, err = f.standing(ctx, found.Against); err != nil {
			return err
		}
		if c.Fell+c.Weakened+c.AgainstFell == 0 && c.Effect() != support.Fallen {
			continue // what was withdrawn of it leaves enough
		}
		f.tally.Finding(c.Effect())
		if err := f.yield(Fall{Finding: &FindingFall{found, c}}); err != nil {
			return err
		}
	}
	return nil
}

func (f *faller) standing(ctx context.Context, ids []string) (n int, err error) {
	err = f.st.ClaimsNamed(ctx, ids, func(c claim.Claim) error {
		if c.Standing.Stands() {
			n++
		}
		return nil
	})
	return n, err
}

// named remembers a row of a list whose name falls although its list does not.
func (f *faller) named(fall *ClaimFall) {
	if fall.Effect != support.Falls || fall.Property != "name" || !strings.HasPrefix(fall.Entity, "m-") {
		return
	}
	for _, p := range fall.Made.Passages {
		if f.lists[p.Item] && f.supposed.Item(p.Item) {
			return
		}
	}
	of := f.rows[fall.Case]
	if of == nil {
		of = map[string]int{}
		f.rows[fall.Case] = of
	}
	of[fall.Entity]++
}

// eachCount tells the documented minimum of each case that loses a list or
// rows of one.
func (f *faller) eachCount(ctx context.Context) error {
	lists, err := f.st.Lists(ctx, "")
	if err != nil {
		return err
	}
	sums := make([]custody.Sum, len(lists))
	for i, l := range lists {
		sums[i] = l.Item
	}
	if err := f.learn(ctx, sums); err != nil {
		return err
	}
	counts := map[string]*CountFall{}
	of := func(name string) *CountFall {
		if counts[name] == nil {
			counts[name] = &CountFall{Case: name}
		}
		return counts[name]
	}
	fallen := map[string]bool{}
	for _, l := range lists {
		if f.supposed.Item(l.Item) {
			fallen[l.List] = true
			of(l.Case).Lists = append(of(l.Case).Lists, l.Name)
		}
	}
	for name := range f.rows {
		of(name)
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		c := counts[name]
		if c.Before, c.After, err = minimums(ctx, f.st, name, fallen, f.rows[name]); err != nil {
			return err
		}
		if c.Before != c.After {
			f.tally.CountsChange++
		}
		if err := f.yield(Fall{Count: c}); err != nil {
			return err
		}
	}
	return nil
}

// minimums counts the people a case documents at least, by CountRule, with and
// without lists and rows that fall: a row is gone when as many of its names
// fall as stand.
func minimums(ctx context.Context, s State, caseName string, lists map[string]bool, rows map[string]int) (before, after int64, err error) {
	names := map[string]int{}
	err = s.Values(ctx, caseName, "name", func(entity, _ string) error {
		if strings.HasPrefix(entity, "m-") {
			names[entity]++
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	ofPeople, err := listsOf(ctx, s, caseName)
	if err != nil {
		return 0, 0, err
	}
	var all, left []string
	err = s.Mentions(ctx, caseName, "", func(m person.Mention) error {
		id := m.Mentioned.Mention
		if _, people := ofPeople.at[m.List]; names[id] == 0 || !people {
			return nil
		}
		all = append(all, id)
		if !lists[m.List] && rows[id] < names[id] {
			left = append(left, id)
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	var judgements []person.Judgement
	err = s.Judgements(ctx, caseName, func(j person.Judgement) error { judgements = append(judgements, j); return nil })
	people := func(ids []string) int64 {
		clusters, _ := person.Clusters(ids, judgements)
		return int64(len(clusters))
	}
	return people(all), people(left), err
}

// eachRelease tells who has it already.
func (f *faller) eachRelease(context.Context) error {
	for _, name := range slices.Sorted(maps.Keys(f.releases)) {
		for _, r := range f.releases[name] {
			if r.Held == 0 {
				continue
			}
			f.tally.Releases++
			if err := f.yield(Fall{Release: r}); err != nil {
				return err
			}
		}
	}
	return nil
}
