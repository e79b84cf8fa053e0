package site

import (
	"context"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/figure"
	"sanad/internal/core/finding"
	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

// arranged adds to a bundle all that is arranged for readers: a person who is
// accused, with what speaks for him and a reply, a finding, posts, a chain of
// command, dates, figures, numbered pages and copies.
func arranged(b flow.Bundle, spice string) flow.Bundle {
	var first []flow.Subject
	_ = b.Subjects(context.Background(), func(s flow.Subject) error { first = append(first, s); return nil })
	accused := first[0]
	of := func(i int, schema, property string) claim.Claim {
		c := accused.Claims[i]
		c.Schema, c.Property, c.Index = schema, property, int64(100+i)
		return c
	}
	read := func(day calendar.Day) tenure.End {
		return tenure.End{Read: true, Span: calendar.Days(day, day+40), Written: "once" + spice}
	}
	named := tenure.Named{Entity: "e-1", Name: accused.Name}
	held := tenure.Tenure{ID: "e-t", Schema: "Tenure", Holders: []tenure.Said{{Named: named, Claim: "c-1"}}, Posts: []tenure.Said{{Named: tenure.Named{Name: "Warden" + spice}}},
		Window: tenure.Window{From: []tenure.End{read(2445000)}}, Flags: []string{tenure.FlagNoTo}}
	lines := tenure.Lines([]tenure.Tenure{held})
	over := &tenure.Node{Unit: tenure.Named{Name: "Office" + spice}}
	unit := &tenure.Node{Unit: tenure.Named{Entity: "e-9", Name: "Prison" + spice}, Next: []tenure.Step{{How: "part_of", Sure: tenure.Certain, To: over.Unit, Node: over}},
		Seats: []tenure.Seat{{Post: tenure.Named{Name: "Warden" + spice}, Sure: tenure.Certain, Holdings: tenure.All([]tenure.Tenure{held})}}}
	quantity := of(1, "Event", "figure")
	n := int64(200)
	quantity.Quantity = &claim.Quantity{Low: &n, High: &n, Unit: "person", Kind: "killed"}
	dated := of(2, "Event", "date")
	dated.Date = &claim.Date{EDTF: "1981-09-20", Calendar: "gregorian"}
	span, placed := flow.SpanOf(dated.Date)
	day := calendar.Day(2444868)
	b.Entries = []int64{7, 100, 101, 102, 110, 111}
	b.Findings = []flow.BundledFinding{{Finding: finding.Finding{Made: finding.Made{Finding: "n-1", About: []string{"e-1"}, Conclusion: "He gave the order." + spice, Standard: finding.Grounds, Method: "v2" + spice, Reasons: "two papers" + spice, Claims: []string{"c-1"}}, Standing: finding.Holds, Index: 110, ConfirmedAt: 111},
		For: []claim.Claim{of(0, "Person", "name")}, Against: []claim.Claim{of(1, "Person", "status")}}}
	b.People = []flow.BundledPerson{{Entity: claim.Entity{ID: "e-1", Schema: "Person", Name: accused.Name}, Claims: accused.Claims,
		Parts: []flow.Involvement{{Entity: "e-7", Claims: []claim.Claim{of(1, "Involvement", "degree"), of(2, "Involvement", "against")}}}, Posts: lines, Findings: []int{0},
		Weighed: map[string]disclosure.Bearing{"c-1": disclosure.Inculpatory}, StaysFor: 2,
		Replies: []disclosure.Reply{{ReplyAsked: disclosure.ReplyAsked{Date: "2030-01-02", How: "by letter" + spice, Points: "the order" + spice, Due: "2030-02-02"}, Given: &disclosure.ReplyGiven{Date: "2030-01-20", Answer: "I was abroad." + spice}},
			{ReplyAsked: disclosure.ReplyAsked{Date: "2030-01-02", Waived: "it would name a source"}}}}}
	b.Posts = []flow.BundledPost{{Post: tenure.Named{Name: "Warden" + spice}, Units: []tenure.Said{{Named: unit.Unit, Property: "unit"}}, Lines: lines}}
	b.Chains = []flow.BundledChain{{Unit: tenure.Unit{Named: unit.Unit}, On: flow.Days{Written: day.String(), Reading: calendar.Reading{Earliest: calendar.On(day), Latest: calendar.On(day)}}, Up: unit, Below: &tenure.Node{Unit: unit.Unit}}}
	b.Moments = []flow.Moment{{Entity: "e-3", Schema: "Event", Property: "date", Date: dated.Date, Span: span, Placed: placed, Claims: []claim.Claim{dated}}}
	b.Figures = []flow.Figures{{Event: claim.Entity{ID: "e-3", Schema: "Event", Name: "the autumn" + spice}, Comparison: figure.Compare([]figure.Stated{{Claim: quantity, Event: "e-3"}}, nil)}}
	b.Exhibits = []flow.BundledExhibit{
		{Exhibit: disclosure.Exhibit{ExhibitNumbered: disclosure.ExhibitNumbered{Case: "main", Item: b.Documents[0].Item.Sum, Version: disclosure.AsOriginal, Prefix: "VAR", First: 1, Pages: 2}, Index: 7}, Name: b.Documents[0].Item.Sum.String(), MediaType: "text/plain", Path: "originals/" + b.Documents[0].Item.Sum.String(), BegAttach: "VAR-0000001", EndAttach: "VAR-0000003"},
		{Exhibit: disclosure.Exhibit{ExhibitNumbered: disclosure.ExhibitNumbered{Case: "main", Version: disclosure.AsCopy, Prefix: "VAR", First: 3, Pages: 1}, Index: 7}, Name: "o-hidden", Path: "copies/o-hidden.csv", MediaType: "text/csv"}}
	b.Copies = []flow.BundledCopy{{PlannedCopy: disclosure.PlannedCopy{Item: custody.Sum{0xaa, 0xbb}, Name: "o-hidden", Hidden: true, How: disclosure.ByCells, Reason: disclosure.BecauseHolds}, Path: "copies/o-hidden.csv", MediaType: "text/csv"},
		{PlannedCopy: disclosure.PlannedCopy{Item: custody.Sum{0xcc}, Name: custody.Sum{0xcc}.String(), How: disclosure.NameOnly, Reason: disclosure.BecauseUnredacted}}}
	b.InPart = []disclosure.PlannedClaim{{ID: "c-secret", Index: 55, Closed: []string{"original", "passages"}, Reason: disclosure.BecauseNameless}}
	b.Custody = map[custody.Sum][]flow.CustodyStep{b.Documents[0].Item.Sum: {{Event: "custody.acquired", Time: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Index: 7}}}
	b.Names = map[string]string{"e-9": "Prison" + spice}
	b.Each = func(_ context.Context, yield func(id, schema string) error) error {
		for _, s := range first {
			if err := yield(s.ID, s.Schema); err != nil {
				return err
			}
		}
		return nil
	}
	return b
}

func TestWhoIsAccusedIsShownWithWhatSpeaksForThem(t *testing.T) {
	page := elements(t, "", draw(t, arranged(bundle(""), ""))["en/people/1.html"])
	body := with(page, "body", "")[0].text
	for _, want := range []string{"alleged and no verdict", "2 claims that speak for this person stay inside", "I was abroad.", "by letter", "He gave the order.", "reasonable grounds to believe", "not asked, for a reason on record"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(body, "it would name a source") {
		t.Error("why somebody was not asked is told")
	}
	if len(with(page, "svg", "tenures")) != 1 {
		t.Error("the posts are not drawn")
	}
}

func TestConclusionsStandWithBothSides(t *testing.T) {
	page := elements(t, "", draw(t, arranged(bundle(""), ""))["en/findings.html"])
	cards := with(page, "div", "card")
	if len(cards) != 2 {
		t.Fatalf("%d claims for and against", len(cards))
	}
	links := 0
	for _, a := range with(page, "a", "") {
		if strings.HasPrefix(a.attrs["href"], "documents/") || strings.HasPrefix(a.attrs["href"], "../originals/") {
			links++
		}
	}
	if links < 4 || !strings.Contains(with(page, "body", "")[0].text, "VAR-0000001") {
		t.Errorf("%d ways from a finding to passages and originals, or no number of a page", links)
	}
}

func TestNothingThatIsHiddenStandsOnAPage(t *testing.T) {
	for name, data := range draw(t, arranged(bundle(""), "")) {
		for what, secret := range map[string]string{"a hidden sum": "aabb00000000", "an id that stays closed": "c-secret", "staff": "staff-member"} {
			if strings.Contains(data, secret) {
				t.Errorf("%s tells %s", name, what)
			}
		}
	}
}

func TestWhatRefersToAThingLeadsToIt(t *testing.T) {
	files := draw(t, arranged(bundle(""), ""))
	for name, href := range map[string]string{"en/posts.html": "../en/people/1.html", "en/timeline.html": "../en/subjects/", "en/names-1.html": "people/1.html"} {
		found := false
		for _, a := range with(elements(t, name, files[name]), "a", "") {
			found = found || strings.HasPrefix(a.attrs["href"], href)
		}
		if !found {
			t.Errorf("%s does not lead to %s", name, href)
		}
	}
	if n := len(with(elements(t, "", files["fa/command.html"]), "svg", "command")); n != 1 {
		t.Errorf("%d pictures of the chain of command", n)
	}
}

func TestADossierIsInTheLanguagesThatWereChosen(t *testing.T) {
	files := map[string]bool{}
	err := In(words.Arabic, words.English)(t.Context(), arranged(bundle(""), ""), func(path string, _ []byte) error { files[path] = true; return nil })
	if err != nil {
		t.Fatal(err)
	}
	for name := range files {
		if strings.HasPrefix(name, "fa/") {
			t.Errorf("%s was not asked for", name)
		}
	}
	if !files["ar/index.html"] || !files["en/people.html"] || !files["index.html"] {
		t.Error("a page is missing")
	}
}

func TestThePrintHoldsWhatThePagesDo(t *testing.T) {
	files := draw(t, arranged(bundle(""), ""))
	for _, lang := range words.Langs() {
		pdf := files[string(lang)+"/dossier.pdf"]
		if !strings.HasPrefix(pdf, "%PDF-1.7") || !strings.Contains(pdf, "/Lang ("+string(lang)+")") || strings.Count(pdf, "/S /H2") != 7 {
			t.Errorf("%s: the print has %d bytes and %d chapters", lang, len(pdf), strings.Count(pdf, "/S /H2"))
		}
	}
}
