package desk

import (
	"context"

	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/flow"
)

type qualityPage struct {
	frame
	linkedCase
	Unlinked bool
	Measured flow.Measured
	Verdicts []verdictCount
	Table    []agreementRow
	Order    []person.Verdict // of the table's columns
	Bins     []linkage.Bin    // those with pairs
	Chart    *reliabilityChart
	Needs    int // judged pairs that a calibration needs
}

type verdictCount struct {
	Verdict person.Verdict
	Count   int
}

// agreementRow is how often a first verdict met each second one.
type agreementRow struct {
	First  person.Verdict
	Counts []agreementCell
}

type agreementCell struct {
	Count int
	Agree bool
}

func showQuality(ctx context.Context, v *visit) (view, error) {
	p := &qualityPage{Order: person.Verdicts(), Needs: linkage.LeastReviewed}
	return p, v.lookLinked(ctx, &p.linkedCase, func(ctx context.Context, s *sight, l *flow.Linked) (err error) {
		if p.Unlinked = l.Unlinked; p.Unlinked {
			return nil
		}
		if p.Measured, err = l.Measure(ctx, s); err != nil {
			return err
		}
		p.sum()
		return nil
	})
}

func (p *qualityPage) sum() {
	for _, first := range p.Order {
		p.Verdicts = append(p.Verdicts, verdictCount{first, p.Measured.Verdicts[first]})
		row := agreementRow{First: first}
		for _, second := range p.Order {
			row.Counts = append(row.Counts, agreementCell{p.Measured.Table[[2]string{string(first), string(second)}], first == second})
		}
		p.Table = append(p.Table, row)
	}
	for _, b := range p.Measured.Calibration.Bins {
		if b.Pairs > 0 {
			p.Bins = append(p.Bins, b)
		}
	}
	p.Chart = newReliabilityChart(p.Bins)
}

// observed gives what a bin turned out to be.
func observed(b linkage.Bin) review.Share {
	return review.Share{Hits: b.Same, Of: b.Pairs, Interval95: b.Observed}
}
