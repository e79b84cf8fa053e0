package fiction

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The claims on a paper stand in a file of the paper's name:
//
//	by WHO VERB; medium=TERM; date=EDTF; on=OCCASION    who speaks in the whole paper
//	flag NAME: GROUNDS                                  of all that follows
//	> the passage, exactly
//	- ENTITY PROPERTY | as written | VALUE
//		says WHO VERB; ...                              before those of "by"
//		flag NAME: GROUNDS
//		valid FROM..TO    or    valid @DAY
//		calendar NAME, reference EDTF, note TEXT, grade B3, at TIMECODE, key NAME
//		turn DONE [WHAT]: REASON
//
// A VALUE is plain words or a term, or begins with a sign: @ENTITY, ~EDTF (the
// date its words are), =EDTF (the date a reader takes them for), ~none (no such
// day), #COMPARATOR N [N] UNIT COUNTS (SCOPE), ^LAT,LON ... METRES BASIS.
//
//go:embed claims/*.txt
var claimFiles embed.FS

func claimsOn(paper string) string {
	text, err := claimFiles.ReadFile("claims/" + paper)
	if err != nil {
		panic("fiction: embedded claims are missing: " + err.Error())
	}
	return string(text)
}

// claimReader reads one such file. The files are part of the program: a slip in
// one is a slip in the program, which every test would meet.
type claimReader struct {
	file   File
	known  entityList
	author []Teller
	flags  []Flag
	exact  string
	out    []Quote
}

func (r *claimReader) read(text string) []Quote {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if err := r.line(strings.TrimRight(line, "\n")); err != nil {
			panic(fmt.Sprintf("fiction: claims/%s, line %d: %v", r.file.paper, n, err))
		}
	}
	for i := range r.out {
		q := &r.out[i]
		q.Says = append(q.Says, r.author...)
		for j := range q.Turns {
			if right := q.Turns[j].Right; right != nil {
				right.Says = q.Says
			}
		}
	}
	return r.out
}

func (r *claimReader) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "" || word == "#":
		return nil
	case word == ">":
		r.exact = rest
		return nil
	case word == "-":
		return r.claim(rest)
	case word == "by":
		r.author = append(r.author, teller(rest))
		return nil
	case word == "flag":
		r.flags = append(r.flags, flagOf(rest))
		return nil
	case strings.HasPrefix(line, "\t") && len(r.out) > 0:
		return r.more(&r.out[len(r.out)-1], line[1:])
	}
	return fmt.Errorf("%q says nothing", line)
}

func (r *claimReader) claim(line string) error {
	parts := strings.Split(line, " | ")
	if len(parts) != 3 {
		return fmt.Errorf("%q has %d parts, want 3", line, len(parts))
	}
	entity, property, ok := strings.Cut(parts[0], " ")
	if !ok {
		return fmt.Errorf("%q names no property", parts[0])
	}
	q := Quote{File: r.file.Path, Lang: r.file.Lang, Exact: r.exact, Entity: entity, Property: property, Written: parts[1], Flags: slices.Clone(r.flags)}
	r.out = append(r.out, q)
	return r.value(&r.out[len(r.out)-1], parts[2])
}

// value reads the last part of a claim.
func (r *claimReader) value(q *Quote, text string) (err error) {
	switch rest := text[1:]; text[0] {
	case '@':
		q.ValueEntity, q.Value = rest, r.known.name(rest, "en")
	case '~':
		q.Date, q.Value = rest, rest
		if rest == NoDate {
			q.Value = q.Written
		}
	case '=':
		q.Date, q.Value, q.Stated = rest, rest, true
	case '#':
		q.Value = q.Written
		q.Amount, err = amountOf(rest)
	case '^':
		q.Value = q.Written
		q.Shape, err = shapeOf(rest)
	default:
		q.Value = text
	}
	return err
}

// more reads a line that says more of a claim.
func (r *claimReader) more(q *Quote, line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "says":
		q.Says = append(q.Says, teller(rest))
	case "flag":
		f := flagOf(rest)
		q.Flags = append(slices.DeleteFunc(q.Flags, func(o Flag) bool { return o.Name == f.Name }), f)
	case "valid":
		q.Valid = validOf(rest)
	case "calendar":
		q.Calendar = rest
	case "reference":
		q.Reference = rest
	case "note":
		q.Note = rest
	case "grade":
		q.Grade = rest
	case "at":
		q.At = rest
	case "key":
		q.Key = rest
	case "turn":
		return r.turn(q, rest)
	default:
		return fmt.Errorf("%q says nothing of a claim", line)
	}
	return nil
}

func (r *claimReader) turn(q *Quote, line string) error {
	done, reason, ok := strings.Cut(line, ": ")
	if !ok {
		return fmt.Errorf("the turn %q has no reason", line)
	}
	t := Turn{Reason: reason}
	t.Do, t.What, _ = strings.Cut(done, " ")
	if t.Do == Corrected {
		right := *q
		right.ValueEntity, right.Date, right.Stated, right.Amount, right.Shape, right.Turns = "", "", false, nil, nil, nil
		if err := r.value(&right, t.What); err != nil {
			return err
		}
		t.Right = &right
	}
	q.Turns = append(q.Turns, t)
	return nil
}

// teller reads "WHO VERB; medium=...; date=...; on=...".
func teller(line string) Teller {
	parts := strings.Split(line, "; ")
	var t Teller
	t.Who, t.Verb, _ = strings.Cut(parts[0], " ")
	for _, p := range parts[1:] {
		switch name, value, _ := strings.Cut(p, "="); name {
		case "medium":
			t.Medium = value
		case "date":
			t.Date = value
		case "on":
			t.Occasion = value
		}
	}
	return t
}

func flagOf(line string) Flag {
	name, grounds, _ := strings.Cut(line, ": ")
	return Flag{name, grounds}
}

func validOf(text string) Valid {
	if day, ok := strings.CutPrefix(text, "@"); ok {
		return Valid{AsOf: day}
	}
	from, to, _ := strings.Cut(text, "..")
	return Valid{From: from, To: to}
}

// comparators are those of Sanad's claims; the first two words are tried first.
func comparators() []string {
	return []string{"at least", "more than", "at most", "less than", "exactly", "about", "between", "scale"}
}

// amountOf reads "at least 20 person officials present (in the hall)".
func amountOf(text string) (*Amount, error) {
	a := &Amount{}
	for _, c := range comparators() {
		if rest, ok := strings.CutPrefix(text, c+" "); ok {
			a.Comparator, text = c, rest
			break
		}
	}
	numbers := 1
	if a.Comparator == "between" || a.Comparator == "scale" {
		numbers = 2
	}
	text, scope, scoped := strings.Cut(text, " (")
	if scoped {
		a.Scope = strings.TrimSuffix(scope, ")")
	}
	fields := strings.Fields(text)
	if a.Comparator == "" || len(fields) < numbers+2 {
		return nil, fmt.Errorf("the amount %q is not whole", text)
	}
	low, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return nil, err
	}
	high, err := strconv.ParseInt(fields[numbers-1], 10, 64)
	if err != nil {
		return nil, err
	}
	if a.Comparator != "at most" && a.Comparator != "less than" {
		a.Low = &low
	}
	if a.Comparator != "at least" && a.Comparator != "more than" {
		a.High = &high
	}
	a.Unit, a.Counts = fields[numbers], strings.Join(fields[numbers+1:], " ")
	return a, nil
}

// shapeOf reads "14.21,61.73 2000 read off a map": latitude first, as people
// write it.
func shapeOf(text string) (*Shape, error) {
	s := &Shape{}
	fields := strings.Fields(text)
	for i, f := range fields {
		lat, lon, ok := strings.Cut(f, ",")
		if !ok {
			var err error
			s.Precision, err = strconv.ParseFloat(f, 64)
			s.Basis = strings.Join(fields[i+1:], " ")
			return s, err
		}
		y, err := strconv.ParseFloat(lat, 64)
		if err != nil {
			return nil, err
		}
		x, err := strconv.ParseFloat(lon, 64)
		if err != nil {
			return nil, err
		}
		s.Points = append(s.Points, [2]float64{x, y})
	}
	return nil, fmt.Errorf("the shape %q has no precision", text)
}
