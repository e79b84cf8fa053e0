package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/finding"
	"sanad/internal/core/support"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/script"
)

func (s *memoryState) Resting(ctx context.Context, on flow.Ground, yield func(custody.Sum, claim.Claim) error) error {
	told := func(via custody.Sum, f flow.ClaimFilter) error {
		f.After = -1
		return s.Claims(ctx, f, func(c claim.Claim) error { return yield(via, c) })
	}
	for _, sum := range on.Items {
		if err := told(sum, flow.ClaimFilter{Item: sum}); err != nil {
			return err
		}
	}
	switch {
	case on.Passage != "":
		return told(custody.Sum{}, flow.ClaimFilter{Passage: on.Passage})
	case on.TellerEntity != "":
		return told(custody.Sum{}, flow.ClaimFilter{TellerEntity: on.TellerEntity})
	case on.Teller != "":
		return told(custody.Sum{}, flow.ClaimFilter{Teller: on.Teller})
	}
	return nil
}

func (s *memoryState) ClaimsNamed(_ context.Context, ids []string, yield func(claim.Claim) error) error {
	return each(s.claims, 0, func(c claim.Claim) bool { return slices.Contains(ids, c.Made.Claim) }, func(c claim.Claim) error { return yield(s.standing(c)) })
}

func (s *memoryState) Agreeing(_ context.Context, keys []int64, yield func(int64, string, string) error) error {
	return each(s.claims, 0, func(c claim.Claim) bool { return slices.Contains(keys, support.Key(c.Made)) }, func(c claim.Claim) error {
		return flow.Walked(yield(support.Key(c.Made), c.Entity, c.Made.Claim))
	})
}

func (s *memoryState) Takings(ctx context.Context, items []custody.Sum, yield func(support.Taking) error) error {
	return each(s.acquired, 0, func(p placed[custody.Acquired]) bool { return slices.Contains(items, p.value.Item) }, func(p placed[custody.Acquired]) error {
		a, err := s.Accession(ctx, p.value.Accession)
		if err != nil {
			return err
		}
		return yield(support.Taking{Item: p.value.Item, Accession: a.ID, Parent: p.value.Parent, Index: p.index, Label: a.Label})
	})
}

func (s *memoryState) FindingsNaming(_ context.Context, claims []string, yield func(flow.FindingClaim) error) error {
	for _, f := range s.findings {
		for i, id := range slices.Concat(f.Claims, f.Against) {
			if slices.Contains(claims, id) {
				if err := yield(flow.FindingClaim{Finding: f.Made.Finding, Claim: id, Against: i >= len(f.Claims)}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (s *memoryState) Chains(_ context.Context, f flow.ChainFilter, yield func(flow.Chain) error) error {
	chains := map[string]*flow.Chain{}
	for _, c := range s.claims {
		is := func(t claim.Teller) bool {
			return (f.Teller == "" || script.Fold(t.Who) == script.Fold(f.Teller)) && (f.TellerEntity == "" || t.Entity == f.TellerEntity)
		}
		if c = s.standing(c); !c.Standing.Stands() || !in(c.Case, f.Case) || !slices.ContainsFunc(c.Says, is) {
			continue
		}
		name, err := json.Marshal(c.Says)
		if err != nil {
			return err
		}
		if chains[string(name)] == nil {
			chains[string(name)] = &flow.Chain{Says: c.Says}
		}
		chains[string(name)].Add(c)
	}
	var all []flow.Chain
	for _, c := range chains {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b flow.Chain) int { return cmp.Compare(a.Says[0].Who, b.Says[0].Who) })
	return each(all, 0, func(flow.Chain) bool { return true }, yield)
}

// falls asks the page what falls.
func (b *browser) falls(on ...string) *node {
	return b.page("/falls?" + url.Values{"on": on}.Encode())
}

func TestThePageOfAnItemLeadsToWhatFallsWithIt(t *testing.T) {
	w := newWorld(t, "")
	made, err := flow.Conclude(t.Context(), w.archive, actor("kian"), finding.Made{Conclusion: "He was taken that autumn.", Standard: finding.Grounds, Claims: []string{w.name}})
	must(t, err)
	same := w.claim(w.entity, "name", "نويد كاردان", w.cite(w.listA, "سارا باغبان"))
	b := w.as("dana")
	for _, page := range []string{"/items/" + w.letter.String(), "/accessions/" + w.openID, "/claims/" + w.name} {
		leads := func(n *node) bool { return strings.HasPrefix(n.attrs["href"], "/falls?on=") }
		if !slices.ContainsFunc(b.page(page).find("a"), leads) {
			t.Errorf("%s does not lead to what falls", page)
		}
	}
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		page := b.falls(w.letter.String())
		checkPage(t, "/falls", lang, page)
		text := page.text
		for _, want := range []string{"He was taken that autumn.", "First dossier", same.Claim, made.Finding} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the page does not tell of %q", lang, want)
			}
		}
		if len(page.find("a[href=/claims/"+w.name+"]")) == 0 || len(page.find("a[href=/claims/"+w.turned+"]")) != 0 {
			t.Errorf("%s: want the claim that falls, and not the one that was withdrawn before", lang)
		}
	}
	before := len(w.book.events)
	b.falls(w.openID)
	b.falls("teller:a neighbour", w.cited)
	if len(w.book.events) != before {
		t.Error("asking recorded something")
	}
	for target, status := range map[string]int{"/falls": http.StatusOK, "/falls?on=": http.StatusOK, "/falls?on=c-none": http.StatusNotFound, "/falls?on=what": http.StatusBadRequest,
		"/falls?" + strings.Repeat("on=c-1&", maxSupposed+1): http.StatusBadRequest} {
		if r := b.get(target); r.Code != status {
			t.Errorf("GET %s: status %d, want %d", target, r.Code, status)
		}
	}
}

func TestWhatRestsOnSealedThingsFallsOnlyForThoseWhoKnowOfThem(t *testing.T) {
	w := newWorld(t, "")
	_, err := flow.Conclude(t.Context(), w.archive, actor("kian"), finding.Made{Conclusion: "Two sources agree, one of them sealed.", Standard: finding.Grounds, Claims: []string{w.name, w.sealedClaim}})
	must(t, err)
	for _, on := range []string{w.letter.String(), w.cited, w.name, "teller:a neighbour"} {
		if text := w.as("kian").falls(on).text; !strings.Contains(text, "one of them sealed") {
			t.Errorf("%s: a custodian is not told of a finding that falls", on)
		}
		text := w.as("dana").falls(on).text
		for _, secret := range append(w.secrets(), "one of them sealed") {
			if strings.Contains(text, secret) {
				t.Errorf("%s: %q is told to who may not know it", on, secret)
			}
		}
	}
	// The sealed source gave the letter too: that its bytes came twice must
	// show for those who know of it only.
	kian, dana := w.as("kian").falls(w.openID), w.as("dana").falls(w.openID)
	if len(kian.find("#stands")) != 1 || len(dana.find("#stands")) != 0 {
		t.Error("want the letter to stand by a sealed source for a custodian, and to fall for others")
	}
}

func TestWhoSaysWhatIsToldWithoutWhatIsSealed(t *testing.T) {
	w := newWorld(t, "")
	count := func(handle string) string {
		for _, row := range w.as(handle).page("/says").find("tr") {
			if strings.Contains(row.text, "a neighbour") {
				return row.find("td")[1].text
			}
		}
		return ""
	}
	if all, open := count("kian"), count("dana"); all != "4" || open != "2" {
		t.Errorf("a neighbour says %s things for a custodian and %s for others, want 4 and 2", all, open)
	}
	page := w.as("dana").page("/says?" + url.Values{"who": {"a neighbour"}, "about": {w.entity}}.Encode())
	if len(page.find("a[href=/claims/"+w.name+"]")) == 0 || strings.Contains(page.text, secretWords) {
		t.Error("want what the neighbour said of him, and nothing that is sealed")
	}
	for _, target := range []string{"/says?about=e-none", "/says?about=" + w.sealedEntity} {
		if r := w.as("dana").get(target); r.Code != http.StatusNotFound {
			t.Errorf("GET %s: status %d", target, r.Code)
		}
	}
}

func TestAStatementIsShownWithItsAttitudeAndTheDuress(t *testing.T) {
	w := newWorld(t, "")
	stated, err := flow.MakeClaim(t.Context(), w.archive, actor("kian"), flow.ClaimRequest{Schema: "Statement", Property: "speaker", Value: "The warden", Passages: []string{w.cited}})
	must(t, err)
	say := func(property, value, entity string) {
		_, err := flow.MakeClaim(t.Context(), w.archive, actor("kian"), flow.ClaimRequest{Entity: stated.Entity, Property: property, Value: value, ValueEntity: entity, Passages: []string{w.cited}})
		must(t, err)
	}
	say("attitude", "official_deny_responsibility", "")
	say("duress", "he had been arrested himself", "")
	say("about_person", "", w.entity)
	b := w.as("dana")
	for _, target := range []string{"/says?who=The+warden", "/says?about=" + w.entity} {
		text := b.page(target).text
		if !strings.Contains(text, "admits the act, denies responsibility") || !strings.Contains(text, "he had been arrested himself") || !strings.Contains(text, "The warden") {
			t.Errorf("%s does not tell the attitude and the duress", target)
		}
	}
}

func TestOpenRequestsTellSinceWhen(t *testing.T) {
	w := newWorld(t, "")
	claimed := func(entity, kind, property, value, which string) string {
		made, err := flow.MakeClaim(t.Context(), w.archive, actor("kian"), flow.ClaimRequest{Entity: entity, Schema: kind, Property: property, Value: value, ValueEntity: which, Passages: []string{w.cited}})
		must(t, err)
		return made.Entity
	}
	appeal := claimed("", "Intervention", "name", "An appeal for the names", "")
	claimed(appeal, "", "date", "1989-03-12", "")
	claimed(appeal, "", "due", "1989-06-01", "")
	b := w.as("dana")
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		page := b.page("/requests?open=1")
		checkPage(t, "/requests", lang, page)
		if !strings.Contains(page.text, "An appeal for the names") || len(page.find(".tag.failed")) != 1 {
			t.Errorf("%s: the request is not shown as open and overdue", lang)
		}
	}
	answer := claimed("", "Response", "answers", "", appeal)
	claimed(answer, "", "kind", "refused", "")
	if strings.Contains(b.page("/requests?open=1").text, "An appeal") || !strings.Contains(b.page("/requests").text, "An appeal") {
		t.Error("want an answered request among all, and not among the open")
	}
}
