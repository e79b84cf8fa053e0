package flow

import (
	"context"
	"errors"

	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
)

// Compared is two rows or persons laid side by side, with everything that their
// score is made of.
type Compared struct {
	Left, Right person.Record
	Lists       [2]string // names; "" for a person who is on no list
	linkage.Explanation
	Probability float64
	// Calibrated: the chance was fitted to what people decided.
	Calibrated bool
	// Run is the recorded run whose model it is; "" where nothing is recorded.
	Run string
	// OneList: both stand on one list, of which it is not known that it has
	// anybody twice.
	OneList  bool
	Evidence string
	// Judgement is the newest decision about the two, if there is one, and
	// Changed what they say otherwise since, with the bits they had then.
	Judgement *person.Judgement
	// Second is the newest second opinion, if it is newer.
	Second   *person.Judgement
	Changed  [2][]person.Change
	BitsThen float64
}

// Explain compares two rows or persons by the model of the newest run of their
// case. The answer is the same for every reader who may know both.
func Explain(ctx context.Context, a *Archive, s State, left, right string) (Compared, error) {
	if left == right {
		return Compared{}, fail.New(fail.Usage, "%s is one row: a comparison takes two", left)
	}
	if left > right {
		left, right = right, left
	}
	caseName, err := CaseOf(ctx, s, left)
	if err != nil {
		return Compared{}, err
	}
	by, err := scorerOf(ctx, a, s, caseName)
	if err != nil {
		return Compared{}, err
	}
	return by.compare(ctx, s, left, right)
}

// scorer scores pairs by a model.
type scorer struct {
	scale
	run string
	g   toLink
}

// scorerOf takes the model of the newest run of a case, or learns one for this
// question.
func scorerOf(ctx context.Context, a *Archive, s State, caseName string) (by scorer, err error) {
	run, err := s.Linking(ctx, caseName)
	if err == nil {
		by.run = run.Run
		by.scale, err = readModel(ctx, a, run)
	}
	if fail.Of(err) == fail.NotFound || errors.Is(err, errNoModel) {
		l, err := LinkedOf(ctx, a, s, caseName)
		if err == nil {
			err = l.ready()
		}
		if err != nil {
			return by, err
		}
		if len(l.Records) < 2 {
			return by, fail.New(fail.Conflict, "the lists of the case %s have no two rows to learn from", caseName).Do("import a list: sanad import")
		}
		return l.scorer(), nil
	}
	if err != nil {
		return by, err
	}
	by.g.names = by.names
	by.g.rows, err = listsOf(ctx, s, caseName)
	return by, err
}

func (l *Linked) scorer() scorer {
	by := scorer{scale: l.scale, g: l.g}
	if l.Run != nil {
		by.run = l.Run.Run
	}
	return by
}

// Compare compares two rows or persons of the case.
func (l *Linked) Compare(ctx context.Context, s State, left, right string) (Compared, error) {
	if err := l.ready(); err != nil {
		return Compared{}, err
	}
	return l.scorer().compare(ctx, s, min(left, right), max(left, right))
}

func (by scorer) compare(ctx context.Context, s State, left, right string) (c Compared, err error) {
	properties := columnsOf(by.model.Spec)
	if c.Left, err = recordOf(ctx, s, left, properties); err != nil {
		return c, err
	}
	if c.Right, err = recordOf(ctx, s, right, properties); err != nil {
		return c, err
	}
	if c.Explanation, err = by.score(c.Left, c.Right); err != nil {
		return c, err
	}
	c.Probability, c.Calibrated, c.Run = by.calibration.Probability(c.Bits), by.calibration.Pairs > 0, by.run
	c.Evidence = evidenceOf(c.Left, c.Right)
	for i, r := range []person.Record{c.Left, c.Right} {
		if at, ok := by.g.rows.at[r.List]; ok {
			c.Lists[i] = by.g.rows.lists[at].Name
			c.OneList = c.Left.List == c.Right.List && !by.g.rows.lists[at].About.Repeats
		}
	}
	return c, by.since(ctx, s, &c)
}

// since adds what was decided, and what the two say otherwise since.
func (by scorer) since(ctx context.Context, s State, c *Compared) error {
	all, err := s.JudgementsOf(ctx, c.Left.Mention)
	if err != nil {
		return err
	}
	for _, j := range all {
		if j.Left == c.Left.Mention && j.Right == c.Right.Mention {
			c.Judgement = &j
		}
	}
	if c.Judgement != nil {
		if err := by.second(ctx, s, c); err != nil {
			return err
		}
	}
	c.BitsThen = c.Bits
	if c.Judgement == nil || person.Unchanged(c.Judgement.Evidence, seenOf(c.Left), seenOf(c.Right)) {
		return nil
	}
	var then [2]person.Record
	for i, now := range []person.Record{c.Left, c.Right} {
		if then[i], err = recordAt(ctx, s, now.Mention, c.Judgement.Index, columnsOf(by.model.Spec)); err != nil {
			return err
		}
		c.Changed[i] = person.Changes(seenOf(then[i]), seenOf(now))
	}
	e, err := by.score(then[0], then[1])
	c.BitsThen = e.Bits
	return err
}

// second adds what another reviewer said since, without knowing the first.
func (by scorer) second(ctx context.Context, s State, c *Compared) error {
	caseName, err := CaseOf(ctx, s, c.Left.Mention)
	if err != nil {
		return err
	}
	return s.EachJudgement(ctx, caseName, func(j person.Judgement) error {
		if j.Blind && j.Left == c.Left.Mention && j.Right == c.Right.Mention && j.Index > c.Judgement.Index {
			c.Second = &j
		}
		return nil
	})
}

// score explains two records.
func (by scorer) score(a, b person.Record) (linkage.Explanation, error) {
	g := by.g
	g.rows.records, g.judgements, g.joiners = []person.Record{a, b}, nil, nil
	r, err := linkBy(by.model, g, columnsOf(by.model.Spec))
	if err != nil {
		return linkage.Explanation{}, err
	}
	return r.Explain(0, 1), nil
}
