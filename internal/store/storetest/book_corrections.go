package storetest

import (
	"context"
	"testing"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func sampleAbout(n string) intake.Reference {
	return intake.Reference{On: intake.AboutEntity, ID: "e-000000000000000" + n}
}

func sampleDecision() intake.CorrectionDecided {
	return intake.CorrectionDecided{Correction: "y-1", Submission: "s-1", Case: "main", About: sampleAbout("2"), Outcome: intake.AcceptInPart, Made: []string{"c-0000000000000001"},
		Withdrawn: []string{"c-0000000000000002"}, Reason: "the stone says so", Note: map[string]string{"en": "The year was put right.", "fa": "سال درست شد."}}
}

// sampleCorrections come after sampleIntake: one that is noted, noted of another
// entry and decided twice, one that is open, and one that is decided apart.
func sampleCorrections() []ledger.Fact {
	first := sampleDecision()
	first.Outcome, first.Made, first.Withdrawn = intake.Decline, nil, nil
	return []ledger.Fact{
		intake.CorrectionNoted{Correction: "y-1", Submission: "s-1", About: sampleAbout("1")},
		intake.CorrectionNoted{Correction: "y-1", Submission: "s-1", About: sampleAbout("2")},
		intake.CorrectionNoted{Correction: "y-2", Submission: "s-3", About: sampleAbout("2")},
		first,
		sampleDecision(),
		intake.CorrectionDecided{Correction: "y-3", Case: "other", About: sampleAbout("1"), Outcome: intake.Accept, Note: map[string]string{"ar": "صُحِّح الاسم."}},
	}
}

func askCorrections(ctx context.Context, t *testing.T, s flow.State) {
	c, err := s.Correction(ctx, "y-1")
	want(t, "the newest decision", *c.Decided, sampleDecision(), err)
	want(t, "the correction", []any{c.Submission, c.Case, c.About, c.Noted - c.Index, c.Entry - c.Index, c.Actor, c.Open(), c.Time.IsZero()}, []any{"s-1", "main", sampleAbout("2"), int64(1), int64(4), "first", false, false}, nil)
	for caseName, should := range map[string]string{"": "y-1y-2y-3", "main": "y-1y-2", "other": "y-3", "none": ""} {
		all, err := s.Corrections(ctx, caseName)
		want(t, "the corrections of the case "+caseName, correctionIDs(all), should, err)
	}
	of, err := s.CorrectionsOf(ctx, sampleAbout("2").ID)
	want(t, "those of an entry, as it is said last", correctionIDs(of), "y-1y-2", err)
	want(t, "one that is open", []any{of[1].Open(), of[1].Decided == nil, of[1].Entry, of[1].Actor}, []any{true, true, int64(-1), ""}, nil)
	of, err = s.CorrectionsOf(ctx, sampleAbout("1").ID)
	want(t, "one that is decided apart", []any{correctionIDs(of), of[0].Submission, of[0].Noted, of[0].Decided.Note["ar"]}, []any{"y-3", "", int64(-1), "صُحِّح الاسم."}, err)
	sub, err := s.Submission(ctx, "s-3")
	want(t, "what a submission was noted as", sub.Correction, "y-2", err)
	sub, err = s.Submission(ctx, "s-2")
	want(t, "a report", sub.Correction, "", err)
	if _, err := s.Correction(ctx, "y-9"); fail.Of(err) != fail.NotFound {
		t.Errorf("a correction that is not there: %v", err)
	}
}

func correctionIDs(all []intake.Correction) (names string) {
	for _, c := range all {
		names += c.Correction
	}
	return names
}
