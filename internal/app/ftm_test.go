package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/ftm"
	"sanad/internal/tool/folder"
)

func exportFtM(t testing.TB, a *flow.Archive, actor guard.Actor, dataset string) (files, flow.HandedOn) {
	t.Helper()
	out := files{}
	got, err := flow.ExportHandOn(context.Background(), a, actor, flow.HandRequest{Form: flow.HandFtM, Dataset: dataset}, time.Now(), out, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return out, got
}

// entitiesOf gives the entities of an export by id.
func entitiesOf(t testing.TB, out files) map[string]ftm.Entity {
	t.Helper()
	all := map[string]ftm.Entity{}
	for _, line := range bytes.Split(bytes.TrimSpace(out[flow.FtMEntities].Bytes()), []byte("\n")) {
		var e ftm.Entity
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		all[e.ID] = e
	}
	return all
}

func countOf(all map[string]ftm.Entity, schema string) (n int) {
	for _, e := range all {
		if e.Schema == schema {
			n++
		}
	}
	return n
}

// What FollowTheMoney can say is said with the same ids every time; what it
// can't is named, and nothing is said that no claim says.
func TestFtMSaysNoMoreThanTheClaims(t *testing.T) {
	a := withLists(t, handArchive(t))
	note := itemNamed(t, a, "CANARY-FILE.txt")
	at, secret := place(t, a, note, "a guard"), place(t, a, itemNamed(t, a, "letter.txt"), "a guard")
	made := func(id, entity, kind, property, value, other string, flags ...string) claim.Made {
		m := claim.Made{Claim: id, Case: "main", Entity: entity, Schema: kind, Property: property, Value: value, ValueEntity: other, Original: at.Quote, Lang: "fa", Flags: flags, Passages: []text.Passage{at}}
		return m
	}
	from, wide := made("c-u", "e-t", "Tenure", "from", "1982", ""), made("c-v", "e-t", "Tenure", "to", "1985/1989", "")
	from.Date, wide.Date = &claim.Date{EDTF: "1982", Calendar: "gregorian"}, &claim.Date{EDTF: "1985/1989", Calendar: "gregorian"}
	faith := made("c-x", "e-1", "Person", "religion", "CANARY-FAITH", "")
	faith.Passages = []text.Passage{secret}
	record(t, a, founder(),
		made("c-pp", "e-p", "Post", "name", "Warden", ""), made("c-t", "e-t", "Tenure", "holder", "Navid", "e-1"), made("c-w", "e-t", "Tenure", "post", "Warden", "e-p"), from, wide,
		faith, made("c-f", "e-1", "Person", "father_name", "Bahram", ""), made("c-y", "e-1", "Person", "nickname", "CANARY-DURESS", "", claim.FlagDuress),
		made("c-z", "e-1", "Person", "charge", "CANARY-CHARGE", ""), made("c-i", "e-i", "Involvement", "person", "Navid", "e-1"), made("c-j", "e-i", "Involvement", "event", "the summer", "e-2"),
		made("c-k", "e-i", "Involvement", "degree", "ordered", ""), made("c-l", "e-half", "Tenure", "holder", "Navid", "e-1"))
	if out, _ := exportFtM(t, a.archive, founder(), "Test set"); entitiesOf(t, out)["e-i"].ID != "" {
		t.Error("somebody is accused before all who was not asked to reply")
	}
	record(t, a, founder(), disclosure.ReplyAsked{Reply: "y-1", Case: "main", Entity: "e-1", Date: "2020-01-01", Waived: "he is dead"})
	out, got := exportFtM(t, a.archive, founder(), "Test set")
	all := entitiesOf(t, out)
	navid, tenure, link := all["e-1"], all["e-t"], all["e-i"]
	for what, ok := range map[string]bool{
		"the person":     navid.Schema == "Person" && slices.Contains(navid.Properties["name"], "Navid Kardan") && navid.Datasets[0] == "test_set",
		"its father":     slices.Equal(navid.Properties["fatherName"], []string{"Bahram"}), // the withdrawn spelling is not there
		"its proof":      slices.Equal(navid.Properties["proof"], []string{"i-" + note.String()}),
		"the tenure":     tenure.Schema == "Occupancy" && tenure.Properties["holder"][0] == "e-1" && tenure.Properties["post"][0] == "e-p" && tenure.Properties["startDate"][0] == "1982",
		"its end":        tenure.Properties["endDate"] == nil,
		"the allegation": link.Schema == "UnknownLink" && strings.HasPrefix(link.Properties["role"][0], "alleged: "),
		"half a tenure":  all["e-half"].ID == "",
		"the document":   all["i-"+note.String()].Schema == "PlainText",
	} {
		if !ok {
			t.Errorf("%s: %+v", what, all)
		}
	}
	for name, f := range out {
		for _, canary := range []string{"CANARY", "letter.txt"} {
			if strings.Contains(f.String(), canary) {
				t.Errorf("%s says %s", name, canary)
			}
		}
	}
	if n := countOf(all, "Family"); n != 0 || countOf(all, "Mention") != 0 {
		t.Errorf("%d family links, which are protected; %d mentions", n, countOf(all, "Mention"))
	}
	lost := map[string]bool{}
	for _, l := range got.Losses {
		lost[l.What+" "+l.Kind+"."+l.Property] = true
	}
	for _, want := range []string{"left out Person.nickname", "left out Person.charge", "left out Tenure.to", "left out Event.figure", "in part Person.name", "left out Tenure.holder"} {
		if !lost[want] {
			t.Errorf("not named as lost: %s, of %v", want, lost)
		}
	}
	again, _ := exportFtM(t, a.archive, founder(), "Test set")
	for name := range out {
		if !bytes.Equal(out[name].Bytes(), again[name].Bytes()) {
			t.Errorf("%s came out otherwise the second time", name)
		}
	}
	if dir := os.Getenv("SANAD_KEEP_FTM"); dir != "" { // to be read by FollowTheMoney itself
		for name, f := range out {
			if err := os.WriteFile(filepath.Join(dir, name), f.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Every claim of a file stands where it is cited: on that page of its reading,
// and in those bytes of the file, however long the file is and whatever order
// its members are in.
func TestWhatComesInIsCitedToItsBytes(t *testing.T) {
	p := benchArchive(t)
	var file bytes.Buffer
	const people = 3000
	for i := range people {
		fmt.Fprintf(&file, `{"properties":{"name":["Person %d","نام %d"],"notes":["line one\nid: N-%d \"x\" %s"],"gender":["male"]},"schema":"Person","id":"N-%d","datasets":["d"]}`+"\n", i, i, i+1, strings.Repeat("w", 200), i)
	}
	file.WriteString("{\"id\":\"broken\"\n")
	sum := takeIn(t, p, "many.ftm.json", file.Bytes())
	got, err := flow.ImportFtM(context.Background(), p.archive, founder(), flow.FtMImportRequest{Item: sum}, quiet)
	if err != nil || got.Claims != 5*people || got.Missed != 1 || got.Failed[0].Line != people+1 {
		t.Fatalf("%+v, %v", got, err)
	}
	pages := map[int]string{}
	look(t, p, func(s flow.State) error {
		all, err := s.Renditions(context.Background(), sum)
		if err != nil {
			return err
		}
		primary, _ := text.Primary(all)
		data, err := p.archive.Renditions.Open(context.Background(), primary.Sum)
		if err != nil {
			return err
		}
		defer data.Close()
		return text.EachPage(data, func(page text.Page) error { pages[page.Number] = page.Text; return nil })
	})
	if len(pages) < 4 {
		t.Fatalf("the reading has %d pages, too few to test anything", len(pages))
	}
	exact, last := 0, 0
	look(t, p, func(s flow.State) error {
		return s.Claims(context.Background(), flow.ClaimFilter{After: -1}, func(c claim.Claim) error {
			at := c.Passages[0]
			if !strings.Contains(pages[at.Selector.Page], at.Quote) {
				t.Errorf("%q is not on page %d", at.Quote, at.Selector.Page)
			}
			if b := at.Selector.Bytes; b != nil {
				if exact++; string(file.Bytes()[b.Start:b.End]) != at.Quote {
					t.Errorf("%q is cited to the bytes of %q", at.Quote, file.Bytes()[b.Start:b.End])
				}
			}
			last = max(last, at.Selector.Page)
			return nil
		})
	})
	if exact != 4*people || last != len(pages) {
		t.Errorf("%d of %d claims give their bytes; the last page cited is %d of %d", exact, got.Claims, last, len(pages))
	}
}

// takeIn takes a file into custody and reads it.
func takeIn(t testing.TB, p *parts, name string, data []byte) (sum custody.Sum) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := flow.Collect(context.Background(), p.archive, founder(), flow.CollectRequest{Source: custody.Source{Name: "x"}, Label: guard.Case}, folder.Walk([]string{dir}),
		func(k flow.Taken) error { sum = k.Item; return k.Err })
	if err != nil {
		t.Fatal(err)
	}
	readAll(t, p)
	return sum
}
