package app

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/fiction"
	"sanad/internal/flow"
)

// answers puts beside the case what a perfect reader would answer, and what the
// archive holds, by kind and standing.
func (d *demonstration) answers(ctx context.Context) error {
	a := d.c.Answers()
	d.truth["figures"], d.truth["under"], d.truth["dates"] = a.Figures, a.Under, a.Dates
	d.truth["depth"], d.truth["circular"], d.truth["open"], d.truth["answered"] = a.Depth, a.Circular, a.Open, a.Answered
	kinds, standings, remarks, units := map[string]int{}, map[claim.Standing]int{}, map[string]int{}, map[string][]string{}
	err := d.p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		return s.Claims(ctx, flow.ClaimFilter{Case: flow.DefaultCase}, func(c claim.Claim) error {
			kinds[c.Schema]++
			standings[c.Standing]++
			if c.Schema == "Organisation" && c.Property == "name" && !slices.Contains(units[c.Value], c.Entity) {
				units[c.Value] = append(units[c.Value], c.Entity)
			}
			for _, r := range flow.Remarks(c.Made) {
				remarks[r.Key]++
			}
			return nil
		})
	})
	d.truth["claims"], d.truth["standings"], d.truth["by_hand"] = kinds, standings, d.made
	d.truth["remarks"], d.truth["command"] = remarks, commanded(a.Command, units)
	d.truth["would_fall"] = d.wouldFall()
	d.say("%d numbers are given for that autumn, %d of them rivals for the killed; %d requests are unanswered; the longest chain has %d tellers",
		len(a.Figures), a.Rivals("killed"), len(a.Open), a.Depth)
	return err
}

// command is who commanded a unit, with the records of the archive that bear
// the unit's name: what "posts --unit" takes.
type command struct {
	fiction.Command
	Records []string `json:"unit_records"`
}

func commanded(all []fiction.Command, units map[string][]string) []command {
	out := make([]command, len(all))
	for i, c := range all {
		out[i] = command{c, append([]string{}, units[c.UnitName]...)}
	}
	return out
}

// falling is what would go with an original.
type falling struct {
	Item     string   `json:"item"`
	Name     string   `json:"name"`
	Claims   int      `json:"claims"`
	Findings []string `json:"findings"`
}

// wouldFall tells, of every paper on which a finding rests, how many claims
// and which findings would go with it. The memo that fell counts for nothing.
func (d *demonstration) wouldFall() []falling {
	on := map[string]string{} // key of a claim to the path of its paper
	for _, q := range d.c.Quotes {
		on[q.Key] = q.File
	}
	out := []falling{}
	for _, f := range d.c.Files {
		if f.Path == d.c.Fallen.File {
			continue
		}
		would := falling{Item: d.sums[f.Path], Name: f.Path, Claims: len(d.restOn[f.Path])}
		for _, known := range d.c.Findings {
			if loses(known, f.Path, d.c.Fallen.File, on) {
				would.Findings = append(would.Findings, d.findings[known.Key].Finding)
			}
		}
		if len(would.Findings) > 0 {
			out = append(out, would)
		}
	}
	return out
}

// loses reports whether a finding that holds would have too little without a
// paper.
func loses(f fiction.Finding, paper, fallen string, on map[string]string) bool {
	standing := slices.DeleteFunc(slices.Clone(f.Claims), func(key string) bool { return on[key] == fallen })
	left := slices.DeleteFunc(slices.Clone(standing), func(key string) bool { return on[key] == paper })
	enough := f.Needs
	if enough == 0 {
		enough = len(f.Claims)
	}
	return len(standing) >= enough && len(left) < enough
}
