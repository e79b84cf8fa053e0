package cli

import (
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/person"
	"sanad/internal/core/tenure"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

type namedView struct {
	ID   string `json:"id"` // empty: not a record
	Name string `json:"name"`
}

func viewNamed(n tenure.Named) namedView { return namedView{n.Entity, n.Name} }

func viewBound(b calendar.Bound) *string {
	if d, ok := b.Known(); ok {
		text := d.String()
		return &text
	}
	return nil
}

// between says first and last day in short.
func between(earliest, latest *string) string {
	first, last := "?", "?"
	if earliest != nil {
		first = *earliest
	}
	if latest != nil {
		last = *latest
	}
	if first == last {
		return first
	}
	return first + " to " + last
}

type daysView struct {
	Written  string   `json:"written"`
	EDTF     string   `json:"edtf"`
	Calendar string   `json:"calendar"`
	Earliest *string  `json:"earliest"`
	Latest   *string  `json:"latest"`
	Flags    []string `json:"flags"`
}

func viewDays(d *flow.Days) *daysView {
	if d == nil {
		return nil
	}
	v := &daysView{d.Written, d.Reading.EDTF, d.Reading.Calendar.String(), viewBound(d.Reading.Earliest), viewBound(d.Reading.Latest), []string{}}
	for _, f := range d.Reading.Flags {
		v.Flags = append(v.Flags, string(f))
	}
	return v
}

// between says the days where the text is not one day in itself.
func (v *daysView) between() string {
	if days := between(v.Earliest, v.Latest); days != v.EDTF {
		return " (" + days + ")"
	}
	return ""
}

type unitView struct {
	namedView
	Posts []namedView `json:"posts"`
}

func viewUnit(p flow.UnitPosts) unitView {
	v := unitView{viewNamed(p.Unit.Named), []namedView{}}
	for _, post := range p.Held.Posts {
		v.Posts = append(v.Posts, viewNamed(post.Named()))
	}
	return v
}

// posts gives the names of the posts, each once.
func (v unitView) posts() (names []string) {
	for _, p := range v.Posts {
		if name := or(p.Name, p.ID); !slices.Contains(names, name) && len(names) < 20 {
			names = append(names, name)
		}
	}
	return names
}

// endView is what one claim says of an end.
type endView struct {
	Claim    string         `json:"claim"`
	Value    string         `json:"value"`
	Earliest *string        `json:"earliest"` // null: not known, or the date was not understood
	Latest   *string        `json:"latest"`
	About    bool           `json:"about,omitempty"` // loose: the truth may lie outside
	Standing claim.Standing `json:"standing"`
}

func viewEnds(ends []tenure.End) []endView {
	out := []endView{}
	for _, e := range ends {
		v := endView{Claim: e.Claim, Value: e.Written, About: e.Loose, Standing: e.Standing}
		if e.Read {
			v.Earliest, v.Latest = viewBound(e.Span.Earliest), viewBound(e.Span.Latest)
		}
		out = append(out, v)
	}
	return out
}

func viewEnd(e *tenure.End) *endView {
	if e == nil {
		return nil
	}
	return &viewEnds([]tenure.End{*e})[0]
}

func endWords(ends []endView) string {
	var all []string
	for _, e := range ends {
		text := between(e.Earliest, e.Latest)
		if e.Earliest != nil && e.Latest != nil && *e.Earliest != *e.Latest {
			text = "between " + *e.Earliest + " and " + *e.Latest
		}
		if e.Earliest == nil && e.Latest == nil {
			text = `"` + oneLine(e.Value) + `"`
		}
		if e.About {
			text = "about " + text
		}
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, " or ")
}

// onWords is endWords with the "on" that a day takes and a spell does not.
func onWords(ends []endView) string {
	words := endWords(ends)
	if words == "" || strings.HasPrefix(words, "between ") {
		return words
	}
	return "on " + words
}

// holderView is one who may have held a post.
type holderView struct {
	Tenure     string           `json:"tenure"` // the record: of a tenure, or a row of a gazette
	Claim      string           `json:"claim"`  // that names the holder; empty: nobody does
	Claims     []string         `json:"claims"` // all it rests on
	Holder     namedView        `json:"holder"`
	Post       namedView        `json:"post"`
	From       []endView        `json:"from"` // rivals side by side
	To         []endView        `json:"to"`
	AsOf       []endView        `json:"as_of"`
	Says       []string         `json:"says"` // who says so, each once: who is named, or the original
	Certainty  tenure.Certainty `json:"certainty,omitempty"`
	LastKnown  *endView         `json:"last_known,omitempty"`  // no source says that it ended
	FirstKnown *endView         `json:"first_known,omitempty"` // no source says when it began
	More       []moreView       `json:"more"`
	Flags      []string         `json:"flags"`
}

type moreView struct {
	Property string `json:"property"`
	Value    string `json:"value"`
	Claim    string `json:"claim"`
}

func viewHolding(h tenure.Holding) holderView {
	t := h.Tenure
	v := holderView{Tenure: t.ID, Claim: h.Holder.Claim, Claims: append([]string{}, h.Claims...), Holder: viewNamed(h.Holder.Named), Post: viewNamed(h.Post.Named),
		From: viewEnds(t.From), To: viewEnds(t.To), AsOf: viewEnds(t.Seen), Certainty: h.Certainty, Says: []string{}, More: []moreView{}, Flags: append([]string{}, h.Flags...)}
	if h.Certainty != tenure.Certain {
		v.LastKnown, v.FirstKnown = viewEnd(h.Last), viewEnd(h.First)
	}
	for _, m := range t.More {
		v.More = append(v.More, moreView{m.Property, m.Written, m.Claim})
	}
	return v
}

// sayersShown is how many sources and claims of a holder a line names.
const sayersShown = 8

func (h holderView) tell(s *session) {
	var when []string
	for _, end := range []string{before("from ", endWords(h.From)), before("to ", endWords(h.To)), before("seen ", onWords(h.AsOf))} {
		if end != "" {
			when = append(when, end)
		}
	}
	var flags []string
	for _, f := range h.Flags {
		flags = append(flags, termWord("tenureflag", f))
	}
	claims := h.Claims
	if len(claims) == 0 {
		claims = []string{h.Tenure}
	}
	s.sayf("%-9s %s: %s  %s%s%s  %s", h.Certainty, or(h.Holder.Name, or(h.Holder.ID, "nobody is named")), or(h.Post.Name, or(h.Post.ID, "no post is named")),
		or(strings.Join(when, ", "), "on days nobody says"), before("  ! ", strings.Join(flags, ", ")), before("  says ", someOf(h.Says, "; ")), someOf(claims, " "))
	if h.LastKnown != nil {
		s.sayf("          no source says that it ended; last known %s  %s", onWords([]endView{*h.LastKnown}), h.LastKnown.Claim)
	}
}

// someOf joins the first of many words and tells how many more there are.
func someOf(all []string, mark string) string {
	if more := len(all) - sayersShown; more > 0 {
		return strings.Join(all[:sayersShown], mark) + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(all, mark)
}

// attribute finds who says what the holders rest on.
func (v *heldView) attribute(s *session, st flow.State) error {
	var ids []string
	for _, h := range v.Holders {
		ids = append(ids, h.Claims...)
	}
	slices.Sort(ids)
	who := map[string]string{}
	err := st.ClaimsNamed(s.ctx, slices.Compact(ids), func(c claim.Claim) error {
		who[c.Made.Claim] = sayer(c.Made)
		return nil
	})
	for i := range v.Holders {
		h := &v.Holders[i]
		for _, id := range h.Claims {
			if name := who[id]; name != "" && !slices.Contains(h.Says, name) {
				h.Says = append(h.Says, name)
			}
		}
	}
	return err
}

// sayer names who a claim goes back to, and by way of whom; where nobody is
// named, the original it stands in.
func sayer(c claim.Made) string {
	var chain []string
	for _, t := range c.Says {
		chain = append(chain, oneLine(t.Named()))
	}
	if len(chain) == 0 && len(c.Passages) > 0 {
		return "original " + c.Passages[0].Item.String()[:12]
	}
	return strings.Join(chain, ", by way of ")
}

type gapView struct {
	From   string      `json:"from"`
	To     string      `json:"to"`
	Post   namedView   `json:"post"`
	After  string      `json:"after"`
	Before string      `json:"before"`
	May    []namedView `json:"may"` // holders of whom no source says that they had left
	More   int         `json:"may_more,omitempty"`
}

func (g gapView) tell(s *session) {
	var may []string
	for _, n := range g.May {
		may = append(may, or(n.Name, n.ID))
	}
	s.sayf("-- nobody is known from %s to %s%s", g.From, g.To, before("; no source says that these had left: ", strings.Join(may, ", ")))
}

type leftView struct {
	Claim    string         `json:"claim"`
	Entity   string         `json:"entity"`
	Property string         `json:"property"`
	Value    string         `json:"value"`
	Standing claim.Standing `json:"standing"`
}

func leftIDs(all []leftView) (ids []string) {
	for _, l := range all {
		ids = append(ids, l.Claim)
	}
	return ids
}

// take adds who held posts, in order or on a day.
func (v *heldView) take(held tenure.Held, on []tenure.Holding, lines []tenure.Line) {
	for _, h := range on {
		v.Holders = append(v.Holders, viewHolding(h))
	}
	for _, l := range lines {
		for _, h := range tenure.All(l.Tenures) {
			v.Holders = append(v.Holders, viewHolding(h))
		}
		for _, g := range l.Gaps {
			gap := gapView{From: g.From.String(), To: g.To.String(), Post: viewNamed(l.Post), After: g.After, Before: g.Before, May: []namedView{}, More: g.More}
			for _, n := range g.May {
				gap.May = append(gap.May, viewNamed(n))
			}
			v.Gaps = append(v.Gaps, gap)
		}
	}
	for _, l := range held.Left {
		v.LeftOut = append(v.LeftOut, leftView{l.Claim, l.Entity, l.Property, l.Value, l.Standing})
	}
}

type judgedView struct {
	Entity   string         `json:"entity"`
	Name     string         `json:"name"`
	Verdict  person.Verdict `json:"verdict"`
	Relation string         `json:"relation,omitempty"` // how the one that was asked for stands to this entity
	Reason   string         `json:"reason"`
	Actor    string         `json:"actor"`
	Index    int64          `json:"index"`
}

// said writes the verdict for people.
func (j judgedView) said() string { return string(j.Verdict) + before(", ", j.Relation) }

func viewJudged(all []flow.JudgedWith) []judgedView {
	out := []judgedView{}
	for _, j := range all {
		out = append(out, judgedView{j.Other.ID, j.Other.Name, j.Verdict, j.Stands, j.Reason, j.Actor, j.Index})
	}
	return out
}
