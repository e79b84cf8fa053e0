package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// handArchive holds what may leave, among it what a spreadsheet would compute.
func handArchive(t testing.TB) *parts {
	t.Helper()
	p, _ := graphArchive(t)
	note := takeIn(t, p, "CANARY-FILE.txt", []byte("Navid Kardan was taken in 1361.\nAt least 3,000 were killed that summer, a guard told me.\n"))
	readAll(t, p)
	at, killed := place(t, p, note, "Navid Kardan"), place(t, p, note, "At least 3,000")
	made := func(id, entity, kind, property, value string, places ...text.Passage) claim.Made {
		return claim.Made{Claim: id, Case: "main", Entity: entity, Schema: kind, Property: property, Value: value, Original: value, Lang: "fa", Note: "CANARY-NOTE", Passages: places}
	}
	low := int64(3000)
	figure, taken := made("c-3", "e-2", "Event", "figure", "at least 3000 persons killed", killed), made("c-2", "e-1", "Person", "arrest_date", "1982-03-21/1983-03-20", at)
	figure.Quantity = &claim.Quantity{Kind: "killed", Comparator: claim.AtLeast, Low: &low, Unit: "persons"}
	figure.Says = []claim.Teller{{Who: "a guard", Verb: "said", Medium: "in person"}, {Who: "the sister", Entity: "e-3"}}
	figure.Flags, figure.SourceGrade, figure.InfoGrade = []string{claim.FlagDuress}, "C", "2"
	taken.Date = &claim.Date{EDTF: "1982-03-21/1983-03-20", Calendar: "solar", Native: "1361"}
	record(t, p, founder(), figure, taken,
		made("c-1", "e-1", "Person", "name", "Navid Kardan", at), made("c-q", "e-1", "Person", "name", "نوید «کردان»\nþ®\x07", at, killed),
		made("c-p", "e-1", "Person", "nickname", "=HYPERLINK(\"http://x\")", at), made("c-r", "e-post", "Post", "name", "Warden", at),
		made("c-gone", "e-1", "Person", "father_name", "CANARY-WITHDRAWN", at), claim.Withdrawn{Claim: "c-gone", Reason: "a slip"})
	record(t, p, ben(), claim.Accepted{Claim: "c-3", Reason: "read again"})
	return p
}

// itemNamed gives the item that was taken in under a name.
func itemNamed(t testing.TB, p *parts, name string) (sum custody.Sum) {
	t.Helper()
	look(t, p, func(s flow.State) error {
		return s.Items(context.Background(), flow.ItemFilter{After: -1}, func(i custody.Item) error {
			if strings.HasSuffix(i.Name.Text, name) {
				sum = i.Sum
			}
			return nil
		})
	})
	return sum
}

// withSecrets adds what stays inside: what is protected, who is accused and was not
// asked, and who is one person.
func withSecrets(t testing.TB, p *parts) *parts {
	t.Helper()
	at := place(t, p, itemNamed(t, p, "letter.txt"), "a guard")
	made := func(id, entity, kind, property, value string) claim.Made {
		return claim.Made{Claim: id, Case: "main", Entity: entity, Schema: kind, Property: property, Value: value, Original: value, Passages: []text.Passage{at}}
	}
	person := made("c-j", "e-i", "Involvement", "person", "CANARY-ACCUSED")
	person.ValueEntity = "e-3"
	record(t, p, founder(), made("c-x", "e-1", "Person", "religion", "CANARY-FAITH"), person, made("c-i", "e-i", "Involvement", "degree", "ordered"))
	return p
}

// withLists adds lists of which two rows are judged to be one person.
func withLists(t testing.TB, p *parts) *parts {
	t.Helper()
	ctx := context.Background()
	for i, name := range []string{"list1.csv", "list2.csv"} {
		if _, err := flow.Import(ctx, p.archive, founder(), flow.ImportRequest{Item: itemNamed(t, p, name), Mapping: fmt.Sprintf(letterMap, fmt.Sprint("List ", i))}, quiet); err != nil {
			t.Fatal(err)
		}
	}
	var mentions []string
	look(t, p, func(s flow.State) error {
		return s.Mentions(ctx, "main", "", func(m person.Mention) error { mentions = append(mentions, m.Mentioned.Mention); return nil })
	})
	record(t, p, ben(), person.Judge(mentions[0], mentions[len(mentions)-1], person.Same, "a photograph", "v-1"), person.Judge(mentions[1], mentions[2], person.Different, "two fathers", "v-2"))
	return p
}
