package storetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/guard"
	"sanad/internal/core/person"
	"sanad/internal/core/search"
	"sanad/internal/flow"
	"sanad/internal/ground/naming"
	"sanad/internal/store/fault"
)

// named writes persons, each with one name, in order.
func named(s *Searched, item string, names ...string) {
	for _, name := range names {
		s.Write(s.Claim("c-"+name, "e-"+name, "Person", "name", name, item))
	}
}

// called gives the persons an answer holds, in its order, each with why.
func called(a flow.SearchAnswer) string {
	var parts []string
	for _, h := range a.Hits {
		if h.Kind == search.Person && h.Via != "" {
			parts = append(parts, fmt.Sprintf("%s (%s)", h.Title, h.Via))
		}
	}
	return strings.Join(parts, ", ")
}

func persons(r *flow.SearchRequest) { r.Kinds = []string{"person"} }

// testPersons asks for persons in other spellings, scripts and orders than they
// are recorded in.
func testPersons(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Take("open", "list", "رضا فانوسگر آمد")
	named(s, "list", "رضا فانوسگر", "Hossein Fanusgar", "حسین کوه‌آبی", "Mohammad Reza Kuhabi", "محمد سروستانی", "Reza Golband", "M. Anarsaz", "زهرا بادبان‌دوز")
	s.Follow()
	for query, want := range map[string]string{
		"رضا فانوسگر":        "رضا فانوسگر (written)",
		"Reza Fanousgar":     "رضا فانوسگر (sound)",
		"Fanousgar, Reza":    "رضا فانوسگر (sound)",
		"hosein kuh-abi":     "حسین کوه‌آبی (sound)",
		"محمدرضا کوه آبی":    "Mohammad Reza Kuhabi (sound)",
		"Husain Fanusgar":    "Hossein Fanusgar (spelling)",
		"Mahmoud Anarsaz":    "M. Anarsaz (sound)",
		"Zahra Badbanduz":    "زهرا بادبان‌دوز (sound)",
		"Mohamad Sarvestani": "محمد سروستانی (sound)",
	} {
		got := s.Ask(query, persons)
		if first, _, _ := strings.Cut(called(got), ", "); first != want {
			t.Errorf("%s finds first %q of %q, want %q", query, first, called(got), want)
		}
		for i := 1; i < len(got.Hits); i++ {
			if got.Hits[i].Score > got.Hits[i-1].Score {
				t.Errorf("%s: a higher score behind a lower: %+v", query, got.Hits)
			}
		}
	}
	if got := called(s.Ask("Reza Fanousgar", persons)); !strings.Contains(got, "Hossein Fanusgar") {
		t.Errorf("who only shares the surname is not given behind: %s", got)
	}
	if got := s.Ask("Golb", persons); called(got) != "Reza Golband (part)" {
		t.Errorf("the beginning of a name finds %s", called(got))
	}
	if got := called(s.Ask("Sarsabz Golband", persons)); !strings.HasPrefix(got, "Reza Golband (part)") {
		t.Errorf("a name that nobody grouped yet finds %s", got)
	}
	s.Write(person.GroupNames([]string{"Sarsabz", "رضا"}, false, "a nickname of the family"))
	if got := called(s.Ask("Sarsabz Golband", persons)); !strings.HasPrefix(got, "Reza Golband (spelling)") {
		t.Errorf("a name that the archive groups with another finds %s", got)
	}
	named(s, "list", "بهرام زرين تبه", "Behrooz Zarrintape", "Amir Tappeh")
	s.Follow()
	if got := called(s.Ask("Zarrintappeh", persons)); got != "Behrooz Zarrintape (spelling), بهرام زرين تبه (sound)" {
		t.Errorf("a surname that others write in two words finds %s", got)
	}
	if got := s.Ask("Zarrintappeh", persons).Exact; got != 0 {
		t.Errorf("%d are written so, want none", got)
	}
	mark := s.Ask("Reza Fanousgar", persons).Hits[0].Quote
	if len(mark.Marks) != 2 || mark.Text[mark.Marks[1][0]:mark.Marks[1][1]] != "فانوسگر" {
		t.Errorf("what was met is not marked: %+v", mark)
	}
}

// testPersonsFirst compares answers that have persons among other things.
func testPersonsFirst(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Write(guard.CaseOpened{Case: "other"})
	s.Take("open", "letter", "Reza Golband wrote to رضا گلبند of oranges")
	named(s, "letter", "رضا گلبند", "Nader Golband")
	elsewhere := s.Claim("c-2", "e-2", "Person", "name", "Reza Golband", "letter")
	elsewhere.Case = "other"
	s.Write(elsewhere)
	s.Follow()
	got := s.Ask("Reza Golband")
	if want := "Reza Golband رضا گلبند~"; !strings.HasPrefix(Found(got), want) || got.Facets["kind"]["person"] != 2 || got.Facets["case"]["other"] == 0 {
		t.Errorf("found %s, facets %v; want first %s", Found(got), got.Facets, want)
	}
	if strings.Contains(Found(got), "Nader") {
		t.Errorf("where something is found, who is only nearly called so must not be: %s", Found(got))
	}
	var paged []string
	for at := 0; at < int(got.Total)+2; at++ {
		paged = append(paged, strings.Fields(Found(s.Ask("Reza Golband", func(r *flow.SearchRequest) { r.Limit, r.Offset = 1, at })))...)
	}
	if few := s.Ask("Reza Golband", func(r *flow.SearchRequest) { r.Limit = 1 }); few.Ranked != got.Total || few.Total != got.Total {
		t.Errorf("one hit of %d, said to be chosen among %d", few.Total, few.Ranked)
	}
	if !slices.Equal(paged, strings.Fields(Found(got))) || int64(len(got.Hits)) != got.Total || got.FacetsOf != got.Total {
		t.Errorf("in one %s of %d, one by one %v", Found(got), got.Total, paged)
	}
	if got := called(s.Ask("Behrouz Golband")); !strings.Contains(got, "Nader Golband (part)") {
		t.Errorf("where nothing is found, who is nearly called so is %q", got)
	}
	for query, want := range map[string]string{
		"Reza Golband case:other kind:person": "Reza Golband (written)", "Reza Golband kind:item": "", `"Reza Golband"`: "", "Reza -Golband": "",
		"oranges": "", "Reza Golband lang:en": "",
	} {
		if got := called(s.Ask(query)); got != want {
			t.Errorf("%s finds %q by name, want %q", query, got, want)
		}
	}
	if got := called(s.Ask("Reza Golband", func(r *flow.SearchRequest) { r.Exact = true })); got != "" {
		t.Errorf("exactly: %s", got)
	}
	s.Write(claim.Withdrawn{Claim: "c-2", Reason: "a slip"})
	s.Follow()
	if got := called(s.Ask("Reza Golband")); got != "رضا گلبند (sound)" {
		t.Errorf("after the claim was withdrawn: %s", got)
	}
}

// calledAsAnyone asks by name as somebody who may not see sealed things, and
// gives all that the index says on the way.
func calledAsAnyone(t *testing.T, s *Searched, query string) (hits []search.Hit, spelled []search.Spelled) {
	t.Helper()
	ctx := context.Background()
	q, ok := search.ReadName(query, naming.Standard())
	if !ok {
		return nil, nil
	}
	spelled, err := s.Index.Spelled(ctx, q.Keys(), false, search.MostSpelled)
	if err != nil {
		t.Fatal(err)
	}
	q.Hear(spelled)
	for part := range q.Parts() {
		some, err := s.Index.Bearers(ctx, search.BearersOf{Tokens: q.Tokens(part)}, false, search.MostBearers)
		if err != nil {
			t.Fatal(err)
		}
		q.Take(part, some, true)
		for _, ask := range q.Parted(part) {
			if some, err = s.Index.Bearers(ctx, ask, false, search.MostBearers); err != nil {
				t.Fatal(err)
			}
			q.TakeParted(part, ask, some)
		}
	}
	docs, err := s.Index.Documents(ctx, q.Best(search.MostCompared), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range q.Rank(docs) {
		hits = append(hits, b.Hit)
	}
	return hits, spelled
}

// testSealedPersons plants persons under the seal beside those anyone may know.
func testSealedPersons(t *testing.T, open, other func(fault.Hook) IndexedBook) {
	openly := func(s *Searched) {
		s.Take("open", "letter", "a list")
		named(s, "letter", "رضا گلبند", "Nader Golband", "Zahra Anarsaz")
	}
	s := begun(t, open)
	s.Close()
	s.Take("closed", "hidden", "another list")
	s.Write(s.Claim("c-1", "e-1", "Person", "name", "Reza Golband", "hidden"), s.Claim("c-2", "e-رضا گلبند", "Person", "name", "Behrouz Fanusgar", "hidden"))
	openly(s)
	for i := range 30 {
		s.Write(s.Claim(fmt.Sprintf("c-3-%d", i), fmt.Sprintf("e-3-%d", i), "Person", "name", "Zahra Golbandi", "hidden"))
	}
	s.Follow()
	never := begun(t, other)
	openly(never)
	never.Follow()
	for _, query := range []string{"Reza Golband", "Behrouz Fanusgar", "بهروز فانوسگر", "Golband", "Zahra Golbandi", "Zahra", "زهرا انارساز", "Golbandi"} {
		hits, spelled := calledAsAnyone(t, s, query)
		want, heard := calledAsAnyone(t, never, query)
		if !reflect.DeepEqual(hits, want) || !reflect.DeepEqual(spelled, heard) {
			t.Errorf("%s: with sealed things\n%+v %v\nwithout\n%+v %v", query, hits, spelled, want, heard)
		}
	}
	if got := called(s.Ask("Behrouz Fanusgar", persons)); got != "Behrouz Fanusgar (written)" {
		t.Errorf("who may see all finds %q", got)
	}
	for docs := range int64(100) {
		got, err := s.Index.Documents(context.Background(), []int64{docs}, false)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) > 0 && (got[0].Ref == "e-1" || got[0].Layer == "sealed") {
			t.Errorf("a sealed document is given by its number: %+v", got[0])
		}
	}
}
