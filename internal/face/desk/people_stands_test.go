package desk

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/core/text"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// large serves the desk so that every case counts as a large one.
func (w *world) large() *desk {
	w.t.Helper()
	d, err := newDesk(Options{Archive: w.archive, Accounts: w.accounts, Tokens: &fakeTokens{}, Jobs: w.jobs.of(w.archive), Clock: time.Now, Log: slog.New(slog.NewTextHandler(w.log, nil))})
	must(w.t, err)
	d.large = 1
	w.handler = d.handler()
	return d
}

// pairsAsked gives the pairs that a page of people puts before a reviewer.
func pairsAsked(page *node) (out []string) {
	for _, form := range page.find("article.compare form") {
		sent := decision(form, "", "")
		out = append(out, sent.Get("left")+" "+sent.Get("right"))
	}
	return out
}

// anew reports whether a page says that its numbers are being counted anew.
func anew(t *testing.T, page *node) bool {
	t.Helper()
	tables, err := words.Load()
	must(t, err)
	note, err := tables["en"].Say("people.anew")
	must(t, err)
	return slices.ContainsFunc(page.find("p.note"), func(n *node) bool { return strings.Contains(n.text, note) })
}

func TestAPairThatSomebodyJudgedWaitsForNobodyWhileRowsAreLinkedAnewAtOnce(t *testing.T) {
	w := linkable(t)
	d := w.large()
	b := w.as("dana")
	w.link(b)
	page := b.page("/people")
	before := pairsAsked(page)
	if len(before) != pairsShown || anew(t, page) {
		t.Fatalf("at first %q, anew %t", before, anew(t, page))
	}
	key := recallKey{caseName: "main", scope: actor("dana").Scope()}
	if !d.stands.begin(key) { // so that nobody works it out while it is looked at
		t.Fatal("somebody works it out already")
	}
	form := page.find("article.compare form")[0]
	b.posted("/people/judge", decision(form, string(person.Different), "their fathers differ"))
	other := strings.Fields(before[1])
	w.append("pia", person.Judge(other[0], other[1], person.Different, "they were born ten years apart", ""))
	page = b.page("/people")
	if got := pairsAsked(page); !anew(t, page) || len(got) != pairsShown || got[0] != before[2] || slices.Contains(got, before[0]) || slices.Contains(got, before[1]) {
		t.Errorf("after two judgements %q of %q, anew %t", got, before, anew(t, page))
	}
	d.stands.end(key)
	for end := 0; anew(t, page); end++ {
		if page = b.page("/people"); end > 10_000 {
			t.Fatal("it is never counted anew")
		}
		time.Sleep(time.Millisecond)
	}
	got, whole := pairsAsked(page), page.text
	w.serve()
	if fresh := w.as("dana").page("/people"); !slices.Equal(got, pairsAsked(fresh)) || whole != fresh.text {
		t.Errorf("counted anew it is %q, and for who asks first %q", got, pairsAsked(fresh))
	}
	if w.log.Len() > 0 && strings.Contains(w.log.String(), "linking anew failed") {
		t.Error(w.log.String())
	}
}

// What stood before is not shown once something may have gone from it.
func TestWhatWasTakenBackIsNotShownWhileRowsAreLinkedAnew(t *testing.T) {
	for _, on := range []struct {
		fact ledger.Kind
		gone bool
	}{
		{person.Judged{}.Kind(), false}, {claim.Made{}.Kind(), false}, {person.Mentioned{}.Kind(), false}, {person.ListImported{}.Kind(), false}, {text.Read{}.Kind(), false},
		{person.Retired{}.Kind(), true}, {person.Revised{}.Kind(), true}, {person.ListRevised{}.Kind(), true}, {person.Linked{}.Kind(), true}, {ledger.Kind{Name: "something.new", Version: 1}, true},
	} {
		if got := !slices.Contains(calm(), on.fact); got != on.gone {
			t.Errorf("after %s: gone %t", on.fact.Name, got)
		}
	}
}

func TestQuestionsWithoutADecidedPairAreCountedWithoutIt(t *testing.T) {
	question := func(left, right string, why review.Why) review.Question {
		return review.Question{Proposal: review.Proposal{Pair: review.PairOf(left, right)}, Why: why}
	}
	g := &gathered{Judged: 7}
	g.ask([]review.Question{question("a", "b", "doubt"), question("a", "c", "audit"), question("b", "c", "doubt")})
	g.wanted = []flow.Wanted{{Question: question("d", "e", "")}}
	left := g.without(map[review.Pair]bool{review.PairOf("c", "a"): true, review.PairOf("e", "d"): true})
	if len(left.queue) != 2 || len(left.of["doubt"]) != 2 || len(left.of["audit"]) != 0 || !slices.Equal(left.reasons, []review.Why{"doubt"}) || len(left.wanted) != 0 || left.Judged != 7 {
		t.Errorf("%+v", left)
	}
	if len(g.queue) != 3 || len(g.wanted) != 1 {
		t.Error("who read it before finds it changed")
	}
}
