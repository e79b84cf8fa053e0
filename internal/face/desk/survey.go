package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

type surveyPage struct {
	frame
	Items, Unread, Failed, Partial int64
	Steps                          []failedStep
	MayRead                        bool // read what is unread, and try again what failed
}

// failedStep is what failed at one step, by its reasons.
type failedStep struct {
	Step    string
	Items   int64
	Reasons []reason
	Others  int64 // failures for reasons that are not shown
}

// reason is why readings failed; names and numbers in it are left out, so
// that what failed alike stands together.
type reason struct {
	Step, Reason, Limit string
	Items               int64
}

// reasonsShown is how many reasons of a step are shown.
const reasonsShown = 40

func showSurvey(ctx context.Context, v *visit) (view, error) {
	p := &surveyPage{MayRead: v.actor.May(guard.ToProcess) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		for _, c := range []struct {
			filter flow.ItemFilter
			into   *int64
		}{{flow.ItemFilter{}, &p.Items}, {flow.ItemFilter{Failed: true}, &p.Failed}, {flow.ItemFilter{Partial: true}, &p.Partial}} {
			if *c.into, _, err = s.CountItems(ctx, c.filter); err != nil {
				return err
			}
		}
		if p.Unread, err = s.CountUnread(ctx); err != nil {
			return err
		}
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		p.Steps, err = v.failures.at(s.recallKey(""), tree.Size(), func() ([]failedStep, error) { return s.failedSteps(ctx) })
		return err
	})
}

// failedSteps gathers all failures by step and reason.
func (v *sight) failedSteps(ctx context.Context) ([]failedStep, error) {
	counts := map[reason]int64{}
	err := v.Items(ctx, flow.ItemFilter{Failed: true, After: -1}, func(i custody.Item) error {
		troubles, err := v.Troubles(ctx, i.Sum)
		seen := map[reason]bool{}
		for _, t := range troubles {
			if f := failedFor(t); !seen[f] {
				seen[f] = true
				counts[f]++
			}
		}
		return err
	})
	steps := map[string]*failedStep{}
	for f, n := range counts {
		if steps[f.Step] == nil {
			steps[f.Step] = &failedStep{Step: f.Step}
		}
		f.Items = n
		steps[f.Step].Items += n
		steps[f.Step].Reasons = append(steps[f.Step].Reasons, f)
	}
	var out []failedStep
	for _, s := range steps {
		s.order()
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b failedStep) int { return strings.Compare(a.Step, b.Step) })
	return out, err
}

// order puts the reasons of most failures first, and cuts the others off.
func (s *failedStep) order() {
	slices.SortFunc(s.Reasons, func(a, b reason) int {
		if a.Items != b.Items {
			return int(max(-1, min(1, b.Items-a.Items)))
		}
		return strings.Compare(a.Reason, b.Reason)
	})
	if len(s.Reasons) > reasonsShown {
		for _, r := range s.Reasons[reasonsShown:] {
			s.Others += r.Items
		}
		s.Reasons = s.Reasons[:reasonsShown]
	}
}

// failedFor gives the step and the reason of a failure.
func failedFor(t text.Trouble) reason {
	return reason{Step: text.StepOf(t.Step), Reason: alike(t.Error), Limit: t.Limit}
}

// Key names the reason in an address, for the reason itself may be long.
func (r reason) Key() string {
	sum := sha256.Sum256([]byte(r.Step + "\x00" + r.Limit + "\x00" + r.Reason))
	return hex.EncodeToString(sum[:6])
}

// Href lists what failed for the reason.
func (r reason) Href() string {
	return "/items?" + url.Values{"step": {r.Step}, "reason": {r.Key()}}.Encode()
}

// alikeMost is how much of a reason is compared and shown, in characters.
const alikeMost = 200

// alike gives a reason without what is the item's own: numbers, and names in
// quotes.
func alike(said string) string {
	var b strings.Builder
	quoted, digits := false, false
	for i, r := range []rune(said) {
		if i >= alikeMost {
			b.WriteString("…")
			break
		}
		switch {
		case r == '"':
			if quoted = !quoted; quoted {
				b.WriteString(`"…"`)
			}
		case quoted:
		case '0' <= r && r <= '9':
			if !digits {
				b.WriteString("…")
			}
		default:
			b.WriteRune(r)
		}
		digits = '0' <= r && r <= '9'
	}
	return b.String()
}
