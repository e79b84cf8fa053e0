package flow

import (
	"bytes"
	"context"
	"io"

	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/estimate"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// EstimateRead is an estimate as it stands now, with all it was made of.
type EstimateRead struct {
	count.Estimation
	Results  []PartEstimate // of the parts, in their order
	Warnings []estimate.Warning
}

// keepLines keeps lines of text, with more empty ones behind them where bytes of
// the same sum are there and damaged.
func keepLines(ctx context.Context, a *Archive, lines []byte) (custody.Sum, error) {
	return keep(ctx, a, func(w io.Writer, again int) error {
		_, err := w.Write(append(bytes.Clone(lines), bytes.Repeat([]byte("\n"), again)...))
		return err
	})
}

// EstimateOf reads an estimate with its tables and reports, whose sums are
// checked.
func EstimateOf(ctx context.Context, a *Archive, s State, id string) (EstimateRead, error) {
	e, err := s.Estimate(ctx, id)
	if err != nil {
		return EstimateRead{}, err
	}
	out := EstimateRead{Estimation: e}
	for _, part := range e.Parts {
		result, err := readPart(ctx, a, part)
		if err != nil {
			return out, err
		}
		out.Results = append(out.Results, result)
	}
	out.Warnings = beside(e.Estimated, out.Results)
	return out, nil
}

func readPart(ctx context.Context, a *Archive, part count.Part) (out PartEstimate, err error) {
	if out.TableCSV, err = keptLines(ctx, a, part.Table, "table"); err != nil {
		return out, err
	}
	if out.ReportJSON, err = keptLines(ctx, a, part.Report, "report"); err != nil {
		return out, err
	}
	if out.Table, out.Drawings, err = count.ParseTables(out.TableCSV); err != nil {
		return out, fail.New(fail.Integrity, "reading the kept table %s: %w", part.Table, err)
	}
	if out.Report, err = estimate.ReadReport(out.ReportJSON); err != nil {
		return out, fail.New(fail.Integrity, "reading the kept report %s: %w", part.Report, err).Do("an estimate of a newer Sanad needs that version")
	}
	return out, nil
}

// keptLines reads what keepLines kept.
func keptLines(ctx context.Context, a *Archive, sum custody.Sum, what string) ([]byte, error) {
	data, err := bytesOf(ctx, a, sum)
	switch {
	case err != nil && damaged(err):
		return nil, fail.New(fail.Integrity, "reading the kept %s %s: %w", what, sum, err).Do("see what else is damaged: sanad verify --fixity; restore a backup into a new folder")
	case err != nil:
		return nil, err
	}
	return append(bytes.TrimRight(data, "\n"), '\n'), nil
}

// PartCheck tells whether a part was computed again bit by bit.
type PartCheck struct {
	count.Part
	Reproduced bool
	Now        custody.Sum // of the report as it was computed now
}

// CheckEstimate computes every report of an estimate again from the table that
// is kept, and compares it with the one that is. A report of another version of
// the code can't be computed again: that is told before anything is.
func CheckEstimate(ctx context.Context, read EstimateRead, progress Progress) ([]PartCheck, error) {
	if read.Version != estimate.Version {
		return nil, fail.New(fail.Failed, "the estimate %s was made by version %d of the code, and this is version %d", read.Estimated.Estimate, read.Version, estimate.Version).
			Do("check it with the Sanad that made it")
	}
	o, err := estimate.ReadOptions(read.Question.Options)
	if err != nil {
		return nil, err
	}
	var out []PartCheck
	for i, part := range read.Parts {
		kept := read.Results[i]
		again, err := estimatePart(ctx, countedPart{kept.Table, kept.Drawings, kept.TableCSV}, o, func(stage estimate.Stage, done, of int) {
			if progress != nil {
				progress(string(stage), int64(done), int64(of))
			}
		})
		if err != nil {
			return out, err
		}
		out = append(out, PartCheck{part, bytes.Equal(again.ReportJSON, kept.ReportJSON), keptSum(again.ReportJSON)})
	}
	return out, nil
}

// EstimateReview is what a second person makes of an estimate.
type EstimateReview struct {
	Verdict   count.Verdict
	Reason    string
	Checklist count.Checklist
}

// ReviewEstimate records that a person other than the author agrees with just
// what an estimate says, or does not, and what they say of the conditions.
func ReviewEstimate(ctx context.Context, a *Archive, actor guard.Actor, id string, r EstimateReview) error {
	if err := actor.May(guard.ToJudge); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		e, err := estimateFor(ctx, s, actor, id)
		if err != nil {
			return nil, err
		}
		fact := count.Reviewed{Estimate: id, Sum: e.Sum(), Verdict: r.Verdict, Reason: r.Reason, Checklist: r.Checklist}
		if err := fact.Check(); err != nil {
			return nil, usage(err)
		}
		return []ledger.Fact{fact}, e.MayReview(actor.Handle, r.Verdict)
	})
	return err
}

// WithdrawEstimate says that an estimate no longer holds, and why.
func WithdrawEstimate(ctx context.Context, a *Archive, actor guard.Actor, id, reason string) error {
	if err := actor.May(guard.ToClaim); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		e, err := estimateFor(ctx, s, actor, id)
		if err != nil {
			return nil, err
		}
		if e.Standing() == count.TakenBack {
			return nil, fail.New(fail.Conflict, "the estimate %s is withdrawn already", id)
		}
		fact := count.Withdrawn{Estimate: id, Reason: reason}
		return []ledger.Fact{fact}, usage(fact.Check())
	})
	return err
}
