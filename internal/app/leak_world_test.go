package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// leakWorld is an archive of people of random fates.
type leakWorld struct {
	t          *testing.T
	seed       uint64
	draw       *rand.Rand
	now        time.Time
	archive    *flow.Archive
	ana, ben   guard.Actor
	recipients []disclosure.Recipient
	facts      []ledger.Fact
	people     []*leakPerson
	papers     []*leakPaper
	terms      []leakTerm
	words      map[string]*leakValue
	same       [][2]int // people that were judged to be one
	heard      map[int]bool
}

// leakPerson is a person; a row of a list, or known from papers.
type leakPerson struct {
	entity string
	name   [2]string
	origin *leakPaper
}

// leakPaper is an original.
type leakPaper struct {
	item      custody.Sum
	reading   custody.Sum
	accession string
	source    string
	sealed    bool
	table     bool
	claims    []*leakClaim
	filler    string
}

// leakClaim is a claim with the words it is made of.
type leakClaim struct {
	id        string
	person    int
	about     string // the entity it is about
	property  string
	value     string
	names     []int // people whose names its words hold, besides its own
	accuses   bool
	withdrawn bool
	paper     *leakPaper
	cell      string
}

// leakValue is what a word belongs to: a name, the value of a claim, or the words
// around those in a paper.
type leakValue struct {
	person int // whose name it is, else -1
	claim  *leakClaim
	paper  *leakPaper
}

// make draws the archive and records it in one go.
func (w *leakWorld) make(people int) {
	w.heard = map[int]bool{}
	w.fact(guard.CaseOpened{Case: flow.DefaultCase})
	w.describe()
	for i := range people {
		p := &leakPerson{entity: fmt.Sprintf("e-%04d", i), name: [2]string{w.word(), w.word()}}
		w.people = append(w.people, p)
		for _, word := range p.name {
			w.words[word] = &leakValue{person: i}
		}
	}
	for at := 0; at < people; {
		n := min(1+w.draw.IntN(8), people-at)
		w.paper(at, n, w.draw.IntN(4) == 0)
		at += n
	}
	w.judge()
	w.lay()
	_, err := w.archive.Book.Append(context.Background(), w.ana, func(context.Context, flow.State) ([]ledger.Fact, error) { return w.facts, nil })
	w.must(err)
}

func (w *leakWorld) fact(f ledger.Fact) {
	if c, ok := f.(interface{ Check() error }); ok {
		if err := c.Check(); err != nil {
			w.t.Fatalf("%T: %v", f, err)
		}
	}
	w.facts = append(w.facts, f)
}

func (w *leakWorld) describe() {
	for _, f := range []disclosure.RecipientDescribed{
		{Recipient: "un", Title: "A body of the UN", Body: disclosure.TheUN},
		{Recipient: "court", Title: "A court", Body: disclosure.ACourt, FairTrial: disclosure.Yes, DeathPenalty: disclosure.No},
		{Recipient: "prosecutor", Title: "A prosecutor", Body: disclosure.AProsecutor, FairTrial: disclosure.Yes, DeathPenalty: disclosure.No, InAbsentia: disclosure.No},
		{Recipient: "media", Title: "A paper", Body: disclosure.TheMedia},
	} {
		w.fact(f)
		w.recipients = append(w.recipients, disclosure.Recipient{RecipientDescribed: f})
	}
	w.recipients = append(w.recipients, disclosure.Public())
}

// paper makes an original of n people from at on: lines of a text, or rows of a list.
func (w *leakWorld) paper(at, n int, table bool) {
	p := &leakPaper{table: table, accession: fmt.Sprintf("a-%d", len(w.papers)), source: fmt.Sprintf("source %d", w.draw.IntN(20)), sealed: w.draw.IntN(8) == 0, filler: w.word()}
	w.papers = append(w.papers, p)
	w.words[p.filler] = &leakValue{person: -1, paper: p}
	for i := at; i < at+n; i++ {
		w.people[i].origin = p
		w.claim(p, i, "name", "", nil)
		for _, property := range []string{"charge", "religion", "occupation", "death_manner_note"} {
			if w.draw.IntN(2) == 0 {
				continue
			}
			if property == "death_manner_note" {
				property = "activity"
			}
			var names []int
			if w.draw.IntN(12) == 0 {
				names = []int{w.draw.IntN(len(w.people))}
			}
			w.claim(p, i, property, w.word(), names)
		}
	}
	w.write(p)
}

// claim draws one claim on a person, or by which the person is accused.
func (w *leakWorld) claim(p *leakPaper, i int, property, value string, names []int) {
	c := &leakClaim{person: i, about: w.people[i].entity, property: property, value: value, names: names, paper: p, withdrawn: w.draw.IntN(25) == 0}
	if property == "name" {
		c.value = w.people[i].name[0] + " " + w.people[i].name[1]
	} else {
		w.words[value] = &leakValue{person: -1, claim: c}
	}
	for _, n := range names {
		if n != i {
			c.value += " " + w.people[n].name[0] + " " + w.people[n].name[1]
		}
	}
	p.claims = append(p.claims, c)
}

// write makes the bytes and the reading of an original, and records it with its
// claims.
func (w *leakWorld) write(p *leakPaper) {
	var original, reading bytes.Buffer
	parts, form, media := text.NewWriter(&reading), text.Pages, "text/plain; charset=utf-8"
	if p.table {
		form, media = text.Rows, "text/csv"
		rows := csv.NewWriter(&original)
		for i, c := range append([]*leakClaim{{value: p.filler}}, p.claims...) {
			c.cell = "A" + strconv.Itoa(i+1)
			w.must(rows.Write([]string{c.value}))
			w.must(parts.Row(text.Row{Number: i + 1, Cells: []text.Cell{{Text: c.value}}}))
		}
		rows.Flush()
	} else {
		fmt.Fprintln(&original, "On "+p.filler+":")
		for _, c := range p.claims {
			fmt.Fprintf(&original, "%s was written of %d.\n", c.value, c.person)
		}
		w.must(parts.Page(text.Page{Number: 1, Text: original.String()}))
		if w.draw.IntN(2) == 0 {
			media = "application/pdf"
		}
	}
	p.item, p.reading = w.keep(w.archive.Originals, original.Bytes()).Sum, w.keep(w.archive.Renditions, reading.Bytes()).Sum
	label := guard.Case
	if p.sealed {
		label = guard.Sealed
	}
	w.fact(custody.Opened{Accession: p.accession, Case: flow.DefaultCase, Source: custody.Source{Name: p.source}, Label: label})
	w.fact(custody.Acquired{Accession: p.accession, Item: p.item, Bytes: int64(original.Len()), MediaType: media, Name: custody.NameOf("paper of " + p.filler)})
	w.fact(custody.Closed{Accession: p.accession, Items: 1, Bytes: int64(original.Len())})
	w.fact(text.Read{Item: p.item, Engine: "test", Version: "1", Rendition: p.reading, Form: form, Parts: 1})
	for _, c := range p.claims {
		w.record(c)
	}
}

func (w *leakWorld) record(c *leakClaim) {
	where := text.Passage{Item: c.paper.item, Rendition: c.paper.reading, Selector: text.Selector{Page: 1, Cell: c.cell}, Quote: c.value}
	if c.cell != "" {
		where.Selector.Page = 0
	}
	f := claim.Made{Case: flow.DefaultCase, Entity: c.about, Schema: "Person", Property: c.property, Value: c.value, Original: c.value, Passages: []text.Passage{where}}
	if c.property == "name" && w.draw.IntN(10) == 0 { // the same words accuse them
		c.accuses = true
		accused := f
		accused.Entity, accused.Schema, accused.Property, accused.ValueEntity = fmt.Sprintf("e-9%04d", c.person), "Involvement", "person", c.about
		accused.Claim = accused.Named()
		w.fact(accused)
	}
	if w.draw.IntN(20) == 0 {
		other := w.people[w.draw.IntN(len(w.people))]
		f.Says = []claim.Teller{{Who: other.name[0] + " " + other.name[1], Verb: "said", Entity: other.entity}}
	}
	f.Claim = f.Named()
	c.id = f.Claim
	w.fact(f)
	if c.withdrawn {
		w.fact(claim.Withdrawn{Claim: c.id, Reason: "an error"})
	} else if w.draw.IntN(25) == 0 {
		other := w.people[w.draw.IntN(len(w.people))]
		w.fact(claim.Disputed{Claim: c.id, Reason: other.name[0] + " " + other.name[1] + " says otherwise"})
	}
}

// judge takes some for one person, and others were asked to reply.
func (w *leakWorld) judge() {
	for range len(w.people) / 30 {
		a, b := w.draw.IntN(len(w.people)), w.draw.IntN(len(w.people))
		if a != b {
			w.same = append(w.same, [2]int{a, b})
			w.fact(person.Judge(w.people[a].entity, w.people[b].entity, person.Same, "the same hand", ""))
		}
	}
	for i := range w.people {
		if w.draw.IntN(3) == 0 {
			w.heard[i] = true
			w.fact(disclosure.ReplyAsked{Reply: fmt.Sprintf("q-%d", i), Case: flow.DefaultCase, Entity: w.people[i].entity, Date: "2031-01-01", Waived: "it would endanger a source"})
		}
	}
}

// leakTerm is one thing that was agreed, taken back or laid down.
type leakTerm struct {
	on        disclosure.Ref
	consent   bool
	uses      []intake.Use
	court     string
	from, to  string
	withdrawn bool
	held      bool
	until     string
	never     disclosure.Body
	only      string
	redacted  bool
	nameless  bool
	lifted    bool
}

// lay draws consents and conditions on a third of all things.
func (w *leakWorld) lay() {
	var refs []disclosure.Ref
	for i, p := range w.people {
		if w.draw.IntN(3) == 0 {
			refs = append(refs, disclosure.Ref{On: disclosure.OnEntity, ID: p.entity})
		}
		if c := w.papers[i%len(w.papers)].claims; w.draw.IntN(10) == 0 {
			refs = append(refs, disclosure.Ref{On: disclosure.OnClaim, ID: c[w.draw.IntN(len(c))].id})
		}
	}
	for _, p := range w.papers {
		switch w.draw.IntN(10) {
		case 0:
			refs = append(refs, disclosure.Ref{On: disclosure.OnItem, ID: p.item.String()})
		case 1, 2:
			refs = append(refs, disclosure.Ref{On: disclosure.OnAccession, ID: p.accession})
		}
	}
	refs = append(refs, disclosure.Ref{On: disclosure.OnSource, ID: "source 1"}, disclosure.Ref{On: disclosure.OnSource, ID: "source 2"})
	for i, ref := range refs {
		w.term(i, ref)
		if w.draw.IntN(4) == 0 {
			w.term(len(refs)+i, ref)
		}
	}
}

func (w *leakWorld) term(n int, on disclosure.Ref) {
	t := leakTerm{on: on, consent: w.draw.IntN(2) == 0}
	days := []string{"2031-05-05", "2031-05-06", "2031-05-07"}
	if t.consent {
		for _, u := range intake.Uses() {
			if w.draw.IntN(3) == 0 {
				t.uses = append(t.uses, u)
			}
			if u == intake.ToNamedCourt {
				t.court = ""
			}
		}
		for _, u := range t.uses {
			if u == intake.ToNamedCourt {
				t.court = []string{"court", "another"}[w.draw.IntN(2)]
			}
		}
		t.from = "2031-01-01"
		if w.draw.IntN(4) == 0 {
			t.to = days[w.draw.IntN(3)]
		}
		t.withdrawn = w.draw.IntN(4) == 0
		id := fmt.Sprintf("y-%d", n)
		w.fact(disclosure.ConsentGiven{Consent: id, Case: flow.DefaultCase, On: on, Uses: t.uses, Court: t.court, Form: disclosure.Written, Date: t.from, TakenBy: "ana", Expires: t.to})
		if t.withdrawn {
			w.fact(disclosure.ConsentWithdrawn{Consent: id, Date: "2031-02-02"})
		}
	} else {
		switch w.draw.IntN(6) {
		case 0:
			t.held = true
		case 1:
			t.until = days[w.draw.IntN(3)]
		case 2:
			t.never = disclosure.Bodies()[w.draw.IntN(7)]
		case 3:
			t.only = "un"
		default:
			t.redacted, t.nameless = on.On != disclosure.OnEntity, on.On == disclosure.OnEntity
			t.held = on.On == disclosure.OnClaim
			t.redacted = t.redacted && !t.held
		}
		t.lifted = w.draw.IntN(6) == 0
		f := disclosure.ConditionLaid{Condition: fmt.Sprintf("k-%d", n), Case: flow.DefaultCase, On: on, Until: t.until, Held: t.held, Redacted: t.redacted, Nameless: t.nameless, Reason: "because"}
		if t.never != "" {
			f.Never = []disclosure.Body{t.never}
		}
		if t.only != "" {
			f.Only = []string{t.only}
		}
		w.fact(f)
		if t.lifted {
			w.fact(disclosure.ConditionLifted{Condition: f.Condition, Reason: "over"})
		}
	}
	w.terms = append(w.terms, t)
}
