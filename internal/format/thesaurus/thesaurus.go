// Package thesaurus knows how a table of terms is laid out: a row a term, with
// its code, its labels by language, what it is a sort of, and a note. It must
// never guess what a column means, and never lose a row in silence.
//
// The headings it knows are those of plain tables (code, label, broader, note,
// a language), of SKOS (notation, prefLabel, scopeNote) and of the HURIDOCS
// micro-thesauri (huri_code, english, french). The hierarchical codes of the
// latter have twelve digits, two a level, so that the broader term of
// 010203000000 is 010200000000, or the nearest above it that is there.
package thesaurus

import (
	"fmt"
	"slices"
	"strings"
)

// Term is a row of the table.
type Term struct {
	Code    string
	Broader string // code of the term it is a sort of, or ""
	Note    string
	Label   map[string]string // by language
	Row     int               // counted from 1, as a spreadsheet does
}

// Problem is a row that can't be used.
type Problem struct {
	Row    int
	Column string // its heading
	Reason string
}

// The bounds of a thesaurus. The largest micro-thesaurus of HURIDOCS has 840
// terms, the whole set 4,500.
const (
	MaxTerms  = 20_000
	MaxCode   = 64       // bytes of a code
	MaxLabel  = 1 << 10  // bytes of a label
	MaxNote   = 16 << 10 // bytes of a note
	MaxLabels = 16       // languages
	MaxDepth  = 32       // broader terms above one
)

// Reader gathers the terms of a table, row by row.
type Reader struct {
	columns  []column // by position
	ignored  []string
	rows     []Term
	byCode   map[string]int
	problems []Problem
	digits   int // codes of twelve digits
}

// column is what a column holds: "code", "broader", "note" or "label".
type column struct{ heading, what, lang string }

// New reads the headings; lang is the language of a column that is headed
// "label" and names none. There must be a column of codes and one of labels.
func New(headings []string, lang string) (*Reader, error) {
	r := &Reader{byCode: map[string]int{}}
	seen := map[string]string{}
	for _, heading := range headings {
		c := columnOf(heading, lang)
		if c.what == "" {
			if c.heading != "" {
				r.ignored = append(r.ignored, c.heading)
			}
		} else if other, ok := seen[c.what+" "+c.lang]; ok {
			return nil, fmt.Errorf("the columns %q and %q both hold the %s", other, c.heading, strings.TrimSpace(c.what+" "+c.lang))
		} else {
			seen[c.what+" "+c.lang] = c.heading
		}
		r.columns = append(r.columns, c)
	}
	labels := 0
	for key := range seen {
		if strings.HasPrefix(key, "label ") {
			labels++
		}
	}
	switch {
	case seen["code "] == "":
		return nil, fmt.Errorf("no column is headed code; the table has: %s", strings.Join(headings, " | "))
	case labels == 0:
		return nil, fmt.Errorf("no column has labels: head it \"label\" or with a language (en, fa, label_xx); the table has: %s", strings.Join(headings, " | "))
	case labels > MaxLabels:
		return nil, fmt.Errorf("the table has labels in %d languages, more than %d", labels, MaxLabels)
	}
	return r, nil
}

// columnOf tells what a heading says that its column holds; what is "" for one
// that is not known.
func columnOf(heading, lang string) column {
	clean := strings.ToLower(strings.Join(strings.Fields(strings.Trim(heading, "\ufeff\u200e\u200f")), "_"))
	c := column{heading: strings.TrimSpace(heading)}
	switch clean {
	case "code", "huri_code", "notation":
		c.what = "code"
	case "broader", "parent", "broader_code":
		c.what = "broader"
	case "note", "scope_note", "scopenote", "definition", "description":
		c.what = "note"
	case "label", "term", "preflabel":
		c.what, c.lang = "label", lang
	case "en", "fa", "ar", "ku", "ckb", "ps", "ur", "tr", "az", "fr", "es", "de", "ru", "ka", "et", "he", "it", "nl", "pt", "sw", "zh", "ja", "ko", "hi", "bn", "uk", "pl":
		c.what, c.lang = "label", clean
	default:
		if tag, ok := strings.CutPrefix(clean, "label_"); ok && isTag(tag) {
			c.what, c.lang = "label", tag
		} else if tag := langNamed(clean); tag != "" {
			c.what, c.lang = "label", tag
		}
	}
	return c
}

func langNamed(name string) string {
	switch name {
	case "english":
		return "en"
	case "persian", "farsi":
		return "fa"
	case "arabic":
		return "ar"
	case "french":
		return "fr"
	case "spanish":
		return "es"
	case "russian":
		return "ru"
	case "turkish":
		return "tr"
	}
	return ""
}

// isTag reports whether the text has the form of a language tag (BCP 47), in
// lower case with - or _ between: "fa", "pt_br".
func isTag(text string) bool {
	for i, part := range strings.FieldsFunc(text+" ", func(r rune) bool { return r == '-' || r == '_' }) {
		part = strings.TrimSpace(part)
		if len(part) < 2 || len(part) > 8 || i == 0 && len(part) > 3 || strings.ContainsFunc(part, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
			return false
		}
	}
	return text != ""
}

// Ignored gives the headings that say nothing about a term here.
func (r *Reader) Ignored() []string { return r.ignored }

// Row takes one row under the headings. A row that can't be used is told by
// Terms; too many rows are an error.
func (r *Reader) Row(number int, cells []string) error {
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return nil
	}
	t, problem := r.term(number, cells)
	if problem == nil {
		if first, ok := r.byCode[t.Code]; ok {
			problem = &Problem{number, r.heading("code"), fmt.Sprintf("the code %s stands in row %d already", t.Code, r.rows[first].Row)}
		}
	}
	if len(r.rows)+len(r.problems) >= MaxTerms {
		return fmt.Errorf("the table has more than %d terms: import it in parts, each under a name of its own", MaxTerms)
	}
	if problem != nil {
		r.problems = append(r.problems, *problem)
		return nil
	}
	if twelveDigits(t.Code) {
		r.digits++
	}
	r.byCode[t.Code] = len(r.rows)
	r.rows = append(r.rows, t)
	return nil
}

func (r *Reader) heading(what string) string {
	i := slices.IndexFunc(r.columns, func(c column) bool { return c.what == what })
	if i < 0 {
		return what
	}
	return r.columns[i].heading
}

// term reads a row by itself.
func (r *Reader) term(number int, cells []string) (Term, *Problem) {
	t := Term{Label: map[string]string{}, Row: number}
	if len(cells) > len(r.columns) {
		return t, &Problem{number, "", "the row has more cells than there are headings"}
	}
	for i, cell := range cells {
		c, value := r.columns[i], strings.TrimSpace(cell)
		if value == "" {
			continue
		}
		most := MaxCode
		switch c.what {
		case "code":
			t.Code = value
		case "broader":
			t.Broader = value
		case "note":
			t.Note, most = value, MaxNote
		case "label":
			t.Label[c.lang], most = value, MaxLabel
		default:
			continue
		}
		if len(value) > most {
			return t, &Problem{number, c.heading, fmt.Sprintf("it has %d bytes, more than %d", len(value), most)}
		}
	}
	switch {
	case t.Code == "":
		return t, &Problem{number, r.heading("code"), "the row has no code"}
	case !IsCode(t.Code):
		return t, &Problem{number, r.heading("code"), fmt.Sprintf("the code %q has spaces or signs that a code can't have", t.Code)}
	case len(t.Label) == 0:
		return t, &Problem{number, r.heading("label"), "the row has no label"}
	}
	return t, nil
}

// IsCode reports whether a text can be the code of a term: letters, digits and
// the signs . _ - / of ASCII, at most MaxCode of them.
func IsCode(text string) bool {
	return text != "" && len(text) <= MaxCode && !strings.ContainsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("._-/", r)
	})
}

const codeDigits = 12

func onlyDigits(code string) bool {
	return !strings.ContainsFunc(code, func(r rune) bool { return r < '0' || r > '9' })
}

func twelveDigits(code string) bool { return len(code) == codeDigits && onlyDigits(code) }

// Terms gives the terms, each behind the one it is a sort of and else in the
// order of the rows, and the rows that could not be used.
func (r *Reader) Terms() ([]Term, []Problem) {
	problems := slices.Clone(r.problems)
	// A spreadsheet that took codes for numbers drops their leading zero, which
	// moves a term into another branch.
	hierarchical := 2*r.digits > len(r.rows)
	depth := make([]int, len(r.rows))
	rows := slices.Clone(r.rows)
	for i := range rows {
		t := &rows[i]
		if hierarchical && onlyDigits(t.Code) && !twelveDigits(t.Code) {
			depth[i] = refused
			problems = append(problems, Problem{t.Row, r.heading("code"), fmt.Sprintf("the code %s has %d digits and not %d like the others: was it saved as a number?", t.Code, len(t.Code), codeDigits)})
		} else if t.Broader == "" {
			t.Broader = r.above(t.Code)
		}
	}
	out := make([]Term, 0, len(rows))
	for i := range rows {
		out, problems = r.settle(rows, i, depth, out, problems)
	}
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Row - b.Row })
	return out, problems
}

// above gives the nearest code over a code of twelve digits that is there.
func (r *Reader) above(code string) string {
	if !twelveDigits(code) {
		return ""
	}
	up := []byte(code)
	for at := codeDigits - 2; at >= 0; at -= 2 {
		if string(up[at:at+2]) == "00" {
			continue
		}
		up[at], up[at+1] = '0', '0'
		if _, ok := r.byCode[string(up)]; ok {
			return string(up)
		}
	}
	return ""
}

// What became of a row: waiting, refused, or how many terms it is deep.
const (
	waiting = 0
	refused = -1
)

// settle takes a term behind those it is a sort of. What hangs on a term that
// is not there, on itself, or too deep is refused with all that hang on it.
func (r *Reader) settle(rows []Term, i int, depth []int, out []Term, problems []Problem) ([]Term, []Problem) {
	chain, reason := r.chain(rows, i, depth)
	for n := len(chain) - 1; n >= 0; n-- {
		at := chain[n]
		t := rows[at]
		over := 0
		if up, ok := r.byCode[t.Broader]; ok && reason == "" {
			over = depth[up]
		}
		if over == MaxDepth {
			reason = fmt.Sprintf("more than %d broader terms stand above it", MaxDepth)
		}
		if reason == "" {
			depth[at] = over + 1
			out = append(out, t)
			continue
		}
		depth[at] = refused
		problems = append(problems, Problem{t.Row, r.heading("broader"), reason})
		reason = fmt.Sprintf("its broader term %s could not be used", t.Code)
	}
	return out, problems
}

// chain gives the rows from i upwards that are not settled, and why the last
// of them can't be.
func (r *Reader) chain(rows []Term, i int, depth []int) (chain []int, reason string) {
	for at := i; depth[at] == waiting; {
		chain = append(chain, at)
		broader := rows[at].Broader
		if broader == "" {
			return chain, ""
		}
		up, ok := r.byCode[broader]
		switch {
		case !ok:
			return chain, fmt.Sprintf("its broader term %s is not in the table", broader)
		case slices.Contains(chain, up):
			return chain, fmt.Sprintf("its broader term %s is a sort of it", broader)
		case len(chain) > MaxDepth:
			return chain, fmt.Sprintf("more than %d broader terms stand above it", MaxDepth)
		case depth[up] == refused:
			return chain, fmt.Sprintf("its broader term %s could not be used", broader)
		}
		at = up
	}
	return chain, ""
}
