package memorial

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
	"sanad/internal/ground/cellref"
	"sanad/internal/ground/script"
	"sanad/schema"
)

func itoa(n int) string { return strconv.Itoa(n) }

// sentence says what sources tell of one property: each value with the numbers of
// the sources that give it, rivals in one sentence.
type sentence struct {
	Property string
	Pre, Pst string // what stands before and after the values
	Values   []said
	Many     bool // several values are no contradiction
}

// Differ reports whether sources contradict each other: another spelling, in other
// letters, is no other value.
func (s sentence) Differ() bool {
	return !s.Many && slices.ContainsFunc(s.Values, func(v said) bool { return v.Other })
}

// said is one value.
type said struct {
	value.Shown
	Href     string // of the record that the value is, from the language's folder
	Sources  []int
	Standing claim.Standing
	Forced   bool
	ID       string // of the first claim that gives it
	Other    bool   // it is another value than the first, and no other spelling of it
}

// source is a place in a document that claims of a page rest on.
type source struct {
	Number int
	Says   []claim.Teller
	Quotes []quoted
	Where  string // row, page, time
	List   string // of the list that was read from the document
	Doc    string // name of the document's page; "" if the document is not here
	Sum    string // of the original; "" likewise
	Copy   string // where a copy is that leaves in its place; "" if there is none
	Grade  string
	Flags  []string
}

// quoted is what stands there, and in which cell if it is a table.
type quoted struct{ ID, Cell, Text string }

// story gathers the sentences of a record and the sources below them.
type story struct {
	w       *writer
	v       *voice
	Sources []*source
	at      map[string]*source
}

func (w *writer) story(v *voice) *story { return &story{w: w, v: v, at: map[string]*source{}} }

// number gives the number of the source of each passage of a claim. Cells of one
// row are one source.
func (s *story) number(c claim.Claim) (out []int) {
	for _, p := range c.Passages {
		where, cell := s.where(p)
		key := fmt.Sprint(p.Item, where, c.Says, c.SourceGrade, c.InfoGrade, c.Flags)
		src, ok := s.at[key]
		if !ok {
			src = &source{Number: len(s.Sources) + 1, Says: c.Says, Where: where, Flags: c.Flags}
			if c.SourceGrade+c.InfoGrade != "" {
				src.Grade = cmp.Or(c.SourceGrade, "–") + cmp.Or(c.InfoGrade, "–")
			}
			if doc := flow.DocumentPage(p.Item); !p.Item.IsZero() {
				src.List = s.w.ofList[doc]
				if _, here := s.w.docs[doc]; here {
					src.Doc, src.Sum = doc, p.Item.String()
				}
				src.Copy = s.w.copies[doc]
			}
			s.at[key], s.Sources = src, append(s.Sources, src)
		}
		q := quoted{p.ID(), cell, p.Quote}
		if p.Item.IsZero() {
			q.ID = ""
		}
		if !slices.ContainsFunc(src.Quotes, func(o quoted) bool { return o.Cell == cell && o.Text == p.Quote }) {
			src.Quotes = append(src.Quotes, q)
		}
		if !slices.Contains(out, src.Number) {
			out = append(out, src.Number)
		}
	}
	slices.Sort(out)
	return out
}

// where says the place of a passage in words, without its cell, and the cell.
func (s *story) where(p text.Passage) (where, cell string) {
	switch {
	case p.Selector.Cell != "":
		sheet, ref, ok := strings.Cut(p.Selector.Cell, "!")
		if !ok {
			sheet, ref = "", p.Selector.Cell
		}
		_, row, err := cellref.Parse(ref)
		if err != nil {
			return "", p.Selector.Cell
		}
		where = s.v.Term("memorialword", "row") + " " + s.v.Number(int64(row))
		if sheet != "" {
			where = sheet + ", " + where
		}
		return where, ref
	case p.Selector.Time != nil:
		return p.Selector.Time.String(), ""
	case p.Selector.Page > 0:
		return s.v.Term("memorialword", "page") + " " + s.v.Number(int64(p.Selector.Page)), ""
	}
	return "", ""
}

// tell makes sentences of claims, in the order of properties if one is given.
func (s *story) tell(claims []claim.Claim, only func(property string) bool, order []string) (out []sentence) {
	groups := map[string][]claim.Claim{}
	var met []string
	for _, c := range claims {
		if !only(c.Property) || !c.Standing.Stands() {
			continue
		}
		if groups[c.Property] == nil {
			met = append(met, c.Property)
		}
		groups[c.Property] = append(groups[c.Property], c)
	}
	place := func(property string) int {
		if at := slices.Index(order, property); at >= 0 {
			return at
		}
		return len(order)
	}
	slices.SortStableFunc(met, func(a, b string) int { return cmp.Compare(place(a), place(b)) })
	for _, property := range met {
		out = append(out, s.sentence(property, groups[property]))
	}
	return out
}

func (s *story) sentence(property string, claims []claim.Claim) sentence {
	kind := claims[0].Schema
	pattern := s.v.Term("memorialsay", property)
	if pattern == property || kind != "Person" {
		label := s.v.Property(kind, property)
		pattern = upper(label) + ": {0}."
	}
	pre, post, _ := strings.Cut(pattern, "{0}")
	p, _ := schema.Find(kind, property)
	out := sentence{Property: property, Pre: strings.TrimSpace(pre), Pst: strings.TrimSpace(post), Many: p.Many}
	// What reviewers prefer comes first; that says nothing of the others.
	slices.SortStableFunc(claims, func(a, b claim.Claim) int { return cmp.Compare(weight(a.Standing), weight(b.Standing)) })
	at := map[string]int{}
	for _, c := range claims {
		shown, href := s.value(c)
		numbers := s.number(c)
		key := script.Fold(shown.Text) + "\x00" + href
		i, ok := at[key]
		if !ok {
			i = len(out.Values)
			at[key] = i
			other := i > 0 && (c.Date != nil || c.Quantity != nil || href != "" || !spelt(shown.Text, out.Values[0].Text))
			out.Values = append(out.Values, said{Shown: shown, Href: href, Standing: c.Standing, ID: c.Made.Claim, Other: other})
		}
		v := &out.Values[i]
		v.Forced = v.Forced || slices.Contains(c.Flags, claim.FlagDuress)
		for _, n := range numbers {
			if !slices.Contains(v.Sources, n) {
				v.Sources = append(v.Sources, n)
			}
		}
	}
	return out
}

// spelt reports whether two texts are spellings of one in two scripts, as they sound.
func spelt(a, b string) bool {
	key := script.Key(a)
	return script.Same(a, b) || key != "" && key == script.Key(b) && script.Script(a) != script.Script(b)
}

func weight(s claim.Standing) int {
	switch s {
	case claim.Favoured:
		return 0
	case claim.Superseded:
		return 2
	}
	return 1
}

// value gives what a claim says, and where the record is if it names one.
func (s *story) value(c claim.Claim) (value.Shown, string) {
	if at, ok := s.w.at[c.ValueEntity]; ok && c.ValueEntity != "" {
		n := s.v.label(s.w.Cards[at])
		return value.Shown{Text: n.Text, Lang: n.Lang}, pathOf(s.w.Cards[at])
	}
	shown := value.Of(s.v.Table, c.Made)
	if c.Value == "" && c.ValueEntity != "" { // its record is not here
		shown.Text = cmp.Or(c.Original, "…")
	}
	return shown, ""
}

// upper writes the first letter large where letters have that.
func upper(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
