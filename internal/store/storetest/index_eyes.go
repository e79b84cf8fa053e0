package storetest

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/search"
	"sanad/internal/store/fault"
)

// inMill asks the index with the eyes of a member of the case mill.
func inMill(t *testing.T, s *Searched, query string, sealed bool) search.Answer {
	t.Helper()
	eyes := search.Eyes{Cases: []string{"mill"}}
	if sealed {
		eyes.Sealed = eyes.Cases
	}
	index := s.Index.Within(eyes)
	q, err := search.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	if q, err = q.Expand(func(sound search.Sound) ([]string, error) {
		return index.Sounding(context.Background(), sound, false, 64)
	}); err != nil {
		t.Fatal(err)
	}
	a, err := index.Find(context.Background(), search.Question{Query: q, Limit: 50, Facets: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Hits { // which of the texts of an item it is is the index's own
		a.Hits[i].Layer, _, _ = strings.Cut(a.Hits[i].Layer, "@")
	}
	return a
}

// mill writes what the members of a case know, and what another case learns later.
func mill(s *Searched, other bool) {
	s.Write(guard.CaseOpened{Case: "mill"}, custody.Opened{Accession: "m", Case: "mill", Source: custody.Source{Name: "a miller"}, Label: guard.Case},
		custody.Opened{Accession: "m-closed", Case: "mill", Source: custody.Source{Sealed: []byte{1}}, Label: guard.Sealed})
	s.Write(Acquired("m", "shared", "text/plain"), s.Read("shared", "the order of the mill", "Rostami was there"))
	s.Take("m", "own", "the order the order", "رستمی نوشت")
	s.Take("m", "later", "the mill burned")
	s.Take("m-closed", "quiet", "a quiet order")
	c := s.Claim("c-1", "e-1", "Person", "name", "Sara Rostami", "own")
	c.Case = "mill"
	s.Write(c)
	if !other {
		return
	}
	d := s.Claim("c-2", "e-1", "Person", "name", "Ghostly Rostami", "dam's own")
	d.Case = "dam"
	late := Acquired("d", "later", "text/plain")
	late.Name.Text = "ghostly later"
	s.Write(late, d)
}

// dam writes what another case had before.
func dam(s *Searched) {
	s.Write(guard.CaseOpened{Case: "dam"}, custody.Opened{Accession: "d", Case: "dam", Source: custody.Source{Name: "a ghostly source"}, Label: guard.Case})
	shared := Acquired("d", "shared", "text/plain")
	shared.Name.Text = "ghostly name"
	s.Write(shared, s.Read("shared", "the order of the mill", "Rostami was there"))
	s.Take("d", "dam's own", "the mill and the dam and the ghostly Rustemi order order order", "rare")
	s.Write(s.Claim("c-0", "e-0", "Person", "name", "Ghostly", "dam's own"))
}

func millQuestions() []string {
	return []string{"order", "the", "mill", "ghostly", "Rostami", "رستمی", "Rustemi", "dam", "rare", "name:shared", "name:later", "name:ghostly", "source:\"a miller\" order", "case:dam order", "case:mill order",
		"kind:person sara", "kind:person ghostly", "quiet", "mill OR rare", "burned", "sh*", "gh*"}
}

// testEyes plants another case beside one, and compares every answer a member is
// given with an archive that never held it.
func testEyes(t *testing.T, open, other func(fault.Hook) IndexedBook) {
	with, without := begun(t, open), begun(t, other)
	dam(with)
	mill(with, true)
	mill(without, false)
	with.Follow()
	without.Follow()
	for _, q := range millQuestions() {
		for _, sealed := range []bool{false, true} {
			a, b := inMill(t, with, q, sealed), inMill(t, without, q, sealed)
			if !reflect.DeepEqual(a, b) {
				t.Errorf("%s: with another case\n%+v\nwithout\n%+v", q, a, b)
			}
		}
	}
	for query, want := range map[string]int64{"order": 2, "ghostly": 0, "mill": 2, "burned": 1, "name:shared": 1, "kind:person sara": 1} {
		if got := inMill(t, with, query, false); got.Total != want {
			t.Errorf("a member finds %d of %s, want %d: %+v", got.Total, query, want, got.Hits)
		}
	}
	if got := inMill(t, with, "quiet", true); got.Total != 2 {
		t.Errorf("who may see what is sealed in the case finds %d of it", got.Total)
	}
	for query, want := range map[string]int64{"ghostly": 7, "burned": 1, "order": 4} {
		if got := with.Ask(query); got.Total != want {
			t.Errorf("who sees all cases finds %d of %s, want %d: %s", got.Total, query, want, Found(got))
		}
	}
}
