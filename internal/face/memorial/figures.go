package memorial

import (
	"math"

	"sanad/internal/core/claim"
	"sanad/internal/core/figure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
)

// figures is what sources state of one number: each with who says so, on one scale,
// and nothing made of them.
type figures struct {
	Kind, Unit, Scope string
	Bars              []bar
	Log               bool // the scale goes by powers of ten
	From, To          int64
}

// bar is one number as it is stated.
type bar struct {
	Amount   string
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
		out = append(out, s.group(g))
	}
	return out
}

func (s *story) group(g figure.Group) figures {
	f := figures{Kind: value.Counted(s.v.Table, g.Kind), Unit: value.Unit(s.v.Table, g.Unit), Scope: g.Scope}
	if g.Kind == value.NotStated {
		f.Kind = ""
	}
	least, most := int64(math.MaxInt64), int64(1)
	for _, r := range g.Standing() {
		for _, n := range []int64{r.Bounds.Low, r.Bounds.High} {
			if n > 0 && n < math.MaxInt64 {
				least, most = min(least, n), max(most, n)
			}
		}
	}
	f.To, f.Log = most, least < most && float64(most)/float64(least) > 50
	if f.Log {
		f.From = least
	}
	rtl := words.Dir(s.v.Lang) == "rtl"
	for _, r := range g.Standing() {
		b := bar{Amount: value.Amount(s.v.Table, *r.Quantity), Says: r.Says, Sources: s.number(r.Claim), Open: r.Bounds.Open, Standing: r.Standing, Repeats: !r.Independent}
		for _, flag := range r.Flags {
			b.Forced = b.Forced || flag == claim.FlagDuress
		}
		from, to := f.dot(r.Bounds.Low), f.dot(r.Bounds.High)
		if r.Bounds.Open {
			to = barWide - barEdge
		}
		if to-from < barLeast {
			from = max(0, from-barLeast/2)
			to = from + barLeast
		}
		b.X, b.W = from, to-from
		if rtl {
			b.X = barWide - b.X - b.W
		}
		if b.Open {
			tip, back := barWide-2, barWide-barEdge
			if rtl {
				tip, back = 2, barEdge
			}
			b.Arrow = itoa(back) + ",1 " + itoa(tip) + "," + itoa(barHigh/2) + " " + itoa(back) + "," + itoa(barHigh-1)
		}
		f.Bars = append(f.Bars, b)
	}
	return f
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
