package desk

import (
	"context"
	"errors"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/support"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type fallsPage struct {
	frame
	On       []string // what is supposed to fall, as it was asked
	Command  string   // that tells all of it
	Fallen   fallGroup
	Weakened fallGroup
	Standing fallGroup
	Findings []findingFall
	Counts   []flow.CountFall
	Totals   []flow.EstimateFall
	Releases []flow.ReleaseFall
	Tally    support.Tally
	Cut      bool // more rests on it than a page reads
}

// fallGroup is claims to which the same happens.
type fallGroup struct {
	Effect support.Effect
	Rows   []fallRow
	More   int // that are not shown
}

// fallRow is what becomes of a claim, with the name of what it is about.
type fallRow struct {
	flow.ClaimFall
	About string
}

// findingFall is what becomes of a conclusion, in numbers of claims.
type findingFall struct {
	flow.FindingFall
	Effect        support.Effect
	Left, Stood   int
	Needs, Unsaid int // Unsaid: claims that spoke against it and fall
}

// A page of what falls shows so many claims of a kind, and reads so many in all.
const (
	fallsShown = 100
	fallsRead  = 20_000
)

// maxSupposed bounds how many things one page supposes to fall.
const maxSupposed = 20

func showFalls(ctx context.Context, v *visit) (view, error) {
	p := &fallsPage{Fallen: fallGroup{Effect: support.Falls}, Weakened: fallGroup{Effect: support.Weakened}, Standing: fallGroup{Effect: support.Stands}}
	for _, on := range v.r.URL.Query()["on"] {
		if on = strings.TrimSpace(on); on != "" {
			p.On = append(p.On, on)
		}
	}
	if len(p.On) > maxSupposed {
		return nil, fail.New(fail.Usage, "%d things are supposed to fall, more than %d", len(p.On), maxSupposed)
	}
	if len(p.On) == 0 {
		return p, nil
	}
	p.Command = "sanad claims --rests-on " + strings.Join(quoted(p.On), " --rests-on ")
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		suppose, err := flow.Suppose(ctx, s, v.actor, p.On)
		if err != nil {
			return err
		}
		read := 0
		p.Tally, err = flow.Falls(ctx, s, suppose, func(f flow.Fall) error {
			if f.Claim != nil {
				if read++; read > fallsRead {
					return flow.ErrEnough
				}
			}
			p.take(f)
			return nil
		})
		if p.Cut = errors.Is(err, flow.ErrEnough); err != nil && !p.Cut {
			return err
		}
		for _, g := range []*fallGroup{&p.Fallen, &p.Weakened, &p.Standing} {
			if err := g.name(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// quoted writes words as a shell takes them.
func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w
		if strings.ContainsFunc(w, func(r rune) bool {
			return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:.", r)
		}) {
			out[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return out
}

func (p *fallsPage) take(f flow.Fall) {
	switch {
	case f.Finding != nil:
		c := f.Finding.Conclusion
		p.Findings = append(p.Findings, findingFall{*f.Finding, f.Finding.Effect(), c.Left(), c.Stood, c.Needs, c.AgainstFell})
		return
	case f.Count != nil:
		p.Counts = append(p.Counts, *f.Count)
		return
	case f.Estimate != nil:
		p.Totals = append(p.Totals, *f.Estimate)
		return
	case f.Release != nil:
		p.Releases = append(p.Releases, *f.Release)
		return
	}
	g := &p.Standing
	switch f.Claim.Effect {
	case support.Fallen:
		return // the tally counts what was withdrawn before
	case support.Falls:
		g = &p.Fallen
	case support.Weakened:
		g = &p.Weakened
	}
	if len(g.Rows) == fallsShown {
		g.More++
		return
	}
	g.Rows = append(g.Rows, fallRow{ClaimFall: *f.Claim})
}

// name adds what the claims of a group are about.
func (g *fallGroup) name(ctx context.Context, s *sight) error {
	claims := make([]claim.Claim, len(g.Rows))
	for i, r := range g.Rows {
		claims[i] = r.Claim
	}
	rows, err := s.claimRows(ctx, claims)
	for i := range rows {
		g.Rows[i].About = rows[i].About
	}
	return err
}
