package memorial

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// pressed takes files into memory; what stood there before is earlier.
type pressed struct {
	files, earlier map[string]string
	drawn, was     map[string]custody.Sum
	kept           int
}

func newPress() *pressed {
	return &pressed{files: map[string]string{}, earlier: map[string]string{}, drawn: map[string]custody.Sum{}, was: map[string]custody.Sum{}}
}

func (p *pressed) Unchanged(key string, inputs custody.Sum, paths ...string) (bool, error) {
	if _, twice := p.drawn[key]; twice {
		return false, fmt.Errorf("%s is drawn twice", key)
	}
	p.drawn[key] = inputs
	if p.was[key] != inputs {
		return false, nil
	}
	for _, path := range paths {
		p.files[path] = p.earlier[path]
		p.kept++
	}
	return true, nil
}

func (p *pressed) Put(path string, data []byte) error {
	if _, twice := p.files[path]; twice {
		return fmt.Errorf("%s is written twice", path)
	}
	p.files[path] = string(data)
	return nil
}

// again is the press of a build after this one.
func (p *pressed) again() *pressed {
	next := newPress()
	next.earlier, next.was = p.files, p.drawn
	return next
}

func draw(t *testing.T, s *flow.Site, p *pressed) map[string]string {
	t.Helper()
	if err := Pages(t.Context(), s, p); err != nil {
		t.Fatal(err)
	}
	return p.files
}

// book is an invented site in the making.
type book struct {
	flow.Site
	claims  map[string][]claim.Claim
	letter  flow.SiteDocument
	table   flow.SiteDocument
	reading custody.Sum
	spice   string
	n       int64
}

const letterText = "در پاییز آن سال نوید کاردان را بردند.\nNobody came back."

func item(data, mediaType string) flow.SiteDocument {
	return flow.SiteDocument{Item: sha256.Sum256([]byte(data)), Bytes: int64(len(data)), MediaType: mediaType}
}

func (b *book) quote(q string) text.Passage {
	return text.Passage{Item: b.letter.Item, Rendition: b.reading, Selector: text.Selector{Page: 1}, Quote: q}
}

func (b *book) cell(ref, q string) text.Passage {
	return text.Passage{Item: b.table.Item, Rendition: b.reading, Selector: text.Selector{Cell: ref}, Quote: q}
}

// say adds a claim to a record.
func (b *book) say(id, kind, property, value string, p text.Passage, more ...func(*claim.Claim)) {
	b.n++
	c := claim.Claim{Made: claim.Made{Claim: fmt.Sprintf("c-%d", b.n), Case: "main", Entity: id, Schema: kind, Property: property, Value: value + b.spice, Original: p.Quote,
		Passages: []text.Passage{p}, Says: []claim.Teller{{Who: "a neighbour" + b.spice, Verb: "said"}}}, Standing: claim.Proposed, Index: b.n}
	for _, change := range more {
		change(&c)
	}
	b.claims[id] = append(b.claims[id], c)
}

func date(edtf, in string) func(*claim.Claim) {
	return func(c *claim.Claim) { c.Date, c.Value = &claim.Date{EDTF: edtf, Calendar: in}, edtf }
}

func is(id string) func(*claim.Claim) {
	return func(c *claim.Claim) { c.ValueEntity, c.Value = id, "" }
}

func in(lang string) func(*claim.Claim) { return func(c *claim.Claim) { c.Lang = lang } }

func number(low, high int64, how claim.Comparator) func(*claim.Claim) {
	return func(c *claim.Claim) {
		c.Quantity = &claim.Quantity{Kind: "killed", Comparator: how}
		if low >= 0 {
			c.Quantity.Low = &low
		}
		if high >= 0 {
			c.Quantity.High = &high
		}
	}
}

func by(who string) func(*claim.Claim) {
	return func(c *claim.Claim) { c.Says = []claim.Teller{{Who: who, Verb: "said"}} }
}

func sumOfClaims(all []claim.Claim) custody.Sum {
	data, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return sha256.Sum256(data)
}

// done makes cards of what was said, as flow makes them.
func (b *book) done(ids ...string) *flow.Site {
	for _, id := range ids {
		all := b.claims[id]
		c := flow.Card{ID: id, Kind: all[0].Schema, Claims: len(all), Updated: time.Date(2031, 2, 3, 4, 5, 6, 0, time.UTC)}
		flow.FillCard(&c, all)
		c.Sum = sumOfClaims(all)
		b.Cards = append(b.Cards, c)
	}
	b.Record = func(_ context.Context, at int) (flow.SiteRecord, error) {
		return flow.SiteRecord{Card: b.Cards[at], Claims: b.claims[b.Cards[at].ID]}, nil
	}
	b.Document = func(_ context.Context, at int) (flow.BundledDocument, error) {
		d := flow.BundledDocument{Item: custody.Item{Sum: b.Documents[at].Item}}
		if b.Documents[at].Item == b.letter.Item {
			d.Reading.Step, d.Reading.Engine, d.Reading.Version, d.Reading.Sum = text.StepOCR, "tesseract", "5", b.reading
			d.Pages = []text.Page{{Number: 1, Text: letterText + b.spice, Exact: true}}
			d.Passages = []text.Passage{b.quote("نوید کاردان"), b.quote("not found" + b.spice)}
		}
		return d, nil
	}
	return &b.Site
}

func newBook(spice string) *book {
	b := &book{claims: map[string][]claim.Claim{}, letter: item(letterText, "text/plain"), table: item("table", "text/csv"), reading: sha256.Sum256([]byte("reading")), spice: spice}
	b.Site = flow.Site{Release: "r-1", Title: "پاییز خاموشی · The Autumn of Silence" + spice, Audience: "everybody", Deciders: []string{"pia", "pol"}, Origin: "varanda.example/ledger",
		Key: "varanda.example/ledger+12345678+AAAA", Size: 4321, Created: time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC), Address: "https://memorial.varanda.example/",
		Documents: []flow.SiteDocument{b.letter, b.table, item("portrait", "image/png")},
		Withheld:  []disclosure.Withheld{{Index: 77, Kind: "claim.made/1", Reason: disclosure.BecauseSealed}, {Index: 99, Kind: "claim.made/1", Reason: disclosure.BecauseWithdrawn}}}
	l := flow.SiteList{List: person.List{ListImported: person.ListImported{List: "l-1", Name: "The families' list" + spice, Item: b.table.Item, Rows: 300}}}
	l.About.Definition, l.About.Excludes, l.About.MadeBy = "Everybody killed in the prisons of Varanda"+spice, "Those who died in the street", "An association of families"
	b.Lists = []flow.SiteList{l}
	return b
}

// site is an invented site with what a page can meet.
func site(spice string) *flow.Site {
	b := newBook(spice)
	navid := "m-navid"
	b.say(navid, "Person", "name", "Navid Kardan", b.cell("B2", "Navid Kardan"), in("en"))
	b.say(navid, "Person", "name", "نوید کاردان", b.quote("نوید کاردان"), in("fa"))
	b.say(navid, "Person", "name", "نويد كاردان", b.cell("B9", "نويد كاردان"), in("ar"))
	b.say(navid, "Person", "birth_date", "1961", b.cell("D2", "1340"), date("1961-03-21/1962-03-20", "solar"))
	b.say(navid, "Person", "father_name", "Bahram", b.cell("C2", "Bahram"), in("en"))
	b.say(navid, "Person", "occupation", "teacher", b.quote("teacher"), in("en"))
	b.say(navid, "Person", "arrest_date", "", b.cell("E2", "Khordad 1361"), date("1982-05-22/1982-06-21", "solar"))
	b.say(navid, "Person", "prison", "", b.cell("F2", "Kohsar"), is("e-kohsar"))
	b.say(navid, "Person", "death_date", "", b.cell("G2", "1361/08/03"), date("1982-10-25", "solar"))
	b.say(navid, "Person", "death_date", "", b.quote("27 October"), date("1982-10-27", "gregorian"), by("his sister"))
	b.say(navid, "Person", "death_place", "Kohsar", b.cell("H2", "Kohsar"), in("en"))
	b.say(navid, "Person", "informed", "by a telephone call at night", b.quote("by a telephone call at night"), in("en"), func(c *claim.Claim) { c.Flags = []string{claim.FlagHearsay} })
	b.say(navid, "Person", "photograph", "", b.quote("portrait"), is("e-photo"))
	b.say("e-photo", "Document", "name", "A portrait", b.quote("portrait"), in("en"))
	b.say("e-photo", "Document", "item", item("portrait", "image/png").Item.String(), b.quote("portrait"))
	b.say("m-omid", "Person", "name", "امید بارانی", b.cell("B3", "امید بارانی"), in("fa"))
	b.say("m-omid", "Person", "death_date", "", b.cell("G3", "1361"), date("1982-03-21/1983-03-20", "solar"))
	b.say("m-none", "Person", "death_date", "", b.cell("G4", "1361/08/03"), date("1982-10-25", "solar"))
	b.say("m-none", "Person", "sex", "male", b.cell("C4", "man"), func(c *claim.Claim) { c.Value = "male" })
	b.say("m-none", "Person", "death_place", "Kohsar", b.cell("H4", "Kohsar"), in("en"))
	b.say("p-0123456789", "Person", "death_date", "", b.cell("G5", "1361"), date("1982", "gregorian"))
	b.say("e-kohsar", "Site", "name", "Kohsar prison", b.quote("Kohsar prison"), in("en"))
	b.say("e-kohsar", "Site", "name", "زندان کهسار", b.quote("زندان کهسار"), in("fa"))
	b.say("e-kohsar", "Site", "location", "point", b.quote("12.5, 61.2"), func(c *claim.Claim) {
		c.Shape = &claim.Shape{Form: claim.Point, Points: [][2]float64{{61.2, 12.5}}, Precision: 20_000}
	})
	b.say("e-autumn", "Event", "name", "The killings of autumn", b.quote("The killings of autumn"), in("en"))
	b.say("e-autumn", "Event", "figure", "30000", b.quote("30,000"), number(30_000, -1, claim.AtLeast), by("the resistance"))
	b.say("e-autumn", "Event", "figure", "thousands", b.quote("thousands"), number(2000, 9999, claim.Scale), by("a rapporteur"))
	b.say("e-autumn", "Event", "figure", "200", b.quote("200"), number(200, 200, claim.Exactly), by("the ministry"), func(c *claim.Claim) { c.Flags = []string{claim.FlagDuress} })
	b.say("e-autumn", "Event", "place", "", b.quote("Kohsar"), is("e-kohsar"))
	b.say("e-autumn", "Event", "date", "", b.quote("autumn 1361"), date("1982-09-23/1982-12-21", "solar"))
	b.say("e-judge", "Person", "name", "Judge Darvand", b.quote("Judge Darvand"), in("en"))
	b.say("e-part", "Involvement", "person", "", b.quote("Judge Darvand signed"), is("e-judge"))
	b.say("e-part", "Involvement", "name", "Signed the orders", b.quote("Judge Darvand signed"), in("en"))
	s := b.done(navid, "m-omid", "m-none", "p-0123456789", "e-photo", "e-kohsar", "e-autumn", "e-judge", "e-part")
	s.Cards[0].Also = []string{"m-navid2"}
	s.Cards[0].Near = []flow.CardNear{{ID: "m-omid", Verdict: person.Unsure}, {ID: "m-none", Verdict: person.Relative, Relation: "sibling"}}
	s.Cards[3].Pseudonym, s.Cards[3].Local = "P-017", true
	s.Gone = []flow.Gone{{ID: "m-taken", Kind: "Person", When: time.Date(2031, 3, 1, 0, 0, 0, 0, time.UTC), Rule: disclosure.BecauseNoConsent}, {ID: "00112233445566aa", Kind: flow.GoneDocument, When: time.Date(2031, 3, 1, 0, 0, 0, 0, time.UTC)}}
	s.Findings = []finding.Finding{{Made: finding.Made{Finding: "f-1", Conclusion: "There are reasonable grounds to believe that the orders came from the ministry." + spice, Lang: "en", Standard: finding.Grounds, About: []string{"e-autumn", "e-judge"}, Claims: []string{"c-1", "c-2"}, Against: []string{"c-3"}}, Standing: finding.Holds, At: time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)}}
	s.Counted = &flow.Counted{Table: count.Table{Lists: []string{"A", "B"}, Patterns: map[uint32]int64{1: 30, 2: 20, 3: 250}}, Rule: flow.CountRule}
	return s
}

// many is a site of n people on one list.
func many(n int) *flow.Site {
	b := newBook("")
	given := strings.Fields("Navid Omid Sara Leila Bahram Dara Mina Kaveh Nasrin Parviz Roya Siavash Taraneh Yasamin Arash")
	given2 := strings.Fields("نوید امید سارا لیلا بهرام دارا مینا کاوه نسرین پرویز رویا سیاوش ترانه یاسمن آرش")
	var ids []string
	for i := range n {
		id := fmt.Sprintf("m-%06d", i)
		ids = append(ids, id)
		row := i + 2
		at := func(col string) string { return fmt.Sprint(col, row) }
		b.say(id, "Person", "name", fmt.Sprintf("%s Kardan-%d", given[i%len(given)], i), b.cell(at("B"), given[i%len(given)]), in("en"))
		b.say(id, "Person", "name", fmt.Sprintf("%s کاردان", given2[i%len(given)]), b.cell(at("C"), given2[i%len(given)]), in("fa"))
		b.say(id, "Person", "father_name", given[(i/7)%len(given)], b.cell(at("D"), given[(i/7)%len(given)]), in("en"))
		b.say(id, "Person", "birth_date", "", b.cell(at("E"), "1340"), date(fmt.Sprintf("19%02d", 40+i%25), "gregorian"))
		b.say(id, "Person", "prison", fmt.Sprintf("Prison %d", i%30), b.cell(at("F"), "prison"), in("en"))
		b.say(id, "Person", "death_date", "", b.cell(at("G"), "1361"), date(fmt.Sprintf("1982-%02d-%02d", 1+i%12, 1+i%28), "gregorian"))
		b.say(id, "Person", "death_place", fmt.Sprintf("Town %d", i%40), b.cell(at("H"), "town"), in("en"))
	}
	return b.done(ids...)
}
