package cli

import (
	"fmt"
	"math"
	"strings"

	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/flow"
)

// factorView is what one comparison adds to a score: weight is in bits, each
// doubling the odds that the two are one person.
type factorView struct {
	Field  string  `json:"field"`
	Level  string  `json:"level"`
	Weight float64 `json:"weight"`
	Left   string  `json:"left,omitempty"`
	Right  string  `json:"right,omitempty"`
	// Same and Other are how often pairs of one person, and of strangers, compare
	// so; Rarity is the part of the weight for how rare the value is.
	Same   float64 `json:"same,omitempty"`
	Other  float64 `json:"other,omitempty"`
	Rarity float64 `json:"rarity,omitempty"`
	Words  string  `json:"words"`
	// Parts are the fields of one comparison that go together.
	Parts []partView `json:"parts,omitempty"`
}

// partView is how one of several fields compares that have one weight.
type partView struct {
	Field string `json:"field"`
	Level string `json:"level"`
	Left  string `json:"left,omitempty"`
	Right string `json:"right,omitempty"`
}

func viewFactor(f linkage.Factor) factorView {
	v := factorView{f.Field, or(f.Level, levelWords(f.Field)), f.Bits, f.Left, f.Right, f.Same, f.Other, f.Rarity, factorWords(f), nil}
	for _, p := range f.Parts {
		v.Parts = append(v.Parts, partView{p.Field, p.Level, p.Left, p.Right})
	}
	return v
}

type recordView struct {
	ID     string            `json:"id"`
	List   string            `json:"list"`
	Row    int               `json:"row,omitempty"`    // of the list's file
	RowID  string            `json:"row_id,omitempty"` // the list's own number of it
	Name   string            `json:"name"`
	Father string            `json:"father_name,omitempty"`
	Born   string            `json:"birth_date,omitempty"`
	Values map[string]string `json:"values,omitempty"`
}

func viewRecord(r person.Record, list string) recordView {
	return recordView{r.Mention, list, r.Row, r.RowID, r.Name, r.Values["father_name"], r.Values["birth_date"], r.Values}
}

type sinceView struct {
	Record   string `json:"record"`
	Property string `json:"property"`
	Before   string `json:"before"`
	After    string `json:"after"`
}

type judgementView struct {
	Verdict  string `json:"verdict"`
	Relation string `json:"relation,omitempty"`
	Reason   string `json:"reason"`
	Actor    string `json:"actor"`
	Index    int64  `json:"index"`
}

func viewJudgement(j person.Judgement) *judgementView {
	return &judgementView{string(j.Verdict), j.Relation, j.Reason, j.Actor, j.Index}
}

// pairView is two records with all that their score is made of.
type pairView struct {
	Left        recordView     `json:"left"`
	Right       recordView     `json:"right"`
	Score       float64        `json:"score"` // bits
	Probability float64        `json:"probability"`
	Calibrated  bool           `json:"calibrated"` // by what people decided
	Relatives   *float64       `json:"relatives,omitempty"`
	Factors     []factorView   `json:"factors"`
	Rules       []string       `json:"rules"` // of blocking, by which the two are compared
	OneList     bool           `json:"one_list,omitempty"`
	Model       string         `json:"model"` // the recorded run, or why there is none
	Evidence    string         `json:"evidence"`
	Judgement   *judgementView `json:"judgement,omitempty"`
	Second      *judgementView `json:"second,omitempty"`  // a newer opinion, given without knowing it
	Changed     []sinceView    `json:"changed,omitempty"` // since it was judged
	ScoreThen   *float64       `json:"score_then,omitempty"`
}

// unrecordedModel stands where a run is named, if none was recorded.
const unrecordedModel = "not recorded: learned for this question"

func viewPair(c flow.Compared, blind bool) pairView {
	v := pairView{Left: viewRecord(c.Left, c.Lists[0]), Right: viewRecord(c.Right, c.Lists[1]), Score: c.Bits, Probability: c.Probability,
		Calibrated: c.Calibrated, Rules: append([]string{}, c.Rules...), OneList: c.OneList, Model: c.Run, Evidence: c.Evidence, Factors: []factorView{}}
	if v.Model == "" {
		v.Model = unrecordedModel
	}
	if kin := c.Kin; kin != 0 && !math.IsInf(kin, 0) {
		v.Relatives = &kin
	}
	for _, f := range c.Factors {
		v.Factors = append(v.Factors, viewFactor(f))
	}
	if c.Judgement == nil || blind {
		return v
	}
	v.Judgement = viewJudgement(*c.Judgement)
	if c.Second != nil {
		v.Second = viewJudgement(*c.Second)
	}
	for i, id := range []string{c.Left.Mention, c.Right.Mention} {
		for _, ch := range c.Changed[i] {
			v.Changed = append(v.Changed, sinceView{id, ch.Property, ch.Before, ch.After})
		}
	}
	if len(v.Changed) > 0 {
		v.ScoreThen = &c.BitsThen
	}
	return v
}

// levelWords stands where a factor is no comparison and has no level.
func levelWords(field string) string {
	switch field {
	case linkage.FactorPrior:
		return "before looking"
	case linkage.FactorTwice:
		return "counted once"
	}
	return "possible"
}

// factorWords says in words what a factor means.
func factorWords(f linkage.Factor) string {
	switch {
	case f.Field == linkage.FactorPrior:
		return "before looking: how likely it is that any two rows are one person"
	case f.Field == linkage.FactorTwice:
		return "the name speaks by its parts and as a whole: what both say counts once"
	case f.Field == linkage.FactorFamily:
		return "they may be close relatives, who share much"
	case f.Level == "missing":
		return "one of the two does not say: counts for nothing"
	}
	words := fmt.Sprintf("%s%s: so of %s of one person's pairs, of %s of strangers'", f.Level, partWords(f.Parts), share(f.Same), share(f.Other))
	if f.Rarity >= 1 {
		words += "; and rarer than most"
	} else if f.Rarity <= -1 {
		words += "; but many have it"
	}
	return words
}

// chanceWords writes a chance so that it never looks certain.
func chanceWords(p float64) string {
	switch {
	case p > 0.9999:
		return "above 99.99 %"
	case p < 0.0001:
		return "below 0.01 %"
	}
	return fmt.Sprintf("%.2f %%", 100*p)
}

// partWords tells how the fields of one comparison compare each.
func partWords(parts []linkage.Part) string {
	var said []string
	for _, p := range parts {
		if p.Level != "missing" {
			said = append(said, p.Field+" "+p.Level)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return " (" + strings.Join(said, ", ") + ")"
}

// share writes a chance as people say it.
func share(p float64) string {
	switch {
	case p >= 0.1:
		return fmt.Sprintf("%.0f %%", 100*p)
	case p >= 0.001:
		return fmt.Sprintf("%.2g %%", 100*p)
	case p <= 0:
		return "none"
	}
	return fmt.Sprintf("1 in %.0f", 1/p)
}

// tellPair prints a pair with its waterfall.
func tellPair(s *session, p pairView) {
	for _, r := range []recordView{p.Left, p.Right} {
		s.sayf("%s  %s%s%s%s", r.ID, oneLine(r.Name), before("   on ", r.List), before(", its number ", r.RowID), before("   says: ", oneLine(r.Values["description"])))
	}
	s.sayf("%-18s %8s %8s", "", "bits", "so far")
	sum := 0.0
	for _, f := range p.Factors {
		sum += f.Weight
		if f.Level == "missing" || math.Abs(f.Weight) < 0.005 {
			continue
		}
		s.sayf("%-18s %+8.2f %+8.2f  %s", f.Field, f.Weight, sum, strings.TrimSpace(factorValues(f)+f.Words))
	}
	how := "as the model has it"
	if p.Calibrated {
		how = "fitted to what people decided"
	}
	s.sayf("%-18s %+8.2f           chance %s, %s", "in all", p.Score, chanceWords(p.Probability), how)
	if p.Relatives != nil && linkage.LikelyKin(p.Score, *p.Relatives) {
		s.sayf("more likely close relatives than one person (%+.2f bits against strangers)", *p.Relatives)
	}
	if p.OneList {
		s.sayf("both stand on one list, which is taken to have nobody twice (unless its mapping says about: repeats: true): they are joined only if somebody judges so")
	}
	if len(p.Rules) == 0 {
		s.sayf("no line of blocking brings them together: linking did not compare them")
	}
	if j := p.Judgement; j != nil {
		s.sayf("judged %s by %s at entry %d: %s", strings.TrimSpace(j.Verdict+" "+j.Relation), j.Actor, j.Index, j.Reason)
	}
	if j := p.Second; j != nil {
		s.sayf("judged %s by %s at entry %d without knowing that: %s", strings.TrimSpace(j.Verdict+" "+j.Relation), j.Actor, j.Index, j.Reason)
	}
	for _, c := range p.Changed {
		s.sayf("changed since: %s of %s was %q and is %q", c.Property, c.Record, c.Before, c.After)
	}
	if p.ScoreThen != nil {
		s.sayf("by today's model the score was %+.2f bits then and is %+.2f", *p.ScoreThen, p.Score)
	}
	s.sayf("model: %s", p.Model)
}

func factorValues(f factorView) string {
	if f.Left == "" && f.Right == "" {
		return ""
	}
	return fmt.Sprintf("%s | %s   ", f.Left, f.Right)
}

type explainCmd struct {
	Left  string `arg:"" help:"One row or person."`
	Right string `arg:"" help:"The other."`
}

func (c *explainCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		var got flow.Compared
		err := s.look(a, func(st flow.State) (err error) {
			got, err = flow.Explain(s.ctx, a.Archive, st, c.Left, c.Right)
			return err
		})
		if err != nil {
			return err
		}
		v := viewPair(got, false)
		return s.answer(v, func() { tellPair(s, v) })
	})
}
