package storetest

import (
	"context"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/tenure"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// samplePosts gives a unit under another, a post in it with two holders one
// after the other, a row of a gazette that names the unit in other letters,
// and a person known only by the post. They stand in the case "other".
func samplePosts() []ledger.Fact {
	made := func(id, schema, entity, property, value string, more ...func(*claim.Made)) ledger.Fact {
		m := sampleClaim("c-"+id, entity, property, value, sampleRegion())
		m.Schema, m.Case = schema, "other"
		for _, change := range more {
			change(&m)
		}
		return m
	}
	is := func(entity string) func(*claim.Made) { return func(m *claim.Made) { m.ValueEntity = entity } }
	day := func(edtf string) func(*claim.Made) {
		return func(m *claim.Made) { m.Date = &claim.Date{EDTF: edtf, Calendar: "gregorian"} }
	}
	asOf := func(edtf string) func(*claim.Made) {
		return func(m *claim.Made) { m.Valid = &claim.Valid{AsOf: edtf} }
	}
	return []ledger.Fact{
		made("u1", "Organisation", "e-unit", "name", "Harbour Prison"),
		made("u2", "Organisation", "e-unit", "part_of", "the office", is("e-office"), asOf("1984-01-01")),
		made("u3", "Organisation", "e-office", "name", "Prisons Office"),
		made("p1", "Post", "e-post", "unit", "the prison", is("e-unit")),
		made("p2", "Post", "e-post", "name", "رئیس"),
		made("t1", "Tenure", "e-t1", "holder", "Nadia", is("e-nadia")), made("t2", "Tenure", "e-t1", "post", "warden", is("e-post")),
		made("t3", "Tenure", "e-t1", "from", "1980", day("1980-01-01")), made("t4", "Tenure", "e-t1", "to", "1983", day("1983-03-01")),
		made("t5", "Tenure", "e-t2", "holder", "Karim", is("e-karim")), made("t6", "Tenure", "e-t2", "post", "warden", is("e-post")),
		made("t7", "Tenure", "e-t2", "from", "1983", day("1983-03-01")),
		made("n1", "Person", "e-nadia", "name", "Nadia Azar"), made("n2", "Person", "e-karim", "name", "Karim Sool"),
		made("r1", "Post", "e-row", "body", "HARBOUR  prison"), made("r2", "Post", "e-row", "holder", "ي. كريمي"),
		made("r3", "Post", "e-row", "from", "1990", day("1990-05-01")),
		made("h1", "Person", "e-who", "holds", "the warden", is("e-post"), asOf("1984-01-01")),
		person.Judge("e-who", "e-karim", person.Unsure, "no name is given", "v-2"),
		person.Judge("e-who", "e-karim", person.Same, "he signed as warden that day", "v-2"),
		person.Judge("e-nadia", "e-who", person.Different, "she had left", "v-3"),
	}
}

func askPosts(ctx context.Context, t *testing.T, s flow.State) {
	for filter, should := range map[*flow.ClaimFilter]string{
		{Property: "body", Called: []string{tenure.NameKey("harbour prison")}}:                         "c-r1",
		{Property: "holder", Called: []string{tenure.NameKey("ی. کریمی"), tenure.NameKey("nobody")}}:   "c-r2",
		{Property: "holder", Called: []string{tenure.NameKey("Nadia")}}:                                "", // a thing is not found by what it is called there
		{Property: "name", Called: []string{tenure.NameKey("Harbour Prison"), tenure.NameKey("رييس")}}: "c-u1c-p2",
		{Property: "name", Called: []string{tenure.NameKey("Harbour Prison")}, Schema: "Post"}:         "",
		{Property: "post", Valued: []string{"e-post", "e-nobody"}}:                                     "c-t2c-t6",
		{Property: "post", Valued: []string{"e-post"}, Case: "main"}:                                   "",
		{About: []string{"e-t2", "e-unit"}, Property: "holder"}:                                        "c-t5",
		{About: []string{"e-row", "e-post"}}:                                                           "c-p1c-p2c-r1c-r2c-r3",
	} {
		found := ""
		err := s.Claims(ctx, *filter, func(c claim.Claim) error { found += c.Made.Claim; return nil })
		want(t, "claims found by name or thing", found, should, err)
	}
	askJudgements(ctx, t, s)
	askHolders(ctx, t, s)
}

func askJudgements(ctx context.Context, t *testing.T, s flow.State) {
	all, err := s.JudgementsOf(ctx, "e-who")
	var verdicts []person.Verdict
	for _, j := range all {
		verdicts = append(verdicts, j.Verdict)
	}
	want(t, "the newest judgements of a person, on either side", verdicts, []person.Verdict{person.Same, person.Different}, err)
	all, err = s.JudgementsOf(ctx, "m-2")
	want(t, "the judgements of a row", len(all), 1, err)
	n := 0
	err = s.Judgements(ctx, "other", func(person.Judgement) error { n++; return nil })
	want(t, "the judgements of persons of a case", n, 2, err)
	l, err := flow.JudgedOnly(ctx, s, "main")
	want(t, "records, people and judged pairs are those of rows, one of which says nothing", []int{len(l.Records), len(l.At(flow.Judged)), l.JudgedRows()}, []int{3, 2, 2}, err)
	l, err = flow.JudgedOnly(ctx, s, "other")
	want(t, "persons that are no rows are no people of a count", []int{len(l.Records), len(l.At(flow.Judged)), l.JudgedRows()}, []int{0, 0, 0}, err)
}

func askHolders(ctx context.Context, t *testing.T, s flow.State) {
	days, err := flow.ReadDays("12 دی 1362", "") // 2 January 1984
	want(t, "the day", days.Span().Earliest.String(), "1984-01-02", err)
	for _, unit := range []string{"e-unit", "Harbour prison"} {
		answers, err := flow.Posts(ctx, s, flow.PostsRequest{Unit: unit, On: &days, Command: true})
		want(t, "units of the name", len(answers), 1, err)
		holder := answers[0].Holdings[0]
		want(t, "who held it", []any{holder.Holder.Name, holder.Certainty, holder.Last.Claim, len(answers[0].Holdings)},
			[]any{"Karim Sool", tenure.Possible, "c-t7", 1}, nil)
		up := answers[0].Command.Next
		want(t, "under whom it stood", []any{len(up), up[0].To.Name, up[0].Claims[0], up[0].Sure}, []any{1, "Prisons Office", "c-u2", tenure.Possible}, nil)
	}
	answers, err := flow.Posts(ctx, s, flow.PostsRequest{Unit: "e-office", On: &days, Below: true})
	want(t, "units below", answers[0].Below.Next[0].To.Name, "Harbour Prison", err)
	answers, err = flow.Posts(ctx, s, flow.PostsRequest{Unit: "e-unit"})
	want(t, "all holders in order", []any{len(answers[0].Lines), len(answers[0].Held.Tenures)}, []any{2, 3}, err)
	held, err := flow.PostsHeld(ctx, s, "", "e-karim", nil)
	want(t, "a person's posts, and who was judged the same", []any{len(held.Held.Tenures), held.Judged[0].Other.ID, held.Judged[0].Verdict}, []any{1, "e-who", person.Same}, err)
	held, err = flow.PostsHeld(ctx, s, "", "ی. کریمی", nil)
	want(t, "a holder who is no record", len(held.Held.Tenures), 1, err)
	var who []flow.Placeholder
	err = flow.Placeholders(ctx, s, flow.PlaceholderFilter{Case: "other", After: -1}, func(p flow.Placeholder) error { who = append(who, p); return nil })
	want(t, "persons known by a post", len(who), 1, err)
	want(t, "who it may be", []any{len(who[0].Candidates), who[0].Candidates[0].Holder.Entity, who[0].Post.Name, len(who[0].Judged)}, []any{1, "e-karim", "رئیس", 2}, nil)
	for _, ask := range []func() error{
		func() error { _, err := flow.Posts(ctx, s, flow.PostsRequest{Unit: "Nowhere"}); return err },
		func() error {
			_, err := flow.Posts(ctx, s, flow.PostsRequest{Unit: "e-unit", Case: "main"})
			return err
		},
		func() error { _, err := flow.PostsHeld(ctx, s, "", "nobody", nil); return err },
	} {
		if err := ask(); fail.Of(err) != fail.NotFound {
			t.Errorf("what no source names: %v, want not found", err)
		}
	}
	for _, text := range []string{"someday", "31 February 1984", "Friday", "1984-01-01/.."} {
		if _, err := flow.ReadDays(text, ""); fail.Of(err) != fail.Usage {
			t.Errorf("%q as a day: %v, want wrong usage", text, err)
		}
	}
}
