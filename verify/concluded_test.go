package verify_test

import (
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/text"
	"sanad/internal/format/dossier"
	"sanad/verify/verifytest"
)

// concluded makes a dossier with a finding and numbered pages; change may do what a
// dishonest archive would do before all is sealed.
func concluded(seed string, change func(*finding.Made, *finding.Confirmed, *disclosure.ExhibitNumbered, *[]dossier.Exhibit)) verifytest.Files {
	m := verifytest.New(seed)
	const data = "The mill burned. Nobody saw it.\n"
	item := m.Item("letter.txt", "text/plain", data)
	rendition := m.Pages(item, text.Page{Number: 1, Text: data, Exact: true})
	m.Claim("state", "burned", verifytest.Quote(item, rendition, data, 0, 1, "mill burned"))
	m.Claim("seen", "nobody", verifytest.Quote(item, rendition, data, 0, 1, "Nobody saw it"))
	made := finding.Made{Finding: "n-1", Case: "old-mill", Conclusion: "The mill was burned.", Standard: finding.Grounds, Claims: []string{m.Claims[0].ID}, Against: []string{m.Claims[1].ID}}
	confirmed := finding.Confirmed{Finding: made.Finding, Sum: made.Sum()}
	number := disclosure.ExhibitNumbered{Case: "old-mill", Item: item, Version: disclosure.AsOriginal, Prefix: "EX", First: 5, Pages: 2}
	list := []dossier.Exhibit{{Beg: number.Beg(), End: number.End(), Pages: 2, Name: item.String(), Version: "original", Media: "text/plain", File: "originals/" + item.String()}}
	if change != nil {
		change(&made, &confirmed, &number, &list)
	}
	m.Show(m.Log.Append("mina", made))
	if confirmed.Finding != "" {
		m.Show(m.Log.Append("nima", confirmed))
	}
	m.Decide()
	index := m.Show(m.Log.Append("nima", number))
	for i := range list {
		if list[i].Index == 0 {
			list[i].Index = index
		}
	}
	m.Files[dossier.ExhibitsFile], _ = dossier.MarshalExhibits(list)
	m.Write()
	return m.Seal()
}

func TestConclusionsAndNumbersAreCheckedFromOutside(t *testing.T) {
	if r := check(concluded("honest", nil)); !r.OK {
		t.Fatalf("an honest dossier is refused: %+v", r)
	}
	type change = func(*finding.Made, *finding.Confirmed, *disclosure.ExhibitNumbered, *[]dossier.Exhibit)
	for what, c := range map[string]struct {
		change change
		check  string
	}{
		"a claim against it is missing": {func(f *finding.Made, c *finding.Confirmed, _ *disclosure.ExhibitNumbered, _ *[]dossier.Exhibit) {
			f.Against = []string{"c-elsewhere"}
			c.Sum = f.Sum()
		}, "findings"},
		"a claim for it is missing": {func(f *finding.Made, c *finding.Confirmed, _ *disclosure.ExhibitNumbered, _ *[]dossier.Exhibit) {
			f.Claims = append(f.Claims, "c-elsewhere")
			c.Sum = f.Sum()
		}, "findings"},
		"nobody confirmed it": {func(_ *finding.Made, c *finding.Confirmed, _ *disclosure.ExhibitNumbered, _ *[]dossier.Exhibit) {
			c.Finding = ""
		}, "findings"},
		"another wording was confirmed": {func(f *finding.Made, _ *finding.Confirmed, _ *disclosure.ExhibitNumbered, _ *[]dossier.Exhibit) {
			f.Conclusion = "Mina burned the mill."
		}, "facts"},
		"what is numbered is not here": {func(_ *finding.Made, _ *finding.Confirmed, n *disclosure.ExhibitNumbered, l *[]dossier.Exhibit) {
			n.Item = custody.Sum{9}
			(*l)[0].Name = n.Item.String()
		}, "exhibits"},
		"the list says another number": {func(_ *finding.Made, _ *finding.Confirmed, _ *disclosure.ExhibitNumbered, l *[]dossier.Exhibit) {
			(*l)[0].Beg = "EX-0000001"
		}, "exhibits"},
		"the list names another original": {func(_ *finding.Made, _ *finding.Confirmed, _ *disclosure.ExhibitNumbered, l *[]dossier.Exhibit) {
			(*l)[0].Name = custody.Sum{8}.String()
		}, "exhibits"},
		"the list leaves an exhibit out": {func(_ *finding.Made, _ *finding.Confirmed, _ *disclosure.ExhibitNumbered, l *[]dossier.Exhibit) {
			*l = nil
		}, "exhibits"},
		"the list names what has no number": {func(_ *finding.Made, _ *finding.Confirmed, _ *disclosure.ExhibitNumbered, l *[]dossier.Exhibit) {
			more := (*l)[0]
			more.Index = 3
			*l = append(*l, more)
		}, "exhibits"},
		"the list names a file elsewhere": {func(_ *finding.Made, _ *finding.Confirmed, _ *disclosure.ExhibitNumbered, l *[]dossier.Exhibit) {
			(*l)[0].File = "originals/none"
		}, "exhibits"},
	} {
		r := check(concluded("dishonest", c.change))
		failed := ""
		for _, k := range r.Checks {
			if !k.OK {
				failed += k.Name + " "
			}
		}
		if r.OK || !strings.Contains(failed, c.check) {
			t.Errorf("%s: ok %v, failed %q, want %q", what, r.OK, failed, c.check)
		}
	}
}
