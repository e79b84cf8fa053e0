package pdf

import (
	"strings"
	"testing"
)

func TestATableIsReadRowByRowWithATabBetweenItsCells(t *testing.T) {
	all := records(t)
	for _, name := range []string{"table", "table_wide", "table_list", "table_arabic", "table_latin", "table_wrapped"} {
		r := all[name]
		if got := Layout(r.chars(), r.Width, r.Height).Text; got != r.Want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, r.Want)
		}
	}
}

func TestANewspaperIsReadColumnByColumn(t *testing.T) {
	all := records(t)
	for _, name := range []string{"news_fa", "news_en"} {
		r := all[name]
		got := Layout(r.chars(), r.Width, r.Height).Text
		if flat(got) != flat(r.Want) || strings.Contains(got, "\t") {
			t.Errorf("%s:\n got %q\nwant %q", name, got, r.Want)
		}
	}
}

// beside sets two columns of lines that stand level.
func beside(left, right []string) (chars []Char, rows string) {
	var all []string
	for i := range left {
		chars = append(chars, typeset(50, 100+14*float64(i), left[i])...)
		chars = append(chars, typeset(300, 100+14*float64(i), right[i])...)
		all = append(all, left[i]+"\t"+right[i])
	}
	return chars, strings.Join(all, "\n")
}

func TestLevelColumnsArePartedOnlyIfBothAreRunningText(t *testing.T) {
	text, other := wrapped(0, 34)[:8], wrapped(5, 34)[:8]
	names := strings.Split("Leon Brandt,Mira Velasco Ilves,Anton Oakley,Petra Novak of Mill Lane,Johan Ilves,Elise Marchetti,Tomas Brandt,Mira Ilves", ",")
	cases := strings.Split("Case No. 11 of 1972,Case No. 12 of 1972,Case No. 13 of 1972,Case No. 14 of 1972,Case No. 15 of 1973,Case No. 16 of 1973,Case No. 17 of 1973,Case No. 18 of 1974", ",")
	for _, c := range []struct {
		about       string
		left, right []string
		columns     bool
	}{
		{"text and text", text, other, true},
		{"names and text", names, text, false},
		{"text and names", text, names, false},
		{"cells that begin alike, and text", cases, text, false},
		{"names and cases", names, cases, false},
	} {
		chars, want := beside(c.left, c.right)
		if c.columns {
			want = strings.Join(append(append([]string(nil), c.left...), c.right...), "\n")
		}
		if got := Layout(chars, 600, 800).Text; got != want {
			t.Errorf("%s:\n got %q\nwant %q", c.about, got, want)
		}
	}
}

func TestARowOfLatinNamesKeepsTheColumnsOfItsTable(t *testing.T) {
	var chars []Char
	for i, row := range [][3]string{{"کاوه", "بهرام", "دهنو"}, {"مینا", "رستم", "کوشک"}, {"Leon", "Anton", "Oakley"}, {"لیلا", "آوا", "دهنو"}} {
		for j, cell := range row {
			if cell[0] > 'z' {
				cell = mirrored(cell)
			}
			chars = append(chars, typeset(400-100*float64(j), 100+14*float64(i), cell)...)
		}
	}
	want := "کاوه\tبهرام\tدهنو\nمینا\tرستم\tکوشک\nLeon\tAnton\tOakley\nلیلا\tآوا\tدهنو"
	if got := Layout(chars, 600, 800).Text; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
