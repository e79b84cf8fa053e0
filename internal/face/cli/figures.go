package cli

import (
	"fmt"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/figure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
)

type figuresCmd struct {
	Event string `arg:"" help:"The event: its id or its name."`
}

type figuresView struct {
	Event    string            `json:"event"`
	Name     string            `json:"name"`
	Groups   []figureGroupView `json:"groups"`
	Overruns []overrunView     `json:"overruns"` // parts said to be greater than the whole
	Unread   []unreadView      `json:"unread"`   // stated in words that are no number that was read
	More     bool              `json:"more"`     // there is more than was compared
	Own      ownFiguresView    `json:"own"`      // what this archive computed: no claim of anybody's
}

type figureGroupView struct {
	Event          string       `json:"event"`
	EventName      string       `json:"event_name,omitempty"`
	Kind           string       `json:"kind"`
	Unit           string       `json:"unit"`
	Scope          string       `json:"scope"`
	Range          *rangeView   `json:"range"`               // null: nothing of it stands
	Independent    int          `json:"independent"`         // at most
	Unknown        int          `json:"independent_unknown"` // of those nobody is recorded as saying so
	Claims         []figureView `json:"claims"`
	Contradictions [][2]string  `json:"contradictions"`
	Pairs          int          `json:"contradiction_count"`
	Within         []int        `json:"within"` // groups whose scope holds this one's; never added
}

type rangeView struct {
	Low     *int64            `json:"low"`  // null: the lowest number stated is an upper bound
	High    *int64            `json:"high"` // null: the highest number stated is a lower bound
	Lowest  int64             `json:"lowest_stated"`
	Highest int64             `json:"highest_stated"`
	LowBy   []string          `json:"low_by"`
	HighBy  []string          `json:"high_by"`
	Weakest string            `json:"weakest"`
	Why     []figure.Weakness `json:"why"`
}

type figureView struct {
	Claim       string           `json:"claim"`
	Value       string           `json:"value"`
	Original    string           `json:"original"`
	Comparator  claim.Comparator `json:"comparator"`
	Low         *int64           `json:"low"`
	High        *int64           `json:"high"`
	Says        []claim.Teller   `json:"says"`
	Depth       int              `json:"depth"`
	Said        string           `json:"said,omitempty"` // when the first teller said it
	Grade       string           `json:"grade"`
	Flags       []string         `json:"flags"`
	Standing    claim.Standing   `json:"standing"`
	Independent bool             `json:"independent"`
	Repeats     string           `json:"repeats,omitempty"`
	Valid       *claim.Valid     `json:"valid,omitempty"`
	Figure      string           `json:"figure,omitempty"` // the record of the number itself
	Record      []toldView       `json:"record,omitempty"` // and what it says
	Passages    []passageView    `json:"passages"`
	shown       string
}

type toldView struct {
	Property string `json:"property"`
	Value    string `json:"value"`
	Entity   string `json:"entity,omitempty"`
	Claim    string `json:"claim"`
}

type overrunView struct {
	Part    int    `json:"part"`
	Whole   int    `json:"whole"`
	Claim   string `json:"claim"`
	Exceeds string `json:"exceeds"`
}

type unreadView struct {
	Event    string `json:"event"`
	Claim    string `json:"claim"`
	Value    string `json:"value"`
	Original string `json:"original"`
}

func (c *figuresCmd) Run(s *session) error {
	tables, err := words.Load()
	if err != nil {
		return err
	}
	var found flow.Figures
	var own flow.OwnFigures
	err = s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			e, err := flow.FindThing(s.ctx, st, "Event", c.Event)
			if err != nil {
				return err
			}
			if found, err = flow.FiguresOf(s.ctx, st, e.ID); err != nil {
				return err
			}
			own, err = flow.OwnFiguresOf(s.ctx, a.Archive, st, e)
			return err
		})
	})
	if err != nil {
		return err
	}
	v := viewFigures(found, tables[words.English])
	v.Own = viewOwnFigures(own)
	return s.answer(v, func() { v.tell(s, found.Names) })
}

func viewFigures(f flow.Figures, t *words.Table) figuresView {
	v := figuresView{Event: f.Event.ID, Name: f.Event.Name, Groups: []figureGroupView{}, Overruns: []overrunView{}, Unread: []unreadView{}, More: f.More}
	for _, g := range f.Groups {
		gv := figureGroupView{Event: g.Event, EventName: f.Names[g.Event], Kind: g.Kind, Unit: g.Unit, Scope: g.Scope, Range: viewRange(g.Range),
			Independent: g.Independent, Unknown: g.Unknown, Claims: []figureView{}, Contradictions: [][2]string{}, Pairs: g.Pairs, Within: append([]int{}, g.Within...)}
		for _, r := range g.Rivals {
			gv.Claims = append(gv.Claims, viewRival(r, t))
		}
		for _, p := range g.Contradictions {
			gv.Contradictions = append(gv.Contradictions, [2]string{p.Low, p.High})
		}
		v.Groups = append(v.Groups, gv)
	}
	for _, o := range f.Overruns {
		v.Overruns = append(v.Overruns, overrunView{o.Part, o.Whole, o.Claim, o.Exceeds})
	}
	for _, u := range f.Unread {
		v.Unread = append(v.Unread, unreadView{u.Event, u.Made.Claim, u.Value, u.Original})
	}
	return v
}

func viewRange(r figure.Range) *rangeView {
	if r.Weakest == "" {
		return nil
	}
	v := &rangeView{LowBy: r.LowBy, HighBy: r.HighBy, Lowest: r.Low, Highest: r.High, Weakest: r.Weakest, Why: append([]figure.Weakness{}, r.Why...)}
	if !r.Below {
		v.Low = &r.Low
	}
	if !r.Above {
		v.High = &r.High
	}
	return v
}

func viewRival(r figure.Rival, t *words.Table) figureView {
	c := viewClaim(r.Claim)
	v := figureView{Claim: c.Claim, Value: c.Value, Original: c.Original, Comparator: c.Quantity.Comparator, Low: c.Quantity.Low, High: c.Quantity.High,
		Says: c.Says, Depth: c.Depth, Said: r.Said(), Grade: c.Grade, Flags: c.Flags, Standing: c.Standing, Independent: r.Independent, Repeats: r.Repeats,
		Valid: c.Valid, Passages: c.Passages, shown: value.Amount(t, *c.Quantity)}
	if r.Record != nil {
		v.Figure = r.Record.ID
		for _, property := range []string{"made_by", "made", "method", "period", "definition", "excludes", "published_in", "supersedes"} {
			for _, told := range r.Record.Told(property) {
				v.Record = append(v.Record, toldView{property, told.Value, told.ValueEntity, told.Made.Claim})
			}
		}
	}
	return v
}

func (v figuresView) tell(s *session, names map[string]string) {
	s.sayf("Figures on %s  %s", v.Event, v.Name)
	for i, g := range v.Groups {
		s.sayf("\n%d. %s, in %s%s%s", i+1, g.Kind, g.Unit, before(": ", g.Scope), before("; of the event inside it: ", insideName(v, g)))
		if g.Range != nil {
			s.sayf("   stated: %s; behind it: %s", g.Range.words(), g.sources())
			s.sayf("   the weakest claim it rests on: %s%s", g.Range.Weakest, before(", ", joinWeak(g.Range.Why)))
		}
		for _, c := range g.Claims {
			c.tell(s, names)
		}
		for _, p := range g.Contradictions {
			s.sayf("   ! %s and %s can't both be true", p[0], p[1])
		}
		for _, w := range g.Within {
			s.sayf("   a part of what %d counts; the two are not added", w+1)
		}
	}
	for _, o := range v.Overruns {
		s.sayf("! the part in %d (%s) is more than the whole in %d (%s)", o.Part+1, o.Claim, o.Whole+1, o.Exceeds)
	}
	for _, u := range v.Unread {
		s.sayf("not read as a number: %s  %s", u.Claim, oneLine(u.Value))
	}
	if v.More {
		s.sayf("! there is more than was compared: ask for the events inside it, one by one")
	}
	if len(v.Groups)+len(v.Unread) == 0 {
		s.sayf("nothing states a number of it")
	}
	v.Own.tell(s)
}

// words says how far the numbers reach.
func (r rangeView) words() string {
	low, high := fmt.Sprint(r.Lowest), fmt.Sprint(r.Highest)
	switch {
	case r.Low == nil && r.High == nil && low == high:
		return low + " or fewer, and " + high + " or more"
	case r.Low == nil && low == high:
		return low + " or fewer"
	case r.High == nil && low == high:
		return high + " or more"
	case low == high:
		return low
	}
	if r.Low == nil {
		low += " or fewer"
	}
	if r.High == nil {
		high += " or more"
	}
	return "from " + low + " to " + high
}

// sources says how many stand behind it. What is not known to hang together is
// not known to be independent.
func (g figureGroupView) sources() string {
	words := "at most " + many(int64(g.Independent), "independent source", "independent sources")
	switch {
	case g.Unknown == 1 && g.Independent == 1:
		return words + "; it is not known who says so"
	case g.Unknown > 0:
		return words + fmt.Sprintf("; of %d it is not known who says so", g.Unknown)
	}
	return words
}

func insideName(v figuresView, g figureGroupView) string {
	if g.Event == v.Event {
		return ""
	}
	return strings.TrimSpace(g.Event + " " + g.EventName)
}

func joinWeak(why []figure.Weakness) string {
	var words []string
	for _, w := range why {
		words = append(words, string(w))
	}
	return strings.Join(words, ", ")
}

func (v figureView) tell(s *session, names map[string]string) {
	more := before(", ", v.Grade) + before(", ", strings.Join(v.Flags, ", "))
	if !v.Independent {
		more += ", repeats " + v.Repeats
	}
	s.sayf("   %-24s [%s%s]  %s", v.shown, v.Standing, more, v.Claim)
	var chain []string
	for _, t := range v.Says {
		who := t.Who
		if who == "" {
			who = names[t.Entity]
		}
		if who == "" {
			who = t.Entity
		}
		chain = append(chain, who+before(" ", t.Verb)+before(" ", t.Date))
	}
	if len(chain) > 0 {
		s.sayf("   %-24s %s", "", oneLine(strings.Join(chain, ", by way of ")))
	}
	for _, r := range v.Record {
		s.sayf("   %-24s %s: %s", "", r.Property, oneLine(r.Value))
	}
}
