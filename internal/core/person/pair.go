package person

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/ground/canon"
	"sanad/internal/ground/script"
)

// Record is what a mention says, as far as pairing looks at it.
type Record struct {
	Mention string
	List    string
	Name    string
	Father  string
	Born    string // as written; its first year of four digits counts
}

// Pair is two mentions that may be one person, and why.
type Pair struct {
	Left, Right Record
	Factors     []Factor
}

// Factor is how one field of a pair compares.
type Factor struct {
	Field string
	Level string // "same", "same sound", "agree", "disagree", "missing"
}

// PairRule says in words what makes a pair, for showing with every result.
const PairRule = "same-name/1: two rows of different lists whose names are the same after folding, or sound the same across scripts; " +
	"fathers' names that are both given must be the same likewise, and birth years that are both given must differ by at most one"

// blockLimit is how many records may share a key before their pairs are told
// as left out: a name borne by so many tells nobody apart.
const blockLimit = 400

// Pairs gives the pairs by PairRule, and how many records stood in blocks too
// large to compare.
func Pairs(records []Record) (pairs []Pair, leftOut int) {
	blocks := map[string][]Record{}
	for _, r := range records {
		if key := script.Key(r.Name); key != "" {
			blocks[key] = append(blocks[key], r)
		}
	}
	for _, block := range blocks {
		if len(block) > blockLimit {
			leftOut += len(block)
			continue
		}
		for i, a := range block {
			for _, b := range block[i+1:] {
				if a.List == b.List {
					continue
				}
				if p, ok := Compare(a, b); ok {
					pairs = append(pairs, p)
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Left.Mention, b.Left.Mention), cmp.Compare(a.Right.Mention, b.Right.Mention))
	})
	return pairs, leftOut
}

// Compare gives the pair of two records in order, with how each field
// compares, and whether PairRule makes it a pair.
func Compare(a, b Record) (Pair, bool) {
	if a.Mention > b.Mention {
		a, b = b, a
	}
	p := Pair{Left: a, Right: b, Factors: []Factor{
		{"name", nameLevel(a.Name, b.Name)},
		{"father_name", nameLevel(a.Father, b.Father)},
		{"birth_date", yearLevel(a.Born, b.Born)},
	}}
	ok := p.Factors[0].Level != "missing"
	for _, f := range p.Factors {
		ok = ok && f.Level != "disagree"
	}
	return p, ok
}

func nameLevel(a, b string) string {
	switch {
	case strings.TrimSpace(a) == "" || strings.TrimSpace(b) == "":
		return "missing"
	case script.Same(a, b):
		return "same"
	case script.Key(a) == script.Key(b):
		return "same sound"
	}
	return "disagree"
}

func yearLevel(a, b string) string {
	x, y := yearOf(a), yearOf(b)
	switch {
	case x == 0 || y == 0 || calendarOf(x) != calendarOf(y):
		return "missing" // years of two calendars are not compared yet by this rule
	case x-y >= -1 && x-y <= 1:
		return "agree"
	}
	return "disagree"
}

// calendarOf tells years of the Solar Hijri or Hijri calendar from Gregorian
// ones: no living person's years overlap.
func calendarOf(year int) string {
	switch {
	case year < 1250:
		return "other"
	case year < 1500:
		return "hijri"
	}
	return "gregorian"
}

// yearOf gives the first number of exactly four digits in a date as written.
func yearOf(date string) int {
	digits := script.Digits(date)
	for _, word := range strings.FieldsFunc(digits, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(word) == 4 {
			if n, err := strconv.Atoi(word); err == nil {
				return n
			}
		}
	}
	return 0
}

// Evidence is the hash of what a reviewer saw of a pair, kept with the
// judgement, so that a later change of either record shows.
func (p Pair) Evidence() string {
	return canon.ID("v", "sanad/evidence/v1", canon.Strings(
		p.Left.Mention, p.Left.Name, p.Left.Father, p.Left.Born,
		p.Right.Mention, p.Right.Name, p.Right.Father, p.Right.Born)...)
}
