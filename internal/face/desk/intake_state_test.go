package desk

import (
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// memoryIntake is what the events of a memoryBook say of what strangers handed in.
type memoryIntake struct {
	memoryCorrections
	doors       []intake.DoorNow
	submissions []intake.Submission
	letters     map[string][]intake.Step // by thread
}

func (m *memoryIntake) Door(_ context.Context, name string) (intake.DoorNow, error) {
	return one(m.doors, "door", name, func(d intake.DoorNow) bool { return d.Door == name })
}

func (m *memoryIntake) Doors(context.Context) ([]intake.DoorNow, error) {
	return slices.Clone(m.doors), nil
}

func (m *memoryIntake) Submission(_ context.Context, id string) (intake.Submission, error) {
	return one(m.submissions, "submission", id, func(s intake.Submission) bool { return s.Submission == id })
}

func (m *memoryIntake) Submissions(_ context.Context, f flow.SubmissionFilter, yield func(intake.Submission) error) error {
	return each(m.submissions, f.Limit, func(s intake.Submission) bool {
		first := !f.First || s.Group == "" || !slices.ContainsFunc(m.submissions, func(o intake.Submission) bool {
			return o.Group == s.Group && o.Case == s.Case && o.As == s.As && o.Index < s.Index
		})
		return first && in(s.Case, f.Case) && (f.Cases == nil || slices.Contains(f.Cases, s.Case)) && in(s.Door, f.Door) && in(string(s.As), string(f.As)) && in(s.Group, f.Group) && s.Index > f.After
	}, yield)
}

func (m *memoryIntake) SubmissionCounts(_ context.Context, caseName string) (map[intake.As]int64, error) {
	counts := map[intake.As]int64{}
	for _, s := range m.submissions {
		if in(s.Case, caseName) {
			counts[s.As]++
		}
	}
	return counts, nil
}

func (m *memoryIntake) SubmissionHistory(ctx context.Context, id string) (entries []int64, err error) {
	s, err := m.Submission(ctx, id)
	for _, st := range m.letters[s.Thread] {
		entries = append(entries, st.Index)
	}
	return entries, err
}

func (m *memoryIntake) Thread(_ context.Context, thread string) (intake.ThreadNow, error) {
	s, err := one(m.submissions, "thread", thread, func(s intake.Submission) bool { return s.Thread == thread })
	return intake.ThreadNow{Thread: thread, Submission: s.Submission, Door: s.Door, Case: s.Case, Recipient: s.Sealed.Recipient, Ended: s.Ended}, err
}

func (m *memoryIntake) ThreadSteps(_ context.Context, thread string) ([]intake.Step, error) {
	return m.letters[thread], nil
}

func (m *memoryIntake) SealedParts(context.Context, func(custody.Sum, int64) error) error { return nil }

func (m *memoryIntake) of(match func(intake.Submission) bool, change func(*intake.Submission)) error {
	for i := range m.submissions {
		if match(m.submissions[i]) {
			change(&m.submissions[i])
		}
	}
	return nil
}

// took applies an event, and reports whether it was of its kinds.
func (m *memoryIntake) took(e ledger.Event) (bool, error) {
	step := func(thread string, st intake.Step) error {
		if m.letters == nil {
			m.letters = map[string][]intake.Step{}
		}
		st.Index, st.Time, st.Actor = e.Index, e.Time, e.Actor
		m.letters[thread] = append(m.letters[thread], st)
		return nil
	}
	switch e.Kind {
	case intake.DoorOpened{}.Kind():
		return true, ledger.Take(e, func(f *intake.DoorOpened) error {
			m.doors = append(m.doors, intake.DoorNow{DoorOpened: *f, Index: e.Index})
			return nil
		})
	case intake.Received{}.Kind():
		return true, ledger.Take(e, func(f *intake.Received) error {
			d, err := m.Door(context.Background(), f.Door)
			m.submissions = append(m.submissions, intake.Submission{Received: *f, Case: d.Case, Time: e.Time, Index: e.Index, As: intake.New, Group: f.Sealed.Group, Alike: 1})
			if err != nil {
				return err
			}
			return step(f.Thread, intake.Step{Content: f.Content, Sealed: f.Sealed})
		})
	case intake.Added{}.Kind():
		return true, ledger.Take(e, func(f *intake.Added) error {
			return step(f.Thread, intake.Step{Content: f.Content, Sealed: f.Sealed})
		})
	case intake.Answered{}.Kind():
		return true, ledger.Take(e, func(f *intake.Answered) error {
			return step(f.Thread, intake.Step{Ours: true, Answer: f.Sealed})
		})
	case intake.Sorted{}.Kind():
		return true, ledger.Take(e, func(f *intake.Sorted) error {
			return m.of(func(s intake.Submission) bool { return s.Submission == f.Submission }, func(s *intake.Submission) {
				s.As, s.Note, s.By, s.Sorted = f.As, f.Note, e.Actor, e.Index
			})
		})
	case intake.Linked{}.Kind():
		return true, ledger.Take(e, func(f *intake.Linked) error {
			return m.of(func(s intake.Submission) bool { return s.Submission == f.Submission }, func(s *intake.Submission) { s.Links = append(s.Links, f.To) })
		})
	case intake.Ended{}.Kind():
		return true, ledger.Take(e, func(f *intake.Ended) error {
			return m.of(func(s intake.Submission) bool { return s.Thread == f.Thread }, func(s *intake.Submission) { s.Ended = f.Why })
		})
	}
	return m.corrected(e)
}
