package desk

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
	"sanad/schema"
)

// pairPage lays any two rows or persons side by side.
type pairPage struct {
	frame
	Card *pairCard
	// Left and Right are what was asked for, for the form that asks.
	Left, Right string
}

func showPair(ctx context.Context, v *visit) (view, error) {
	p := &pairPage{Left: v.query("left"), Right: v.query("right")}
	if p.Left == "" || p.Right == "" {
		return p, nil
	}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		c, err := v.explain(ctx, s, p.Left, p.Right)
		if err != nil {
			return err
		}
		p.Card = v.pairCard(c)
		p.Card.Alone = true
		return nil
	})
}

// explain compares two rows or persons. Where no run is recorded, by what was
// learned for the pages of their case already.
func (v *visit) explain(ctx context.Context, s *sight, left, right string) (flow.Compared, error) {
	m, err := s.Mention(ctx, left)
	if err == nil && left != right {
		if _, err := s.Linking(ctx, m.Case); fail.Of(err) == fail.NotFound {
			l, err := v.linkedOf(ctx, s, m.Case)
			if err != nil {
				return flow.Compared{}, err
			}
			if len(l.Records) > 1 {
				return l.Compare(ctx, s, left, right)
			}
		}
	}
	return flow.Explain(ctx, v.Archive, s, left, right)
}

// pairCard is two records side by side, why their score is what it is, and the
// form that decides about them.
type pairCard struct {
	flow.Compared
	N         int        // on the page
	Alone     bool       // it is the page's one card
	Why       review.Why // it is asked; "" if nobody asks
	Blind     bool       // of a second opinion: nothing of the first is shown
	Cells     []pairCell
	Falls     *waterfall
	Likely    bool // they are more likely relatives than one person
	Edits     []pairEdit
	Relations []string
	MayJudge  bool
	Token     string
	Back      pairBack
}

// pairBack is where a decision leads back to.
type pairBack struct {
	Case   string
	From   int
	Why    string
	Second bool
}

// pairCell is what both records say of one property.
type pairCell struct {
	Property    string
	Left, Right string
	How         string // a key of words: same, alike, differ, half
	Level       string // in the linker's words, "" where it compared no such two
}

// pairEdit is what one record says otherwise than when it was judged.
type pairEdit struct {
	Name string
	person.Change
}

func (v *visit) pairCard(c flow.Compared) *pairCard {
	card := &pairCard{Compared: c, N: 1, Cells: cells(c), Falls: newWaterfall(c.Explanation, words.Dir(v.words.Lang) == "rtl"),
		Relations: relations(), MayJudge: v.actor.May(guard.ToJudge) == nil}
	card.Likely = linkage.LikelyKin(c.Bits, c.Kin)
	if v.token != "" {
		card.Token = formToken(v.token)
	}
	for i, r := range []person.Record{c.Left, c.Right} {
		for _, change := range c.Changed[i] {
			card.Edits = append(card.Edits, pairEdit{r.Name, change})
		}
	}
	return card
}

// askedCard makes the card of a question. A second opinion's holds nothing of
// what was decided before.
func (v *visit) askedCard(ctx context.Context, s *sight, st stood, q review.Question, blind bool) (*pairCard, error) {
	size, err := v.concerned(ctx, s)
	if err != nil {
		return nil, err
	}
	key := s.recallKey(st.linked.Case)
	key.asked = fmt.Sprintf("%s %s %d", q.Left, q.Right, st.size) // by what was learned then, of what they say now
	c, err := v.pairs.at(key, size, func() (flow.Compared, error) { return st.linked.Compare(ctx, s, q.Left, q.Right) })
	if err != nil {
		return nil, err
	}
	if blind {
		c.Judgement, c.Second, c.Changed, c.BitsThen = nil, nil, [2][]person.Change{}, c.Bits
	}
	card := v.pairCard(c)
	card.Why, card.Blind = q.Why, blind
	return card, nil
}

// relations lists how one can stand to another: first what says least, which
// is right of relatives of whom no more is known.
func relations() []string {
	all := person.Relations()
	at := slices.Index(all, "other")
	return append([]string{"other"}, slices.Delete(all, at, at+1)...)
}

// cells lays the values of two records side by side, in the order of the
// schema.
func cells(c flow.Compared) (out []pairCell) {
	a, b := sayings(c.Left), sayings(c.Right)
	properties := slices.Sorted(maps.Keys(a))
	for p := range b {
		if _, ok := a[p]; !ok {
			properties = append(properties, p)
		}
	}
	order := schemaOrder("Person")
	slices.SortFunc(properties, func(x, y string) int { return cmp.Or(cmp.Compare(order[x], order[y]), cmp.Compare(x, y)) })
	for _, p := range properties {
		cell := pairCell{Property: p, Left: a[p], Right: b[p]}
		cell.compare(c.Factors)
		out = append(out, cell)
	}
	return out
}

// sayings gives what a record says, its name always.
func sayings(r person.Record) map[string]string {
	values := maps.Clone(r.Values)
	if values == nil {
		values = map[string]string{}
	}
	if values["name"] == "" {
		values["name"] = r.Name
	}
	return values
}

// compare tells how the two values compare: as the linker has it where it
// looked at just these two, for spellings of one name differ and speak for one
// person all the same.
func (c *pairCell) compare(factors []linkage.Factor) {
	c.How = "differ"
	switch {
	case c.Left == "" || c.Right == "":
		c.How = "half"
		return
	case script.Fold(c.Left) == script.Fold(c.Right):
		c.How = "same"
		return
	}
	for _, f := range factors {
		c.take(f.Left, f.Right, f.Level, f.Bits > 0)
		for _, p := range f.Parts { // which have no weight of their own
			c.take(p.Left, p.Right, p.Level, p.Agrees)
		}
	}
}

// take takes the linker's word for two values if they are these.
func (c *pairCell) take(left, right, level string, alike bool) {
	if left != c.Left || right != c.Right || level == "" || level == "missing" {
		return
	}
	if c.Level = level; alike {
		c.How = "alike"
	}
}

// schemaOrder gives the place of each property of a kind, from 1.
func schemaOrder(kind string) map[string]int {
	at := map[string]int{}
	kinds, err := schema.All()
	if err != nil {
		return at // the order is all that suffers
	}
	for _, k := range kinds {
		if k.Name == kind {
			for i, p := range k.Properties {
				at[p.Name] = i + 1
			}
		}
	}
	return at
}
