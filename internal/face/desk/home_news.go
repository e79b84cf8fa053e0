package desk

import (
	"context"
	"net/url"
	"slices"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// newsLine is what changed in one way: how often, by whom, and the newest of
// the things it was done to.
type newsLine struct {
	Kind   string
	Count  int
	Actors []string
	Last   time.Time
	Things []newsThing
}

// newsThing is something that an entry speaks of.
type newsThing struct {
	Href, Text string
	Sum        string // instead of a text, of an item
}

// newsThings is how many things a line links to.
const newsThings = 3

// changes gathers the newest entries the reader may know, by their kind: those
// since the reader's mark, or just the last ones.
func (p *homePage) changes(ctx context.Context, s *sight) error {
	p.Earned = p.Since >= 0 && p.Since <= p.Size
	if !p.Earned {
		p.Since = 0
	}
	events, next, err := s.newest(ctx, p.Size, homeNews)
	if err != nil {
		return err
	}
	p.Older = next > p.Since
	for _, e := range events {
		if e.Index < p.Since {
			p.Older = false
			break
		}
		p.news(e)
	}
	return nil
}

func (p *homePage) news(e flow.Recorded) {
	at := slices.IndexFunc(p.News, func(n newsLine) bool { return n.Kind == e.Kind.Name })
	if at < 0 {
		at = len(p.News)
		p.News = append(p.News, newsLine{Kind: e.Kind.Name, Last: e.Time})
	}
	n := &p.News[at]
	n.Count++
	if !slices.Contains(n.Actors, e.Actor) {
		n.Actors = append(n.Actors, e.Actor)
	}
	if len(n.Things) == newsThings {
		return
	}
	if t, ok := thingOf(e.Event); ok && !slices.Contains(n.Things, t) {
		n.Things = append(n.Things, t)
	}
}

// address writes a path with one word of a query.
func address(path, name, value string) string {
	return path + "?" + url.Values{name: {value}}.Encode()
}

// thingOf tells what an entry speaks of, from the entry alone.
func thingOf(e ledger.Event) (t newsThing, ok bool) {
	if len(e.Body) == 0 {
		return t, false
	}
	accession := func(id string) error { t = newsThing{Href: "/accessions/" + id, Text: id}; return nil }
	item := func(sum custody.Sum, name string) error {
		t = newsThing{Href: "/items/" + sum.String(), Text: name}
		if name == "" {
			t.Sum = sum.String()[:12]
		}
		return nil
	}
	aClaim := func(id, text string) error { t = newsThing{Href: "/claims/" + id, Text: text}; return nil }
	aFinding := func(id, text string) error { t = newsThing{Href: "/findings/" + id, Text: text}; return nil }
	list := func(id, name string) error { t = newsThing{Href: "/lists/" + id, Text: name}; return nil }
	release := func(id, title string) error { t = newsThing{Href: "/releases/" + id, Text: title}; return nil }
	var err error
	switch e.Kind {
	case custody.Opened{}.Kind():
		err = ledger.Take(e, func(f *custody.Opened) error { return accession(f.Accession) })
	case custody.Closed{}.Kind():
		err = ledger.Take(e, func(f *custody.Closed) error { return accession(f.Accession) })
	case custody.Failed{}.Kind():
		err = ledger.Take(e, func(f *custody.Failed) error { return accession(f.Accession) })
	case custody.Acquired{}.Kind():
		err = ledger.Take(e, func(f *custody.Acquired) error { return item(f.Item, f.Name.Text) })
	case text.Read{}.Kind():
		err = ledger.Take(e, func(f *text.Read) error { return item(f.Item, "") })
	case text.Unread{}.Kind():
		err = ledger.Take(e, func(f *text.Unread) error { return item(f.Item, "") })
	case text.Cited{}.Kind():
		err = ledger.Take(e, func(f *text.Cited) error { return item(f.Passage.Item, f.Passage.Quote) })
	case claim.Made{}.Kind():
		err = ledger.Take(e, func(f *claim.Made) error { return aClaim(f.Claim, f.Value) })
	case claim.Withdrawn{}.Kind():
		err = ledger.Take(e, func(f *claim.Withdrawn) error { return aClaim(f.Claim, f.Claim) })
	case claim.Preferred{}.Kind():
		err = ledger.Take(e, func(f *claim.Preferred) error { return aClaim(f.Claim, f.Claim) })
	case claim.Accepted{}.Kind():
		err = ledger.Take(e, func(f *claim.Accepted) error { return aClaim(f.Claim, f.Claim) })
	case claim.Disputed{}.Kind():
		err = ledger.Take(e, func(f *claim.Disputed) error { return aClaim(f.Claim, f.Claim) })
	case finding.Made{}.Kind():
		err = ledger.Take(e, func(f *finding.Made) error { return aFinding(f.Finding, f.Conclusion) })
	case finding.Confirmed{}.Kind():
		err = ledger.Take(e, func(f *finding.Confirmed) error { return aFinding(f.Finding, f.Finding) })
	case finding.Withdrawn{}.Kind():
		err = ledger.Take(e, func(f *finding.Withdrawn) error { return aFinding(f.Finding, f.Finding) })
	case person.ListImported{}.Kind():
		err = ledger.Take(e, func(f *person.ListImported) error { return list(f.List, f.Name) })
	case person.ListCompleted{}.Kind():
		err = ledger.Take(e, func(f *person.ListCompleted) error { return list(f.List, f.List) })
	case person.Judged{}.Kind():
		err = ledger.Take(e, func(f *person.Judged) error {
			t = newsThing{Href: "/people/pair?" + url.Values{"left": {f.Left}, "right": {f.Right}}.Encode(), Text: f.Left}
			return nil
		})
	case person.Linked{}.Kind():
		err = ledger.Take(e, func(f *person.Linked) error {
			t = newsThing{Href: address("/people", "case", f.Case), Text: f.Case}
			return nil
		})
	case disclosure.Requested{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Requested) error { return release(f.Release, f.Title) })
	case disclosure.Approved{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Approved) error { return release(f.Release, f.Release) })
	case disclosure.Built{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Built) error { return release(f.Release, f.Release) })
	case disclosure.Delivered{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Delivered) error { return release(f.Release, f.Release) })
	case disclosure.SupersededBy{}.Kind():
		err = ledger.Take(e, func(f *disclosure.SupersededBy) error { return release(f.Release, f.Release) })
	case disclosure.Recalled{}.Kind():
		err = ledger.Take(e, func(f *disclosure.Recalled) error { return release(f.Release, f.Release) })
	}
	return t, err == nil && t.Href != ""
}
