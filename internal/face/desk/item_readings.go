package desk

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/text"
)

// readingLine is one of an item's readings, among which a reader may choose.
type readingLine struct {
	text.Rendition
	Current bool   // no newer one of its kind
	Shown   bool   // on this page now
	Href    string // shows it; "" for one that is no text
}

// shortReading is how many digits name a reading in an address.
const shortReading = 16

// list makes the choice of readings.
func (p *itemPage) list(v *visit) {
	current := text.Current(p.all)
	for _, r := range p.all {
		line := readingLine{Rendition: r, Shown: p.Read != nil && r.Index == p.Read.Index}
		line.Current = slices.ContainsFunc(current, func(c text.Rendition) bool { return c.Index == r.Index })
		if r.Form != text.Fields {
			line.Href = "/items/" + p.Item.Sum.String() + "?rendition=" + r.Sum.String()[:shortReading] + "#text"
		}
		p.Readings = append(p.Readings, line)
	}
}

// rendition gives the reading to show: the one asked for, else the one the
// passage asked for was cited in, else the one that is shown first.
func (p *itemPage) rendition(asked string) (text.Rendition, bool, error) {
	if asked != "" {
		for _, r := range slices.Backward(p.all) {
			if r.Form != text.Fields && len(asked) >= 6 && strings.HasPrefix(r.Sum.String(), strings.ToLower(asked)) {
				return r, true, nil
			}
		}
		return text.Rendition{}, false, absent("reading", asked)
	}
	for _, r := range p.all {
		if p.Asked != nil && r.Sum == p.Asked.Rendition {
			return r, true, nil
		}
	}
	r, ok := text.Primary(p.all)
	return r, ok, nil
}

// WordsHref leads to where a passage is chosen by its words.
func (p *itemPage) WordsHref() string {
	q := url.Values{"rendition": {p.Read.Short()}, "part": {strconv.Itoa(p.Read.Part)}}
	if p.GraphicShown {
		q.Set("graphic", "show")
	}
	return "/items/" + p.Item.Sum.String() + "/words?" + q.Encode()
}

// Choices reports whether there is more than one reading to choose from.
func (p *itemPage) Choices() bool {
	n := 0
	for _, r := range p.Readings {
		if r.Href != "" {
			n++
		}
	}
	return n > 1
}

// Earlier reports whether the reading shown is one that a newer one replaced.
func (p *itemPage) Earlier() bool {
	return slices.ContainsFunc(p.Readings, func(r readingLine) bool { return r.Shown && !r.Current })
}

// trouble is a step that failed, and the step that tries it again.
type trouble struct {
	text.Trouble
	Retry string
}

func troubleOf(t text.Trouble) trouble { return trouble{t, text.StepOf(t.Step)} }

// gapsOf is what one reading could not read.
type gapsOf struct {
	Step string
	Gaps []text.Gap
	More int64
}

func gapsIn(all []text.Rendition) []gapsOf {
	var out []gapsOf
	for _, r := range text.Current(all) {
		if len(r.Gaps) > 0 {
			out = append(out, gapsOf{r.Step, r.Gaps, r.MoreGaps})
		}
	}
	return out
}

// health says in a word how good a text layer is, by the rule that decides
// whether the pictures of its pages are read as well.
func health(of int) string {
	switch {
	case of <= 0:
		return ""
	case of < text.PoorHealth:
		return "poor"
	case of < fairHealth:
		return "fair"
	}
	return "good"
}

// fairHealth is the health from which on a text layer is called good.
const fairHealth = 90

// wanted is the part of a reading that a reader came for.
type wanted struct {
	rendition string
	part      int
	row       int    // of a table, numbered as its sheet does
	sheet     string // of a workbook
	marks     []string
}

// The bounds of what an address may ask to be marked.
const (
	marksMost = 4
	markMost  = 300 // bytes
)

func (v *visit) wanted() (w wanted, err error) {
	query := v.r.URL.Query()
	w.rendition, w.sheet = query.Get("rendition"), query.Get("sheet")
	if w.part, err = v.number("part"); err != nil {
		return w, err
	}
	if w.row, err = v.number("row"); err != nil {
		return w, err
	}
	for _, m := range query["mark"] {
		if len(w.marks) < marksMost && m != "" && len(m) <= markMost {
			w.marks = append(w.marks, m)
		}
	}
	return w, nil
}

// standing gives the address of a place in the reading that is shown first.
func standing(p text.Passage) string {
	query := url.Values{"rendition": {p.Rendition.String()[:shortReading]}}
	query.Set("mark", p.Quote)
	addPlace(query, p.Selector)
	return "/items/" + p.Item.String() + "?" + query.Encode() + "#" + foundID
}
