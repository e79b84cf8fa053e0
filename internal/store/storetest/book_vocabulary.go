package storetest

import (
	"context"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
	"sanad/schema"
)

func askVocabularies(ctx context.Context, t *testing.T, s flow.State) {
	for caseName, should := range map[string][]string{"": {"o-1", "o-2"}, "main": {"o-1", "o-2"}, "other": {"o-1"}} {
		all, err := s.Vocabularies(ctx, caseName)
		var ids []string
		for _, v := range all {
			ids = append(ids, v.Vocabulary)
		}
		want(t, "the vocabularies of the case "+caseName, ids, should, err)
		if len(all) == 0 {
			continue
		}
		v := all[0]
		if v.Name != "mt4" || v.Extends != "act" || v.Item != sampleItem() || v.Parts != 2 || v.Total != 3 || v.Actor != "first" || v.Index == 0 || v.At.IsZero() || v.Older {
			t.Errorf("the first vocabulary is %+v", v)
		}
	}
	for filter, should := range map[*flow.TermFilter]string{
		{Vocabulary: "o-1"}:                       "010000000000 010101000000 010101030000 ",
		{Vocabulary: "o-1", Limit: 2}:             "010000000000 010101000000 ",
		{Vocabulary: "o-2"}:                       "x.1 ",
		{Vocabulary: "o-1", Code: "010101030000"}: "010101030000 ",
		{Vocabulary: "o-1", Code: "x.1"}:          "",
		{Vocabulary: "o-1", Called: schema.Spelt("كشتن ۰۱۰۱۰۱۰۳۰۰۰۰")}:                          "010101030000 ",
		{Vocabulary: "o-1", Called: schema.Spelt("deliberate  KILLING 0")}:                      "010101000000 010101030000 ",
		{Vocabulary: "o-1", Called: schema.Spelt("MT4 010101030000")}:                           "010101030000 ",
		{Vocabulary: "o-1", Code: "010101000000", Called: schema.Spelt("deliberate killing 0")}: "010101000000 ",
		{Vocabulary: "wings"}: "",
	} {
		found := ""
		err := s.Terms(ctx, *filter, func(term claim.Term) error { found += term.Code + " "; return nil })
		want(t, "the terms", found, should, err)
	}
	err := s.Terms(ctx, flow.TermFilter{Vocabulary: "o-1", Code: "010101030000"}, func(term claim.Term) error {
		want(t, "a term", term, claim.Term{Code: "010101030000", Broader: "010101000000", Note: "of 010101000000",
			Label: map[string]string{"en": "Deliberate killing 0", "fa": "کشتن 010101030000"}}, nil)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
