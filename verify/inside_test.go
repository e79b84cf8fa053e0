package verify_test

import (
	"encoding/json"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/format/dossier"
	"sanad/verify/verifytest"
)

const passage = "The mill burned.\n"

// begun is a dossier with one item and its reading, nothing claimed yet.
func begun() (m *verifytest.Maker, item, rendition custody.Sum) {
	m = verifytest.New("archive")
	item = m.Item("letter.txt", "text/plain", passage)
	rendition = m.Pages(item, text.Page{Number: 1, Text: passage, Exact: true})
	return m, item, rendition
}

// What a dishonest archive could write into its own log and seal: every hash
// and signature is right, and the checker still says what is wrong.
func TestASealDoesNotCoverWhatIsNotSo(t *testing.T) {
	cite := func(m *verifytest.Maker, p text.Passage) { m.Claim("state", "burned", p) }
	for _, a := range []struct {
		name         string
		do           func(m *verifytest.Maker, right text.Passage)
		check, words string
	}{
		{"a quote that does not stand there", func(m *verifytest.Maker, p text.Passage) { p.Quote = "mill healed"; cite(m, p) }, "passages", "originals/"},
		{"a quote beside its place", func(m *verifytest.Maker, p text.Passage) {
			p.Selector.Bytes.Start--
			p.Selector.Bytes.End--
			cite(m, p)
		}, "passages", "originals/"},
		{"a quote beyond the end", func(m *verifytest.Maker, p text.Passage) {
			p.Selector.Bytes = &text.Range{Start: 1 << 40, End: 1<<40 + 11}
			cite(m, p)
		}, "passages", "beyond its end"},
		{"a place far larger than the quote", func(m *verifytest.Maker, p text.Passage) { p.Quote, p.Selector.Bytes.End = "m", 17; cite(m, p) }, "passages", "more than the quote"},
		{"a page that is not there", func(m *verifytest.Maker, p text.Passage) { p.Selector.Page = 2; cite(m, p) }, "passages", "renditions/"},
		{"a cell of a text", func(m *verifytest.Maker, p text.Passage) { p.Selector = text.Selector{Cell: "A1"}; cite(m, p) }, "passages", "renditions/"},
		{"an item that is not here", func(m *verifytest.Maker, p text.Passage) { p.Item[0] ^= 1; cite(m, p) }, "passages", "is missing"},
		{"a rendition that is not here", func(m *verifytest.Maker, p text.Passage) { p.Rendition[0] ^= 1; cite(m, p) }, "passages", "is missing"},
		{"a rendition of another item", func(m *verifytest.Maker, p text.Passage) {
			p.Item = m.Item("b.txt", "text/plain", "The mill burned, too.\n")
			cite(m, p)
		}, "passages", "not a reading of the item"},
		{"an original nobody took into custody", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			sum := m.Item("b.txt", "text/plain", "b")
			m.Shown = m.Shown[:len(m.Shown)-1]
			_ = sum
		}, "originals", "originals/"},
		{"an original of another length than told", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Show(m.Log.Append("mina", custody.Acquired{Accession: "a-1", Item: p.Item, Bytes: 5, MediaType: "text/plain", Name: custody.NameOf("l")}))
		}, "facts", "originals/"},
		{"an original named otherwise", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Files["renditions/letter"] = []byte("x")
		}, "sums", "renditions/letter"},
		{"a rendition nobody read", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Reading(p.Item, text.Pages, []byte(`{"page":1,"text":"x"}`+"\n"), 1)
			m.Shown = m.Shown[:len(m.Shown)-1]
		}, "renditions", "renditions/"},
		{"a rendition that is no list of pages", func(m *verifytest.Maker, p text.Passage) {
			p.Rendition = m.Reading(p.Item, text.Pages, []byte("mill burned"), 1)
			cite(m, p)
		}, "passages", "not a page"},
		{"a rendition that is no list of rows", func(m *verifytest.Maker, p text.Passage) {
			p.Rendition = m.Reading(p.Item, text.Rows, []byte("mill burned"), 1)
			p.Selector = text.Selector{Cell: "A1"}
			cite(m, p)
		}, "passages", "not a row"},
		{"a kind nobody knows", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Show(m.Log.AppendBody("mina", ledger.Kind{Name: "claim.made", Version: 2}, []byte(`{"claim":"c-9"}`)))
		}, "facts", "claim.made/2"},
		{"a claim that can be read in two ways", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Show(m.Log.AppendBody("mina", claim.Made{}.Kind(), []byte(`{"claim":"c-9","passages":[{"quote":"a","Quote":"b"}]}`)))
		}, "facts", "twice"},
		{"a field in capitals", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Show(m.Log.AppendBody("mina", claim.Withdrawn{}.Kind(), []byte(`{"claim":"c-9","Claim":"c-8"}`)))
		}, "facts", `"Claim"`},
		{"a claim of another shape", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Show(m.Log.AppendBody("mina", claim.Made{}.Kind(), []byte(`{"claim":7,"passages":[]}`)))
		}, "facts", "can't be read"},
		{"a claim without a place", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Show(m.Log.AppendBody("mina", claim.Made{}.Kind(), []byte(`{"claim":"c-9","passages":[]}`)))
		}, "facts", "without id or passage"},
		{"a claim whose place is kept closed", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Hide = func(kind, field string) bool { return field == "passages" }
		}, "facts", "passages"},
		{"a reading in an unknown form", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			body := `{"item":"` + p.Item.String() + `","rendition":"` + p.Rendition.String() + `","form":"film"}`
			m.Show(m.Log.AppendBody("worker", text.Read{}.Kind(), []byte(body)))
		}, "facts", "film"},
		{"a claim left out is shown after all", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Show(m.Leave())
		}, "withheld", dossier.WithheldFile},
		{"something left out that was never there", func(m *verifytest.Maker, p text.Passage) {
			cite(m, p)
			m.Withheld = append(m.Withheld, dossier.Withheld{Index: 99, Kind: "claim.made/1", Reason: "no"})
		}, "withheld", dossier.WithheldFile},
	} {
		t.Run(a.name, func(t *testing.T) {
			m, item, rendition := begun()
			a.do(m, verifytest.Quote(item, rendition, passage, 0, 1, "mill burned"))
			m.Decide()
			fails(t, check(m.Sealed()), a.check, a.words)
		})
	}
}

// No rendition has both cells and pages: a passage that names both could be
// checked in one of them only.
func TestAPassageStandsInACellOrOnAPage(t *testing.T) {
	for name, at := range map[string]text.Selector{
		"a page that is not there": {Page: 7},
		"a region nobody saw":      {Region: &text.Box{X0: 1, Y0: 1, X1: 2, Y1: 2}},
		"a time nobody heard":      {Time: &text.Stretch{Start: 5, End: 9}},
	} {
		t.Run(name, func(t *testing.T) {
			m, item, rendition := begun()
			inCell(m, verifytest.Quote(item, rendition, passage, 0, 1, "mill burned"), at)
			m.Decide()
			fails(t, check(m.Sealed()), "facts", "a passage of a cell has no page")
		})
	}
}

// inCell claims on the cell A1, which bears the quote, and on what at names
// besides.
func inCell(m *verifytest.Maker, p text.Passage, at text.Selector) {
	p.Rendition = m.Reading(p.Item, text.Rows, []byte(`{"row":1,"cells":[{"text":"mill burned"}]}`+"\n"), 1)
	at.Cell = "A1"
	p.Selector = at
	made, err := json.Marshal(claim.Made{Claim: "c-9", Case: "main", Entity: "e-1", Schema: "Place", Property: "state", Value: "burned", Passages: []text.Passage{p}})
	if err != nil {
		panic(err)
	}
	index := m.Show(m.Log.AppendBody("mina", claim.Made{}.Kind(), made))
	m.Claims = append(m.Claims, disclosure.PlannedClaim{ID: "c-9", Index: index})
}

// Who decided, on what, and when.
func TestAReleaseNeedsTwoPeopleAndTheirVeryPlan(t *testing.T) {
	for _, a := range []struct {
		name         string
		decide       func(m *verifytest.Maker)
		check, words string
	}{
		{"nobody asked", func(m *verifytest.Maker) { m.Approve("nima", m.Plan()) }, "four-eyes", "asks for the release"},
		{"nobody approved", func(m *verifytest.Maker) { m.Request("mina", m.Plan()) }, "four-eyes", "another than mina"},
		{"one person did both", func(m *verifytest.Maker) { m.Request("mina", m.Plan()); m.Approve("mina", m.Plan()) }, "four-eyes", "another than mina"},
		{"another plan was approved", func(m *verifytest.Maker) { m.Request("mina", m.Plan()); m.Approve("nima", custody.Sum{1}) }, "four-eyes", "another than mina"},
		{"approved before it was asked for", func(m *verifytest.Maker) { m.Approve("nima", m.Plan()); m.Request("mina", m.Plan()) }, "four-eyes", "another than mina"},
		{"asked for again after the approval", func(m *verifytest.Maker) { m.Decide(); m.Request("mina", m.Plan()) }, "four-eyes", "another than mina"},
		{"another release was decided", func(m *verifytest.Maker) { m.Release = "r-2"; m.Decide(); m.Release = "r-1"; m.About.Release = "r-1" }, "four-eyes", "r-1"},
		{"a plan that is not this dossier", func(m *verifytest.Maker) { m.Request("mina", custody.Sum{1}); m.Approve("nima", custody.Sum{1}) }, "plan", "the plan that was decided"},
		{"a claim was added after the decision", func(m *verifytest.Maker) {
			m.Decide()
			first := m.Claims[0]
			m.Show(m.Log.AppendBody("mina", claim.Made{}.Kind(), []byte(`{"claim":"`+first.ID+`x","passages":[{"item":"`+strings.Repeat("1", 64)+`","rendition":"`+strings.Repeat("1", 64)+`","selector":{"page":1},"quote":"q"}]}`)))
		}, "plan", dossier.EventsFile},
		{"a claim was dropped after the decision", func(m *verifytest.Maker) { m.Decide(); m.Shown = append(m.Shown[:3:3], m.Shown[4:]...) }, "plan", dossier.EventsFile},
		{"an original was dropped after the decision", func(m *verifytest.Maker) {
			m.Item("b.txt", "text/plain", "b")
			m.Decide()
			delete(m.Files, originalOf(m.Files))
		}, "plan", dossier.OriginalsDir},
		{"the title was changed after the decision", func(m *verifytest.Maker) { m.Decide(); m.About.Title = "Another" }, "four-eyes", dossier.AboutFile},
		{"the audience was changed after the decision", func(m *verifytest.Maker) { m.Decide(); m.About.Audience = "the press" }, "four-eyes", dossier.AboutFile},
		{"another log's name", func(m *verifytest.Maker) { m.Decide(); m.About.Origin = "elsewhere.example" }, "about", dossier.AboutFile},
		{"who decided is kept closed", func(m *verifytest.Maker) {
			m.Decide()
			m.Hide = func(_, field string) bool { return field == "@actor" }
		}, "facts", "@actor"},
		{"the sealed manifest is kept closed", func(m *verifytest.Maker) {
			m.Decide()
			m.Hide = func(_, field string) bool { return field == "manifest" }
		}, "seal", "manifest"},
	} {
		t.Run(a.name, func(t *testing.T) {
			m := verifytest.Tiny("archive")
			m.Shown = m.Shown[:len(m.Shown)-2] // its decision
			a.decide(m)
			fails(t, check(m.Sealed()), a.check, a.words)
		})
	}
}

// An honest archive does these, and they pass.
func TestWhatIsSoPasses(t *testing.T) {
	for name, do := range map[string]func(m *verifytest.Maker, right text.Passage){
		"the same original taken in twice": func(m *verifytest.Maker, p text.Passage) { m.Item("again.txt", "text/plain", passage) },
		"read again after it was cited": func(m *verifytest.Maker, p text.Passage) {
			m.Pages(p.Item, text.Page{Number: 1, Text: passage, Exact: true})
		},
		"a reading that is not enclosed": func(m *verifytest.Maker, p text.Passage) {
			sum := m.Pages(p.Item, text.Page{Number: 1, Text: "otherwise"})
			delete(m.Files, dossier.RenditionsDir+"/"+sum.String())
		},
		"asked for twice, approved at last": func(m *verifytest.Maker, p text.Passage) { m.Request("mina", custody.Sum{1}) },
		"rows, lists and judgements": func(m *verifytest.Maker, p text.Passage) {
			m.Show(m.Log.Append("mina", person.ListImported{List: "l-1", Name: "n", Case: "c", Item: p.Item, Fingerprint: "f"}))
			m.Show(m.Log.Append("mina", person.Mentioned{Mention: "m-1", List: "l-1", Row: 1}))
			m.Show(m.Log.Append("mina", person.Judge("m-1", "m-2", person.Same, "one hand", "")))
		},
		"a quote in a cell": func(m *verifytest.Maker, p text.Passage) { inCell(m, p, text.Selector{}) },
		"everything opened": func(m *verifytest.Maker, p text.Passage) { m.Hide = func(string, string) bool { return false } },
		"a built bundle of the release before": func(m *verifytest.Maker, p text.Passage) {
			m.Show(m.Log.AppendBody("nima", ledger.Kind{Name: "release.built", Version: 1}, []byte(`{"release":"r-1","manifest":"`+strings.Repeat("1", 64)+`"}`)))
		},
	} {
		m, item, rendition := begun()
		right := verifytest.Quote(item, rendition, passage, 0, 1, "mill burned")
		m.Claim("state", "burned", right)
		do(m, right)
		m.Decide()
		if r := check(m.Sealed()); !r.OK {
			t.Errorf("%s: %s", name, failing(r))
		}
	}
}

// Package verify spells the kinds of package person itself.
func TestTheKindsOfPersonsAreSpelledRight(t *testing.T) {
	m := verifytest.Tiny("archive")
	m.Show(m.Log.Append("mina", person.ListImported{List: "l", Name: "n", Case: "c", Item: custody.Sum{1}, Fingerprint: "f"}))
	m.Show(m.Log.Append("mina", person.Mentioned{Mention: "m-1", List: "l", Row: 1}))
	m.Show(m.Log.Append("mina", person.Judge("m-1", "m-2", person.Unsure, "no dates", "")))
	r := check(m.Sealed())
	for _, kind := range []string{person.ListImported{}.Kind().String(), person.Mentioned{}.Kind().String(), person.Judged{}.Kind().String()} {
		found := false
		for _, c := range r.Checks {
			found = found || c.Name == "facts" && c.OK && strings.Contains(c.Detail, "1 "+kind)
		}
		if !found {
			t.Errorf("%s is not known: %s", kind, failing(r))
		}
	}
}
