package site

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"sanad/internal/core/count"
	"sanad/internal/core/disclosure"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// frontPage is the first page of a language. Of the release it shows what
// leaves by it and no more: not the reason, which stays inside.
type frontPage struct {
	frame
	Audience  string
	Origin    string
	Size      int64
	Created   time.Time
	Deciders  []string
	Documents []*document
	Pages     []subjectsPage
	Subjects  int64
	Claims    int64
	Withheld  int64
	Minimum   int64
	Few       bool  // no number is told
	Others    int64 // people on lists in ways that are not told, together
	Whole     bool  // all of the count is told
	Least     int   // people in an overlap that is told
	Rule      string
	Counted   bool
	Undecided int64
	Index     int64
	Overlaps  []count.Overlap
	Estimates []estimate
	PageSize  int
	Findings  int
	People    int
	Exhibits  int
	Numbers   [2]string // of the first and the last page
	Flags     []disclosure.Bar
}

// estimate is one with its interval rounded outward.
type estimate struct {
	count.Estimate
	Low, High int64
}

type withheldPage struct {
	frame
	Rules  []withheldRule
	InPart []partRule
	Copies []flow.BundledCopy
}

// partRule is claims that leave without the same fields under one rule.
type partRule struct {
	Fields  []string
	Reason  string
	Count   int64
	Entries []int64
}

// More reports whether there are entries that are not named on the page.
func (r partRule) More() bool { return r.Count > int64(len(r.Entries)) }

func parts(all []disclosure.PlannedClaim) (out []partRule) {
	at := map[string]int{}
	for _, c := range all {
		key := c.Reason + "\x00" + strings.Join(c.Closed, " ")
		i, ok := at[key]
		if !ok {
			i, at[key] = len(out), len(out)
			out = append(out, partRule{Fields: c.Closed, Reason: c.Reason})
		}
		if out[i].Count++; len(out[i].Entries) < withheldShown {
			out[i].Entries = append(out[i].Entries, c.Index)
		}
	}
	return out
}

// withheldRule is what was left out under one rule: their number, and the
// entries as far as they fit on a page.
type withheldRule struct {
	Kind, Reason string
	Count        int64
	Entries      []int64
}

// More reports whether there are entries that are not named on the page.
func (r withheldRule) More() bool { return r.Count > int64(len(r.Entries)) }

// withheldShown is how many entries a page names under one rule;
// withheld.json names all.
const withheldShown = 500

type aboutPage struct{ frame }

// fronts draws what is drawn once.
func (w *writer) fronts(context.Context) error {
	if err := w.each("index.html", "../", "front", w.front()); err != nil {
		return err
	}
	if err := w.each("withheld.html", "../", "withheld", &withheldPage{Rules: rules(w.Withheld), InPart: parts(w.InPart), Copies: w.Copies}); err != nil {
		return err
	}
	if err := w.each("about.html", "../", "about", &aboutPage{}); err != nil {
		return err
	}
	return w.choice()
}

func (w *writer) front() *frontPage {
	p := &frontPage{Audience: w.Release.Audience, Origin: w.Origin, Size: w.Size, Created: w.Created, Deciders: deciders(w.Release),
		Pages: w.pages, Subjects: w.subjectsN, Claims: w.claims, Withheld: int64(len(w.Withheld)), PageSize: subjectsShown,
		Findings: len(w.Findings), People: len(w.People), Exhibits: len(w.Exhibits), Flags: w.Flags}
	if n := len(w.Exhibits); n > 0 {
		p.Numbers = [2]string{w.Exhibits[0].Beg(), w.Exhibits[n-1].End()}
	}
	for i := range w.Documents {
		p.Documents = append(p.Documents, w.docs[w.Documents[i].Item.Sum])
	}
	if w.Counted != nil {
		p.count(w.Counted)
	}
	return p
}

// count tells how many people, without what could single people out. An
// estimate tells how many are on both of two lists: it leaves only with all.
func (p *frontPage) count(c *flow.Counted) {
	told := c.Table.Publish()
	p.Counted, p.Minimum, p.Rule, p.Undecided, p.Index = true, told.Minimum, c.Rule, c.Undecided, c.Index
	p.Few, p.Others, p.Whole, p.Overlaps, p.Least = told.Few, told.Others, told.Whole(), told.Overlaps, count.LeastCell
	if told.Few {
		p.Least = count.LeastStratum
	}
	if !p.Whole {
		return
	}
	for _, e := range c.Estimates {
		low, high := e.Outward()
		p.Estimates = append(p.Estimates, estimate{e, low, high})
	}
}

// deciders gives who asked for the release and who approved this very plan:
// four eyes can be checked only if they are named.
func deciders(r disclosure.Release) []string {
	out := []string{r.Actor}
	for _, a := range r.Approvals {
		if a.Plan == r.Plan && a.Actor != r.Actor {
			out = append(out, a.Actor)
		}
	}
	return out
}

func rules(all []disclosure.Withheld) []withheldRule {
	var out []withheldRule
	at := map[[2]string]int{}
	for _, x := range all {
		key := [2]string{x.Kind, x.Reason}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, withheldRule{Kind: x.Kind, Reason: x.Reason})
		}
		if out[i].Count++; len(out[i].Entries) < withheldShown {
			out[i].Entries = append(out[i].Entries, x.Index)
		}
	}
	return out
}

// greeting is the first page's word in one language.
type greeting struct {
	Lang                     words.Lang
	Dir                      string
	Choose, Statement, Enter string
}

type choicePage struct {
	Title     string
	Greetings []greeting
}

// choice draws the page on which a language is chosen.
func (w *writer) choice() error {
	p := choicePage{Title: w.Release.Title}
	for _, lang := range w.langs {
		g := greeting{Lang: lang, Dir: words.Dir(lang)}
		for key, into := range map[string]*string{"site.choose": &g.Choose, "site.statement": &g.Statement, "site.enter": &g.Enter} {
			said, err := w.tables[lang].Say(key)
			if err != nil {
				return err
			}
			*into = said
		}
		p.Greetings = append(p.Greetings, g)
	}
	var out bytes.Buffer
	if err := w.templates[w.langs[0]].ExecuteTemplate(&out, "choice", p); err != nil {
		return fmt.Errorf("drawing index.html: %w", err)
	}
	return w.put("index.html", out.Bytes())
}
