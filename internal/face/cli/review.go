package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type reviewCmd struct {
	Next    reviewNextCmd    `cmd:"" help:"Show the pair that should be looked at next."`
	Work    reviewWorkCmd    `cmd:"" help:"Go through the queue: each pair is shown, and a line typed decides it."`
	List    reviewListCmd    `cmd:"" help:"List the queue, what matters most first."`
	Decide  reviewDecideCmd  `cmd:"" help:"Judge a pair."`
	Quality reviewQualityCmd `cmd:"" help:"How good linking is by what people decided, and how far they agree."`
}

// asking is which questions are asked.
type asking struct {
	Case   string `help:"The investigation." default:"main"`
	Why    string `help:"Only pairs asked for this reason: disagreement, conflict, changed, bridge, count, pattern, audit, proposed." default:"" enum:",disagreement,conflict,changed,bridge,count,pattern,audit,proposed"`
	Second bool   `help:"Pairs that another reviewer judged, for a second opinion; what they decided is not shown."`
}

// with opens the archive and gives what is asked.
func (c asking) with(s *session, do func(*Opened, *flow.Linked, []review.Question) error) error {
	return s.withLinked(c.Case, func(a *Opened, l *flow.Linked) error {
		questions, err := c.questions(s, a, l)
		if err != nil {
			return err
		}
		return do(a, l, questions)
	})
}

func (c asking) questions(s *session, a *Opened, l *flow.Linked) (out []review.Question, err error) {
	if c.Second && c.Why != "" {
		return nil, fail.New(fail.Usage, "second opinions are asked for one reason alone").Do("leave --why out")
	}
	err = s.look(a, func(st flow.State) error {
		if c.Second {
			out, err = l.Seconds(s.ctx, st, a.Actor.Handle)
		} else {
			out, err = l.Queue(s.ctx, st)
		}
		return err
	})
	if c.Why == "" {
		return out, err
	}
	var of []review.Question
	for _, q := range out {
		if string(q.Why) == c.Why || q.Drawn && c.Why == string(review.Audit) {
			of = append(of, q)
		}
	}
	return of, err
}

type reviewNextCmd struct{ asking }

type questionView struct {
	pairView
	Why   string `json:"why"`
	Words string `json:"why_words"`
	Blind bool   `json:"blind,omitempty"`
	seen  *flow.Seen
}

// nextQuestion is what is asked next, and how much is left.
type nextQuestion struct {
	Pair *questionView `json:"pair"`
	Left int           `json:"left"`
}

func (c *reviewNextCmd) Run(s *session) error {
	return c.with(s, func(a *Opened, l *flow.Linked, questions []review.Question) error {
		out := nextQuestion{Left: len(questions)}
		if len(questions) > 0 {
			v, err := askedPair(s, a, l, questions[0], c.Second)
			if err != nil {
				return err
			}
			out.Pair = &v
		}
		return s.answer(out, func() {
			if out.Pair == nil {
				s.sayf("nothing is left to decide")
				return
			}
			tellQuestion(s, *out.Pair)
			s.sayf("%d left; decide: sanad review decide %s %s same|different|relative|unsure --reason TEXT%s", out.Left, out.Pair.Left.ID, out.Pair.Right.ID, blindFlag(c.Second))
		})
	})
}

func blindFlag(blind bool) string {
	if blind {
		return " --blind"
	}
	return ""
}

// askedPair shows a question's pair; of a second opinion, without what was
// decided.
func askedPair(s *session, a *Opened, l *flow.Linked, q review.Question, blind bool) (v questionView, err error) {
	err = s.look(a, func(st flow.State) error {
		c, err := l.Compare(s.ctx, st, q.Left, q.Right)
		v = questionView{pairView: viewPair(c, blind), Why: string(q.Why), Words: whyWords(q.Why), Blind: blind, seen: c.SeenOf()}
		return err
	})
	return v, err
}

func tellQuestion(s *session, q questionView) {
	tellPair(s, q.pairView)
	s.sayf("asked because %s", q.Words)
}

// whyWords says why a pair is asked about.
func whyWords(w review.Why) string {
	switch w {
	case review.Disagreed:
		return "two reviewers decided differently"
	case review.Conflict:
		return "it was judged two people, and is one through others"
	case review.Changed:
		return "a record says something else than when it was judged"
	case review.Bridge:
		return "it alone holds two parts of a person together"
	case review.Moves:
		return "the number of people hangs on it"
	case review.Pattern:
		return "nobody judged a pair that compares like this one"
	case review.Audit:
		return "it was drawn by chance, to measure linking"
	case review.Second:
		return "it was drawn by chance for a second opinion"
	}
	return "it is likely one person and nobody judged it"
}

type reviewListCmd struct {
	asking
	Limit int `help:"How many." default:"50"`
}

type queueLine struct {
	Left        string   `json:"left"`
	Right       string   `json:"right"`
	LeftName    string   `json:"left_name"`
	RightName   string   `json:"right_name"`
	Score       *float64 `json:"score"` // null of a pair that linking did not keep
	Probability *float64 `json:"probability"`
	Why         string   `json:"why"`
}

func (c *reviewListCmd) Run(s *session) error {
	if c.Limit < 1 {
		return fail.New(fail.Usage, "a list of %d pairs shows nothing", c.Limit).Do("give --limit 1 or more")
	}
	return c.with(s, func(a *Opened, l *flow.Linked, questions []review.Question) error {
		for _, q := range questions[:min(c.Limit, len(questions))] {
			out := queueLine{Left: q.Left, Right: q.Right, LeftName: l.Record(q.Left).Name, RightName: l.Record(q.Right).Name, Why: string(q.Why)}
			bits := "      ?"
			if q.Known() {
				out.Score, out.Probability = &q.Bits, &q.Probability
				bits = fmt.Sprintf("%+7.2f", q.Bits)
			}
			if err := s.answer(out, func() {
				s.sayf("%-12s %s  %s %s  =?  %s %s", out.Why, bits, out.Left, oneLine(out.LeftName), out.Right, oneLine(out.RightName))
			}); err != nil {
				return err
			}
		}
		s.notef("%d of %s", min(c.Limit, len(questions)), many(int64(len(questions)), "pair", "pairs"))
		return nil
	})
}

type reviewDecideCmd struct {
	Left     string `arg:"" help:"One row or person."`
	Right    string `arg:"" help:"The other."`
	Verdict  string `arg:"" help:"same, different, relative or unsure." enum:"same,different,relative,unsure"`
	Relation string `help:"Of relatives: what the left is to the right: parent, child, sibling, spouse, grandparent, grandchild, uncle_aunt, nephew_niece, cousin, other." placeholder:"RELATION"`
	Reason   string `required:"" help:"Why."`
	Blind    bool   `help:"A second opinion, given without knowing the first: it only counts for how far reviewers agree."`
}

func (c *reviewDecideCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		j, err := flow.Judge(s.ctx, a.Archive, a.Actor, flow.JudgeRequest{Left: c.Left, Right: c.Right, Verdict: person.Verdict(c.Verdict),
			Relation: c.Relation, Reason: c.Reason, Blind: c.Blind})
		if err != nil {
			return err
		}
		path, err := contradicted(s, a, j)
		if err != nil {
			return err
		}
		return s.answer(j, func() {
			if j.Relation == "" {
				s.sayf("%s and %s: %s", c.Left, c.Right, j.Verdict)
			} else {
				s.sayf("%s is the %s of %s: relatives, two people", c.Left, c.Relation, c.Right)
			}
			for _, p := range path {
				s.sayf("they are one person all the same while %s and %s are judged the same (%s: %s)", p.Left, p.Right, p.Actor, p.Reason)
			}
			if j.Verdict == person.Relative {
				s.sayf("that is no claim yet; if a source says so: sanad claim add --entity %s --property relative --value-entity %s --note %q --passage P", j.Left, j.Right, j.Relation)
			}
		})
	})
}

// contradicted gives the judgements by which two are one person although they
// were just judged to be two.
func contradicted(s *session, a *Opened, made person.Judged) (path []person.Judgement, err error) {
	if made.Blind || made.Verdict != person.Different && made.Verdict != person.Relative {
		return nil, nil
	}
	err = s.look(a, func(st flow.State) error {
		caseName, err := flow.CaseOf(s.ctx, st, made.Left)
		if err != nil {
			return err
		}
		l, err := flow.JudgedOnly(s.ctx, st, caseName)
		if err == nil {
			path = l.Path(made.Left, made.Right)
		}
		return err
	})
	return path, err
}

type reviewQualityCmd struct {
	Case string `help:"The investigation." default:"main"`
}

type shareView struct {
	Share    float64    `json:"share"`
	Interval [2]float64 `json:"interval"` // 95 %, Wilson
	Hits     int        `json:"hits"`
	Of       int        `json:"of"`
}

func viewShare(s review.Share) shareView {
	return shareView{s.Share, [2]float64{s.Low, s.High}, s.Hits, s.Of}
}

type qualityView struct {
	Judged      int               `json:"judged"`
	Verdicts    map[string]int    `json:"verdicts"`
	Drawn       int               `json:"drawn"` // for the audit
	Answered    int               `json:"answered"`
	Unsure      int               `json:"unsure"`
	Precision   shareView         `json:"precision"`
	Missed      shareView         `json:"missed"`
	Recall      float64           `json:"recall"`
	RecallRange [2]float64        `json:"recall_range"`
	Blocking    float64           `json:"blocking_recall"`
	Second      int               `json:"second_opinions"`
	Agreed      int               `json:"agreed"`
	Kappa       float64           `json:"kappa"`
	Differ      []differView      `json:"differ"`
	Calibrated  int               `json:"calibrated_on"` // judged pairs; 0: the model's own chances
	Reliability []reliabilityView `json:"reliability"`
}

type differView struct {
	First  string `json:"first"`
	Second string `json:"second"`
	Pairs  int    `json:"pairs"`
}

// reliabilityView is how pairs of which much the same chance was given turned
// out.
type reliabilityView struct {
	Predicted float64   `json:"predicted"`
	Observed  shareView `json:"observed"`
}

func (c *reviewQualityCmd) Run(s *session) error {
	return s.withLinked(c.Case, func(a *Opened, l *flow.Linked) error {
		var m flow.Measured
		err := s.look(a, func(st flow.State) (err error) { m, err = l.Measure(s.ctx, st); return err })
		if err != nil {
			return err
		}
		v := viewMeasured(m)
		return s.answer(v, func() { tellMeasured(s, v) })
	})
}

func viewMeasured(m flow.Measured) qualityView {
	v := qualityView{Judged: m.Judged, Verdicts: map[string]int{}, Drawn: m.Drawn, Answered: m.Answered, Unsure: m.Unsure,
		Precision: viewShare(m.Precision), Missed: viewShare(m.Missed), Recall: m.Recall, RecallRange: [2]float64{m.RecallLow, m.RecallHigh},
		Blocking: m.Blocking, Second: m.Pairs, Agreed: m.Agree, Kappa: m.Kappa, Differ: []differView{}, Calibrated: m.Calibration.Pairs, Reliability: []reliabilityView{}}
	for verdict, n := range m.Verdicts {
		v.Verdicts[string(verdict)] = n
	}
	for two, n := range m.Table {
		if two[0] != two[1] {
			v.Differ = append(v.Differ, differView{two[0], two[1], n})
		}
	}
	slices.SortFunc(v.Differ, func(a, b differView) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Second, b.Second))
	})
	for _, b := range m.Calibration.Bins {
		if b.Pairs > 0 {
			v.Reliability = append(v.Reliability, reliabilityView{b.Predicted, viewShare(review.Share{Hits: b.Same, Of: b.Pairs, Interval95: b.Observed})})
		}
	}
	return v
}

func tellMeasured(s *session, v qualityView) {
	s.sayf("%d pairs of rows are judged", v.Judged)
	for _, verdict := range person.Verdicts() {
		s.sayf("  %-10s %d", verdict, v.Verdicts[string(verdict)])
	}
	s.sayf("the audit: %d of %d pairs drawn by chance are answered%s", v.Answered, v.Drawn, before(", unsure of ", number(v.Unsure)))
	s.sayf("  of the pairs taken for one person, %s are", shareWords(v.Precision))
	s.sayf("  of the others that were kept, %s are all the same", shareWords(v.Missed))
	if v.Answered > 0 {
		s.sayf("  recall %.1f %%, between %.1f and %.1f %% (with %.1f %% of the true pairs compared at all, by estimate)",
			100*v.Recall, 100*v.RecallRange[0], 100*v.RecallRange[1], 100*v.Blocking)
	}
	if v.Second == 0 {
		s.sayf("nobody gave a second opinion yet: sanad --as ANOTHER review work --second")
	} else {
		s.sayf("second opinions: %d, %d of them like the first; kappa %.2f (0 also where all verdicts are one)", v.Second, v.Agreed, v.Kappa)
	}
	for _, d := range v.Differ {
		s.sayf("  first %s, second %s: %d", d.First, d.Second, d.Pairs)
	}
	if v.Calibrated == 0 {
		s.sayf("chances are the model's own; once 200 pairs are judged, sanad link fits them to the judgements")
		return
	}
	s.sayf("chances are fitted to %d judged pairs; said and seen:", v.Calibrated)
	for _, r := range v.Reliability {
		s.sayf("  %5.1f %%: %s", 100*r.Predicted, shareWords(r.Observed))
	}
}

func shareWords(v shareView) string {
	if v.Of == 0 {
		return "nobody knows how many"
	}
	return fmt.Sprintf("%.1f %% (%d of %d; 95 %%: %.1f to %.1f %%)", 100*v.Share, v.Hits, v.Of, 100*v.Interval[0], 100*v.Interval[1])
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
