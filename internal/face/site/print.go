package site

import (
	"context"
	"fmt"
	"strings"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/tenure"
	"sanad/internal/core/text"
	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/face/words/paper"
	"sanad/internal/face/words/value"
)

// print is the dossier on paper in one language: what a clerk puts into a folder.
// The subjects that are rows of lists stand in the pages alone.
type print struct {
	*writer
	t    *words.Table
	doc  *paper.Document
	full bool
	err  error
}

// printed draws the PDF of every language.
func (w *writer) printed(context.Context) error {
	for _, lang := range w.langs {
		doc, err := paper.New(string(lang), w.Release.Title, words.Dir(lang) == "rtl")
		if err != nil {
			return err
		}
		p := &print{writer: w, t: w.tables[lang], doc: doc}
		for _, part := range []func(){p.front, p.findings, p.people, p.posts, p.dates, p.figures, p.exhibits, p.left} {
			part()
		}
		if p.err != nil {
			return fmt.Errorf("printing in %s: %w", lang, p.err)
		}
		data, err := doc.Bytes(w.Created, func(page, of int) string {
			return p.say("bundle.print.page", page, of) + " · " + w.Release.Requested.Release
		})
		if err != nil {
			return err
		}
		if err := w.put(string(lang)+"/"+printFile, data); err != nil {
			return err
		}
	}
	return nil
}

// printFile is the print's name in a language's folder.
const printFile = "dossier.pdf"

// printRoom is how many pages are kept free for what must not be missing.
const printRoom = 400

func (p *print) add(s paper.Style, text string) {
	if p.err == nil && strings.TrimSpace(text) != "" {
		p.err = p.doc.Add(s, text)
	}
}

func (p *print) say(key string, args ...any) string {
	said, err := p.t.Say(key, args...)
	if err != nil && p.err == nil {
		p.err = err
	}
	return said
}

// chapter begins a chapter on a new page, with its name at the head of its pages.
func (p *print) chapter(name string) {
	p.doc.Running(p.Release.Title + " · " + name)
	p.add(paper.Chapter(), name)
}

// room reports whether there is room for more of what can be long, and says once
// that there is not.
func (p *print) room() bool {
	if p.doc.Pages() < paper.MaxPages-printRoom {
		return true
	}
	if !p.full {
		p.full = true
		p.add(paper.Body(), p.say("bundle.print.full"))
	}
	return false
}

func (p *print) front() {
	p.doc.Running(p.Release.Title)
	p.add(paper.Title(), p.Release.Title)
	p.add(paper.Body(), p.say("site.for")+": "+apart(p.Release.Audience))
	p.add(paper.Body(), p.say("site.made")+": "+apart(p.t.Time(p.Created))+" · "+p.say("site.of", p.Size)+" "+apart(p.Origin))
	p.add(paper.Body(), p.say("site.approved")+": "+strings.Join(deciders(p.Release), " · "))
	if n := len(p.Exhibits); n > 0 {
		p.add(paper.Body(), p.say("bundle.numbered")+" "+apart(p.Exhibits[0].Beg())+" – "+apart(p.Exhibits[n-1].End()))
	}
	for _, flag := range p.Flags {
		p.add(paper.Body(), p.t.Term("bar", string(flag)))
	}
	p.add(paper.Section(), p.say("site.what"))
	p.add(paper.Body(), p.say("site.what.text"))
	p.add(paper.Body(), p.say("site.statement"))
	p.add(paper.Body(), p.say("site.about.1")+" "+p.say("site.about.3"))
	p.add(paper.Body(), p.say("bundle.print.text"))
	p.add(paper.Section(), p.say("site.check"))
	p.add(paper.Body(), p.say("site.check.verify"))
	code := paper.Body()
	code.Left = true
	p.add(code, "sanad-verify .")
	p.add(paper.Body(), p.say("site.check.key"))
}

// claim writes a claim with all that it rests on.
func (p *print) claim(c cited) {
	shown := value.Of(p.t, c.Made)
	head := p.t.Property(c.Schema, c.Property) + ": " + apart(shown.Text) + " [" + p.t.Term("standing", string(c.Standing)) + grade(c) + "]"
	for _, flag := range c.Flags {
		head += " [" + p.t.Term("flag", flag) + "]"
	}
	if c.Bearing != "" {
		head += " [" + p.t.Term("bearing", string(c.Bearing)) + "]"
	}
	p.add(paper.Body(), head)
	small := paper.Within(paper.Small())
	if c.Original != c.Value {
		p.add(small, p.say("claim.original")+": "+apart(c.Original))
	}
	var tellers []string
	for _, s := range c.Says {
		tellers = append(tellers, apart(s.Who))
	}
	if len(tellers) > 0 {
		p.add(small, p.say("claim.says")+" "+strings.Join(tellers, " · "))
	}
	for _, at := range c.Places {
		line := apart("«"+charts.Clip(at.Quote, 300)+"»") + " " + p.where(at.Selector)
		if at.Number != "" {
			line += " · " + apart(at.Number)
		}
		p.add(small, line)
	}
	line := p.say("bundle.entry", c.Index)
	if c.Line > 0 {
		line += " · " + p.say("bundle.line", c.Line)
	}
	p.add(small, line)
}

// apart keeps the direction of a text of somebody's own from what stands around it
// (UAX #9).
func apart(s string) string {
	if s == "" {
		return ""
	}
	return "\u2068" + s + "\u2069"
}

func grade(c cited) string {
	if c.SourceGrade == "" && c.InfoGrade == "" {
		return ""
	}
	return " " + c.SourceGrade + c.InfoGrade
}

func (p *print) where(s text.Selector) string {
	switch {
	case s.Cell != "":
		return p.say("place.cell") + " " + s.Cell
	case s.Time != nil:
		return s.Time.String()
	case s.Page > 0:
		return p.say("place.page", s.Page)
	}
	return p.say("place.whole")
}

func (p *print) claims(head string, all []cited) {
	p.add(paper.Section(), head)
	for _, c := range all {
		p.claim(c)
	}
	if len(all) == 0 {
		p.add(paper.Small(), p.say("none"))
	}
}

func (p *print) findings() {
	p.chapter(p.t.Term("area", "findings"))
	p.add(paper.Body(), p.say("bundle.findings.text"))
	for i := range p.Findings {
		p.conclusion(p.finding(i, ""))
	}
	if len(p.Findings) == 0 {
		p.add(paper.Small(), p.say("none"))
	}
}

func (p *print) conclusion(f findingView) {
	p.add(paper.Section(), fmt.Sprint(p.t.Number(int64(f.Number)), ". ", apart(f.Conclusion)))
	p.add(paper.Body(), p.say("bundle.standard")+": "+p.t.Term("standard", string(f.Standard)))
	if f.Method != "" {
		p.add(paper.Body(), p.say("bundle.method")+": "+apart(f.Method))
	}
	if f.Reasons != "" {
		p.add(paper.Body(), p.say("bundle.reasons")+": "+apart(f.Reasons))
	}
	p.add(paper.Small(), p.say("bundle.finding.text"))
	p.add(paper.Small(), p.say("bundle.enough", f.Enough(), len(f.For))+" · "+p.say("bundle.entry", f.Index)+" · "+p.say("bundle.confirmed", f.ConfirmedAt))
	p.claims(p.say("dossier.for"), f.For)
	p.claims(p.say("dossier.against"), f.Against)
}

func (p *print) people() {
	p.chapter(p.say("bundle.people"))
	p.add(paper.Body(), p.say("bundle.people.text"))
	for i := range p.People {
		if !p.room() {
			return
		}
		p.one(p.person(&p.People[i]))
	}
}

func (p *print) one(v *personPage) {
	name := v.Name
	if name == "" {
		name = v.ID
	}
	head := paper.Section()
	head.Size, head.Before = 13, 20
	p.add(head, name)
	if v.Accused() {
		p.add(paper.Body(), p.say("bundle.accused"))
	}
	for _, property := range v.Properties {
		for _, c := range property.Claims {
			p.claim(c)
		}
	}
	for _, line := range v.Posts {
		for _, t := range line.Tenures {
			p.tenure(line.Post, t)
		}
	}
	if v.Accused() {
		var alleged []cited
		for _, part := range v.Alleged {
			alleged = append(alleged, part.Claims...)
		}
		p.claims(p.say("bundle.alleged"), alleged)
		p.claims(p.say("bundle.against"), v.Against)
		p.claims(p.say("bundle.for"), v.For)
		if v.StaysFor > 0 {
			said, err := p.t.Count("bundle.for.stays", int64(v.StaysFor))
			if err != nil && p.err == nil {
				p.err = err
			}
			p.add(paper.Body(), said)
		}
		p.reply(v.Replies)
	}
}

func (p *print) reply(all []disclosure.Reply) {
	p.add(paper.Section(), p.say("bundle.reply"))
	for _, r := range all {
		switch {
		case r.Waived != "":
			p.add(paper.Body(), p.say("bundle.reply.waived"))
		default:
			p.add(paper.Body(), p.say("bundle.reply.asked")+" "+r.Date+": "+apart(r.How)+". "+apart(r.Points))
			p.add(paper.Body(), p.say("bundle.reply.due")+" "+r.Due)
		}
		switch {
		case r.Given == nil && r.Waived == "":
			p.add(paper.Body(), p.say("bundle.reply.waiting"))
		case r.Given != nil && r.Given.None:
			p.add(paper.Body(), p.say("bundle.reply.none"))
		case r.Given != nil:
			p.add(paper.Body(), p.say("bundle.reply.answer")+" "+r.Given.Date+": "+apart(r.Given.Answer))
		}
	}
	if len(all) == 0 {
		p.add(paper.Body(), p.say("bundle.reply.notasked"))
	}
}

func (p *print) tenure(post tenure.Named, t tenure.Tenure) {
	ends := func(all []tenure.End) string {
		var out []string
		for _, e := range all {
			out = append(out, charts.Days(e, p.t))
		}
		if len(out) == 0 {
			return p.say("posts.untold")
		}
		return strings.Join(out, " / ")
	}
	var holders []string
	for _, h := range t.Holders {
		holders = append(holders, apart(h.Name))
	}
	line := apart(post.Name) + " · " + strings.Join(holders, " / ") + ": " + ends(t.From) + " – " + ends(t.To)
	for _, flag := range t.Flags {
		line += " [" + p.t.Term("tenureflag", flag) + "]"
	}
	p.add(paper.Body(), line)
}

func (p *print) posts() {
	p.chapter(p.t.Term("area", "posts"))
	for _, post := range p.Posts {
		if !p.room() {
			return
		}
		p.add(paper.Section(), post.Post.Name)
		for _, l := range post.Lines {
			for _, t := range l.Tenures {
				p.tenure(l.Post, t)
			}
		}
	}
}

func (p *print) dates() {
	p.chapter(p.t.Term("area", "timeline"))
	for _, m := range p.Moments {
		if !p.room() {
			return
		}
		when := m.Claims[0].Value
		if m.Date != nil {
			when = value.Date(p.t, *m.Date, value.Main(p.t)).Text
		}
		p.add(paper.Body(), when+" · "+p.t.Property(m.Schema, m.Property)+" · "+apart(p.Names[m.Entity])+" ("+p.t.Term("kind", m.Schema)+")")
		for _, c := range m.Claims {
			p.add(paper.Within(paper.Small()), apart(charts.Clip(c.Original, 300))+" · "+p.say("bundle.entry", c.Index))
		}
	}
}

func (p *print) figures() {
	p.chapter(p.t.Term("area", "figures"))
	p.add(paper.Body(), p.say("bundle.figures.text"))
	for _, f := range p.Figures {
		p.add(paper.Section(), f.Event.Name)
		for _, g := range f.Groups {
			p.add(paper.Body(), value.Counted(p.t, g.Kind)+" · "+g.Scope)
			for _, r := range g.Rivals {
				p.claim(p.cite(r.Claim, ""))
			}
		}
	}
}

func (p *print) exhibits() {
	p.chapter(p.say("bundle.exhibits"))
	p.add(paper.Body(), p.say("bundle.exhibits.text"))
	for _, x := range p.Exhibits {
		p.add(paper.Body(), apart(x.Beg())+" – "+apart(x.End())+" · "+p.t.Term("exhibitversion", string(x.Version))+" · "+apart(x.MediaType))
		name := paper.Within(paper.Small())
		name.Left = true
		p.add(name, x.Name)
		if x.BegAttach != "" {
			p.add(paper.Within(paper.Small()), p.say("bundle.family")+": "+x.BegAttach+" – "+x.EndAttach)
		}
	}
}

func (p *print) left() {
	p.chapter(p.say("site.withheld"))
	p.add(paper.Body(), p.say("site.withheld.text"))
	for _, r := range rules(p.Withheld) {
		said, err := p.t.Count("site.withheld.n", r.Count)
		if err != nil && p.err == nil {
			p.err = err
		}
		p.add(paper.Body(), p.t.Term("withheld", r.Reason)+" ("+said+")")
	}
	for _, r := range parts(p.InPart) {
		said, err := p.t.Count("bundle.inpart.n", r.Count)
		if err != nil && p.err == nil {
			p.err = err
		}
		var fields []string
		for _, f := range r.Fields {
			fields = append(fields, p.t.Term("closed", f))
		}
		p.add(paper.Body(), p.t.Term("withheld", r.Reason)+" "+said+": "+strings.Join(fields, ", "))
	}
	for _, c := range p.Copies {
		p.add(paper.Body(), charts.Clip(c.Name, 16)+": "+p.t.Term("copymode", string(c.How))+" · "+p.t.Term("withheld", c.Reason))
	}
}
