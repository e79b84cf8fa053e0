package sql_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"strconv"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/flow/sight"
)

// BenchmarkFirstPage reports how long the questions of the desk's first page,
// its timeline and its map take, with 20,000 items and 10,000 persons or as many
// times more as SANAD_BENCH_TIMES says, for somebody from whom one item is
// sealed.
func BenchmarkFirstPage(b *testing.B) {
	times := 1
	if n, err := strconv.Atoi(os.Getenv("SANAD_BENCH_TIMES")); err == nil {
		times = n
	}
	book := newSQLite(b)
	begin(b, book)
	put(b, book, guard.UserAdded{User: "reader", Roles: []guard.Role{guard.Reviewer}}, custody.Opened{Accession: "a-0", Case: "main", Source: custody.Source{Sealed: []byte("age")}, Label: guard.Sealed},
		custody.Acquired{Accession: "a-0", Item: sha256.Sum256([]byte("sealed")), Bytes: 7, MediaType: "text/plain", Name: custody.NameOf("sealed")})
	var facts []ledger.Fact
	for n := range 20_000 * times {
		sum := custody.Sum(sha256.Sum256(fmt.Append(nil, n)))
		facts = append(facts, custody.Acquired{Accession: "a-1", Item: sum, Bytes: 7, MediaType: "text/plain", Name: custody.NameOf("n" + strconv.Itoa(n))})
		switch {
		case n%50 == 0:
			facts = append(facts, text.Unread{Item: sum, Step: "open", Error: "broken"})
		case n%10 > 0:
			facts = append(facts, text.Read{Item: sum, Engine: "plain", Version: "1", Rendition: sum, Form: text.Pages, Parts: 1})
		}
		if n%2 == 0 {
			c := claimed(n)
			c.Property, c.Value = "birth_date", fmt.Sprintf("%d-03-04", 1930+n/2%50)
			c.Date = &claim.Date{EDTF: c.Value, Calendar: "gregorian"}
			facts = append(facts, c)
		}
		if len(facts) > 4000 || n == 20_000*times-1 {
			put(b, book, facts...)
			facts = nil
		}
	}
	veil, reader := sight.NewVeil(), guard.Actor{Handle: "reader", Roles: []guard.Role{guard.Reviewer}}
	ask := func(name string, do func(context.Context, *sight.Sight) error) {
		look := func() error {
			return book.Look(context.Background(), func(ctx context.Context, s flow.State) error {
				seen, err := veil.Over(ctx, s, reader)
				if err != nil {
					return err
				}
				return do(ctx, seen)
			})
		}
		if err := look(); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := look(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	ask("held", func(ctx context.Context, s *sight.Sight) error {
		for _, f := range []flow.ItemFilter{{}, {Failed: true}} {
			if _, _, err := s.CountItems(ctx, f); err != nil {
				return err
			}
		}
		_, err := s.CountUnread(ctx)
		return err
	})
	ask("waits", func(ctx context.Context, s *sight.Sight) error {
		if _, err := s.Lists(ctx, "main"); err != nil {
			return err
		}
		return s.Findings(ctx, flow.FindingFilter{Case: "main", Waiting: true, After: -1}, nil)
	})
	ask("changes", func(ctx context.Context, s *sight.Sight) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		return s.Events(ctx, tree.Size()-400, tree.Size(), func(flow.Recorded) error { return nil })
	})
	ask("days", func(ctx context.Context, s *sight.Sight) error {
		return flow.TimelineDays(ctx, s, flow.TimelineQuery{}, func(flow.DayCount) error { return nil })
	})
	ask("places", func(ctx context.Context, s *sight.Sight) error {
		return s.Claims(ctx, flow.ClaimFilter{Property: "location", After: -1}, func(claim.Claim) error { return nil })
	})
	ask("audit", func(ctx context.Context, s *sight.Sight) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		return s.Events(ctx, tree.Size()-4000, tree.Size(), func(flow.Recorded) error { return nil })
	})
}
