package sql_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/store/sql"
)

// command is an invented country: units in a tree of ten below each, a post
// with a head and ten tenures in every one, and a tenth as many rows of a
// gazette. posted makes what is claimed of unit n.
const commandTenures = 100_000

func posted(n int) []ledger.Fact {
	p := text.Passage{Item: [32]byte{1}, Rendition: [32]byte{2}, Selector: text.Selector{Page: 1}, Quote: "gazette"}
	var facts []ledger.Fact
	made := func(schema, entity, property, value string, change func(*claim.Made)) {
		m := claim.Made{Claim: fmt.Sprintf("c-%d-%d", n, len(facts)), Case: "main", Entity: entity, Schema: schema, Property: property, Value: value, Original: value, Passages: []text.Passage{p}}
		change(&m)
		facts = append(facts, m)
	}
	plain := func(*claim.Made) {}
	is := func(id string) func(*claim.Made) { return func(m *claim.Made) { m.ValueEntity = id } }
	day := func(m *claim.Made) { m.Date = &claim.Date{EDTF: m.Value, Calendar: "gregorian"} }
	unit, post := fmt.Sprintf("u-%d", n), fmt.Sprintf("post-%d", n)
	made("Organisation", unit, "name", "Unit "+unit, plain)
	if n > 0 {
		made("Organisation", unit, "part_of", "above", func(m *claim.Made) {
			m.ValueEntity, m.Valid = fmt.Sprintf("u-%d", (n-1)/10), &claim.Valid{From: "1950", To: "2000"}
		})
	}
	made("Post", post, "unit", "the unit", is(unit))
	made("Post", post, "name", "Commander", plain)
	for i := range 10 {
		id := fmt.Sprintf("t-%d-%d", n, i)
		made("Tenure", id, "holder", "somebody", is(fmt.Sprintf("person-%d", (n*10+i)%50_000)))
		made("Tenure", id, "post", "commander", is(post))
		made("Tenure", id, "from", fmt.Sprintf("%d-01-01", 1950+5*i), day)
		made("Tenure", id, "to", fmt.Sprintf("%d-12-31", 1954+5*i), day)
	}
	row := fmt.Sprintf("row-%d", n)
	made("Post", row, "body", "unit U-"+fmt.Sprint(n), plain)
	made("Post", row, "holder", fmt.Sprintf("Clerk %d", n), plain)
	made("Post", row, "from", "1970-06-01", day)
	if n%100 == 0 {
		who := fmt.Sprintf("who-%d", n)
		made("Person", who, "holds", "the commander", func(m *claim.Made) { m.ValueEntity, m.Valid = post, &claim.Valid{AsOf: "1972-03-03"} })
		facts = append(facts, person.Judge(who, fmt.Sprintf("person-%d", n), person.Unsure, "x", ""))
	}
	return facts
}

func country(b *testing.B) *sql.Book {
	book := newSQLite(b)
	begin(b, book)
	var facts []ledger.Fact
	for n := range commandTenures / 10 {
		if facts = append(facts, posted(n)...); len(facts) > 20_000 {
			put(b, book, facts...)
			facts = nil
		}
	}
	put(b, book, facts...)
	return book
}

// BenchmarkCommand asks about posts where 100,000 tenures are kept: the
// holders on a day, the chain of command of five levels, all holders in order,
// a person's posts, and a person known only by a post.
func BenchmarkCommand(b *testing.B) {
	book := country(b)
	days, err := flow.ReadDays("1972-03-03", "")
	if err != nil {
		b.Fatal(err)
	}
	unit := func(n int) string { return fmt.Sprintf("u-%d", (n*7919)%(commandTenures/10)) }
	for name, ask := range map[string]func(context.Context, flow.State, int) error{
		"on-a-day": func(ctx context.Context, s flow.State, n int) error {
			p, err := flow.Posts(ctx, s, flow.PostsRequest{Unit: unit(n), On: &days})
			return some(err, len(p) == 1 && len(p[0].Holdings) == 2)
		},
		"by-name": func(ctx context.Context, s flow.State, n int) error {
			p, err := flow.Posts(ctx, s, flow.PostsRequest{Unit: "Unit " + unit(n), On: &days, Case: "main"})
			return some(err, len(p) == 1 && len(p[0].Holdings) == 2)
		},
		"chain": func(ctx context.Context, s flow.State, n int) error {
			p, err := flow.Posts(ctx, s, flow.PostsRequest{Unit: unit(n), On: &days, Command: true})
			return some(err, len(p) == 1 && len(p[0].Command.Seats) == 1)
		},
		"in-order": func(ctx context.Context, s flow.State, n int) error {
			p, err := flow.Posts(ctx, s, flow.PostsRequest{Unit: unit(n)})
			return some(err, len(p) == 1 && len(p[0].Held.Tenures) == 11)
		},
		"person": func(ctx context.Context, s flow.State, n int) error {
			p, err := flow.PostsHeld(ctx, s, "", fmt.Sprintf("Clerk %d", n%1000), nil)
			return some(err, len(p.Held.Tenures) == 1)
		},
		"placeholder": func(ctx context.Context, s flow.State, n int) error {
			found := 0
			err := flow.Placeholders(ctx, s, flow.PlaceholderFilter{Person: fmt.Sprintf("who-%d", n%100*100), After: -1}, func(p flow.Placeholder) error {
				found += len(p.Candidates)
				return nil
			})
			return some(err, found == 1)
		},
	} {
		b.Run(name, func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			n := 0
			for b.Loop() {
				n++
				if err := book.Look(b.Context(), func(ctx context.Context, s flow.State) error { return ask(ctx, s, n) }); err != nil {
					b.Fatal(err)
				}
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(b.Elapsed())/float64(time.Millisecond)/float64(n), "ms/answer")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(n)/1024, "KiB/answer")
		})
	}
}

func some(err error, ok bool) error {
	if err == nil && !ok {
		return fmt.Errorf("the answer is not the one that was put in")
	}
	return err
}
