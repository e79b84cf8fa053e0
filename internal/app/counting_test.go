package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
)

// countable is an archive with lists whose rows are known by their names.
type countable struct {
	t     *testing.T
	p     *parts
	row   map[string]string // rows by list and number: "A1"
	items map[string]custody.Sum
}

func newCountable(t *testing.T, lists map[string]string, languages map[string]string) *countable {
	c := &countable{t, benchArchive(t), map[string]string{}, map[string]custody.Sum{}}
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		c.items[name] = takeTable(t, c.p, []byte(lists[name]))
		heads, _, _ := strings.Cut(lists[name], "\n")
		mapping := "list: " + name + "\nlanguage: " + languages[name] + "\nrow_id: \"no\"\ncolumns:\n"
		for _, h := range strings.Split(heads, ",")[1:] {
			mapping += "  " + h + ": " + h + "\n"
		}
		if _, err := flow.Import(context.Background(), c.p.archive, founder(), flow.ImportRequest{Item: c.items[name], Mapping: mapping}, func(string, int64, int64) {}); err != nil {
			t.Fatal(err)
		}
	}
	c.look(func(ctx context.Context, s flow.State) error {
		return s.Mentions(ctx, "", "", func(m person.Mention) error {
			c.row[m.ListName+m.RowID] = m.Mentioned.Mention
			return nil
		})
	})
	return c
}

func (c *countable) look(read func(context.Context, flow.State) error) {
	c.t.Helper()
	if err := c.p.book.Look(context.Background(), read); err != nil {
		c.t.Fatal(err)
	}
}

func (c *countable) judge(left, right string, v person.Verdict) {
	c.t.Helper()
	req := flow.JudgeRequest{Left: rowOr(c, left), Right: rowOr(c, right), Verdict: v, Reason: "the families say so"}
	if _, err := flow.Judge(context.Background(), c.p.archive, founder(), req); err != nil {
		c.t.Fatal(err)
	}
}

// rowOr gives the row of that name, or the thing of that id.
func rowOr(c *countable, name string) string {
	if id := c.row[name]; id != "" {
		return id
	}
	return name
}

// claim records a claim on a row's list, and gives it.
func (c *countable) claim(entity, kind, property, value, thing string) claim.Made {
	c.t.Helper()
	cited, err := flow.Cite(context.Background(), c.p.archive, founder(), flow.CiteRequest{Item: c.items["A"], Quote: "name"})
	if err != nil {
		c.t.Fatal(err)
	}
	made, err := flow.MakeClaim(context.Background(), c.p.archive, founder(), flow.ClaimRequest{Entity: rowOr(c, entity), Schema: kind, Property: property, Value: value, ValueEntity: rowOr(c, thing), Passages: []string{cited.ID}})
	if err != nil {
		c.t.Fatal(err)
	}
	return made
}

func (c *countable) turn(id string, to claim.Standing) {
	c.t.Helper()
	if err := flow.TurnClaim(context.Background(), c.p.archive, founder(), id, to, "because"); err != nil {
		c.t.Fatal(err)
	}
}

// count counts, and says in one line how many are in which stratum. Whatever
// is asked, strata add up.
func (c *countable) count(req flow.CountRequest) string {
	c.t.Helper()
	got, err := c.counted(req)
	if err != nil {
		c.t.Fatal(err)
	}
	addsUp(c.t, got)
	var out []string
	for _, s := range got.Strata {
		name := s.Label
		if s.Kind != "told" {
			name = string(s.Kind)
		}
		out = append(out, fmt.Sprintf("%s %d", name, s.People()))
	}
	return strings.Join(out, ", ")
}

func (c *countable) counted(req flow.CountRequest) (got flow.Counted, err error) {
	c.look(func(ctx context.Context, s flow.State) error {
		got, err = flow.Count(ctx, c.p.archive, s, req)
		return nil
	})
	return got, err
}

// addsUp holds what is true of every count with strata: each person is in just
// one, in the count and, as far as they have the same strata, in every drawing.
func addsUp(t *testing.T, c flow.Counted) {
	t.Helper()
	if c.Asked.By == "" {
		return
	}
	sum, patterns := int64(0), map[uint32]int64{}
	drawn := make([]int64, len(c.Drawings))
	for _, s := range c.Strata {
		if s.People() == 0 || len(s.Drawings) != len(c.Drawings) || !slices.Equal(s.Table.Lists, c.Table.Lists) {
			t.Errorf("%s: the stratum %s has %d people, %d drawings", c.Rule, s.Key, s.People(), len(s.Drawings))
		}
		sum += s.People()
		for p, n := range s.Table.Patterns {
			patterns[p] += n
		}
		for i, d := range s.Drawings {
			drawn[i] += d.Minimum()
		}
		who, err := c.Who(s.Key, nil, nil)
		if err != nil || int64(len(who)) != s.People() {
			t.Errorf("%s: %d people behind the %d of %s: %v", c.Rule, len(who), s.People(), s.Key, err)
		}
	}
	if sum != c.Table.Minimum() || !maps.Equal(patterns, c.Table.Patterns) {
		t.Errorf("%s: strata add up to %d of %d", c.Rule, sum, c.Table.Minimum())
	}
	for i, n := range drawn {
		if n > c.Drawings[i].Minimum() {
			t.Errorf("%s: the strata of a drawing have %d people of %d", c.Rule, n, c.Drawings[i].Minimum())
		}
	}
}

// Strata add up to the minimum by whatever field, in whatever calendar, at
// whatever level.
func TestStrataAddUp(t *testing.T) {
	l := newPeopled(t, 150)
	l.link()
	of := l.linked()
	l.look(func(ctx context.Context, s flow.State) error {
		for _, level := range flow.Levels() {
			for _, by := range append(flow.Fields(), "month:birth_date", "year:arrest_date", "month:last_seen") {
				for _, in := range []calendar.Calendar{calendar.Gregorian, calendar.Solar, calendar.Hijri} {
					if in != calendar.Gregorian && !strings.HasPrefix(by, "month") && !strings.HasPrefix(by, "year") || level != flow.Judged && by != "prison" && by != "month" && by != "list" {
						continue
					}
					got, err := of.Count(ctx, s, flow.CountRequest{By: by, Calendar: in, Level: level})
					if err != nil {
						t.Fatalf("%s: %v", by, err)
					}
					addsUp(t, got)
				}
			}
		}
		return nil
	})
}

// What rows contradict stands apart, until somebody prefers one; and it is the
// same whoever was judged first.
func TestContradictionsAreCountedApart(t *testing.T) {
	tables := map[string]string{
		"A": "no,name,death_place,prison,sex,age\n1,Navid Kardan,Sangab,Sangab,male,17\n2,Mina Rad,Sangab,Sangab,female,\n3,Omid Sool,,,male,30\n",
		"B": "no,name,death_place,prison,sex,age\n1,نوید کاردان,سنگاب,سنگاب,male,24\n2,مینا راد,دیوارک,دیوارک,female,19\n3,امید سول,سنگاب,,male,about 40\n",
		"C": "no,name,death_place,prison,sex,age\n1,Navid Kardan,Divarak,Divarak,female,between 18 and 24\n",
	}
	by := func(field string) flow.CountRequest { return flow.CountRequest{By: field} }
	for _, turned := range []bool{false, true} {
		c := newCountable(t, tables, map[string]string{"A": "en", "B": "fa", "C": "en"})
		judgements := [][2]string{{"A1", "B1"}, {"A2", "B2"}, {"A3", "B3"}}
		if turned {
			slices.Reverse(judgements)
		}
		for _, j := range judgements {
			if turned {
				j[0], j[1] = j[1], j[0]
			}
			c.judge(j[0], j[1], person.Same)
		}
		want := func(field, strata string) {
			t.Helper()
			if got := c.count(by(field)); got != strata {
				t.Errorf("turned %t, by %s: %s; want %s", turned, field, got, strata)
			}
		}
		want("list", "C 1, several 3")
		want("place", "Divarak 1, سنگاب 1, unmet 2")
		want("sex", "female 2, male 2")
		want("age", "18-24 2, 25-34 1, disagree 1")

		// A record that bears both names brings them together.
		sangab := c.claim("", "Site", "name", "Sangab", "").Entity
		c.claim(sangab, "Site", "alias", "سنگاب", "")
		divarak := c.claim("", "Place", "name", "Divarak", "").Entity
		c.claim(divarak, "Place", "name", "دیوارک", "")
		want("place", "Sangab 2, Divarak 1, disagree 1")
		want("prison", "Divarak 1, Sangab 1, unmet 1, unsaid 1") // a town is no prison
		yard := c.claim("", "Site", "name", "Divarak", "").Entity
		c.claim(yard, "Site", "name", "دیوارک", "")
		want("prison", "Divarak 1, Sangab 1, several 1, unsaid 1")

		// What is preferred decides; what is withdrawn says nothing.
		chosen := c.claim("A2", "Person", "death_place", "Divarak", "")
		c.turn(chosen.Claim, claim.Favoured)
		want("place", "Divarak 2, Sangab 2")
		c.turn(chosen.Claim, claim.Contested)
		want("place", "Sangab 2, Divarak 1, disagree 1")
		c.turn(chosen.Claim, claim.TakenBack)
		want("place", "Sangab 2, Divarak 1, disagree 1")

		// A third row joins: her sex is told otherwise.
		c.judge("C1", "B1", person.Same)
		want("sex", "female 1, male 1, disagree 1")
		want("place", "Sangab 1, disagree 2")
		c.judge("B1", "C1", person.Different)
		want("place", "Sangab 2, Divarak 1, disagree 1")
	}
}

// A month is told in the calendar that is asked for, if the date says it there.
func TestMonthsAreToldInThreeCalendars(t *testing.T) {
	c := newCountable(t, map[string]string{"A": "no,name,death_date\n1,Navid Kardan,27 July 1988\n2,Mina Rad,5 Mordad 1367\n3,Omid Sool,Mordad 1367\n4,Kaveh Rad,August 1988\n5,Yalda Parto,1988\n6,Homa Parto,about July 1988\n7,Ali Rad,07/05/1988\n8,Sara Rad,13 Dhu al-Hijja 1408\n9,Babak Rad,\n"},
		map[string]string{"A": "en"})
	for in, want := range map[calendar.Calendar]string{
		calendar.Gregorian: "July 1988 3, August 1988 1, vague 4, unsaid 1",
		calendar.Solar:     "Mordad 1367 4, vague 4, unsaid 1",
		calendar.Hijri:     "Dhu al-Hijja 1408 3, vague 5, unsaid 1",
	} {
		if got := c.count(flow.CountRequest{By: "month", Calendar: in}); got != want {
			t.Errorf("%s: %s; want %s", in, got, want)
		}
	}
	if got := c.count(flow.CountRequest{By: "year"}); got != "1988 7, vague 1, unsaid 1" {
		t.Errorf("years: %s", got)
	}
	if got := c.count(flow.CountRequest{By: "year", Calendar: calendar.Solar}); got != "1367 6, vague 2, unsaid 1" {
		t.Errorf("solar years: %s", got)
	}
	// Two dates that leave one month possible tell it.
	c.judge("A5", "A2", person.Same)
	if got := c.count(flow.CountRequest{By: "month", Calendar: calendar.Solar}); got != "Mordad 1367 4, vague 3, unsaid 1" {
		t.Errorf("after a judgement: %s", got)
	}
}

// Only whom a standing claim connects with an event counts for it.
func TestAnEventCountsWhomClaimsConnectWithIt(t *testing.T) {
	c := newCountable(t, map[string]string{"A": "no,name\n1,Navid Kardan\n2,Mina Rad\n3,Omid Sool\n4,Kaveh Rad\n5,Yalda Parto\n", "B": "no,name\n1,Navid Kardan\n"}, map[string]string{"A": "en", "B": "en"})
	c.judge("A1", "B1", person.Same)
	summer := c.claim("", "Event", "name", "The summer", "").Entity
	night := c.claim("", "Event", "name", "The first night", "").Entity
	c.claim(night, "Event", "part_of", "", summer)
	c.claim(summer, "Event", "part_of", "", night) // a circle that somebody claimed
	act := c.claim("", "Act", "event", "", night).Entity
	victim := c.claim(act, "Act", "victim", "", "B1")
	ward := c.claim("", "Group", "name", "Ward 3", "").Entity
	cell := c.claim("", "Group", "part_of", "", ward).Entity
	c.claim(cell, "Group", "member", "", "A2")
	c.claim(summer, "Event", "victims", "", ward)
	c.claim(summer, "Event", "participant", "", "A3")
	accused := c.claim("", "Involvement", "event", "", summer).Entity
	c.claim(accused, "Involvement", "person", "", "A4")
	// One who is in a document alone and no row, until somebody judges.
	witness := c.claim("", "Person", "name", "Yalda P.", "").Entity
	c.claim(summer, "Event", "participant", "", witness)

	minimum := func(event string) int64 {
		t.Helper()
		got, err := c.counted(flow.CountRequest{Event: event})
		if err != nil {
			t.Fatal(err)
		}
		return got.Table.Minimum()
	}
	if got := minimum(summer); got != 3 {
		t.Errorf("%d people are counted for the summer, want 3", got)
	}
	got, err := c.counted(flow.CountRequest{})
	if err != nil || leftOut(got) != "persons unlisted 1" {
		t.Errorf("left out: %s, %v", leftOut(got), err)
	}
	c.judge("A5", witness, person.Same)
	if got := minimum(summer); got != 4 {
		t.Errorf("%d people are counted after a witness was found on a list, want 4", got)
	}
	c.turn(victim.Claim, claim.TakenBack)
	if got := minimum(summer); got != 3 {
		t.Errorf("%d people are counted after a claim was withdrawn, want 3", got)
	}
	for id, kind := range map[string]fail.Kind{"e-none": fail.NotFound, witness: fail.Usage} {
		if _, err := c.counted(flow.CountRequest{Event: id}); fail.Of(err) != kind {
			t.Errorf("the event %s: %v", id, err)
		}
	}
	cited, err := flow.Cite(context.Background(), c.p.archive, founder(), flow.CiteRequest{Item: c.items["A"], Quote: "Kaveh Rad"})
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := flow.MakeClaim(context.Background(), c.p.archive, founder(), flow.ClaimRequest{Case: "second", Schema: "Event", Property: "name", Value: "Elsewhere", Passages: []string{cited.ID}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.counted(flow.CountRequest{Event: elsewhere.Entity}); fail.Of(err) != fail.Usage || !strings.Contains(err.Error(), "belongs to the case second") {
		t.Errorf("an event of one case counts in another: %v", err)
	}
}

func leftOut(c flow.Counted) string {
	var out []string
	for _, l := range c.LeftOut {
		out = append(out, fmt.Sprintf("%s %d", l.What, l.Count))
	}
	return strings.Join(out, ", ")
}

// What the rule leaves out is told, each by its number.
func TestACountTellsWhatItLeavesOut(t *testing.T) {
	c := newCountable(t, map[string]string{"A": "no,name\n1,Navid Kardan\n2,Mina Rad\n3,Omid Sool\n4,Kaveh Rad\n"}, map[string]string{"A": "en"})
	var said []string
	c.look(func(ctx context.Context, s flow.State) error {
		return s.Claims(ctx, flow.ClaimFilter{Entity: c.row["A2"], After: -1}, func(made claim.Claim) error {
			said = append(said, made.Made.Claim)
			return nil
		})
	})
	for _, id := range said {
		c.turn(id, claim.TakenBack)
	}
	if _, err := flow.Link(context.Background(), c.p.archive, c.p.archive, founder(), flow.LinkRequest{Case: flow.DefaultCase}, nil); err != nil {
		t.Fatal(err)
	}
	// A newer version of the list lacks a row and has another.
	newer := takeTable(t, c.p, []byte("no,name\n1,Navid Kardan\n2,Mina Rad\n3,Omid Sool\n5,Yalda Parto\n"))
	mapping := "list: A\nlanguage: en\nrow_id: \"no\"\ncolumns:\n  name: name\n"
	if _, err := flow.Import(context.Background(), c.p.archive, founder(), flow.ImportRequest{Item: newer, Mapping: mapping}, func(string, int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	posts := takeTable(t, c.p, []byte("no,name\n1,Warden\n"))
	if _, err := flow.Import(context.Background(), c.p.archive, founder(), flow.ImportRequest{Item: posts, Mapping: strings.Replace(mapping, "list: A", "list: P\nschema: Post", 1)}, func(string, int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	c.items["A"] = newer
	c.claim("", "Person", "name", "A witness", "")
	gone := c.claim("", "Person", "name", "Nobody any more", "")
	c.turn(gone.Claim, claim.TakenBack)
	got, err := c.counted(flow.CountRequest{})
	if want := "persons unlisted 1, rows withdrawn 1, rows gone 1, lists of other 1, rows unlinked 1"; err != nil || leftOut(got) != want || got.Table.Minimum() != 3 {
		t.Errorf("%d people, left out: %s, %v; want %s", got.Table.Minimum(), leftOut(got), err, want)
	}
}
