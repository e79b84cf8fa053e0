package linkage

import (
	"strings"
	"testing"

	"sanad/internal/ground/naming"
)

func FuzzParseSpec(f *testing.F) {
	f.Add(plainMapping)
	f.Add("fields: [{name: a, kind: name}]\nblocking: [a+a.sound a.head]\nrefine: [a]\n")
	f.Add("fields: &a [*a]")
	f.Fuzz(func(t *testing.T, text string) {
		spec, err := ParseSpec([]byte(text))
		if err != nil {
			return
		}
		if _, err := NewTable(spec, naming.Standard()); err != nil {
			t.Errorf("a spec that was taken makes no table: %v", err)
		}
	})
}

// FuzzLink links whatever rows: it may not fail, and a score is the sum of its
// factors.
func FuzzLink(f *testing.F) {
	f.Add("Ali|Rezai|1340|Simrud\nعلی|رضایی|۱۳۴۰|سیمرود\nAli||1961|")
	f.Add("|||\n|||\n\xff\xfe|\u202e|0000-00-00|9999-99-99")
	f.Add("a b c d e f g h i j k l m n o p|q|1|2\na|b\n1367/05/05|1988-07-27|1367/05/05|x")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		if len(lines) < 2 || len(text) > 4000 {
			return
		}
		table := plainTable(t, plainMapping, len(lines), func(i int) ([]string, int) { return strings.Split(lines[i], "|"), i % 2 })
		r, err := Link(table, Options{Seed: 1, RandomPairs: 200, Low: -1000, ComponentCap: 5})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Pairs {
			if e := r.Explain(p.Left, p.Right); float32(e.Bits) != p.Bits || e.Bits != e.Bits {
				t.Fatalf("%v bits explained as %v", p.Bits, e.Bits)
			}
		}
		in := map[int32]bool{}
		for _, c := range r.Clusters {
			for _, row := range c.Rows {
				if in[row] {
					t.Fatalf("row %d is in two clusters", row)
				}
				in[row] = true
			}
		}
	})
}
