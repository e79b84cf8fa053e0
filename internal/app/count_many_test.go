package app

import (
	"fmt"
	"strings"
	"testing"
)

// More lists than a table of overlaps can hold still document a minimum, and
// those that are chosen are estimated from.
func TestMoreListsThanATableHoldsAreCounted(t *testing.T) {
	s := newSealed(t, nil)
	s.enlist("dana", rosters())
	for i := range 30 {
		name := fmt.Sprintf("Paper%d", i)
		rows := fmt.Sprintf("no,name,father\n%d,Sara Zamani,Ali\n", i)
		s.must("--as", "dana", "import", s.file(name+".csv", rows), "--map", s.file(name+".yaml", strings.Replace(peopleMapping, "list: people", "list: "+name, 1)), "--source", "a neighbour")
	}
	s.must("link")
	out := s.must("count", "--level", "probable")
	if !strings.Contains(out, "people") || !strings.Contains(out, "so none is") || strings.Contains(out, "only on") {
		t.Errorf("the count says %s", out)
	}
	if out := s.exits(2, "estimate"); !strings.Contains(out, "--lists NAME") {
		t.Errorf("of all lists: %s", out)
	}
	chosen := s.must("estimate", "--quick", "--method", "loglinear", "--lists", "Families", "--lists", "Exiles", "--lists", "Prison")
	if !strings.Contains(chosen, "lists: Families; Exiles; Prison") || strings.Contains(chosen, "Paper") {
		t.Errorf("of those chosen: %s", chosen)
	}
}
