package desk

import (
	"testing"

	"sanad/internal/core/linkage"
)

func TestACellOfAPairHasTheLinkersWord(t *testing.T) {
	factors := []linkage.Factor{
		{Field: "given", Level: "another name", Left: "Zhaleh", Right: "Jaleh", Bits: -5},
		{Field: "death", Level: "all that both have agree", Left: "1988-08-01 · گوهرک", Right: "1988-08-01~ · Goharak", Bits: 4, Parts: []linkage.Part{
			{Field: "died", Level: "same day", Left: "1988-08-01", Right: "1988-08-01~", Agrees: true},
			{Field: "prison", Level: "same sound", Left: "گوهرک", Right: "Goharak", Agrees: true},
			{Field: "death_place", Level: "missing", Right: "Lalehzar"},
		}},
	}
	for _, c := range []struct{ left, right, how, level string }{
		{"Zhaleh", "Jaleh", "differ", "another name"}, {"1988-08-01", "1988-08-01~", "alike", "same day"}, {"گوهرک", "Goharak", "alike", "same sound"},
		{"", "Lalehzar", "half", ""}, {"Lalehzar", "لالەزار", "differ", ""}, {"LALEHZAR", "Lalehzar", "same", ""},
	} {
		cell := pairCell{Left: c.left, Right: c.right}
		if cell.compare(factors); cell.How != c.how || cell.Level != c.level {
			t.Errorf("%q and %q: %s, %q", c.left, c.right, cell.How, cell.Level)
		}
	}
}
