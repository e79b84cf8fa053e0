package memorial

import (
	"context"
	"html/template"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/format/dossier"
)

// recordPage is the page of a person, an event, a place or anything else that
// sources speak of.
type recordPage struct {
	frame
	ID        string
	Kind      string
	Names     []name // in its own script first
	Unnamed   string
	Pseudonym string
	Correct   string // where readers correct it
	Years     string
	Days      []calendarDay
	Photo     string // SHA-256 of a picture among the originals
	Alleged   bool
	Life      []sentence
	Happened  []sentence
	Other     []sentence
	Figures   []figures
	Map       *chart
	Perhaps   []listed
	Relatives []relative
	Refs      []refGroup
	Found     []foundLine
	Sources   []*source
	Cite      citation
	Data      string // the file with its entries
	Tags      []tagLine
}

type relative struct {
	listed
	Relation string
}

// refGroup is records that name this one in the same property.
type refGroup struct {
	Kind, Property string
	Records        []listed
	More           int64
}

// foundLine is a finding about the record.
type foundLine struct{ Conclusion, Lang, Standard, Href string }

// What is shown first of a life, and of what was done.
func lifeOrder() []string {
	return []string{"birth_date", "birth_place", "father_name", "mother_name", "grandfather_name", "nickname", "title", "description", "age", "occupation", "education", "civil_status", "children", "residence", "affiliation", "religion", "ethnicity", "nationality"}
}

func happenedOrder() []string {
	return []string{"arrest_date", "arrest_place", "charge", "activity", "prison", "cell", "trial_date", "sentence", "transfer_date", "last_seen", "death_date", "death_place", "death_manner", "status", "informed", "belongings", "death_certificate", "burial_place", "role"}
}

// unsaid are the properties that stand elsewhere on the page, or only help to link.
func unsaid() []string {
	return []string{"name", "given_name", "surname", "sex", "photograph", "figure", "item"}
}

// records draws the pages of all records.
func (w *writer) records(ctx context.Context) error {
	for i := range w.Cards {
		if err := w.record(ctx, i); err != nil {
			return err
		}
	}
	return w.flush(ctx)
}

// near is what the page of a record shows of another one.
type near struct {
	ID, Kind string
	Names    []flow.CardName
	Born     *claim.Date
	Died     *claim.Date
	Tags     []flow.CardTag
	As       string
	Item     string
}

func (w *writer) nearOf(at int, as string) near {
	c := w.Cards[at]
	n := near{c.ID, c.Kind, c.Names, c.Born, c.Died, nil, as, c.Item}
	if len(c.Names) == 0 {
		n.Tags = c.Tags
	}
	return n
}

// refsShown is how many records that name one are shown in a group.
const refsShown = 100

func (w *writer) record(ctx context.Context, at int) error {
	c := w.Cards[at]
	var beside []near
	for _, l := range c.Links {
		if to, ok := w.at[l.To]; ok {
			beside = append(beside, w.nearOf(to, l.Property))
		}
	}
	for _, n := range c.Near {
		if to, ok := w.at[n.ID]; ok {
			beside = append(beside, w.nearOf(to, string(n.Verdict)))
		}
	}
	for i, r := range w.refs[at] {
		if i < refsShown {
			beside = append(beside, w.nearOf(r.From, r.Property))
		}
	}
	docs := map[string]string{}
	for _, doc := range c.Rests {
		if d, ok := w.docs[doc]; ok {
			docs[doc] = w.Documents[d].MediaType + w.ofList[doc]
		} else if path := w.copies[doc]; path != "" {
			docs[doc] = path
		}
	}
	var found []any
	for _, f := range w.about[at] {
		found = append(found, w.Findings[f])
	}
	inputs, err := w.inputs(c, beside, len(w.refs[at]), docs, found, w.photoOf(c))
	if err != nil {
		return err
	}
	path := pathOf(c)
	for _, also := range c.Also {
		if err := w.moved(ctx, c, also); err != nil {
			return err
		}
	}
	w.sites = append(w.sites, path)
	if same, err := w.press.Unchanged(path, inputs, paths(path)...); err != nil || same {
		return err
	}
	r, err := w.Record(ctx, at)
	if err != nil {
		return err
	}
	return w.draw(ctx, path, "record", func(v *voice) (page, error) { return w.recordPage(v, at, r) })
}

func (w *writer) recordPage(v *voice, at int, r flow.SiteRecord) (page, error) {
	c := r.Card
	p := &recordPage{ID: c.ID, Kind: c.Kind, Names: ownFirst(c), Pseudonym: c.Pseudonym, Photo: w.photoOf(c), Correct: w.Corrected(string(v.Lang), c), Data: dossier.RecordFile(c.ID)}
	label := v.label(c)
	if len(p.Names) == 0 {
		p.Unnamed = label.Text
	}
	p.Head, p.Area = label.Text, folder(c.Kind)
	s := w.story(v)
	life, happened, skip := lifeOrder(), happenedOrder(), unsaid()
	if c.Kind == "Person" {
		p.Years, p.Days = v.years(c), v.three(c.Died)
		p.Life = s.tell(r.Claims, func(name string) bool { return slices.Contains(life, name) }, life)
		p.Happened = s.tell(r.Claims, func(name string) bool { return slices.Contains(happened, name) }, happened)
		skip = slices.Concat(skip, life, happened)
	} else {
		p.Days = v.three(c.Died)
	}
	p.Other = s.tell(r.Claims, func(name string) bool { return !slices.Contains(skip, name) }, nil)
	p.Figures = s.figures(r.Claims)
	p.names(s, r.Claims)
	p.beside(w, v, at)
	if len(c.Spots) > 0 {
		p.Map = w.chart(v, []int{at})
	}
	p.Sources = s.Sources
	p.Tags = w.tagLines(v, c)
	p.Cite = w.cite(v, p.Area+"/"+c.ID, label.Text, v.Term("kind", c.Kind), pathOf(c))
	p.Sum = sumOf(p)
	p.LD = template.JS(w.ldRecord(v, c, p))
	p.Meta = p.Cite.meta()
	return p, nil
}

// names numbers the sources of names too, so that each name leads somewhere.
func (p *recordPage) names(s *story, claims []claim.Claim) {
	called := s.tell(claims, func(name string) bool { return name == "name" }, nil)
	p.Other = append(called, p.Other...)
}

// beside fills in the records that stand near this one.
func (p *recordPage) beside(w *writer, v *voice, at int) {
	c := w.Cards[at]
	for _, n := range c.Near {
		to, ok := w.at[n.ID]
		if !ok {
			continue
		}
		if n.Verdict == person.Relative {
			p.Relatives = append(p.Relatives, relative{w.listed(v, to), n.Relation})
		} else {
			p.Perhaps = append(p.Perhaps, w.listed(v, to))
		}
	}
	for _, r := range w.refs[at] {
		from := w.Cards[r.From]
		p.Alleged = p.Alleged || from.Kind == "Involvement" && c.Kind == "Person"
		i := slices.IndexFunc(p.Refs, func(g refGroup) bool { return g.Kind == from.Kind && g.Property == r.Property })
		if i < 0 {
			i = len(p.Refs)
			p.Refs = append(p.Refs, refGroup{Kind: from.Kind, Property: r.Property})
		}
		if len(p.Refs[i].Records) < refsShown {
			p.Refs[i].Records = append(p.Refs[i].Records, w.listed(v, r.From))
		} else {
			p.Refs[i].More++
		}
	}
	p.Alleged = p.Alleged || c.Kind == "Involvement"
	for _, f := range w.about[at] {
		found := w.Findings[f]
		p.Found = append(p.Found, foundLine{found.Conclusion, found.Lang, string(found.Standard), "findings/" + found.Made.Finding + ".html"})
	}
}

// photoOf gives the picture of a record if it is among the originals and is one that
// browsers draw without running anything.
func (w *writer) photoOf(c flow.Card) string {
	for _, l := range c.Links {
		if l.Property != "photograph" {
			continue
		}
		to, ok := w.at[l.To]
		if !ok || len(w.Cards[to].Item) < 16 {
			continue
		}
		d, here := w.docs[w.Cards[to].Item[:16]]
		if here && w.Documents[d].Item.String() == w.Cards[to].Item && slices.Contains([]string{"image/jpeg", "image/png", "image/webp", "image/gif"}, w.Documents[d].MediaType) {
			return w.Cards[to].Item
		}
	}
	return ""
}

// sumOf is a sentence on the page for lists of results and shared links: what is
// known of the days and places.
func sumOf(p *recordPage) string {
	out := p.Head
	if p.Years != "" {
		out += " · " + p.Years
	}
	for _, all := range [][]sentence{p.Happened, p.Other} {
		for _, s := range all {
			if len(s.Values) > 0 && s.Property != "name" && len(out) < 200 {
				out += " · " + s.Pre + " " + s.Values[0].Text
			}
		}
	}
	return out
}

// movedPage points on from an address of a record that became part of another.
type movedPage struct {
	frame
	To listed
}

func (w *writer) moved(ctx context.Context, c flow.Card, also string) error {
	path := folder(c.Kind) + "/" + also + ".html"
	inputs, err := w.inputs("moved", w.nearOf(w.at[c.ID], ""))
	if err != nil {
		return err
	}
	if same, err := w.press.Unchanged(path, inputs, paths(path)...); err != nil || same {
		return err
	}
	return w.draw(ctx, path, "moved", func(v *voice) (page, error) {
		p := &movedPage{To: w.listed(v, w.at[c.ID])}
		p.Head, p.Area = p.To.Text, folder(c.Kind)
		return p, nil
	})
}
