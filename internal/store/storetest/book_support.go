package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/support"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func askSupport(ctx context.Context, t *testing.T, s flow.State) {
	for what, ask := range map[string]struct {
		on   flow.Ground
		want []string
	}{
		"an item":            {flow.Ground{Items: []custody.Sum{sampleSealed()}}, []string{"c-5"}},
		"two items":          {flow.Ground{Items: []custody.Sum{sampleItem(), sampleSealed()}}, append(strings.Fields("c-1 c-2 c-3 c-4 c-6 c-7 c-8 c-9 c-h1 c-n1 c-n2 c-p1 c-p2 c-r1 c-r2 c-r3 c-t1 c-t2 c-t3 c-t4 c-t5 c-t6 c-t7 c-u1 c-u2 c-u3"), "c-5")},
		"no item":            {flow.Ground{Items: []custody.Sum{{7}}}, nil},
		"a passage":          {flow.Ground{Passage: samplePassage().ID()}, []string{"c-1", "c-6", "c-7", "c-8", "c-9"}},
		"a teller's name":    {flow.Ground{Teller: "the  Reporter"}, []string{"c-6"}},
		"a teller's record":  {flow.Ground{TellerEntity: "e-1"}, []string{"c-6"}},
		"nobody's record":    {flow.Ground{TellerEntity: "e-9"}, nil},
		"no ground whatever": {flow.Ground{}, nil},
	} {
		var ids []string
		err := s.Resting(ctx, ask.on, func(via custody.Sum, c claim.Claim) error {
			if via.IsZero() != (len(ask.on.Items) == 0) || len(c.Passages) == 0 {
				t.Errorf("%s: the claim %s came by %s with %d passages", what, c.Made.Claim, via, len(c.Passages))
			}
			ids = append(ids, c.Made.Claim)
			return nil
		})
		want(t, "what rests on "+what, ids, ask.want, err)
	}
	named := ""
	err := s.ClaimsNamed(ctx, []string{"c-6", "nothing", "c-3"}, func(c claim.Claim) error {
		named += c.Made.Claim + " " + string(c.Standing) + " "
		return nil
	})
	want(t, "claims by name", named, "c-6 accepted c-3 withdrawn ", err)
	c4, err := s.Claim(ctx, "c-4")
	want(t, "a claim", c4.Value, "سوم", err)
	same := ""
	err = s.Agreeing(ctx, []int64{support.Key(c4.Made), 42}, func(key int64, entity, id string) error {
		same += fmt.Sprint(key == support.Key(c4.Made), entity, id)
		return nil
	})
	want(t, "what says the same", same, "truem-1c-4", err)
	var takings []support.Taking
	err = s.Takings(ctx, []custody.Sum{sampleSealed(), sampleItem()}, func(t support.Taking) error {
		takings = append(takings, t)
		return nil
	})
	want(t, "takings of two items", len(takings), 3, err)
	sealed := takings[slices.IndexFunc(takings, func(t support.Taking) bool { return t.Item == sampleSealed() })]
	want(t, "accession, parent and label of one", []any{sealed.Accession, *sealed.Parent, sealed.Label}, []any{"a-2", sampleItem(), guard.Sealed}, nil)
	found := ""
	err = s.FindingsNaming(ctx, []string{"c-7", "c-1", "c-5", "c-9"}, func(f flow.FindingClaim) error {
		found += fmt.Sprint(f.Finding, f.Claim, f.Against, " ")
		return nil
	})
	want(t, "findings that name claims", found, "n-1c-1true n-1c-7false n-2c-5false ", err)
	for filter, should := range map[flow.ChainFilter]string{
		{}:                      "a neighbour 25 0 25; A Widow 1 1 0; ", // c-3 is withdrawn
		{Teller: "A WIDOW"}:     "A Widow 1 1 0; ",
		{TellerEntity: "e-1"}:   "A Widow 1 1 0; ",
		{Case: "other"}:         "a neighbour 18 0 18; ", // the samples of posts
		{Teller: "nobody here"}: "",
	} {
		var chains []string
		err := s.Chains(ctx, filter, func(c flow.Chain) error {
			chains = append(chains, fmt.Sprintf("%s %d %d %d; ", c.Says[0].Who, c.Claims, c.Duress, c.Hearsay))
			return nil
		})
		slices.Sort(chains)
		slices.Reverse(chains)
		want(t, "chains of tellers", strings.Join(chains, ""), should, err)
	}
}

// fallsWorld is a small case in which everything can fall: a letter that a
// court's copy bears out, a mail with an attachment, two lists.
type fallsWorld struct{ letter, copy, mail, attached, listA, listB custody.Sum }

func (w fallsWorld) passage(item custody.Sum, page int) text.Passage {
	return text.Passage{Item: item, Rendition: sampleRendition(), Selector: text.Selector{Page: page}, Quote: "words"}
}

func (w fallsWorld) claim(id, entity, property, value string, says string, on ...text.Passage) claim.Made {
	return claim.Made{Claim: id, Case: "main", Entity: entity, Schema: "Person", Property: property, Value: value, Original: value,
		Passages: on, Says: []claim.Teller{{Who: says}}}
}

func (w fallsWorld) facts() []ledger.Fact {
	took := func(accession string, item custody.Sum, parent *custody.Sum) custody.Acquired {
		return custody.Acquired{Accession: accession, Item: item, Bytes: 1, MediaType: "text/plain", Name: custody.NameOf("x"), Parent: parent}
	}
	open := func(id, source string) custody.Opened {
		return custody.Opened{Accession: id, Case: "main", Source: custody.Source{Name: source}, Label: guard.Case}
	}
	replaces := w.claim("c-new", "e-1", "nickname", "the tall one", "a cousin", w.passage(w.copy, 2))
	replaces.Replaces = "c-old"
	return append([]ledger.Fact{
		open("a-box", "A neighbour"), open("a-court", "the court"),
		took("a-box", w.letter, nil), took("a-box", w.copy, nil), took("a-court", w.copy, nil),
		took("a-box", w.mail, nil), took("a-box", w.attached, &w.mail),
		w.claim("c-letter", "e-1", "name", "نوید", "the sister", w.passage(w.letter, 1)),
		w.claim("c-same", "e-1", "name", "نويد", "the court", w.passage(w.copy, 1)), // with another yeh
		w.claim("c-both", "e-1", "father_name", "مهران", "the sister", w.passage(w.letter, 1), w.passage(w.copy, 1)),
		w.claim("c-attached", "e-1", "age", "20", "a mail", w.passage(w.attached, 1)),
		w.claim("c-old", "e-1", "nickname", "the small one", "a cousin", w.passage(w.copy, 2)),
		replaces,
		w.claim("c-gone", "e-1", "age", "21", "the sister", w.passage(w.letter, 1)),
		claim.Withdrawn{Claim: "c-gone", Reason: "a slip"},
		finding.Made{Finding: "n-needs-both", Case: "main", Conclusion: "x", Standard: finding.Grounds, Claims: []string{"c-letter", "c-same"}},
		finding.Made{Finding: "n-needs-one", Case: "main", Conclusion: "x", Standard: finding.Grounds, Claims: []string{"c-letter", "c-same"}, Needs: 1},
		finding.Made{Finding: "n-opposed", Case: "main", Conclusion: "x", Standard: finding.Grounds, Claims: []string{"c-same"}, Against: []string{"c-attached"}},
		took("a-box", w.listA, nil), took("a-court", w.listB, nil),
	}, append(w.lists(),
		disclosure.Requested{Release: "r-1", Case: "main", Title: "t", Audience: "a court", Plan: custody.Sum{9}},
		w.claim("c-later", "e-1", "age", "22", "the sister", w.passage(w.letter, 3)))...)
}

// lists gives two lists of two rows each, of which one person stands on both.
func (w fallsWorld) lists() (facts []ledger.Fact) {
	row := func(list, id string, n int, name, says string, item custody.Sum) {
		facts = append(facts, person.Mentioned{Mention: id, List: list, Row: n, Name: name}, w.claim("c-"+id, id, "name", name, says, w.passage(item, n)))
	}
	for list, item := range map[string]custody.Sum{"l-a": w.listA, "l-b": w.listB} {
		facts = append(facts, person.ListImported{List: list, Name: "list " + list, Case: "main", Item: item, Mapping: "list: x\ncolumns:\n  A: name\n", Fingerprint: list, Rows: 2})
	}
	row("l-a", "m-a1", 1, "one", "families", w.listA)
	row("l-a", "m-a2", 2, "two", "families", w.listA)
	row("l-b", "m-b1", 1, "One", "exiles", w.listB)
	row("l-b", "m-b2", 2, "three", "a scribe", w.listB)
	return append(facts, person.Judge("m-a1", "m-b1", person.Same, "one hand", "v"))
}

// testFalls supposes that each thing falls, and wants to be told of everything
// that would change and of nothing else.
func testFalls(t *testing.T, b *books) {
	b.begin()
	w := fallsWorld{custody.Sum{0x11}, custody.Sum{0x22}, custody.Sum{0x33}, custody.Sum{0x44}, custody.Sum{0x55}, custody.Sum{0x66}}
	b.put(w.facts()...)
	err := b.Look(t.Context(), func(ctx context.Context, s flow.State) error {
		waiting := ""
		err := s.Findings(ctx, flow.FindingFilter{Waiting: true}, func(f finding.Finding) error { waiting += f.Made.Finding + " "; return nil })
		want(t, "findings that wait", waiting, "n-needs-both n-needs-one n-opposed ", err)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	letter := w.letter.String()[:12]
	tests := []struct{ name, things, want string }{
		{"a letter", letter, "c-both weakened 1/1; c-gone fallen 0/0; c-later falls 0/0; c-letter falls 0/0 but c-same; n-needs-both falls 1/2; n-needs-one weakened 1/1; r-1 has 2"},
		{"a mail and what was attached", w.mail.String(), "c-attached falls 0/0; n-opposed stands 1/1; r-1 has 1"},
		{"a source, whose copy the court gave too", "source:a  NEIGHBOUR", "c-attached falls 0/0; c-both weakened 1/1; c-gone fallen 0/0; c-later falls 0/0; c-letter falls 0/0 but c-same; c-m-a1 falls 0/0; c-m-a2 falls 0/0; " +
			"c-new stands 1/1; c-old stands 1/1; c-same stands 1/1; count 3 to 2; n-needs-both falls 1/2; n-needs-one weakened 1/1; n-opposed stands 1/1; r-1 has 5"},
		{"an accession", "a-court", "c-both stands 2/2; c-m-b1 falls 0/0; c-m-b2 falls 0/0; c-new stands 1/1; c-old stands 1/1; c-same stands 1/1; count 3 to 2; r-1 has 2"},
		{"a passage", w.passage(w.copy, 1).ID(), "c-both weakened 1/1; c-same falls 0/0 but c-letter; n-needs-both falls 1/2; n-needs-one weakened 1/1; n-opposed falls 0/1; r-1 has 2"},
		{"a claim that was corrected", "c-old", "c-old falls 0/0; r-1 has 1"},
		{"a teller of one row", "teller:a scribe", "c-m-b2 falls 0/0; count 3 to 2; r-1 has 1"},
		{"a teller of a person on two lists", "teller:exiles", "c-m-b1 falls 0/0; count 3 to 3; r-1 has 1"},
		{"a withdrawn claim", "c-gone", "c-gone fallen 0/0"},
		{"both that bear a name out", letter + " c-same", "c-both weakened 1/1; c-gone fallen 0/0; c-later falls 0/0; c-letter falls 0/0; c-same falls 0/0; n-needs-both falls 0/2; n-needs-one falls 0/1; n-opposed falls 0/1; r-1 has 3"},
		{"one thing in several ways", letter + " " + w.passage(w.letter, 1).ID() + " c-letter teller:the-SISTER " + letter,
			"c-both falls 0/0; c-gone fallen 0/0; c-later falls 0/0; c-letter falls 0/0 but c-same; n-needs-both falls 1/2; n-needs-one weakened 1/1; r-1 has 2"},
	}
	err = b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		for _, test := range tests {
			if got, _ := tell(t, s, fields(test.things)...); got != test.want {
				t.Errorf("if %s falls:\n got %s\nwant %s", test.name, got, test.want)
			}
		}
		_, tally := tell(t, s, "source:A neighbour")
		should := support.Tally{ItemsFall: 4, ItemsStand: 1, ClaimsFall: 5, ClaimsWeakened: 1, ClaimsStand: 3, ClaimsWithdrawn: 1, ValuesStand: 1,
			FindingsFall: 1, FindingsWeakened: 1, FindingsStand: 1, CountsChange: 1, Releases: 1}
		want(t, "the tally", tally, should, nil)
		for thing, kind := range map[string]fail.Kind{"": fail.Usage, "zz": fail.Usage, "teller: ": fail.Usage, "source:nobody": fail.NotFound, "source:": fail.NotFound,
			"a-none": fail.NotFound, "c-none": fail.NotFound, "p-none": fail.NotFound, "e-none": fail.NotFound, "123456": fail.NotFound} {
			if _, err := flow.Suppose(ctx, s, First(), []string{thing}); fail.Of(err) != kind {
				t.Errorf("supposing that %q falls: %v", thing, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// fields parts words at spaces, but for the name of a source or teller.
func fields(things string) []string {
	if strings.HasPrefix(things, "source:") || things == "teller:a scribe" {
		return []string{things}
	}
	return strings.Fields(things)
}

// testManyRest asks of more claims than a look holds at a time, which rest on
// one item, on many, on one chain and on many chains.
func testManyRest(t *testing.T, b *books) {
	b.begin()
	w := fallsWorld{letter: custody.Sum{0x11}}
	const n = 4700
	facts := []ledger.Fact{custody.Opened{Accession: "a-1", Case: "main", Source: custody.Source{Name: "s"}, Label: guard.Case},
		custody.Acquired{Accession: "a-1", Item: w.letter, Bytes: 1, MediaType: "text/plain", Name: custody.NameOf("x")}}
	for i := range n {
		item := custody.Sum{0x22, byte(i / 3), byte(i / 3 >> 8)}
		if i%3 == 0 {
			facts = append(facts, custody.Acquired{Accession: "a-1", Item: item, Bytes: 1, MediaType: "text/plain", Name: custody.NameOf("x")})
		}
		facts = append(facts, w.claim(fmt.Sprintf("c-%05d", i), "e-1", "age", fmt.Sprint(i%2), fmt.Sprintf("teller %d", i%1000), w.passage(w.letter, i+1), w.passage(item, 1)))
	}
	for part := range slices.Chunk(facts, 2000) {
		b.put(part...)
	}
	err := b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		for _, test := range []struct {
			thing                 string
			falls, weak, standing int64
		}{{"a-1", n, 0, 0}, {w.letter.String(), 0, n, 0}, {"teller:teller 7", 5, 0, 5}} {
			seen := map[string]bool{}
			suppose, err := flow.Suppose(ctx, s, First(), []string{test.thing})
			if err != nil {
				return err
			}
			tally, err := flow.Falls(ctx, s, suppose, func(f flow.Fall) error {
				if seen[f.Claim.Made.Claim] {
					t.Errorf("%s: %s is told twice", test.thing, f.Claim.Made.Claim)
				}
				seen[f.Claim.Made.Claim] = true
				return nil
			})
			want(t, test.thing, []int64{tally.ClaimsFall, tally.ClaimsWeakened, tally.ValuesStand, int64(len(seen))}, []int64{test.falls, test.weak, test.standing, test.falls + test.weak}, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// tell asks what falls and writes it down, a word or two a thing.
func tell(t *testing.T, s flow.State, things ...string) (string, support.Tally) {
	t.Helper()
	ctx := context.Background()
	var out []string
	suppose, err := flow.Suppose(ctx, s, First(), things)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := flow.Falls(ctx, s, suppose, func(f flow.Fall) error {
		switch {
		case f.Claim != nil:
			line := fmt.Sprintf("%s %s %d/%d", f.Claim.Made.Claim, f.Claim.Effect, f.Claim.Weighed.Passages, f.Claim.Weighed.Items)
			if len(f.Claim.Others) > 0 {
				line += " but " + strings.Join(f.Claim.Others, ",")
			}
			out = append(out, line)
		case f.Finding != nil:
			out = append(out, fmt.Sprintf("%s %s %d/%d", f.Finding.Made.Finding, f.Finding.Effect(), f.Finding.Left(), f.Finding.Conclusion.Needs))
		case f.Count != nil:
			out = append(out, fmt.Sprintf("count %d to %d", f.Count.Before, f.Count.After))
		case f.Release != nil:
			out = append(out, fmt.Sprintf("%s has %d", f.Release.Requested.Release, f.Release.Held))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return strings.Join(out, "; "), tally
}
