package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func sampleDrawn(payload string) intake.Drawn {
	sealed, err := json.Marshal(seal.Envelope{Need: 2, Shares: []seal.Held{{Holder: "one", Sealed: []byte("x")}, {Holder: "two", Sealed: []byte("y")}}, Payload: []byte(payload)})
	if err != nil {
		panic(err) // an envelope always encodes
	}
	return intake.Drawn{Recipient: "age1pq1x", Sealed: sealed}
}

func samplePetition(name, caseName string) intake.PetitionOpened {
	return intake.PetitionOpened{Petition: name, Case: caseName, Identity: []string{intake.FieldName, intake.FieldBirth}, Least: 50, Tally: sampleDrawn(name + " tally"), Names: sampleDrawn(name + " names"),
		Regions: []intake.Region{{Name: "north", Title: map[string]string{"fa": "شمال"}}}}
}

func sampleWorded(version int, lang string) intake.PetitionWorded {
	return intake.PetitionWorded{Petition: "mill", Version: version, Language: lang, Title: "T", Text: "t", To: "the council"}
}

func sampleSigned(petition, code string) intake.Signed {
	return intake.Signed{Petition: petition, Version: 1, Code: code, Sealed: intake.SealedSignature{Names: []byte("n"), Tally: []byte("t")}}
}

// samplePetitions ends with a signature that is withdrawn at the entry after it.
// first is the entry of the first of them.
func samplePetitions(first int64) []ledger.Fact {
	distinct := int64(2)
	return []ledger.Fact{
		samplePetition("mill", "main"),
		samplePetition("dam", "other"),
		sampleWorded(1, "en"), sampleWorded(1, "fa"), sampleWorded(2, "en"),
		sampleSigned("mill", "w-1"), sampleSigned("dam", "w-2"), sampleSigned("mill", "w-3"), sampleSigned("mill", "w-4"),
		intake.SignatureWithdrawn{Petition: "mill", Signature: first + 7},
		intake.PetitionClosed{Petition: "mill"},
		intake.Tallied{Petition: "mill", Signatures: 2, Withdrawn: 1, Distinct: &distinct, Tags: make([]byte, 32), At: first + 11},
		intake.PetitionExported{Petition: "mill", Tally: first + 11, For: intake.ForCount},
	}
}

func askPetitions(ctx context.Context, t *testing.T, s flow.State) {
	p, err := s.Petition(ctx, "mill")
	first := p.Index
	opened := samplePetition("mill", "main")
	opened.Tally.Sealed, opened.Names.Sealed = nil, nil
	want(t, "the petition as it was opened, without what is sealed", p.PetitionOpened, opened, err)
	want(t, "its words, its version and its end", []any{p.Texts, p.Version(), p.Closed, p.Index, p.Opener},
		[]any{[]intake.PetitionWorded{sampleWorded(1, "en"), sampleWorded(1, "fa"), sampleWorded(2, "en")}, 2, first + 10, first, "first"}, nil)
	if _, err := s.Petition(ctx, "none"); fail.Of(err) != fail.NotFound {
		t.Errorf("a petition that is not there: %v", err)
	}
	for caseName, should := range map[string]string{"": "mill dam ", "other": "dam ", "none": ""} {
		all, err := s.Petitions(ctx, caseName)
		names := ""
		for _, p := range all {
			names += p.Petition + " "
		}
		want(t, "the petitions of "+caseName, names, should, err)
	}
	n, err := s.SignatureOf(ctx, "w-3")
	want(t, "the signature of a code", n, intake.SignatureNow{Petition: "mill", Version: 1, Entry: first + 7, Withdrawn: first + 9}, err)
	want(t, "whether it stood before and after", []bool{n.StoodAt(first + 7), n.StoodAt(first + 8), n.StoodAt(first + 9), n.StoodAt(first + 10)}, []bool{false, true, true, false}, nil)
	if _, err := s.SignatureOf(ctx, "w-9"); fail.Of(err) != fail.NotFound {
		t.Errorf("a code of no signature: %v", err)
	}
	found := ""
	err = s.Signatures(ctx, "mill", func(n intake.SignatureNow) error {
		found += fmt.Sprint(n.Entry-first, n.Withdrawn > 0, " ")
		return nil
	})
	want(t, "the signatures in order", found, "5 false 7 true 8 false ", err)
	received, withdrawn, err := s.CountSignatures(ctx, "mill")
	want(t, "how many there are", []int64{received, withdrawn}, []int64{3, 1}, err)
	weeks, err := s.SignaturesByWeek(ctx, "mill")
	if len(weeks) == 0 {
		t.Fatalf("no week: %v", err)
	}
	var signed, back int64
	for _, w := range weeks {
		signed, back = signed+w.Signed, back+w.Withdrawn
	}
	want(t, "how many there are in all weeks, which begin on Mondays", []any{signed, back, weeks[0].Week.Weekday().String()}, []any{int64(3), int64(1), "Monday"}, err)
	tallies, err := s.Tallies(ctx, "mill")
	if len(tallies) != 1 || *tallies[0].Distinct != 2 || tallies[0].Index != first+11 || tallies[0].Actor != "first" {
		t.Errorf("its tallies: %+v, %v", tallies, err)
	}
	sealed := ""
	err = s.EachSealed(ctx, flow.SealedFilter{Of: "mill", After: -1}, func(r seal.Record) error {
		sealed += r.What + " " + r.Case + " " + string(r.Envelope.Payload) + "; "
		return nil
	})
	want(t, "its keys, as records that holders open together", sealed, "tally main mill tally; names main mill names; ", err)
	history, err := s.PetitionHistory(ctx, "mill")
	want(t, "its history", history, []int64{first, first + 2, first + 3, first + 4, first + 10, first + 11, first + 12}, err)
}
