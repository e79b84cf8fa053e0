package storetest

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/flow"
)

// oddWord is n bytes at least that nothing makes shorter.
func oddWord(n int) string {
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < n {
		b.WriteRune(rune(0x4e00 + random.IntN(20000)))
	}
	return b.String()
}

// testOddText: what one database can't keep, none keeps; and what is long is
// found as what is short.
func testOddText(t *testing.T, b *books) {
	b.begin()
	b.put(Samples()...)
	for where, change := range map[string]func(*claim.Made){
		"value":    func(m *claim.Made) { m.Value = "a\x00b" },
		"note":     func(m *claim.Made) { m.Note = "a\x00b" },
		"original": func(m *claim.Made) { m.Original = "a\x00b" },
		"teller":   func(m *claim.Made) { m.Says = []claim.Teller{{Who: "a\x00b"}} },
		"verb":     func(m *claim.Made) { m.Says = []claim.Teller{{Who: "a", Verb: "\x00"}} },
		"grounds":  func(m *claim.Made) { m.Grounds = []claim.Ground{{Flag: "hearsay", Text: "a\x00b"}} },
		"language": func(m *claim.Made) { m.Lang = "e\x00n" },
		"quote":    func(m *claim.Made) { m.Passages[0].Quote = "a\x00b" },
	} {
		m := sampleClaim("c-odd-"+where, "e-odd", "name", "odd", samplePassage())
		change(&m)
		if _, err := b.try(m); err == nil {
			t.Errorf("a claim with a zero byte in its %s was recorded", where)
		} else if strings.Contains(err.Error(), "SQLSTATE") {
			t.Errorf("a zero byte in the %s is left to the database: %v", where, err)
		}
	}
	for where, f := range map[string]ledger.Fact{
		"reason":     claim.Disputed{Claim: "c-1", Reason: "a\x00b"},
		"conclusion": finding.Made{Finding: "n-odd", Case: "main", Conclusion: "a\x00b", Standard: finding.Grounds, Claims: []string{"c-1"}},
		"note":       func() ledger.Fact { f := sampleEstimated("u-odd", "", ""); f.Note = "a\x00b"; return f }(),
		"judgement":  person.Judge("m-1", "m-2", person.Same, "a\x00b", ""),
		"flag":       claim.Flagged{Claim: "c-1", Flag: "duress", Reason: "a\x00b"},
	} {
		if _, err := b.try(f); err == nil {
			t.Errorf("a zero byte in the %s was recorded", where)
		} else if strings.Contains(err.Error(), "SQLSTATE") {
			t.Errorf("a zero byte in the %s is left to the database: %v", where, err)
		}
	}
	m := sampleClaim("c-long", "e-long", "name", oddWord(200_000), samplePassage())
	m.Says = []claim.Teller{{Who: oddWord(4000), Verb: oddWord(4000), Medium: oddWord(4000), Occasion: oddWord(4000)}}
	b.put(m)
	b.put(claim.VocabularyImported{Vocabulary: "o-long", Name: "long", Part: 1, Parts: 1, Total: 1, Terms: []claim.Term{{Code: "1", Label: map[string]string{"en": oddWord(1020)}}}})
	err := b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		got, err := s.Named(ctx, "", "", oddWord(200_000))
		want(t, "what has the long name", got, []string{"e-long"}, err)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
