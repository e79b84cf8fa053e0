package mapping

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"sanad/internal/ground/calendar"
	"sanad/internal/ground/cellref"
	"sanad/internal/ground/script"
)

//go:embed headings.txt
var headingWords string

// phrase is a folded heading and the property it mostly means.
type phrase struct{ text, property string }

var phrases = sync.OnceValue(func() []phrase {
	var out []phrase
	for line := range strings.Lines(headingWords) {
		property, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.SplitSeq(words, ",") {
			out = append(out, phrase{strings.Join(strings.Fields(script.Fold(word)), " "), strings.TrimSpace(property)})
		}
	}
	return out
})

// Guess is what a column of a table may be.
type Guess struct {
	Column   string   // letter
	Heading  string   // empty: the table has none
	Property string   // proposed; empty: nothing is
	Why      string   // the ground of the proposal
	Filled   int      // cells that are not empty, of those looked at
	Samples  []string // a few values
}

// rowNumber is the property that stands for the list's own number in a Guess.
const rowNumber = "row_id"

// Propose looks at the headings and the first rows of a table and says what its
// columns may be. Nothing rests on it: the proposal is a file for a person to
// correct and to give to an import.
func Propose(headings []string, rows [][]string) []Guess {
	taken := map[string]bool{}
	out := make([]Guess, len(headings))
	for i, h := range headings {
		g := Guess{Column: cellref.Column(i), Heading: strings.TrimSpace(h)}
		var values []string
		for _, row := range rows {
			if i < len(row) && strings.TrimSpace(row[i]) != "" {
				values = append(values, strings.TrimSpace(row[i]))
			}
		}
		g.Filled = len(values)
		g.Samples = values[:min(len(values), 3)]
		g.Property, g.Why = propose(g.Heading, values, len(rows))
		if taken[g.Property] {
			g.Why = fmt.Sprintf("an earlier column is %s already", g.Property)
			g.Property = ""
		}
		if g.Property != "" {
			taken[g.Property] = true
		}
		out[i] = g
	}
	givenBesideSurname(out, taken)
	return out
}

// givenBesideSurname takes a column that is headed "name" and no more for the
// given name where another has the surname.
func givenBesideSurname(all []Guess, taken map[string]bool) {
	if !taken["surname"] || taken["given_name"] {
		return
	}
	for i := range all {
		switch g := &all[i]; script.Fold(g.Heading) {
		case script.Fold("name"), script.Fold("نام"), script.Fold("اسم"), script.Fold("الاسم"):
			if g.Property == "name" {
				g.Property, g.Why = "given_name", "the heading, and another column has the surname"
			}
		}
	}
}

// propose goes by the heading, and if that says nothing by the values.
func propose(heading string, values []string, rows int) (property, why string) {
	folded := " " + strings.Join(strings.Fields(script.Fold(heading)), " ") + " "
	if isNumberHeading(strings.TrimSpace(folded)) && increasing(values) {
		return rowNumber, "the heading and values that count up"
	}
	longest := 0
	for _, p := range phrases() {
		if len(p.text) > longest && strings.Contains(folded, " "+p.text+" ") {
			longest, property = len(p.text), p.property
		}
	}
	if property != "" {
		return property, "the heading"
	}
	if len(values) > 2 && len(values)*2 > rows && increasing(values) {
		return rowNumber, "values that count up"
	}
	dates := 0
	for _, v := range values {
		if r, err := calendar.Read(v, calendar.Options{}); err == nil && !r.Has(calendar.FlagNoYear) && r.EDTF != "" && len(v) > 4 {
			dates++
		}
	}
	if dates > 2 && dates*2 > len(values) {
		return "", fmt.Sprintf("%d of %d values read as dates: of birth, arrest, death?", dates, len(values))
	}
	return "", "nothing tells"
}

func isNumberHeading(folded string) bool {
	switch folded {
	case "no", "no.", "nr", "number", "row", "#", "id", "ردیف", "شماره", "الرقم", "رقم", "م", "ت":
		return true
	}
	return false
}

// increasing reports whether values are numbers that go up.
func increasing(values []string) bool {
	last := -1
	for _, v := range values {
		n := 0
		for _, r := range script.Digits(v) {
			if r < '0' || r > '9' || n > 1<<40 {
				return false
			}
			n = n*10 + int(r-'0')
		}
		if n <= last {
			return false
		}
		last = n
	}
	return len(values) > 1
}

// Write writes a proposal as a mapping for a person to correct: columns of
// which nothing is proposed stand in it behind a "#".
func Write(list string, guesses []Guess, language string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "list: %s\nschema: Person\nheader: 1\n", quoted(list))
	if language != "" {
		fmt.Fprintf(&b, "language: %s\n", language)
	} else {
		b.WriteString("# language: ?   # names alone do not tell: ar, en, fa?\n")
	}
	has := map[string]bool{}
	for _, g := range guesses {
		has[g.Property] = true
		if g.Property == rowNumber {
			fmt.Fprintf(&b, "row_id: %s\n", quoted(g.Heading))
		}
	}
	b.WriteString("columns:\n")
	for _, g := range guesses {
		name := orColumn(g)
		switch g.Property {
		case rowNumber:
		case "":
			fmt.Fprintf(&b, "  # %s: ?   # %s\n", quoted(name), g.Why)
		default:
			fmt.Fprintf(&b, "  %s: %s\n", quoted(name), g.Property)
		}
	}
	if !has["name"] && has["given_name"] && has["surname"] {
		b.WriteString("name: [given_name, surname]\n")
	}
	b.WriteString("# What is known of the list as a source; estimates stand or fall with it:\n")
	b.WriteString("# about: {made_by: ..., period: ..., area: ..., definition: ..., obtained: ..., copies: [...]}\n")
	return b.String()
}

func orColumn(g Guess) string {
	if g.Heading == "" {
		return g.Column
	}
	return g.Heading
}

// quoted writes a YAML string that can't be taken for anything else.
func quoted(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// Exact gives the property that a heading means by itself, word for word; "" if it
// only holds words that may mean one.
func Exact(heading string) string {
	text := strings.Join(strings.Fields(strings.ReplaceAll(script.Fold(heading), "_", " ")), " ")
	for _, p := range phrases() {
		if p.text == text {
			return p.property
		}
	}
	return ""
}
