package flow

import (
	"maps"
	"slices"
	"strings"

	"sanad/internal/core/person"
	"sanad/internal/format/linking"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/script"
)

// Odd is rows that linking can do little with, or that a person should look at:
// What is one of the words below, and lists and examples are told by id. Nothing
// of it keeps a row out.
type Odd = linking.Odd

// What may be odd about rows.
const (
	OddNameless   = "no name"           // no name at all
	OddOneWord    = "one word"          // a name of one word, which many may bear
	OddNumber     = "only a number"     // nothing but what the list numbers its rows with
	OddDied       = "died before born"  // the last possible day of death is before the first of birth
	OddShared     = "shared name"       // one name that very many rows of one list have
	OddCopied     = "copied list"       // most rows stand in another list word for word
	OddSaidCopied = "said to be copied" // one is said to have been made from the other
)

// OddWords lists what may be odd.
func OddWords() []string {
	return []string{OddNameless, OddOneWord, OddNumber, OddDied, OddShared, OddCopied, OddSaidCopied}
}

// NamedOdd gives what is odd about the rows, with lists by their names.
func (l *Linked) NamedOdd() []Odd {
	out := slices.Clone(l.Odd)
	for i, o := range out {
		out[i].Lists = nil
		for _, id := range o.Lists {
			out[i].Lists = append(out[i].Lists, l.ListName(id))
		}
	}
	return out
}

// The bounds of what is told.
const (
	oddExamples = 5
	sharedBy    = 200 // rows of one list from which a name is told as shared
	copiedFrom  = 10  // rows a list must have to be told a copy
)

// oddities finds what is odd among rows.
func oddities(rows linkRows) []Odd {
	found := map[string]*Odd{}
	add := func(what string, r person.Record) {
		o := found[what]
		if o == nil {
			o = &Odd{What: what}
			found[what] = o
		}
		if o.Rows++; len(o.Examples) < oddExamples {
			o.Examples = append(o.Examples, r.Mention)
		}
	}
	bearers := map[[2]string]int{}
	for _, r := range rows.records {
		name := r.Values["name"]
		if name == "" {
			name = strings.TrimSpace(r.Values["given_name"] + " " + r.Values["surname"])
		}
		switch words := script.ParseName(name).Tokens; {
		case len(r.Values) == 0:
			add(OddNumber, r)
		case len(words) == 0:
			add(OddNameless, r)
		case len(words) == 1:
			add(OddOneWord, r)
		default:
			bearers[[2]string{r.List, strings.Join(words, " ")}]++
		}
		if diedBeforeBorn(r) {
			add(OddDied, r)
		}
	}
	for _, r := range rows.records {
		if bearers[[2]string{r.List, strings.Join(script.ParseName(r.Values["name"]).Tokens, " ")}] >= sharedBy {
			add(OddShared, r)
		}
	}
	var out []Odd
	for _, what := range slices.Sorted(maps.Keys(found)) {
		out = append(out, *found[what])
	}
	return append(out, copies(rows)...)
}

// Copies reports whether one of two lists is said to have been made from the
// other.
func Copies(a, b person.List) bool {
	named := func(of person.List, other person.List) bool {
		return slices.ContainsFunc(of.About.Copies, func(name string) bool {
			return name == other.List || script.Same(name, other.Name)
		})
	}
	return named(a, b) || named(b, a)
}

// diedBeforeBorn reports whether a record's dates contradict each other however
// they are read.
func diedBeforeBorn(r person.Record) bool {
	born, died := r.Values["birth_date"], r.Values["death_date"]
	if born == "" || died == "" || len(born) > calendar.MaxText || len(died) > calendar.MaxText {
		return false
	}
	first, ok := extreme(born, func(s calendar.Span) (calendar.Day, bool) { return s.Earliest.Known() }, func(a, b calendar.Day) bool { return a < b })
	last, known := extreme(died, func(s calendar.Span) (calendar.Day, bool) { return s.Latest.Known() }, func(a, b calendar.Day) bool { return a > b })
	return ok && known && last < first
}

// extreme gives the day of all readings of a date that is further than the
// others; false if a reading has no such day.
func extreme(text string, day func(calendar.Span) (calendar.Day, bool), further func(a, b calendar.Day) bool) (best calendar.Day, ok bool) {
	readings, err := calendar.Readings(text, calendar.Options{})
	if err != nil || len(readings) == 0 {
		return 0, false
	}
	for i, r := range readings {
		d, known := day(r.Span())
		if !known {
			return 0, false
		}
		if i == 0 || further(d, best) {
			best = d
		}
	}
	return best, true
}

// copies finds lists most rows of which stand in another word for word.
func copies(rows linkRows) (out []Odd) {
	says := map[string]map[string]bool{} // what a row says to the lists that say it
	size := map[string]int{}
	for _, r := range rows.records {
		if len(r.Values) < 2 {
			continue
		}
		var parts []string
		for _, property := range slices.Sorted(maps.Keys(r.Values)) {
			parts = append(parts, property+"="+r.Values[property])
		}
		row := strings.Join(parts, "\n")
		if says[row] == nil {
			says[row] = map[string]bool{}
		}
		if !says[row][r.List] {
			says[row][r.List] = true
			size[r.List]++
		}
	}
	shared := map[[2]string]int{}
	for _, lists := range says {
		all := slices.Sorted(maps.Keys(lists))
		for i, a := range all {
			for _, b := range all[i+1:] {
				shared[[2]string{a, b}]++
			}
		}
	}
	for i, a := range rows.lists {
		for _, b := range rows.lists[i+1:] {
			if Copies(a, b) {
				out = append(out, Odd{What: OddSaidCopied, Lists: []string{a.List, b.List}})
				continue
			}
			n := shared[[2]string{min(a.List, b.List), max(a.List, b.List)}]
			if least := min(size[a.List], size[b.List]); least >= copiedFrom && 2*n > least {
				out = append(out, Odd{What: OddCopied, Lists: []string{a.List, b.List}, Rows: n})
			}
		}
	}
	return out
}
