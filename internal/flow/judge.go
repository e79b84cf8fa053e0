package flow

import (
	"context"
	"fmt"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/ground/fail"
)

// JudgeRequest is what a reviewer decides about two rows or persons.
type JudgeRequest struct {
	Left, Right string
	Verdict     person.Verdict
	Relation    string // of relatives: how Left stands to Right, one of person.Relations
	Reason      string
	// Blind: a second opinion, given without knowing the first. It decides
	// nothing by itself.
	Blind bool
	// Seen, if not nil, is what was before the reviewer: when it is not so any
	// more nothing is recorded.
	Seen *Seen
}

// Seen is what a reviewer had before them of a pair.
type Seen struct {
	Evidence  string
	Judgement int64 // the entry of its newest judgement; -1: there was none
}

// SeenOf is what a comparison shows.
func (c Compared) SeenOf() *Seen {
	seen := &Seen{c.Evidence, -1}
	if c.Judgement != nil {
		seen.Judgement = c.Judgement.Index
	}
	return seen
}

// stale refuses a decision on what is not so any more.
func (r JudgeRequest) stale(ctx context.Context, s State, evidence string) error {
	if r.Seen == nil {
		return nil
	}
	j, judged, err := judgementOf(ctx, s, r.Left, r.Right)
	if err != nil {
		return err
	}
	was := int64(-1)
	if judged {
		was = j.Index
	}
	switch {
	case was != r.Seen.Judgement && !r.Blind:
		return fail.New(fail.Conflict, "%s judged this pair %s meanwhile: %s", j.Actor, j.Verdict, j.Reason).Do("look at it again, then decide: sanad explain %s %s", r.Left, r.Right)
	case evidence != r.Seen.Evidence:
		return fail.New(fail.Conflict, "a record of this pair says something else than a moment ago").Do("look at it again, then decide: sanad explain %s %s", r.Left, r.Right)
	}
	return nil
}

// judgementOf gives the newest judgement of a pair, if there is one.
func judgementOf(ctx context.Context, s State, a, b string) (person.Judgement, bool, error) {
	all, err := s.JudgementsOf(ctx, a)
	if err != nil {
		return person.Judgement{}, false, err
	}
	for _, j := range all {
		if j.Left == min(a, b) && j.Right == max(a, b) {
			return j, true, nil
		}
	}
	return person.Judgement{}, false, nil
}

// oneCase refuses a judgement of rows of two cases: no count or queue would
// know of it.
func oneCase(ctx context.Context, s State, a, b string) error {
	left, err := CaseOf(ctx, s, a)
	if err != nil {
		return err
	}
	right, err := CaseOf(ctx, s, b)
	if err == nil && left != right {
		err = fail.New(fail.Usage, "%s is of the case %s and %s of the case %s: only what is of one case is judged", a, left, b, right)
	}
	return err
}

// Judge records a reviewer's decision, with the hash of what the two say at
// that moment.
func Judge(ctx context.Context, a *Archive, actor guard.Actor, req JudgeRequest) (person.Judged, error) {
	if err := actor.May(guard.ToJudge); err != nil {
		return person.Judged{}, err
	}
	var made person.Judged
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if err := oneCase(ctx, s, req.Left, req.Right); err != nil {
			return nil, err
		}
		saw, err := sawOf(ctx, s, req.Left, req.Right)
		if err != nil {
			return nil, err
		}
		if err := req.stale(ctx, s, saw); err != nil {
			return nil, err
		}
		made = person.Judge(req.Left, req.Right, req.Verdict, req.Reason, saw)
		if req.Verdict == person.Relative || req.Relation != "" {
			made = person.JudgeRelative(req.Left, req.Right, req.Relation, req.Reason, made.Evidence)
			made.Verdict = req.Verdict
		}
		if made.Blind = req.Blind; made.Blind {
			if err := mayBeSecond(ctx, s, actor, made); err != nil {
				return nil, err
			}
		}
		if made.Run, err = newestRun(ctx, s, req.Left); err != nil {
			return nil, err
		}
		return []ledger.Fact{made}, usage(made.Check())
	})
	return made, err
}

// sawOf gives the hash of what two rows or persons say now.
func sawOf(ctx context.Context, s State, a, b string) (string, error) {
	left, err := recordOf(ctx, s, a, seenProperties())
	if err != nil {
		return "", err
	}
	right, err := recordOf(ctx, s, b, seenProperties())
	return evidenceOf(left, right), err
}

// mayBeSecond refuses a second opinion on what nobody judged, and of who gave
// the first.
func mayBeSecond(ctx context.Context, s State, actor guard.Actor, j person.Judged) error {
	first := false
	caseName, err := CaseOf(ctx, s, j.Left)
	if err != nil {
		return err
	}
	err = s.EachJudgement(ctx, caseName, func(of person.Judgement) error {
		if of.Left != j.Left || of.Right != j.Right {
			return nil
		}
		if of.Actor == actor.Handle {
			return fail.New(fail.Refused, "you judged this pair before: a second opinion is another person's").Do("to change your mind, decide without --blind")
		}
		first = first || !of.Blind
		return nil
	})
	if err == nil && !first {
		err = fail.New(fail.Conflict, "nobody judged this pair yet: there is no first opinion").Do("decide without --blind")
	}
	return err
}

// CaseOf gives the case of a row or person.
func CaseOf(ctx context.Context, s State, id string) (string, error) {
	m, err := s.Mention(ctx, id)
	if err == nil || fail.Of(err) != fail.NotFound {
		return m.Case, err
	}
	e, err := s.Entity(ctx, id)
	return e.Case, err
}

// newestRun names the run that proposed pairs when a row or person was judged,
// "" if there was none.
func newestRun(ctx context.Context, s State, id string) (string, error) {
	caseName, err := CaseOf(ctx, s, id)
	if err != nil {
		return "", err
	}
	run, err := s.Linking(ctx, caseName)
	if fail.Of(err) == fail.NotFound {
		return "", nil
	}
	return run.Run, err
}

// judgeBatch is how many decisions are appended at a time.
const judgeBatch = 5000

// JudgeAll records that every two rows which are taken for one person at a
// level, and of which the linker says so by themselves, are the same. It gives
// how many pairs that were.
func JudgeAll(ctx context.Context, a *Archive, actor guard.Actor, caseName string, level linkage.Certainty, reason string, progress Progress) (n int, err error) {
	if err := actor.May(guard.ToJudge); err != nil {
		return 0, err
	}
	if level == Judged {
		return 0, fail.New(fail.Usage, "what is judged needs no judgement").Do("choose a level: certain, probable or possible")
	}
	for {
		batch := 0
		_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
			l, err := LinkedOf(ctx, a, s, caseName)
			if err != nil {
				return nil, err
			}
			facts, err := l.judgeAt(ctx, s, level, reason)
			batch = len(facts)
			return facts, err
		})
		n += batch
		if progress != nil {
			progress("judging", int64(n), 0)
		}
		if err != nil || batch < judgeBatch {
			return n, err
		}
	}
}

func (l *Linked) judgeAt(ctx context.Context, s State, level linkage.Certainty, reason string) (facts []ledger.Fact, err error) {
	if err := l.ready(); err != nil {
		return nil, err
	}
	of := l.parted(level)
	records := map[string]person.Record{}
	for _, p := range l.Proposals {
		if of.of[l.place[p.Left]] != of.of[l.place[p.Right]] || l.decided(p.Pair) || p.Bits < 0 || len(facts) == judgeBatch {
			continue
		}
		for _, id := range []string{p.Left, p.Right} {
			if _, ok := records[id]; !ok {
				if records[id], err = recordOf(ctx, s, id, seenProperties()); err != nil {
					return nil, err
				}
			}
		}
		j := person.Judge(p.Left, p.Right, person.Same, reason, evidenceOf(records[p.Left], records[p.Right]))
		if j.Bulk = true; l.Run != nil {
			j.Run = l.Run.Run
		}
		if err := usage(j.Check()); err != nil {
			return nil, err
		}
		facts = append(facts, j)
	}
	return facts, nil
}

// decided reports whether a pair was judged, as whatever.
func (l *Linked) decided(p review.Pair) bool {
	_, ok := l.judged[p]
	return ok
}

// ParseLevel reads the name of a level.
func ParseLevel(name string) (linkage.Certainty, error) {
	for _, l := range Levels() {
		if string(l) == name {
			return l, nil
		}
	}
	return "", fail.New(fail.Usage, "there is no level %q", name).Do("choose one of: %s", fmt.Sprint(Levels()))
}
