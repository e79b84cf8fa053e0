package memorial

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"unicode"

	"sanad/internal/core/claim"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/script"
)

// name is a name as it is shown: in its own script, with what tells its language.
type name struct {
	Text string
	Lang string // BCP 47, "" for the reader's own language
}

// langOf guesses the language of a name from its letters where its source does not
// tell: letters of Persian and Arabic stand in other fonts than Latin ones.
func langOf(n flow.CardName) string {
	if n.Lang != "" {
		return n.Lang
	}
	switch script.Script(n.Text) {
	case "Arab":
		return "fa"
	case "Latn":
		return "en"
	}
	return ""
}

// ownFirst gives the names of a record, one a spelling, those in its own script
// first: that of the name which was recorded first, but letters of the country before
// what others made of them.
func ownFirst(c flow.Card) []name {
	var out []name
	seen := map[string]bool{}
	for _, n := range c.Names {
		if key := script.Fold(n.Text); key != "" && !seen[key] {
			seen[key] = true
			out = append(out, name{strings.TrimSpace(n.Text), langOf(n)})
		}
	}
	slices.SortStableFunc(out, func(a, b name) int { return cmp.Compare(rank(a.Text), rank(b.Text)) })
	return out
}

func rank(text string) int {
	if script.Script(text) == "Latn" {
		return 1
	}
	return 0
}

// label gives what a record is called in lists, in the reader's letters if it has a
// name in them.
func (v *voice) label(c flow.Card) name {
	names := ownFirst(c)
	for _, n := range names {
		if (rank(n.Text) == 1) == (v.Lang == words.English) {
			return n
		}
	}
	if len(names) > 0 {
		return names[0]
	}
	return name{Text: v.unnamed(c)}
}

// unnamed describes a record without a name by what is known of it.
func (v *voice) unnamed(c flow.Card) string {
	if c.Pseudonym != "" {
		return c.Pseudonym
	}
	what := v.Term("kind", c.Kind)
	if c.Kind == "Person" {
		key := "person"
		switch c.Sex {
		case "male":
			key = "man"
		case "female":
			key = "woman"
		}
		what = v.Term("memorialunknown", key)
	}
	parts := []string{what}
	if c.Died != nil {
		parts = append(parts, value.Date(v.Table, *c.Died, value.Main(v.Table)).Text)
	}
	for _, property := range []string{"death_place", "prison", "place"} {
		at := slices.IndexFunc(c.Tags, func(t flow.CardTag) bool { return t.Property == property })
		if at >= 0 {
			parts = append(parts, c.Tags[at].Value)
			break
		}
	}
	comma := ", "
	if v.Lang != words.English {
		comma = "، "
	}
	return strings.Join(parts, comma)
}

// folder names the kind of page a record has.
func folder(kind string) string {
	switch kind {
	case "Person":
		return "people"
	case "Event":
		return "events"
	case "Place", "Site":
		return "places"
	}
	return "records"
}

func pathOf(c flow.Card) string { return folder(c.Kind) + "/" + c.ID + ".html" }

// card is a record in a list.
type listed struct {
	name
	Href   string // from the language's folder
	Years  string
	Beside string // the name in other letters
	Kind   string
	When   string
}

func (w *writer) listed(v *voice, at int) listed {
	c := w.Cards[at]
	out := listed{name: v.label(c), Href: pathOf(c), Kind: c.Kind, Years: v.years(c)}
	for _, n := range ownFirst(c) {
		if rank(n.Text) != rank(out.Text) {
			out.Beside = n.Text
			break
		}
	}
	if c.Died != nil {
		out.When = value.Date(v.Table, *c.Died, value.Main(v.Table)).Text
	}
	return out
}

// years gives the years of a life in the reader's calendar, as 1339 – 1361.
func (v *voice) years(c flow.Card) string {
	born, died := v.yearOf(c.Born), v.yearOf(c.Died)
	switch {
	case born == "" && died == "":
		return ""
	case born == "":
		return died
	case died == "":
		return v.Term("memorialword", "born") + " " + born // an open dash would say that they live
	}
	return born + " – " + died
}

// yearOf gives the year of a date if it falls into one.
func (v *voice) yearOf(d *claim.Date) string {
	if d == nil {
		return ""
	}
	e, err := calendar.ParseEDTF(d.EDTF)
	if err != nil {
		return ""
	}
	from, begins := e.Span().Earliest.Known()
	to, ends := e.Span().Latest.Known()
	if !begins || !ends {
		return ""
	}
	first, ok := from.In(value.Main(v.Table))
	last, also := to.In(value.Main(v.Table))
	if !ok || !also {
		return ""
	}
	if last.Year == first.Year {
		return v.Digits(calendar.FormatDate(calendar.Date{Year: first.Year}, value.Main(v.Table), string(v.Lang)))
	}
	if last.Year == first.Year+1 {
		return v.Digits(itoa(first.Year) + "/" + itoa(last.Year))
	}
	return ""
}

// letter gives the letter a name is found under in a language's list.
func letter(text string) string {
	for _, r := range script.Fold(text) {
		if unicode.IsLetter(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return "–"
}

// three gives a date in the three calendars, the reader's first.
func (v *voice) three(d *claim.Date) []calendarDay {
	if d == nil {
		return nil
	}
	e, err := calendar.ParseEDTF(d.EDTF)
	if err != nil {
		return nil
	}
	all := []calendar.Calendar{calendar.Solar, calendar.HijriUmalqura, calendar.Gregorian}
	if v.Lang == words.English {
		all = []calendar.Calendar{calendar.Gregorian, calendar.Solar, calendar.HijriUmalqura}
	}
	if v.Lang == words.Arabic {
		all = []calendar.Calendar{calendar.Gregorian, calendar.HijriUmalqura, calendar.Solar}
	}
	var out []calendarDay
	for _, in := range all {
		if text := value.Days(v.Table, e.Span(), in); text != "" {
			out = append(out, calendarDay{calendarKey(in), text})
		}
	}
	return out
}

// calendarDay is a day in one calendar.
type calendarDay struct{ Calendar, Text string }

func calendarKey(c calendar.Calendar) string {
	switch c {
	case calendar.Solar:
		return "solar"
	case calendar.Gregorian:
		return "gregorian"
	}
	return "hijri"
}

// framer is a page.
type framer interface{ framed() *frame }

// onPage is sentences with the way to what they name.
type onPage struct {
	Up     string
	LangOf words.Lang
	All    []sentence
}

// onMap is a map with the way to what it shows.
type onMap struct {
	Up     string
	LangOf words.Lang
	Chart  *chart
}

// funcs is what templates call besides words.
func funcs(v *voice) template.FuncMap {
	return template.FuncMap{
		// within hands sentences and a map the page they stand on.
		"within": func(f framer, all []sentence) onPage { return onPage{f.framed().Up, f.framed().Lang, all} },
		"mapped": func(f framer, c *chart) onMap { return onMap{f.framed().Up, f.framed().Lang, c} },
		"parts":  func() []string { return []string{"people", "events", "places", "documents", "findings", "tags"} },
		"metres": func(m int64) string {
			if m >= 1000 {
				return v.Number(m/1000) + " " + v.Term("memorialword", "km")
			}
			return v.Number(m) + " " + v.Term("memorialword", "m")
		},
		"comma": func() string {
			if v.Lang == words.English {
				return ","
			}
			return "،"
		},
		"semicolon": func() string {
			if v.Lang == words.English {
				return ";"
			}
			return "؛"
		},
		"own":   func(l words.Lang) string { return l.Own() },
		"dir":   words.Dir,
		"short": func(sum string) string { return sum[:min(12, len(sum))] },
		"shown": func(c claim.Made) value.Shown { return value.Of(v.Table, c) },
	}
}
