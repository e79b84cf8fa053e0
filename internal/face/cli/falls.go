package cli

import (
	"fmt"
	"strings"

	"sanad/internal/core/support"
	"sanad/internal/flow"
)

// tallyLine is the last line: how much falls.
type tallyLine struct {
	Summary support.Tally `json:"summary"`
}

type remainingView struct {
	Passages int `json:"passages"`
	Items    int `json:"items"`
}

type claimFallView struct {
	Claim     string         `json:"claim"`
	Effect    support.Effect `json:"effect"`
	Cause     support.Cause  `json:"cause,omitempty"`
	Remaining remainingView  `json:"remaining"`
	Lost      int            `json:"lost"`   // passages that fall
	Others    []string       `json:"others"` // claims that say the same and stand
	Case      string         `json:"case"`
	Entity    string         `json:"entity"`
	Schema    string         `json:"schema"`
	Property  string         `json:"property"`
	Value     string         `json:"value"`
	Standing  string         `json:"standing"`
	Index     int64          `json:"index"`
}

type findingFallView struct {
	Finding     string         `json:"finding"`
	Effect      support.Effect `json:"effect"`
	Supports    int            `json:"supports"`  // claims it would still rest on
	Supported   int            `json:"supported"` // claims it rests on now
	Needs       int            `json:"needs"`
	Weakened    int            `json:"weakened"`
	Against     int            `json:"against"`
	AgainstFall int            `json:"against_fall"` // of what was weighed against it
	Standing    string         `json:"standing"`
	Conclusion  string         `json:"conclusion"`
}

type countFallView struct {
	Case   string   `json:"case"`
	Before int64    `json:"before"`
	After  int64    `json:"after"`
	Lists  []string `json:"lists"` // that fall as a whole
}

type estimateFallView struct {
	Estimate string         `json:"estimate"`
	Effect   support.Effect `json:"effect"`
	Standing string         `json:"standing"`
	Case     string         `json:"case"`
	Author   string         `json:"author"`
	Lists    []string       `json:"lists"` // it was counted from and that fall
}

type releaseFallView struct {
	Release  string `json:"release"`
	Title    string `json:"title"`
	Audience string `json:"audience"`
	Claims   int64  `json:"claims"` // that fall or are weakened
	Builds   int64  `json:"builds"` // how often it left
}

func (c *claimsCmd) falls(s *session) error {
	r := &fallReport{s: s}
	var tally support.Tally
	err := s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			suppose, err := flow.Suppose(s.ctx, st, a.Actor, c.RestsOn)
			if err != nil {
				return err
			}
			tally, err = flow.Falls(s.ctx, st, suppose, r.take)
			return err
		})
	})
	if err != nil {
		return err
	}
	out := tallyLine{tally}
	return s.answer(out, func() { r.tell(tally) })
}

// fallLines is how many things of one sort are named to people; all are in JSON.
const fallLines = 200

// fellBefore is said of what was withdrawn, or had lost its support, before.
const fellBefore = "fell before"

// fallReport is what falls as people read it: first what falls, then what would
// stand with less. JSON is printed as it comes.
type fallReport struct {
	s        *session
	fallen   fallGroup
	weakened fallGroup
	standing fallGroup
	before   fallGroup // that were withdrawn
	findings fallGroup
	counts   fallGroup
	totals   fallGroup
	releases fallGroup
}

type fallGroup struct {
	lines []string
	more  int64
}

func (g *fallGroup) add(line string) {
	if len(g.lines) >= fallLines {
		g.more++
		return
	}
	g.lines = append(g.lines, line)
}

func (g *fallGroup) tell(s *session, head string) {
	if len(g.lines) == 0 {
		return
	}
	s.sayf("%s", head)
	for _, line := range g.lines {
		s.sayf("  %s", line)
	}
	if g.more > 0 {
		s.sayf("  and %d more, which --json names", g.more)
	}
}

func (r *fallReport) take(f flow.Fall) error {
	switch {
	case f.Claim != nil:
		return r.claim(f.Claim)
	case f.Finding != nil:
		return r.finding(f.Finding)
	case f.Count != nil:
		v := countFallView{f.Count.Case, f.Count.Before, f.Count.After, append([]string{}, f.Count.Lists...)}
		return r.put(struct {
			Count countFallView `json:"count"`
		}{v}, func() {
			r.counts.add(fmt.Sprintf("the documented minimum of the case %s: %d, and would be %d%s", v.Case, v.Before, v.After, before(", without ", strings.Join(v.Lists, ", "))))
		})
	}
	if f.Estimate != nil {
		return r.estimate(f.Estimate)
	}
	rel := f.Release
	v := releaseFallView{rel.Requested.Release, rel.Title, rel.Audience, rel.Held, rel.Builds}
	return r.put(v, func() {
		state := "asked for, and not built"
		if v.Builds > 0 {
			state = "it has left"
		}
		r.releases.add(fmt.Sprintf("%s  %s, for %s: holds %s of it (%s)", v.Release, oneLine(v.Title), oneLine(v.Audience), many(v.Claims, "claim", "claims"), state))
	})
}

// put prints JSON at once, and keeps what people read until all is known.
func (r *fallReport) put(v any, keep func()) error {
	if r.s.JSON {
		return r.s.printJSON(v)
	}
	keep()
	return nil
}

func (r *fallReport) claim(f *flow.ClaimFall) error {
	v := claimFallView{Claim: f.Made.Claim, Effect: f.Effect, Cause: f.Cause, Remaining: remainingView{f.Weighed.Passages, f.Weighed.Items}, Lost: f.Lost,
		Others: append([]string{}, f.Others...), Case: f.Case, Entity: f.Entity, Schema: f.Schema, Property: f.Property, Value: f.Value,
		Standing: string(f.Standing), Index: f.Index}
	return r.put(v, func() {
		line := fmt.Sprintf("%s  %s %s: %s = %s", v.Claim, v.Schema, v.Entity, v.Property, inWords(v.Property, v.Value, f.Quantity))
		group := &r.fallen
		switch v.Effect {
		case support.Falls:
			if v.Cause == support.ByTeller {
				line += "  [who says so falls]"
			}
		case support.Weakened:
			group = &r.weakened
			line += fmt.Sprintf("  [left: %s in %s]", many(int64(v.Remaining.Passages), "passage", "passages"), many(int64(v.Remaining.Items), "item", "items"))
		case support.Fallen:
			group = &r.before
			line += "  [" + fellBefore + "]"
		default:
			group = &r.standing
		}
		if len(v.Others) > 0 {
			line += "\n      the same is said by " + strings.Join(v.Others, ", ")
		}
		group.add(line)
	})
}

func (r *fallReport) finding(f *flow.FindingFall) error {
	c := f.Conclusion
	v := findingFallView{f.Made.Finding, f.Effect(), c.Left(), c.Stood, c.Needs, c.Weakened, c.Against, c.AgainstFell, string(f.Standing), f.Made.Conclusion}
	return r.put(v, func() {
		effect := string(v.Effect)
		if v.Effect == support.Fallen {
			effect = fellBefore
		}
		line := fmt.Sprintf("%s  %s [%s]: %s", v.Finding, effect, v.Standing, oneLine(v.Conclusion))
		if v.Effect == support.Fallen && v.Supports == v.Supported {
			line += fmt.Sprintf("\n      rests on %s, and needs %d", many(int64(v.Supported), "claim that stands", "claims that stand"), v.Needs)
		} else {
			line += fmt.Sprintf("\n      would rest on %d of %s, and needs %d", v.Supports, many(int64(v.Supported), "claim", "claims"), v.Needs)
		}
		if v.AgainstFall > 0 {
			line += fmt.Sprintf("; loses %d of %d that speak against it", v.AgainstFall, v.Against)
		}
		r.findings.add(line)
	})
}

func (r *fallReport) estimate(f *flow.EstimateFall) error {
	v := estimateFallView{f.Estimated.Estimate, f.Effect, string(f.Standing()), f.Case, f.Author, append([]string{}, f.Lists...)}
	return r.put(v, func() {
		why := before(", counted from ", strings.Join(v.Lists, ", "))
		if len(v.Lists) == 0 {
			why = ", for rows of its lists fall"
		}
		r.totals.add(fmt.Sprintf("%s  %s [%s], by %s%s", v.Estimate, v.Effect, v.Standing, v.Author, why))
	})
}

func (r *fallReport) tell(t support.Tally) {
	s := r.s
	r.fallen.tell(s, "These claims fall:")
	r.findings.tell(s, "What it does to findings:")
	r.weakened.tell(s, "These would stand with less:")
	r.standing.tell(s, "These were reached and stand, for the same bytes came by another hand too:")
	r.before.tell(s, "These rested on it and were withdrawn before:")
	r.counts.tell(s, "What it does to counts:")
	r.totals.tell(s, "What it does to estimates:")
	r.releases.tell(s, "Who has it already:")
	s.sayf("claims that fall: %d (values that others say: %d); with less: %d; as they are: %d; withdrawn before: %d",
		t.ClaimsFall, t.ValuesStand, t.ClaimsWeakened, t.ClaimsStand, t.ClaimsWithdrawn)
	s.sayf("findings that fall: %d; with less: %d; had fallen before: %d; releases that hold it: %d", t.FindingsFall, t.FindingsWeakened, t.FindingsFallen, t.Releases)
	s.sayf("nothing was recorded: what falls is decided by people, claim by claim")
}
