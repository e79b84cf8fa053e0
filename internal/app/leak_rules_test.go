package app

import (
	"slices"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/intake"
)

// The rules as a careful person would apply them by hand, one value at a time.

const (
	leakOpen = iota
	leakRedacted
	leakNameless
	leakStays
)

// forbidden tells why a word must not leave, or nothing.
func (w *leakWorld) forbidden(o disclosure.Order, word string) string {
	v := w.words[word]
	switch {
	case v == nil:
		return "" // of a title or an id by chance
	case v.person >= 0 && w.hidden(o, v.person) != leakOpen:
		return "a name of somebody who is not met by it"
	case v.claim != nil:
		return w.kept(o, v.claim)
	case v.paper != nil && !w.leavesWhole(o, v.paper):
		return "words of an original that does not leave as it is"
	}
	return ""
}

// free gives the values that nothing keeps inside.
func (w *leakWorld) free(o disclosure.Order) (out []string) {
	for word, v := range w.words {
		if c := v.claim; c != nil && !c.withdrawn && w.kept(o, c) == "" && w.hidden(o, c.person) == leakOpen {
			out = append(out, word)
		}
	}
	return out
}

// kept tells why the value of a claim must not leave.
func (w *leakWorld) kept(o disclosure.Order, c *leakClaim) string {
	if why := w.secret(o, c); why != "" {
		return why
	}
	switch mode, sealed := w.paperMode(o, c.paper); {
	case sealed:
		return "from an original that is sealed"
	case mode == leakStays:
		return "from an original that stays inside"
	}
	return ""
}

// secret tells why the words of a claim must not leave, wherever they stand.
func (w *leakWorld) secret(o disclosure.Order, c *leakClaim) string {
	hidden := w.hidden(o, c.person)
	switch {
	case w.mode(o, disclosure.Ref{On: disclosure.OnClaim, ID: c.id}) == leakStays:
		return "of a claim that stays inside"
	case c.property == "religion" && !slices.Contains(o.Open, "Person.religion"):
		return "of a protected property"
	case hidden == leakStays:
		return "of somebody of whom nothing leaves"
	case hidden == leakNameless && (c.property == "name" || c.property == "occupation"):
		return "of somebody who is met under a pseudonym"
	}
	for _, other := range c.names {
		if w.hidden(o, other) != leakOpen {
			return "beside the name of somebody who is not met by it"
		}
	}
	return ""
}

// leavesWhole reports whether an original may leave as it is.
func (w *leakWorld) leavesWhole(o disclosure.Order, p *leakPaper) bool {
	if mode, sealed := w.paperMode(o, p); sealed || mode != leakOpen {
		return false
	}
	for _, c := range p.claims {
		unheard := o.Shape == disclosure.Site && c.accuses && !w.heard[c.person]
		if w.secret(o, c) != "" || w.hidden(o, c.person) != leakOpen || unheard {
			return false
		}
	}
	return true
}

// paperMode gives how an original may leave.
func (w *leakWorld) paperMode(o disclosure.Order, p *leakPaper) (mode int, sealed bool) {
	accession, item := disclosure.Ref{On: disclosure.OnAccession, ID: p.accession}, disclosure.Ref{On: disclosure.OnItem, ID: p.item.String()}
	mode = max(w.mode(o, accession), w.mode(o, item), w.mode(o, disclosure.Ref{On: disclosure.OnSource, ID: p.source}))
	if !p.sealed {
		return mode, false
	}
	agreed := func(ref disclosure.Ref) bool { return w.asked(ref) && w.agreed(o, ref) < leakStays }
	return mode, !o.Sealed || !agreed(accession) && !agreed(item)
}

// hidden gives how somebody is met, with all who were judged to be the same.
func (w *leakWorld) hidden(o disclosure.Order, i int) int {
	group := []int{i}
	for at := 0; at < len(group); at++ {
		for _, s := range w.same {
			for side := range 2 {
				if s[side] == group[at] && !slices.Contains(group, s[1-side]) {
					group = append(group, s[1-side])
				}
			}
		}
	}
	mode := leakOpen
	for _, n := range group {
		if m := w.mode(o, disclosure.Ref{On: disclosure.OnEntity, ID: w.people[n].entity}); m >= leakNameless {
			mode = max(mode, m)
		}
	}
	return mode
}

// mode gives the strictest of what was agreed and laid down for a thing.
func (w *leakWorld) mode(o disclosure.Order, ref disclosure.Ref) int {
	mode := leakOpen
	if w.asked(ref) {
		mode = w.agreed(o, ref)
	}
	for _, t := range w.terms {
		if t.consent || t.lifted || t.on != ref {
			continue
		}
		switch {
		case t.held, t.until != "" && o.Day <= t.until, t.never != "" && t.never == o.To.Body, t.only != "" && t.only != o.To.Recipient:
			mode = leakStays
		case t.nameless:
			mode = max(mode, leakNameless)
		case t.redacted:
			mode = max(mode, leakRedacted)
		}
	}
	return mode
}

func (w *leakWorld) asked(ref disclosure.Ref) bool {
	return slices.ContainsFunc(w.terms, func(t leakTerm) bool { return t.consent && t.on == ref })
}

// agreed gives what those who were asked let happen.
func (w *leakWorld) agreed(o disclosure.Order, ref disclosure.Ref) int {
	var uses []intake.Use
	public := false
	switch o.To.Body {
	case disclosure.TheUN:
		uses = []intake.Use{intake.ToUN}
	case disclosure.ACourt, disclosure.AProsecutor:
		uses = []intake.Use{intake.ToAnyProsecutor, intake.ToNamedCourt}
	default:
		uses, public = []intake.Use{intake.ToPublish, intake.ToPublishNamed}, true
	}
	if !slices.ContainsFunc(uses, func(u intake.Use) bool { return w.says(o, ref, u) }) {
		return leakStays
	}
	if !public || w.says(o, ref, intake.ToPublishNamed) || ref.On == disclosure.OnClaim {
		return leakOpen
	}
	if ref.On == disclosure.OnEntity {
		return leakNameless
	}
	return leakRedacted
}

// says reports whether the last word on a use is yes, and holds today.
func (w *leakWorld) says(o disclosure.Order, ref disclosure.Ref, u intake.Use) (yes bool) {
	for _, t := range w.terms {
		if !t.consent || t.on != ref {
			continue
		}
		switch {
		case len(t.uses) == 0:
			yes = false
		case !slices.Contains(t.uses, u), u == intake.ToNamedCourt && t.court != o.To.Recipient:
		default:
			yes = !t.withdrawn && o.Day >= t.from && (t.to == "" || o.Day <= t.to)
		}
	}
	return yes
}
