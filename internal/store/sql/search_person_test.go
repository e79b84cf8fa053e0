package sql_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"sanad/internal/core/ledger"
	"sanad/internal/core/search"
	"sanad/internal/fiction"
	"sanad/internal/flow"
	"sanad/internal/store/sql"
	"sanad/internal/store/storetest"
)

// bearer is somebody of a register: a name as it is recorded, another spelling
// of it as it is asked for, and who that is. Of two with one name either is
// right.
type bearer struct{ recorded, asked, who string }

// registered gives an archive in which each has the claim of a name, indexed.
func registered(tb testing.TB, book *sql.Book, all []bearer) *storetest.Searched {
	tb.Helper()
	s := recorded(tb, book, all)
	s.Follow()
	return s
}

// recorded is registered without the index.
func recorded(tb testing.TB, book *sql.Book, all []bearer) *storetest.Searched {
	tb.Helper()
	s := storetest.NewSearched(tb, book, book.Index())
	s.Write(storetest.Acquired("open", "register", "text/csv"))
	var facts []ledger.Fact
	for i, p := range all {
		facts = append(facts, s.Claim(fmt.Sprintf("c-%d", i), fmt.Sprintf("e-%d", i), "Person", "name", p.recorded, "register"))
		if len(facts) == 5000 {
			s.Write(facts...)
			facts = nil
		}
	}
	s.Write(facts...)
	return s
}

func lite(tb testing.TB) *sql.Book {
	tb.Helper()
	parts, _ := storetest.NewParts(tb)
	book, err := sql.OpenSQLite(context.Background(), filepath.Join(tb.TempDir(), "sanad.db"), true, optionsOf(parts))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := book.Close(); err != nil {
			tb.Error(err)
		}
	})
	return book
}

// invented gives people of the fiction: recorded in Persian, Arabic or English,
// asked for in another script, each part in any of its spellings.
func invented(seed uint64, people int) (all []bearer) {
	c := fiction.Make(seed, people)
	spelled := func(of fiction.Spelling, lang string, i int) string {
		list := map[string][]string{"fa": of.Fa, "ar": of.Ar, "en": of.Latin}[lang]
		one := of
		switch pick := list[i%len(list) : i%len(list)+1]; lang {
		case "fa":
			one.Fa = pick
		case "ar":
			one.Ar = pick
		default:
			one.Latin = pick
		}
		return one.In(lang)
	}
	for i := range people {
		p := c.Person(i)
		of := [][2]string{{"fa", "en"}, {"ar", "en"}, {"en", "fa"}, {"en", "ar"}, {"fa", "ar"}, {"ar", "fa"}}[i%6]
		all = append(all, bearer{
			recorded: spelled(p.Given, of[0], i/7) + " " + spelled(p.Surname, of[0], i/5),
			asked:    spelled(p.Given, of[1], i/3) + " " + spelled(p.Surname, of[1], i/11),
			who:      p.Given.In("fa") + " " + p.Surname.In("fa"),
		})
	}
	return all
}

// hits gives how often the right one is the first that is found, and among the
// first five, of a sample.
func hits(tb testing.TB, all []bearer, sample int, find func(query string) []search.Hit) (first, five float64) {
	tb.Helper()
	who := func(h search.Hit) string {
		var i int
		if _, err := fmt.Sscanf(h.Ref, "e-%d", &i); err != nil {
			tb.Fatal(err)
		}
		return all[i].who
	}
	step := max(len(all)/sample, 1)
	asked := 0.0
	for i := 0; i < len(all); i += step {
		asked++
		found := find(all[i].asked)
		for at, h := range found[:min(len(found), 5)] {
			if who(h) != all[i].who {
				continue
			}
			five++
			if at == 0 {
				first++
			}
			break
		}
	}
	return first / asked, five / asked
}

// byName searches for persons.
func byName(s *storetest.Searched) func(string) []search.Hit {
	return func(query string) (found []search.Hit) {
		for _, h := range s.Ask(query, func(r *flow.SearchRequest) { r.Kinds, r.Limit, r.Facets = []string{"person"}, 5, false }).Hits {
			found = append(found, h.Hit)
		}
		return found
	}
}

// Who is asked for in another script than they are recorded in is found, and
// first.
func TestPersonsAreFoundInAnotherScript(t *testing.T) {
	all := invented(7, 2000)
	first, five := hits(t, all, 500, byName(registered(t, lite(t), all)))
	t.Logf("the right one is first in %.3f of the questions, among the first five in %.3f", first, five)
	if first < .85 || five < .93 {
		t.Errorf("the right one is first in %.3f of the questions, want .85, and among the first five in %.3f, want .93", first, five)
	}
}
