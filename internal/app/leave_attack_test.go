package app

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/face/memorial"
	"sanad/internal/face/site"
	"sanad/internal/flow"
	"sanad/internal/format/dossier"
	"sanad/internal/ground/fail"
)

// saidClaim is a claim on a page of its own original, in the words of quote.
type saidClaim struct {
	entity, schema, property, value, valueEntity, quote string
}

// quoted makes an archive with one text, and claims on it.
func quoted(t *testing.T, words string, all []saidClaim, more func(item, reading custody.Sum, claims []claim.Made) []ledger.Fact) *leakWorld {
	w := newLeakWorld(t, 77, 0)
	item, read, facts := w.textOf("a-x", words)
	made := claimsIn(item, read, words, all)
	for _, f := range made {
		facts = append(facts, f)
	}
	if more != nil {
		facts = append(facts, more(item, read, made)...)
	}
	w.append(facts...)
	return w
}

func (w *leakWorld) append(facts ...ledger.Fact) {
	w.t.Helper()
	_, err := w.archive.Book.Append(context.Background(), w.ana, func(context.Context, flow.State) ([]ledger.Fact, error) { return facts, nil })
	w.must(err)
}

// textOf takes a text into custody.
func (w *leakWorld) textOf(accession, words string) (item, read custody.Sum, facts []ledger.Fact) {
	var reading bytes.Buffer
	w.must(text.NewWriter(&reading).Page(text.Page{Number: 1, Text: words}))
	item, read = w.keep(w.archive.Originals, []byte(words)).Sum, w.keep(w.archive.Renditions, reading.Bytes()).Sum
	return item, read, []ledger.Fact{
		custody.Opened{Accession: accession, Case: flow.DefaultCase, Source: custody.Source{Name: "somebody"}, Label: guard.Case},
		custody.Acquired{Accession: accession, Item: item, Bytes: int64(len(words)), MediaType: "text/plain; charset=utf-8", Name: custody.NameOf("a paper")},
		custody.Closed{Accession: accession, Items: 1, Bytes: int64(len(words))},
		text.Read{Item: item, Engine: "test", Version: "1", Rendition: read, Form: text.Pages, Parts: 1},
	}
}

// nameless records, from a text of its own, somebody who is met under a pseudonym.
func (w *leakWorld) nameless() {
	const words = "kqmehr kqdanesh saw it."
	item, read, facts := w.textOf("a-y", words)
	for _, f := range claimsIn(item, read, words, []saidClaim{{"e-2", "Person", "name", "kqmehr kqdanesh", "", "kqmehr kqdanesh"}}) {
		facts = append(facts, f)
	}
	w.append(append(facts, disclosure.ConditionLaid{Condition: "k-x", Case: flow.DefaultCase, On: disclosure.Ref{On: disclosure.OnEntity, ID: "e-2"}, Nameless: true, Reason: "a witness"})...)
}

// claimsIn makes claims on a text.
func claimsIn(item, read custody.Sum, words string, all []saidClaim) (made []claim.Made) {
	for _, s := range all {
		at := int64(strings.Index(words, s.quote))
		f := claim.Made{Case: flow.DefaultCase, Entity: s.entity, Schema: s.schema, Property: s.property, Value: strings.ReplaceAll(s.value, "ITEM", item.String()), ValueEntity: s.valueEntity, Original: s.value,
			Passages: []text.Passage{{Item: item, Rendition: read, Selector: text.Selector{Page: 1, Bytes: &text.Range{Start: at, End: at + int64(len(s.quote))}}, Quote: s.quote}}}
		f.Claim = f.Named()
		made = append(made, f)
	}
	return made
}

// leftAs builds a release of a shape, and gives all its bytes.
func (w *leakWorld) leftAs(shape disclosure.Shape) string {
	var all strings.Builder
	for path, data := range w.leave(disclosure.Order{Case: flow.DefaultCase, Shape: shape, To: disclosure.Public()}) {
		all.WriteString(path + "\n" + string(data) + "\n")
	}
	return all.String()
}

func (w *leakWorld) holdsNot(left string, words ...string) {
	w.t.Helper()
	for _, word := range words {
		if strings.Contains(left, word) {
			w.t.Errorf("what leaves holds %q", word)
		}
	}
}

func TestASentenceQuotedForSomethingElseDoesNotTellWhatIsProtected(t *testing.T) {
	w := quoted(t, "Kasra kqzoroastre was taken on Monday.", []saidClaim{
		{"e-1", "Person", "name", "Kasra", "", "Kasra"},
		{"e-1", "Person", "charge", "taken", "", "Kasra kqzoroastre was taken on Monday."},
		{"e-1", "Person", "religion", "kqzoroastre", "", "kqzoroastre"},
		{"e-1", "Person", "activity", "Monday", "", "on Monday"},
	}, nil)
	left := w.leftAs(disclosure.Dossier)
	w.holdsNot(left, "kqzoroastre")
	if !strings.Contains(left, "on Monday") {
		t.Error("a passage beside what is protected does not leave")
	}
}

func TestASentenceAroundWhatIsRedactedDoesNotLeave(t *testing.T) {
	w := quoted(t, "Kasra saw kqhiddenman near the gate.", []saidClaim{
		{"e-1", "Person", "name", "Kasra", "", "Kasra"},
		{"e-1", "Person", "activity", "seen near the gate", "", "Kasra saw kqhiddenman near the gate."},
	}, func(item, reading custody.Sum, _ []claim.Made) []ledger.Fact {
		return []ledger.Fact{redaction.Marked{Redaction: "x-1", Case: flow.DefaultCase, Item: item, Rendition: reading,
			Marks: []redaction.Mark{{Quote: "kqhiddenman", Code: redaction.Codes()[0], Reason: "a witness"}}}}
	})
	w.holdsNot(w.leftAs(disclosure.Dossier), "kqhiddenman")
}

func TestAReasonThatNamesSomebodyAfterALineBreakStaysInside(t *testing.T) {
	w := quoted(t, "Kasra was taken.", []saidClaim{{"e-1", "Person", "name", "Kasra", "", "Kasra"}}, func(_, _ custody.Sum, made []claim.Made) []ledger.Fact {
		return []ledger.Fact{claim.Preferred{Claim: made[0].Claim, Reason: "Says the same:\nkqmehr kqdanesh"}}
	})
	w.nameless()
	w.holdsNot(w.leftAs(disclosure.Dossier), "kqmehr")
}

func TestWhoIsAccusedInWordsAloneIsNotNamedInPublic(t *testing.T) {
	w := quoted(t, "The shooting. kqsarhang ordered it. kqostovar beat them.", []saidClaim{
		{"e-1", "Event", "name", "The shooting", "", "The shooting"},
		{"e-2", "Involvement", "person", "kqsarhang", "", "kqsarhang ordered it"},
		{"e-3", "Person", "activity", "kqostovar beat them", "", "kqostovar beat them"},
	}, func(_, _ custody.Sum, made []claim.Made) []ledger.Fact {
		return []ledger.Fact{disclosure.Weighed{Claim: made[2].Claim, Entity: "e-3", Bearing: disclosure.Inculpatory, Reason: "a witness"}}
	})
	w.holdsNot(w.leftAs(disclosure.Site), "kqsarhang", "kqostovar")
}

func TestARecordOfADocumentDoesNotTellAnUntellableSum(t *testing.T) {
	var sum string
	w := quoted(t, "An order. Kasra kqzoroastre was taken.", []saidClaim{
		{"e-1", "Document", "name", "An order", "", "An order"},
		{"e-1", "Document", "item", "ITEM", "", "An order"},
		{"e-2", "Person", "religion", "kqzoroastre", "", "kqzoroastre"},
	}, func(item, _ custody.Sum, _ []claim.Made) []ledger.Fact { sum = item.String(); return nil })
	w.holdsNot(w.leftAs(disclosure.Dossier), sum)
}

func TestATitleNamesNobodyWhoIsMetUnderAPseudonym(t *testing.T) {
	w := quoted(t, "Kasra was taken. kqmehr kqdanesh saw it.", []saidClaim{
		{"e-1", "Person", "name", "Kasra", "", "Kasra"},
		{"e-2", "Person", "name", "kqmehr kqdanesh", "", "kqmehr kqdanesh"},
	}, func(_, _ custody.Sum, _ []claim.Made) []ledger.Fact {
		return []ledger.Fact{disclosure.ConditionLaid{Condition: "k-x", Case: flow.DefaultCase, On: disclosure.Ref{On: disclosure.OnEntity, ID: "e-2"}, Nameless: true, Reason: "a witness"}}
	})
	_, _, err := flow.RequestRelease(t.Context(), w.archive, w.ana, flow.ReleaseRequest{Case: flow.DefaultCase, Title: "What kqdanesh, kqmehr saw", Audience: "all"}, w.now)
	if err == nil {
		t.Error("a title with a name that must not leave is taken")
	}
}

func TestWhatOnePersonRecordsAfterTheDecisionDoesNotLeaveWithIt(t *testing.T) {
	for what, later := range map[string]ledger.Fact{
		"an answer":                   disclosure.ReplyGiven{Reply: "q-1", Date: "2031-03-03", Answer: "words that nobody else saw"},
		"a weight":                    disclosure.Weighed{Entity: "e-1", Bearing: disclosure.Exculpatory, Reason: "again"},
		"the recipient another state": disclosure.RecipientDescribed{Recipient: "court", Title: "Another court", Body: disclosure.ACourt, FairTrial: disclosure.Yes, DeathPenalty: disclosure.No},
	} {
		var named string
		w := quoted(t, "Kasra gave the order.", []saidClaim{{"e-1", "Person", "name", "Kasra", "", "Kasra"}}, func(_, _ custody.Sum, made []claim.Made) []ledger.Fact {
			named = made[0].Claim
			return []ledger.Fact{
				disclosure.ReplyAsked{Reply: "q-1", Case: flow.DefaultCase, Entity: "e-1", Date: "2031-01-01", How: "a letter", Points: "the order", Due: "2031-02-01"},
				disclosure.Weighed{Claim: named, Entity: "e-1", Bearing: disclosure.Neither, Reason: "a name"},
			}
		})
		if f, ok := later.(disclosure.Weighed); ok {
			f.Claim = named
			later = f
		}
		ctx := t.Context()
		asked, _, err := flow.RequestRelease(ctx, w.archive, w.ana, flow.ReleaseRequest{Case: flow.DefaultCase, Title: "t", Audience: "a", To: "court"}, w.now)
		w.must(err)
		w.must(flow.ApproveRelease(ctx, w.archive, w.ben, asked.Release, "", w.now))
		w.append(later)
		sink := &memory{files: fstest.MapFS{}}
		_, err = flow.BuildRelease(ctx, w.archive, w.ana, asked.Release, w.now, flow.BuildOptions{Pages: site.Pages}, sink)
		if fail.Of(err) != fail.Refused {
			t.Errorf("with %s after the decision it is built: %v", what, err)
		}
	}
}

func TestAListIsNotCalledByANameThatMustNotLeave(t *testing.T) {
	for what, list := range map[string][2]string{"by its name": {"A list of kqmehr kqdanesh", "list: L\ncolumns:\n  Who: name\n"}, "by its mapping": {"A list", "# read for kqmehr kqdanesh\nlist: L\ncolumns:\n  Who: name\n"}} {
		w := quoted(t, "Kasra was taken.", []saidClaim{{"e-1", "Person", "name", "Kasra", "", "Kasra"}}, func(item, _ custody.Sum, _ []claim.Made) []ledger.Fact {
			return []ledger.Fact{
				person.ListImported{List: "l-1", Name: list[0], Case: flow.DefaultCase, Item: item, Mapping: list[1], Fingerprint: "f-1", Rows: 1},
				person.Mentioned{Mention: "e-1", List: "l-1", Row: 1, Name: "Kasra"},
				person.ListCompleted{List: "l-1", Records: 1},
			}
		})
		w.nameless()
		left := w.leftAs(disclosure.Dossier)
		if !strings.Contains(left, "Kasra") {
			t.Errorf("%s: nothing leaves", what)
		}
		w.holdsNot(left, "kqmehr", "kqdanesh")
	}
}

// nextSite is a place where the site of an earlier build stands.
type nextSite struct{ *memory }

func (s nextSite) Earlier(name string) (io.ReadCloser, error) { return s.files.Open(name) }
func (s nextSite) Keep(name string) (int64, error) {
	f, ok := s.files[name]
	if !ok {
		return 0, fs.ErrNotExist
	}
	return int64(len(f.Data)), nil
}

func TestATombstoneDoesNotTellThatSomebodyIsAmongTheNameless(t *testing.T) {
	w := quoted(t, "Kasra kqsabz was taken on Monday.", []saidClaim{
		{"e-1", "Person", "name", "Kasra kqsabz", "", "Kasra kqsabz"},
		{"e-1", "Person", "charge", "taken", "", "taken"},
	}, nil)
	ctx, sink := t.Context(), &memory{files: fstest.MapFS{}}
	build := func(to flow.SiteSink) {
		asked, _, err := flow.RequestRelease(ctx, w.archive, w.ana, flow.ReleaseRequest{Case: flow.DefaultCase, Title: "t", Audience: "a", Shape: disclosure.Site}, w.now)
		w.must(err)
		w.must(flow.ApproveRelease(ctx, w.archive, w.ben, asked.Release, "", w.now))
		_, err = flow.BuildSite(ctx, w.archive, w.ana, asked.Release, flow.SitePlace{}, w.now, memorial.Pages, to)
		w.must(err)
	}
	build(noSiteYet{sink})
	w.append(disclosure.ConditionLaid{Condition: "k-x", Case: flow.DefaultCase, On: disclosure.Ref{On: disclosure.OnEntity, ID: "e-1"}, Nameless: true, Reason: "the family asks"})
	build(nextSite{sink})
	gone := string(sink.files[dossier.GoneFile].Data)
	if !strings.Contains(gone, "e-1") || strings.Contains(gone, "pseudonym") {
		t.Errorf("what is gone is told as %s", gone)
	}
}
