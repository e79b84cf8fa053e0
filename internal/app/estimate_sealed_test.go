package app

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/flow/sight"
	"sanad/internal/ground/fail"
)

func asked(t *testing.T, p *parts, actor guard.Actor, read func(flow.State) error) {
	t.Helper()
	if err := sight.NewVeil().Book(p.book, actor).Look(context.Background(), func(_ context.Context, st flow.State) error { return read(st) }); err != nil {
		t.Fatal(err)
	}
}

// Sealed rows are in no estimate that others may know of. One that counts them
// is sealed itself where that makes a difference, and then it is as if it were
// not there.
func TestAnEstimateTellsNothingOfSealedRows(t *testing.T) {
	var told [2]map[string]string
	for i, sealed := range []bool{true, false} {
		s := estimated(t)
		open := s.recorded("dana")
		if own := s.recorded("founder"); !sealed && s.field(s.must("--json", "estimate", "show", own), "label") != "case" {
			t.Error("an estimate is sealed where nothing is")
		}
		if sealed {
			hidden := s.file("hidden.csv", "no,name,father\n1,Sara "+sealedWord+",Ali\n2,Navid "+sealedWord+",Reza\n")
			s.must("add", hidden, "--source", "someone", "--sealed")
			s.must("process")
			s.must("import", hidden, "--map", s.file("hidden.yaml", strings.Replace(peopleMapping, "list: people", "list: hidden", 1)))
			s.must("link")
		}
		record := slices.Concat([]string{"--record"}, signed("yes"))
		if !sealed {
			record = nil
		}
		whole := s.must(quickly(record...)...)
		if got, want := s.field(whole, "label"), map[bool]string{true: "sealed", false: "case"}[sealed]; got != want {
			t.Errorf("sealed rows %t: the estimate is %s, want %s", sealed, got, want)
		}
		id := s.field(whole, "estimate")
		if sealed {
			s.exits(1, "--as", "dana", "estimate", "show", id)
			s.exits(1, slices.Concat([]string{"--as", "rana", "estimate", "dispute", id, "--reason", "x"}, signed("no"))...)
			s.exits(1, "--as", "dana", "estimate", "withdraw", id, "--reason", "x")
			s.exits(1, append([]string{"--as", "dana"}, quickly(slices.Concat([]string{"--record", "--replaces", id}, signed("yes"))...)...)...)
			s.exits(5, quickly(slices.Concat([]string{"--record", "--replaces", open}, signed("yes"))...)...)
			s.exits(5, quickly(slices.Concat([]string{"--open", "--record", "--replaces", id}, signed("yes"))...)...)
			s.exits(5, "estimate", "export", id, "--out", filepath.Join(t.TempDir(), "out"))
			p := s.parts()
			asked(t, p, guard.Actor{Handle: "dana", Roles: []guard.Role{guard.Documenter}}, func(st flow.State) error {
				if _, err := st.EstimateHistory(context.Background(), id); fail.Of(err) != fail.NotFound {
					t.Errorf("the entries on a sealed estimate: %v, want not found", err)
				}
				return st.Events(context.Background(), 0, 1<<40, func(e flow.Recorded) error {
					if strings.Contains(string(e.Body), id) {
						t.Errorf("entry %d tells of it", e.Index)
					}
					return nil
				})
			})
			if err := p.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if got := s.field(s.must(quickly("--open")...), "label"); got != "case" {
			t.Errorf("an open estimate of who may see more is %s", got)
		}
		told[i] = map[string]string{}
		for command, answer := range s.told("dana", [][]string{quickly()[1:], {"estimate", "list"}, {"estimate", "show", open}, {"estimate", "check", open}, {"claims", "--rests-on", itemOf(rosters()["Exiles"])}}) {
			told[i][strings.ReplaceAll(command, open, "ID")] = answer
		}
		s.must("verify", "--fixity")
		s.must("rebuild")
	}
	sameTold(t, told[0], told[1])
}
