package memorial

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/count"
	"sanad/internal/core/finding"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

// frontPage is the first page of a language.
type frontPage struct {
	frame
	Wall      []listed
	Nameless  int64
	People    int64
	Minimum   int64
	Few       bool
	Counted   bool
	Least     int
	Rule      string
	Newest    []listed
	Events    int64
	Places    int64
	Documents int64
	Findings  int64
	Lists     int64
}

// textPage is a page of plain words.
type textPage struct {
	frame
	Standards string
	Rule      string
	Size      int64
	Deciders  string
	Print     string // of the log's key
	Gone      []goneLine
	Withheld  []withheldLine
	Lists     []flow.SiteList
	Origin    string
	Correct   string // where readers correct the site
}

type goneLine struct{ Kind, When, Rule string }

type withheldLine struct {
	Reason string
	Count  int64
}

// wallShown is how many names stand on the first page.
const wallShown = 72

// fronts draws the first pages, and those that say what the site is.
func (w *writer) fronts(ctx context.Context) error {
	var people, remembered, named []int
	kinds, nameless := map[string]int64{}, int64(0)
	for i, c := range w.Cards {
		kinds[folder(c.Kind)]++
		if c.Kind == "Person" {
			people = append(people, i)
			if w.remembered(i) {
				remembered = append(remembered, i)
			}
			switch {
			case len(c.Names) == 0:
				nameless++
			case w.remembered(i):
				named = append(named, i)
			}
		}
	}
	wall := spread(named, wallShown)
	newest := w.newest(remembered)
	newest = newest[:min(len(newest), 6)]
	var told count.Published
	if w.Counted != nil {
		told = w.Counted.Table.Publish()
	}
	inputs, err := w.inputs(w.nears(wall), w.nears(newest), kinds, told.Minimum, told.Few, len(w.Documents), len(w.Findings), len(w.Lists), len(people), nameless)
	if err != nil {
		return err
	}
	err = w.page(ctx, "index.html", "front", inputs, func(v *voice) (page, error) {
		p := &frontPage{Nameless: nameless, People: int64(len(people)), Events: kinds["events"], Places: kinds["places"], Documents: int64(len(w.Documents)), Findings: int64(len(w.Findings)), Lists: int64(len(w.Lists))}
		for _, at := range wall {
			p.Wall = append(p.Wall, w.listed(v, at))
		}
		for _, at := range newest {
			p.Newest = append(p.Newest, w.listed(v, at))
		}
		if w.Counted != nil {
			p.Counted, p.Minimum, p.Few, p.Rule, p.Least = true, told.Minimum, told.Few, w.Counted.Rule, count.LeastStratum
		}
		p.Head, p.Area, p.Feed = w.Title, "home", "feed.atom"
		p.LD = template.JS(ld(map[string]any{"@type": "WebSite", "name": w.Title, "inLanguage": string(v.Lang)}))
		return p, nil
	})
	if err != nil {
		return err
	}
	return w.texts(ctx)
}

// remembered reports whether somebody stands among those who are remembered: sources
// say what was done to them, or a list names them, and none says that they held a post
// or had a part in it. Who only wrote, asked, saw or told stands in the lists of people
// and not here: a wall that mixes them with the dead wrongs both.
func (w *writer) remembered(at int) bool {
	c := w.Cards[at]
	done := c.Died != nil || listedRow(c)
	said := func(property string) bool { return slices.Contains(sufferedProperties(), property) }
	done = done || slices.ContainsFunc(c.Tags, func(t flow.CardTag) bool { return said(t.Property) })
	for _, l := range c.Links {
		if l.Property == "holds" || l.Property == "present_post" {
			return false
		}
		done = done || said(l.Property)
	}
	for _, r := range w.refs[at] {
		switch w.Cards[r.From].Kind {
		case "Involvement", "Tenure", "Post":
			return false
		case "Act":
			done = done || r.Property == "victim"
		case "Intervention":
			done = done || r.Property == "about_person"
		}
	}
	return done
}

// sufferedProperties are those of a person that a card keeps and that tell what was
// done to them.
func sufferedProperties() []string {
	return []string{"arrest_place", "prison", "death_place", "death_manner", "death_certificate", "status", "burial_place"}
}

// listedRow reports whether a record is, or took in, a row of a list.
func listedRow(c flow.Card) bool {
	row := func(id string) bool { return strings.HasPrefix(id, "m-") }
	return row(c.ID) || slices.ContainsFunc(c.Also, row)
}

// spread takes so many of a list, evenly.
func spread(all []int, most int) []int {
	if len(all) <= most {
		return all
	}
	out := make([]int, most)
	for i := range out {
		out[i] = all[i*len(all)/most]
	}
	return out
}

// texts draws what the site says of itself.
func (w *writer) texts(ctx context.Context) error {
	sum := sha256.Sum256([]byte(strings.TrimSpace(w.Key) + "\n"))
	left := map[string]int64{}
	for _, x := range w.Withheld {
		left[x.Reason]++
	}
	rule := ""
	if w.Counted != nil {
		rule = w.Counted.Rule
	}
	draw := func(name string, inputs []any, fill func(v *voice, p *textPage) error) error {
		all, err := w.inputs(inputs...)
		if err != nil {
			return err
		}
		return w.page(ctx, name+".html", name, all, func(v *voice) (page, error) {
			p := &textPage{}
			p.Head, p.Area = v.Term("memorialpage", name), name
			return p, fill(v, p)
		})
	}
	steps := []func() error{
		func() error { return draw("about", nil, func(*voice, *textPage) error { return nil }) },
		func() error {
			return draw("method", []any{rule, w.Lists}, func(v *voice, p *textPage) error {
				var all []string
				for _, s := range finding.Standards() {
					all = append(all, v.Term("standard", string(s)))
				}
				p.Standards, p.Rule, p.Lists = strings.Join(all, " · "), rule, w.Lists
				return nil
			})
		},
		func() error {
			return draw("corrections", []any{w.Gone}, func(v *voice, p *textPage) error {
				p.Correct = w.Corrected(string(v.Lang), flow.Card{})
				for _, g := range w.Gone {
					kind := v.Term("kind", g.Kind)
					if g.Kind == flow.GoneDocument {
						kind = v.Term("memorialword", "document")
					}
					p.Gone = append(p.Gone, goneLine{kind, v.day(g.When), g.Rule})
				}
				return nil
			})
		},
		func() error {
			return draw("check", []any{w.Size, w.Deciders, w.Key, left, w.Release}, func(v *voice, p *textPage) error {
				p.Size, p.Deciders, p.Print = w.Size, strings.Join(w.Deciders, " · "), hex.EncodeToString(sum[:])
				for _, reason := range slices.Sorted(maps.Keys(left)) {
					p.Withheld = append(p.Withheld, withheldLine{reason, left[reason]})
				}
				p.Origin = w.Origin
				return nil
			})
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return w.choice(ctx)
}

// day writes the day of a moment in the reader's calendar.
func (v *voice) day(at time.Time) string {
	at = at.UTC()
	d, err := calendar.Gregorian.Day(calendar.Date{Year: at.Year(), Month: int(at.Month()), Day: at.Day()})
	if err != nil {
		return v.Digits(at.Format(time.DateOnly))
	}
	return value.Day(v.Table, d)
}

// choicePage is the page on which a language is chosen.
type choicePage struct {
	Title     string
	Greetings []greeting
}

type greeting struct {
	Lang                     words.Lang
	Dir                      string
	Choose, Statement, Enter string
}

func (w *writer) choice(context.Context) error {
	inputs, err := w.inputs("choice")
	if err != nil {
		return err
	}
	if same, err := w.press.Unchanged("/index.html", inputs, "index.html"); err != nil || same {
		return err
	}
	p := choicePage{Title: w.Title}
	for _, v := range w.voices {
		g := greeting{Lang: v.Lang, Dir: words.Dir(v.Lang)}
		for key, into := range map[string]*string{"memorial.choose": &g.Choose, "memorial.statement": &g.Statement, "memorial.enter": &g.Enter} {
			said, err := v.Say(key)
			if err != nil {
				return err
			}
			*into = said
		}
		p.Greetings = append(p.Greetings, g)
	}
	var out bytes.Buffer
	if err := w.voices[0].pages.ExecuteTemplate(&out, "choice", p); err != nil {
		return fmt.Errorf("drawing index.html: %w", err)
	}
	return w.press.Put("index.html", out.Bytes())
}
