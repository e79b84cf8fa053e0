package memorial

import (
	"cmp"
	"math"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/figure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
)

// figures is what sources state of numbers of one kind: each with who says so and of
// whom, where and when, on one scale, and nothing made of them.
type figures struct {
	Kind, Unit string
	Bars       []bar
	Log        bool // the scale goes by powers of ten
	From, To   int64
	least      int64
	rivals     []rival
}

// rival is a number with what it is of.
type rival struct {
	figure.Rival
	scope string
}

// bar is one number as it is stated.
type bar struct {
	Amount   string
	Scope    string
	Says     []claim.Teller
	Sources  []int
	X, W     int
	Open     bool   // it has no upper end
	Arrow    string // where it is open
	Standing claim.Standing
	Forced   bool
	Repeats  bool
}

// The measures of a bar's picture.
const (
	barWide  = 400
	barEdge  = 14
	barHigh  = 16
	barLeast = 4
)

// BarWide and BarHigh are for the template.
func (figures) BarWide() int { return barWide }

// BarHigh is the height of a bar's picture.
func (figures) BarHigh() int { return barHigh }

// figures arranges the numbers that claims state.
func (s *story) figures(claims []claim.Claim) (out []figures) {
	var stated []figure.Stated
	for _, c := range claims {
		if c.Property == "figure" || c.Property == "amount" || c.Property == "remains" {
			if c.Standing.Stands() && c.Quantity != nil {
				stated = append(stated, figure.Stated{Claim: c, Event: c.Entity})
			}
		}
	}
	for _, g := range figure.Compare(stated, nil).Groups {
		kind := value.Counted(s.v.Table, g.Kind)
		if g.Kind == value.NotStated {
			kind = ""
		}
		unit := value.Unit(s.v.Table, g.Unit)
		if g.Unit == "other" && kind != "" {
			unit = ""
		}
		i := slices.IndexFunc(out, func(f figures) bool { return f.Kind == kind && f.Unit == unit })
		if i < 0 {
			i = len(out)
			out = append(out, figures{Kind: kind, Unit: unit, To: 1, least: math.MaxInt64})
		}
		for _, r := range g.Standing() {
			out[i].take(r, g.Scope)
		}
	}
	for i := range out {
		s.draw(&out[i])
	}
	return out
}

// take puts a number among the others.
func (f *figures) take(r figure.Rival, scope string) {
	for _, n := range []int64{r.Bounds.Low, r.Bounds.High} {
		if n > 0 && n < math.MaxInt64 {
			f.least, f.To = min(f.least, n), max(f.To, n)
		}
	}
	f.rivals = append(f.rivals, rival{r, scope})
}

// draw places the numbers on the scale, the lowest first.
func (s *story) draw(f *figures) {
	f.Log = f.least < f.To && float64(f.To)/float64(f.least) > 50
	if f.Log {
		f.From = f.least
	}
	slices.SortStableFunc(f.rivals, func(a, b rival) int { return cmp.Compare(a.Bounds.Low, b.Bounds.Low) })
	rtl := words.Dir(s.v.Lang) == "rtl"
	for _, r := range f.rivals {
		b := bar{Amount: value.Amount(s.v.Table, *r.Quantity), Scope: r.scope, Says: r.Says, Sources: s.number(r.Claim), Open: r.Bounds.Open, Standing: r.Standing, Repeats: !r.Independent,
			Forced: slices.Contains(r.Flags, claim.FlagDuress)}
		b.place(f, r.Bounds, rtl)
		f.Bars = append(f.Bars, b)
	}
}

// place gives a bar its dots, from the right for a language that is read from there.
func (b *bar) place(f *figures, bounds figure.Bounds, rtl bool) {
	from, to := f.dot(bounds.Low), f.dot(bounds.High)
	if bounds.Open {
		to = barWide - barEdge
	}
	if to-from < barLeast {
		from = max(0, from-barLeast/2)
		to = from + barLeast
	}
	b.X, b.W = from, to-from
	tip, back := barWide-2, barWide-barEdge
	if rtl {
		b.X, tip, back = barWide-b.X-b.W, 2, barEdge
	}
	if b.Open {
		b.Arrow = itoa(back) + ",1 " + itoa(tip) + "," + itoa(barHigh/2) + " " + itoa(back) + "," + itoa(barHigh-1)
	}
}

// dot gives where a number stands on the scale.
func (f figures) dot(n int64) int {
	share := float64(n) / float64(f.To)
	if f.Log {
		share = 0
		if n > f.From {
			share = math.Log10(float64(n)/float64(f.From)) / math.Log10(float64(f.To)/float64(f.From))
		}
		share = 0.06 + 0.94*share
	}
	return int(math.Round(max(0, min(1, share)) * (barWide - barEdge)))
}
