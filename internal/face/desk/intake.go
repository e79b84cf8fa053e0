package desk

import (
	"context"
	"slices"
	"strconv"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/flow"
)

// intakePage lists what strangers handed in, the oldest first; of equal ones, the
// first.
type intakePage struct {
	frame
	pager
	Cases  []caseLine
	Doors  []intake.DoorNow
	Sorts  []sortCount
	Sorted intake.As // only those; "": all but spam
	Rows   []submissionRow
}

// sortCount is how many are sorted so.
type sortCount struct {
	As   intake.As
	N    int64
	Here bool
}

// submissionRow is a submission with its age.
type submissionRow struct {
	intake.Submission
	Days  int64
	Bytes int64 // sealed
}

// Giver reports whether it says, sealed, who it is from.
func (r submissionRow) Giver() bool { return len(r.Sealed.Giver) > 0 }

// intakeRows is how many submissions a page lists.
const intakeRows = 50

func (v *visit) submissionRow(s intake.Submission) submissionRow {
	row := submissionRow{Submission: s, Days: int64(v.Clock().Sub(s.Time) / (24 * time.Hour))}
	for _, p := range s.Sealed.Parts() {
		row.Bytes += p.Bytes
	}
	return row
}

func showIntake(ctx context.Context, v *visit) (view, error) {
	f := flow.SubmissionFilter{Case: v.query("case"), Door: v.query("door"), As: intake.As(v.query("sorted")), Group: v.query("group")}
	f.First = f.Group == ""
	var err error
	if f.After, err = v.index("after"); err != nil {
		return nil, err
	}
	p := &intakePage{Sorted: f.As}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = v.caseLines(ctx, s, true, f.Case); err != nil {
			return err
		}
		if p.Doors, err = s.Doors(ctx); err != nil {
			return err
		}
		if err := p.count(ctx, s, f.Case); err != nil {
			return err
		}
		next := ""
		err = flow.Walked(s.Submissions(ctx, f, func(sub intake.Submission) error {
			if sub.As == intake.Spam && f.As == "" && f.Group == "" {
				return nil
			}
			if len(p.Rows) == intakeRows {
				next = strconv.FormatInt(p.Rows[intakeRows-1].Index, 10)
				return flow.ErrEnough
			}
			p.Rows = append(p.Rows, v.submissionRow(sub))
			return nil
		}))
		p.pager = v.part("after", next)
		return err
	})
}

func (p *intakePage) count(ctx context.Context, s *sight, caseName string) error {
	counts, err := s.SubmissionCounts(ctx, caseName)
	for _, as := range intake.Sorts() {
		if counts[as] > 0 || as == p.Sorted {
			p.Sorts = append(p.Sorts, sortCount{as, counts[as], as == p.Sorted})
		}
	}
	return err
}

// choices are the sorts that can be given by saying so.
func choices() []intake.As {
	return slices.DeleteFunc(intake.Sorts(), func(as intake.As) bool { return as == intake.InKeep })
}
