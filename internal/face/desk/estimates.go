package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/count"
	"sanad/internal/core/guard"
	"sanad/internal/face/words/estimated"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type estimatesPage struct {
	frame
	pager
	Cases   []caseLine
	Case    string
	Lines   []estimateLine
	MayMake bool
}

// estimateLine is an estimate in a table: its range, never a number alone.
type estimateLine struct {
	count.Estimation
	Subject    string // the event it is of; "" if it is of the whole case
	Documented int64
	Range      string
	Damaged    bool // its report can't be read
}

// Sealed reports whether it was counted with what lies under seal.
func (l estimateLine) Sealed() bool { return l.Label == guard.Sealed }

// estimateRows is how many estimates a page lists: the report of each is read.
const estimateRows = 25

func showEstimates(ctx context.Context, v *visit) (view, error) {
	filter := flow.EstimateFilter{Case: v.query("case"), Event: v.query("event"), Limit: estimateRows + 1}
	var err error
	if filter.After, err = v.index("after"); err != nil {
		return nil, err
	}
	p := &estimatesPage{Case: filter.Case, MayMake: v.actor.May(guard.ToClaim) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = v.caseLines(ctx, s, true, filter.Case); err != nil {
			return err
		}
		next := ""
		if p.Lines, err = v.estimateLines(ctx, s, filter); err != nil {
			return err
		}
		if len(p.Lines) > estimateRows {
			p.Lines = p.Lines[:estimateRows]
			next = strconv.FormatInt(p.Lines[estimateRows-1].Index, 10)
		}
		p.pager = v.part("after", next)
		return nil
	})
}

// estimateLines gives the estimates that a filter names, with their ranges.
func (v *visit) estimateLines(ctx context.Context, s *sight, f flow.EstimateFilter) ([]estimateLine, error) {
	var found []count.Estimation
	if err := s.Estimates(ctx, f, func(e count.Estimation) error { found = append(found, e); return nil }); err != nil {
		return nil, err
	}
	return v.linesOf(ctx, s, found)
}

// linesOf reads the ranges of estimates.
func (v *visit) linesOf(ctx context.Context, s *sight, found []count.Estimation) (lines []estimateLine, err error) {
	for _, e := range found {
		line := estimateLine{Estimation: e, Documented: e.Parts[0].Documented}
		if line.Subject, err = s.eventName(ctx, e.Event); err != nil {
			return nil, err
		}
		part, err := flow.EstimatePart(ctx, v.Archive, e.Parts[0])
		switch {
		case fail.Of(err) == fail.Integrity:
			line.Damaged = true
		case err != nil:
			return nil, err
		default:
			if line.Range, err = estimated.Brief(v.words, part.Report); err != nil {
				return nil, err
			}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// eventName is how an event is called; its id if it has no name, "" for none.
func (v *sight) eventName(ctx context.Context, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	e, err := v.Entity(ctx, id)
	if fail.Of(err) == fail.NotFound || err == nil && e.Name == "" {
		return id, nil
	}
	return e.Name, err
}
