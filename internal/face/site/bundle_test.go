package site

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"testing"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/cellref"
)

const letter = "در پاییز آن سال نوید کاردان را بردند.\nNobody came back."

// secretReason stands in the bundle and must not stand on any page: why a
// release was asked for stays inside.
const secretReason = "because the minister asked"

// bundle is an invented release; spice is added to every text that people can
// hand in.
func bundle(spice string) flow.Bundle {
	item := func(data, mediaType string) custody.Item {
		return custody.Item{Sum: sha256.Sum256([]byte(data)), Bytes: int64(len(data)), MediaType: mediaType}
	}
	page := letter + spice
	paper, table := item(page, "text/plain"), item("table", "text/csv")
	reading := custody.Sum(sha256.Sum256([]byte("reading")))
	quote := func(q string) text.Passage {
		return text.Passage{Item: paper.Sum, Rendition: reading, Selector: text.Selector{Page: 1}, Quote: q}
	}
	cell := func(row int, q string) text.Passage {
		return text.Passage{Item: table.Sum, Rendition: reading, Selector: text.Selector{Cell: cellref.Of(1, row)}, Quote: q}
	}
	taken, back, missing := quote("نوید کاردان"), quote("Nobody came back."+spice), quote("words of another reading"+spice)
	other := quote("پاییز") // stands in the text too, but was cited in another reading of it
	other.Rendition = sha256.Sum256([]byte("another reading"))
	near, far := cell(2, "Navid Kardan"), cell(1203, "Omid Barani"+spice)
	made := func(id, entity, property, value string, standing claim.Standing, passages ...text.Passage) claim.Claim {
		return claim.Claim{Made: claim.Made{Claim: id, Case: "main", Entity: entity, Schema: "Person", Property: property, Value: value + spice,
			Original: passages[0].Quote, Lang: "fa", Passages: passages, Says: []claim.Teller{{Who: "a neighbour" + spice, Verb: "said"}, {Who: "the letter", Verb: "wrote"}},
			SourceGrade: "B", InfoGrade: "3", Flags: []string{"duress"}}, Standing: standing, Reason: "weighed" + spice, Actor: "staff-member"}
	}
	subjects := []flow.Subject{
		{Entity: claim.Entity{ID: "e-1", Schema: "Person", Name: "نوید کاردان" + spice}, Claims: []claim.Claim{
			made("c-1", "e-1", "name", "نوید کاردان", claim.Proposed, taken, near),
			made("c-2", "e-1", "status", "dead", claim.Favoured, back),
			made("c-3", "e-1", "status", "missing", claim.Superseded, missing, other),
		}},
		{Entity: claim.Entity{ID: "m-2", Schema: "Person", Name: "Omid Barani"}, Claims: []claim.Claim{made("c-4", "m-2", "name", "Omid Barani", claim.Proposed, far)}},
		{Entity: claim.Entity{ID: "e-3", Schema: "Event"}, Claims: []claim.Claim{made("c-5", "e-3", "figure", "200", claim.TakenBack, taken)}},
	}
	lists := count.Table{Lists: []string{"Families' list" + spice, "Exile list"}, Patterns: map[uint32]int64{1: 30, 2: 20, 3: 20}}
	estimate, err := count.Chapman(lists, 0, 1)
	if err != nil {
		panic(err)
	}
	return flow.Bundle{
		Release: disclosure.Release{Requested: disclosure.Requested{Release: "r-1", Case: "main", Title: "The Autumn dossier" + spice, Audience: "the court" + spice, Reason: secretReason, Plan: reading},
			Actor: "pia", Approvals: []disclosure.Approval{{Actor: "pol", Plan: reading}, {Actor: "late", Plan: paper.Sum}}},
		Origin: "varanda.example/ledger", Size: 4321, Created: time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC),
		Documents: []flow.BundledDocument{
			{Item: paper, Passages: []text.Passage{taken, other, back, missing}, Pages: []text.Page{{Number: 1, Text: page, Exact: true}}},
			{Item: table, Passages: []text.Passage{near, far}, Rows: []text.Row{{Number: 1, Cells: []text.Cell{{Text: "no"}, {Text: "name" + spice}}}, {Number: 2, Cells: []text.Cell{{Text: "1"}, {Text: "Navid Kardan"}}}}},
			{Item: item("empty", "image/png")},
		},
		Counted:  &flow.Counted{Table: lists, Rule: flow.CountRule, Undecided: 2, Estimates: []count.Estimate{estimate}, Index: 4321},
		Withheld: []disclosure.Withheld{{Index: 77, Kind: "claim.made/1", Reason: disclosure.BecauseSealed, ID: "c-hidden"}, {Index: 99, Kind: "claim.made/1", Reason: disclosure.BecauseWithdrawn}},
		Subjects: func(_ context.Context, yield func(flow.Subject) error) error {
			for _, s := range subjects {
				if err := yield(s); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// draw makes the pages of a bundle; a path that is written twice is an error.
func draw(t *testing.T, b flow.Bundle) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := Pages(t.Context(), b, func(path string, data []byte) error {
		if _, twice := files[path]; twice {
			return fmt.Errorf("%s is written twice", path)
		}
		files[path] = string(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// kept adds the files a dossier has besides its pages.
func kept(b flow.Bundle, files map[string]string) map[string]string {
	all := maps.Clone(files)
	all["withheld.json"], all["exhibits.csv"], all["ledger/events.jsonl"] = "{}", "", ""
	for _, c := range b.Copies {
		all[c.Path] = ""
	}
	for _, d := range b.Documents {
		all["originals/"+d.Item.Sum.String()] = ""
	}
	return all
}
