package app

import (
	"context"
	"encoding/binary"
	"fmt"
	"runtime"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/flow/sight"
)

// BenchmarkSightOfAMember measures what the sight of a member of one case costs in
// an archive of 200,000 items in four: made for the first time, and for each page
// after that.
func BenchmarkSightOfAMember(b *testing.B) {
	const items, cases, late = 200_000, 4, 500
	p := benchArchive(b)
	ctx := context.Background()
	sum := func(i int) (s custody.Sum) {
		binary.BigEndian.PutUint64(s[:], uint64(i+1)*0x9e3779b97f4a7c15)
		return s
	}
	taken := func(in, i int) ledger.Fact {
		return custody.Acquired{Accession: fmt.Sprintf("a-%d", in), Item: sum(i), Bytes: 1000, MediaType: "text/plain", Name: custody.NameOf(fmt.Sprintf("%07d.txt", i))}
	}
	for c := range cases {
		facts := []ledger.Fact{guard.CaseOpened{Case: fmt.Sprintf("case%d", c)}, custody.Opened{Accession: fmt.Sprintf("a-%d", c), Case: fmt.Sprintf("case%d", c), Source: custody.Source{Name: "bench"}, Label: guard.Case}}
		for i := c * items / cases; i < (c+1)*items/cases; i++ {
			if facts = append(facts, taken(c, i)); len(facts) == 10_000 {
				record(b, p, founder(), facts...)
				facts = nil
			}
		}
		for i := range late {
			facts = append(facts, taken(c, (i*997+c*items/cases+items/2)%items))
		}
		record(b, p, founder(), facts...)
	}
	member := guard.Actor{Handle: "m", In: map[string][]guard.Role{"case1": {guard.Reader}}}
	look := func(b *testing.B, v *sight.Veil, read func(*sight.Sight) error) {
		err := p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
			seen, err := v.Over(ctx, s, member)
			if err != nil {
				return err
			}
			return read(seen)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Run("first of a reader of all", func(b *testing.B) {
		for b.Loop() {
			err := p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
				_, err := sight.NewVeil().Over(ctx, s, guard.Actor{Handle: "r", Roles: []guard.Role{guard.Reader}})
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			look(b, sight.NewVeil(), func(*sight.Sight) error { return nil })
		}
	})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	v := sight.NewVeil()
	look(b, v, func(*sight.Sight) error { return nil })
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.Logf("%d MB are held", (after.HeapAlloc-before.HeapAlloc)>>20)
	for name, read := range map[string]func(*sight.Sight) error{
		"again": func(*sight.Sight) error { return nil },
		"page of items": func(s *sight.Sight) error {
			n := 0
			err := s.Items(ctx, flow.ItemFilter{After: -1, Limit: 51}, func(custody.Item) error { n++; return nil })
			if n != 51 {
				return fmt.Errorf("%d items", n)
			}
			return err
		},
		"count": func(s *sight.Sight) error {
			n, _, err := s.CountItems(ctx, flow.ItemFilter{})
			if n < items/cases || n >= items/cases+late+1 {
				return fmt.Errorf("%d items", n)
			}
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				look(b, v, read)
			}
		})
	}
	runtime.KeepAlive(v)
}
