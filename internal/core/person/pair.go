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
const PairRule = "same-name/3: two rows of different lists whose names are the same after folding, or sound the same across scripts and word divisions; " +
	"a name of three words or more also meets one of two as its first and last word, those between counting as the father's name where none is given apart; " +
	"fathers' names that are both given must be the same likewise, and birth years that are both given, in any calendar they can be of, must differ by at most one"

// blockLimit is how many records may share a key before their pairs are told
// as left out: a name borne by so many tells nobody apart.
const blockLimit = 400

// form is one way to read a record's name, and the father's name that goes
// with that reading.
type form struct{ key, father string }

// forms gives the readings of a record's name. Lists of the Arabic lands give
// a chain (given name, father's, surname) in one column.
func forms(r Record) []form {
	name := script.ParseName(r.Name)
	out := []form{{joined(name), r.Father}}
	if last := len(name.Tokens) - 1; last >= 2 && strings.TrimSpace(r.Father) == "" {
		ends := script.Name{Tokens: []string{name.Tokens[0], name.Tokens[last]}}
		out = append(out, form{joined(ends), strings.Join(name.Tokens[1:last], " ")})
	}
	return out
}

// joined is the name's key without the spaces: where one list parts a surname
// and another does not, only so do they meet.
func joined(n script.Name) string { return strings.ReplaceAll(n.Key(), " ", "") }

// Pairs gives the pairs by PairRule, and how many records stood in blocks too
// large to compare.
func Pairs(records []Record) (pairs []Pair, leftOut int) {
	blocks := map[string][]int{}
	for i, r := range records {
		for _, f := range forms(r) {
			if f.key != "" {
				blocks[f.key] = append(blocks[f.key], i)
			}
		}
	}
	seen := map[[2]int]bool{}
	for _, block := range blocks {
		if len(block) > blockLimit {
			leftOut += len(block)
			continue
		}
		for n, i := range block {
			for _, j := range block[n+1:] {
				at := [2]int{min(i, j), max(i, j)}
				if records[i].List == records[j].List || seen[at] {
					continue
				}
				seen[at] = true
				if p, ok := Compare(records[i], records[j]); ok {
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
	name, father := compareNames(a, b)
	p := Pair{Left: a, Right: b, Factors: []Factor{{"name", name}, {"father_name", father}, {"birth_date", yearLevel(a.Born, b.Born)}}}
	ok := name != "missing"
	for _, f := range p.Factors {
		ok = ok && f.Level != "disagree"
	}
	return p, ok
}

// compareNames gives the levels of the two readings that agree best.
func compareNames(a, b Record) (name, father string) {
	name, father = "disagree", nameLevel(a.Father, b.Father)
	for _, x := range forms(a) {
		for _, y := range forms(b) {
			if x.key == "" || y.key == "" {
				return "missing", father
			}
			if x.key != y.key {
				continue
			}
			level := nameLevel(x.father, y.father)
			if name == "disagree" || father == "disagree" {
				name, father = "same sound", level
			}
		}
	}
	if name == "same sound" && script.Same(a.Name, b.Name) {
		name = "same"
	}
	return name, father
}

func nameLevel(a, b string) string {
	switch {
	case strings.TrimSpace(a) == "" || strings.TrimSpace(b) == "":
		return "missing"
	case script.Same(a, b):
		return "same"
	case joined(script.ParseName(a)) == joined(script.ParseName(b)):
		return "same sound"
	}
	return "disagree"
}

func yearLevel(a, b string) string {
	x, y := yearOf(a), yearOf(b)
	if x == 0 || y == 0 {
		return "missing"
	}
	for _, i := range readings(x) {
		for _, j := range readings(y) {
			if i-j >= -1 && i-j <= 1 {
				return "agree"
			}
		}
	}
	return "disagree"
}

// readings gives the Gregorian years a year of birth can mean. One below 1500
// is of the Solar Hijri calendar or of the Hijri one, and lists of one region
// hold both without saying so.
func readings(year int) []int {
	if year >= 1500 {
		return []int{year}
	}
	lunar := int(float64(year)*hijriYear + hijriStart)
	return []int{year + 621, year + 622, lunar, lunar + 1}
}

// A Hijri year has 0.970224 Gregorian ones, and the first began in mid 622.
const (
	hijriYear  = 0.970224
	hijriStart = 621.5774
)

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
