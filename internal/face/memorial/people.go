package memorial

import (
	"cmp"
	"context"
	"encoding/hex"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/script"
)

// listShown is how many records stand on one page of a list.
const listShown = 400

// listPage is one part of a list of records.
type listPage struct {
	frame
	Heading string
	Lead    string
	Note    string
	Records []listed
	Of      int64 // how many there are in all
	Part    int
	Parts   []pageLink
	Back    string
	BackTo  string
}

type pageLink struct {
	Number int
	Href   string
	Here   bool
}

// peoplePage leads to people by letter, by year and by what they share.
type peoplePage struct {
	frame
	Letters  []countLink
	Years    []countLink
	Nameless *countLink
	Count    int64
}

// countLink leads to a list.
type countLink struct {
	Text  string
	Lang  string
	Note  string
	Count int64
	Href  string // from the language's folder
}

// people draws the lists of people.
func (w *writer) people(ctx context.Context) error {
	var all, nameless []int
	for i, c := range w.Cards {
		if c.Kind != "Person" {
			continue
		}
		all = append(all, i)
		if len(c.Names) == 0 {
			nameless = append(nameless, i)
		}
	}
	byYear := map[int][]int{}
	for _, at := range all {
		for _, year := range gregorianYears(w.Cards[at].Died) {
			byYear[year] = append(byYear[year], at)
		}
	}
	byLang := map[words.Lang]*letters{}
	for _, v := range w.voices {
		byLang[v.Lang] = w.letters(v, all)
		if err := w.letterPages(ctx, v, byLang[v.Lang]); err != nil {
			return err
		}
	}
	years := sortedKeys(byYear)
	for _, year := range years {
		if err := w.list(ctx, "people/y-"+itoa(year), "people", byYear[year], func(v *voice) (string, string) { return v.Term("kind", "Person") + " · " + v.yearName(year), "" }); err != nil {
			return err
		}
	}
	if len(nameless) > 0 {
		if err := w.list(ctx, "people/nameless", "people", nameless, func(v *voice) (string, string) { return v.Term("memorialword", "nameless"), "" }); err != nil {
			return err
		}
	}
	counts := map[string]int{}
	for _, year := range years {
		counts[itoa(year)] = len(byYear[year])
	}
	var said []any
	for _, lang := range words.Langs() {
		said = append(said, byLang[lang].counts())
	}
	inputs, err := w.inputs(said, counts, len(nameless), len(all))
	if err != nil {
		return err
	}
	return w.page(ctx, "people/index.html", "people", inputs, func(v *voice) (page, error) {
		p := &peoplePage{Letters: byLang[v.Lang].links(), Count: int64(len(all))}
		for _, year := range years {
			p.Years = append(p.Years, countLink{Text: v.yearName(year), Count: int64(len(byYear[year])), Href: "people/y-" + itoa(year) + "-1.html"})
		}
		if len(nameless) > 0 {
			p.Nameless = &countLink{Count: int64(len(nameless)), Href: "people/nameless-1.html"}
		}
		p.Head, p.Area = v.Term("memorialword", "people"), "people"
		return p, nil
	})
}

// letters is people of one language's list, by the letter they are found under.
type letters struct {
	order []string
	of    map[string][]int
}

func (w *writer) letters(v *voice, people []int) *letters {
	l := &letters{of: map[string][]int{}}
	keys := make(map[int]string, len(people))
	for _, at := range people {
		if len(w.Cards[at].Names) == 0 {
			continue
		}
		text := v.label(w.Cards[at]).Text
		keys[at] = script.Fold(text)
		first := letter(text)
		l.of[first] = append(l.of[first], at)
	}
	for first := range l.of {
		l.order = append(l.order, first)
		slices.SortStableFunc(l.of[first], func(a, b int) int { return cmp.Or(strings.Compare(keys[a], keys[b]), cmp.Compare(a, b)) })
	}
	slices.SortFunc(l.order, alphabetical)
	return l
}

// alphabetical puts letters of one script in its order: those that Persian has and
// Arabic has not stand where Persian readers look for them.
func alphabetical(a, b string) int {
	const order = "اآبپتثجچحخدذرزژسشصضطظعغفقکكگلمنوهیي"
	at := func(s string) int { return strings.Index(order, s) }
	if at(a) >= 0 && at(b) >= 0 {
		return cmp.Compare(at(a), at(b))
	}
	return strings.Compare(a, b)
}

func (l *letters) href(first string) string { return "people/in-" + hex.EncodeToString([]byte(first)) }

func (l *letters) links() (out []countLink) {
	for _, first := range l.order {
		out = append(out, countLink{Text: first, Count: int64(len(l.of[first])), Href: l.href(first) + "-1.html"})
	}
	return out
}

func (l *letters) counts() map[string]int {
	out := map[string]int{}
	for first, of := range l.of {
		out[first] = len(of)
	}
	return out
}

// letterPages draws the lists of one language: those of another have other letters.
func (w *writer) letterPages(ctx context.Context, v *voice, l *letters) error {
	for _, first := range l.order {
		all := l.of[first]
		for part := 1; (part-1)*listShown < len(all); part++ {
			path := l.href(first) + "-" + itoa(part) + ".html"
			some := all[(part-1)*listShown : min(part*listShown, len(all))]
			inputs, err := w.inputs(len(all), w.nears(some))
			if err != nil {
				return err
			}
			file := string(v.Lang) + "/" + path
			w.sites = append(w.sites, file)
			if same, err := w.press.Unchanged(file, inputs, file); err != nil || same {
				if err != nil {
					return err
				}
				continue
			}
			data, err := w.alone(v, path, func() *listPage {
				p := w.part(v, some, len(all), part, l.href(first))
				p.Heading, p.Head, p.Twin = first, first+" · "+v.Term("memorialword", "people"), "people/index.html"
				p.Back, p.BackTo = "people/index.html", v.Term("memorialword", "people")
				p.Area = "people"
				return p
			})
			if err != nil {
				return err
			}
			if err := w.press.Put(file, data); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

func (w *writer) nears(cards []int) []near {
	out := make([]near, len(cards))
	for i, at := range cards {
		out[i] = w.nearOf(at, "")
	}
	return out
}

// part makes one part of a list.
func (w *writer) part(v *voice, some []int, all, part int, href string) *listPage {
	p := &listPage{Of: int64(all), Part: part}
	for _, at := range some {
		p.Records = append(p.Records, w.listed(v, at))
	}
	parts := (all + listShown - 1) / listShown
	for n := 1; n <= parts && parts > 1; n++ {
		p.Parts = append(p.Parts, pageLink{n, href + "-" + itoa(n) + ".html", n == part})
	}
	return p
}

// list draws a list of records under one address in all languages.
func (w *writer) list(ctx context.Context, href, menu string, all []int, heading func(v *voice) (text, lang string)) error {
	for part := 1; (part-1)*listShown < len(all); part++ {
		some := all[(part-1)*listShown : min(part*listShown, len(all))]
		inputs, err := w.inputs(len(all), w.nears(some))
		if err != nil {
			return err
		}
		err = w.page(ctx, href+"-"+itoa(part)+".html", "list", inputs, func(v *voice) (page, error) {
			p := w.part(v, some, len(all), part, href)
			p.Heading, _ = heading(v)
			p.Head, p.Area = p.Heading, menu
			p.Back, p.BackTo = "people/index.html", v.Term("memorialword", "people")
			return p, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// gregorianYears gives the years a date can be of, at most three: what is known no
// better stands in no list of years.
func gregorianYears(d *claim.Date) (out []int) {
	if d == nil {
		return nil
	}
	e, err := calendar.ParseEDTF(d.EDTF)
	if err != nil {
		return nil
	}
	from, begins := e.Span().Earliest.Known()
	to, ends := e.Span().Latest.Known()
	if !begins || !ends {
		return nil
	}
	first, ok := from.In(calendar.Gregorian)
	last, also := to.In(calendar.Gregorian)
	if !ok || !also || last.Year-first.Year > 2 {
		return nil
	}
	for year := first.Year; year <= last.Year; year++ {
		out = append(out, year)
	}
	return out
}

// yearName gives a Gregorian year as readers of the language know it, with the years
// of their own calendar that lie in it.
func (v *voice) yearName(year int) string {
	gregorian := v.Digits(itoa(year))
	if v.Lang != words.Persian {
		return gregorian
	}
	return v.Digits(itoa(year-622)+"/"+itoa(year-621)) + " (" + gregorian + ")"
}

// documentName is how a document without a name is told from others.
func documentName(v *voice, c flow.SiteDocument) string {
	return v.Term("memorialword", "document") + " " + flow.DocumentPage(c.Item)[:8]
}
