package tenure

import (
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/calendar"
)

// Tenure is one person in one post for one time, with every claim that says
// so side by side. It is a Tenure entity, or a Post entity that tells of post
// and holder in one breath, such as a row of a gazette.
type Tenure struct {
	ID, Schema string
	Holders    []Said // rivals stand side by side
	Posts      []Said // likewise; of a row, the row itself
	Window
	More  []Said // acting, rank, place, ground, ended_by
	Left  []Left
	Flags []string
}

// The flags of tenures.
const (
	FlagBackwards = "ends-before-begins" // some end is before some beginning
	FlagActing    = "acting"             // deputising, ad interim, de facto
	FlagRivals    = "rival-holders"      // sources name different holders
	FlagNobody    = "holder-unknown"     // no claim that stands names a holder
	FlagUnread    = "date-unread"        // a date was not understood, and bounds nothing
	FlagUndated   = "undated"            // no day of it is known
	FlagNoFrom    = "beginning-unknown"
	FlagNoTo      = "end-unknown"
	FlagOverlaps  = "overlaps"     // somebody else certainly held the post at the same time
	FlagRival     = "rival-holder" // on the days asked for, somebody else is certain in the same post
	FlagSucceeded = "succeeded"    // somebody else is known to have held the post after it was last seen
	FlagPart      = "part"         // on some of the days asked for, not on all
	FlagContested = "contested"    // all claims on something it rests on are disputed
	FlagByName    = "by-name"      // the source's name for the thing is all that ties it
)

// ReadTenure reads the claims about a Tenure entity. names gives what things
// are called, where that is better than the words of the claim.
func ReadTenure(id string, claims []claim.Claim, names map[string]string) Tenure {
	t := Tenure{ID: id, Schema: "Tenure"}
	for _, c := range claims {
		if !counts(c.Standing) {
			t.Left = append(t.Left, left(c))
			continue
		}
		switch c.Property {
		case "holder":
			t.Holders = append(t.Holders, said(c, names))
			t.Window = t.Window.join(ValidTime(c))
		case "post":
			t.Posts = append(t.Posts, said(c, names))
			t.Window = t.Window.join(ValidTime(c))
		case "acting", "rank", "place", "ground", "ended_by":
			t.More = append(t.More, said(c, names))
		default:
			t.take(c)
		}
	}
	t.flag()
	return t
}

// take takes a claim on an end.
func (t *Tenure) take(c claim.Claim) {
	switch c.Property {
	case "from":
		t.From = append(t.From, endOf(c))
	case "to":
		t.To = append(t.To, endOf(c))
	case "as_of":
		t.Seen = append(t.Seen, endOf(c))
	}
}

// readRow reads the tenure that a Post entity tells of itself; false if it
// names no holder.
func readRow(p Post, claims []claim.Claim, names map[string]string) (Tenure, bool) {
	t := Tenure{ID: p.ID, Schema: "Post", Posts: []Said{{Named: p.Named()}}}
	for _, c := range claims {
		switch {
		case c.Property != "holder" && c.Property != "from" && c.Property != "to":
		case !counts(c.Standing):
			t.Left = append(t.Left, left(c))
		case c.Property == "holder":
			t.Holders = append(t.Holders, said(c, names))
			t.Window = t.Window.join(ValidTime(c))
		default:
			t.take(c)
		}
	}
	t.flag()
	return t, len(t.Holders)+len(t.Left) > 0
}

// prefer leaves out the ends to which another is preferred. A tenure can have
// several claims on an end without contradiction in the schema, so that
// preferring one does not set the others aside by itself.
func (t *Tenure) prefer() {
	for _, ends := range []*[]End{&t.From, &t.To} {
		if !slices.ContainsFunc(*ends, func(e End) bool { return e.Standing == claim.Favoured }) {
			continue
		}
		var kept []End
		for _, e := range *ends {
			if e.Standing == claim.Favoured {
				kept = append(kept, e)
				continue
			}
			t.Left = append(t.Left, Left{t.ID, e.Property, e.Claim, e.Written, claim.Superseded})
		}
		*ends = kept
	}
}

func (t *Tenure) flag() {
	t.prefer()
	unread := slices.ContainsFunc(slices.Concat(t.From, t.To, t.Seen), func(e End) bool { return !e.Read })
	for _, f := range []struct {
		flag string
		when bool
	}{
		{FlagBackwards, t.Backwards()},
		{FlagActing, slices.ContainsFunc(t.More, func(s Said) bool { return s.Property == "acting" })},
		{FlagRivals, len(parted(t.Holders)) > 1},
		{FlagNobody, len(t.Holders) == 0},
		{FlagUnread, unread},
		{FlagUndated, t.Undated()},
		{FlagNoFrom, !t.Undated() && len(read(t.From)) == 0},
		{FlagNoTo, !t.Undated() && len(read(t.To)) == 0},
	} {
		if f.when {
			t.Flags = append(t.Flags, f.flag)
		}
	}
}

// Holding is one candidate for having held a post on the days asked for.
type Holding struct {
	Tenure *Tenure
	Holder Said
	Post   Said
	Verdict
	Flags  []string
	Claims []string // it rests on, the holder's first
}

// On gives who may have held the posts of tenures on the days of asked: the
// certain first, then the disputed, then the possible, those known last. Who
// certainly did not is left out.
func On(tenures []Tenure, asked calendar.Span) []Holding {
	var out []Holding
	for i := range tenures {
		out = append(out, tenures[i].on(asked)...)
	}
	markRivals(out, asked)
	newest := newestSeen(tenures, firstDay(asked))
	for i := range out {
		h := &out[i]
		if h.Certainty == Possible && h.Last != nil && newest[h.Tenure.postKey()].after(h) {
			h.Flags = append(h.Flags, FlagSucceeded)
		}
	}
	slices.SortStableFunc(out, order)
	return out
}

// All gives every holder of tenures, in their order, without asking for a day.
func All(tenures []Tenure) (out []Holding) {
	for i := range tenures {
		out = append(out, tenures[i].holdings(Verdict{})...)
	}
	return out
}

func (t *Tenure) on(asked calendar.Span) []Holding {
	v := t.Window.On(asked)
	if v.Certainty == Not {
		return nil
	}
	return t.holdings(v)
}

// holdings gives every holder that is named, in every post, with what was found
// of the days asked for.
func (t *Tenure) holdings(v Verdict) (out []Holding) {
	for _, posts := range orNone(parted(t.Posts)) {
		for _, holders := range orNone(parted(t.Holders)) {
			h := Holding{Tenure: t, Holder: holders[0], Post: posts[0], Verdict: v, Flags: slices.Clone(t.Flags)}
			for _, id := range slices.Concat(idsOf(holders), idsOf(posts), t.claims()) {
				if id != "" && !slices.Contains(h.Claims, id) {
					h.Claims = append(h.Claims, id)
				}
			}
			unsure := contested(holders) || contested(posts)
			if unsure || t.contested() {
				h.Flags = append(h.Flags, FlagContested)
			}
			rivals := len(idsOf(t.Holders)) > len(holders) || len(t.Posts) > len(posts)
			if v.Certainty != "" && rivals || unsure && v.Certainty == Certain {
				h.Certainty = Disputed
			}
			if h.Part {
				h.Flags = append(h.Flags, FlagPart)
			}
			out = append(out, h)
		}
	}
	return out
}

// orNone gives one group of nothing where there is none: an unknown holder is
// an answer too.
func orNone(groups [][]Said) [][]Said {
	if len(groups) == 0 {
		return [][]Said{{{}}}
	}
	return groups
}

// sighting is a day on which somebody is known to have held a post.
type sighting struct {
	day    calendar.Day
	holder string
}

// newest is the last sighting in a post, and the last one of somebody else.
type newest [2]sighting

// newestSeen gives the newest sightings by a day, for each post.
func newestSeen(tenures []Tenure, day calendar.Day) map[string]*newest {
	out := map[string]*newest{}
	for i := range tenures {
		t := &tenures[i]
		key := t.postKey()
		if out[key] == nil {
			out[key] = &newest{{day: never}, {day: never}}
		}
		for _, holders := range parted(t.Holders) {
			for _, e := range read(slices.Concat(t.From, t.Seen)) {
				if lastDay(e.Span) <= day {
					out[key].take(sighting{firstDay(e.Span), holders[0].key()})
				}
			}
		}
	}
	return out
}

func (n *newest) take(s sighting) {
	switch {
	case s.day > n[0].day && s.holder == n[0].holder:
		n[0] = s
	case s.day > n[0].day:
		n[0], n[1] = s, n[0]
	case s.day > n[1].day && s.holder != n[0].holder:
		n[1] = s
	}
}

// after reports whether somebody else was seen in the post after h was last.
func (n *newest) after(h *Holding) bool {
	for _, s := range n {
		if s.day > lastDay(h.Last.Span) && s.holder != h.Holder.key() {
			return true
		}
	}
	return false
}

func order(a, b Holding) int {
	rank := func(h Holding) int {
		n := 2 * slices.Index([]Certainty{Certain, Disputed, Possible}, h.Certainty)
		if slices.Contains(h.Flags, FlagSucceeded) {
			n++
		}
		return n
	}
	if d := rank(a) - rank(b); d != 0 || a.Last == nil || b.Last == nil {
		return d
	}
	return int(max(-1, min(1, firstDay(b.Last.Span)-firstDay(a.Last.Span))))
}
