package naming

import (
	"slices"

	"sanad/internal/ground/script"
)

// order gives roles to the tokens of a name.
type order struct {
	g      *Groups
	text   string
	pieces []script.Piece
	tokens []Token
	marked marked
	chain  bool
	first  []Role // of the preferred reading
}

// assignment is a role for every token, and what says so.
type assignment struct {
	roles []Role
	// sure tells of each whether it is stated, or rests on more than order.
	sure []bool
	why  string
}

// readings gives the readings with their parts, the preferred first.
func (o *order) readings(text string) []Reading {
	all := o.assignments()
	if len(all) > 0 {
		o.first = all[0].roles
	} else if len(o.marked.aliases) > 0 {
		all = []assignment{{why: "it is marked as a nickname"}}
	}
	out := make([]Reading, 0, len(all))
	for n, a := range all {
		var parts []Part
		for i, p := range o.pieces {
			agreed := a.sure[i]
			for m := range all {
				agreed = agreed && (m == n || all[m].roles[i] == a.roles[i])
			}
			parts = append(parts, Part{Text: text[p.From:p.To], From: p.From, To: p.To, Role: a.roles[i], Folded: p.Token, Certain: agreed})
		}
		parts = append(parts, o.marked.aliases...)
		parts = append(parts, o.marked.particles...)
		parts = append(parts, o.sonWords(text)...)
		out = append(out, Reading{Parts: merged(text, parts), Why: a.why})
	}
	return out
}

// partedReading reads a chain with its compound given names parted: in Arabic
// Mohammad Hasan is as often Mohammad, whose father was Hasan.
func (o *order) partedReading(text string) (Reading, bool) {
	if !o.chain {
		return Reading{}, false
	}
	other := *o
	other.pieces, other.tokens = nil, nil
	for i, p := range o.pieces {
		halves, ok := o.g.halves(p, o.text)
		if !ok {
			other.pieces, other.tokens = append(other.pieces, p), append(other.tokens, o.tokens[i])
			continue
		}
		for _, h := range halves {
			other.pieces = append(other.pieces, h)
			other.tokens = append(other.tokens, o.g.token(text[h.From:h.To], h.Token))
		}
	}
	if len(other.pieces) == len(o.pieces) || len(other.pieces) > mostPieces {
		return Reading{}, false
	}
	r := other.readings(text)[0]
	for i := range r.Parts {
		r.Parts[i].Certain = r.Parts[i].Certain && r.Parts[i].Role == Particle
	}
	r.Why = "a compound given name parted; " + r.Why
	return r, true
}

// sonWords gives bin and its like as particles.
func (o *order) sonWords(text string) (parts []Part) {
	for _, t := range script.Tokens(o.text) {
		if !script.IsSonOf(t.Word) {
			continue
		}
		inside := slices.ContainsFunc(o.pieces, func(p script.Piece) bool { return p.From <= t.From && t.To <= p.To })
		if !inside {
			parts = append(parts, Part{Text: text[t.From:t.To], From: t.From, To: t.To, Role: Particle, Folded: t.Word, Certain: true})
		}
	}
	return parts
}

// assignments goes from what is stated best to what is only order.
func (o *order) assignments() []assignment {
	n := len(o.pieces)
	switch {
	case n == 0:
		return nil
	case n > mostPieces:
		a := o.blank("it has more parts than a name")
		for i := range a.roles {
			a.roles[i] = Unknown
		}
		return []assignment{a}
	}
	if units := o.units(); len(units) < n {
		return o.byUnits(units)
	}
	kunyas, rest := o.kunyas()
	if len(rest) == 0 {
		return o.spread(kunyas, nil, []assignment{{why: "it is a kunya"}})
	}
	return o.spread(kunyas, rest, o.plain(rest))
}

func (o *order) blank(why string) assignment {
	return assignment{make([]Role, len(o.pieces)), make([]bool, len(o.pieces)), why}
}

// spread puts the roles of the tokens rest into those of all tokens.
func (o *order) spread(kunyas, rest []int, found []assignment) []assignment {
	out := make([]assignment, 0, len(found))
	for _, f := range found {
		a := o.blank(f.why)
		for _, k := range kunyas {
			a.roles[k], a.sure[k] = Kunya, k == 0 || len(rest) > 0 && k < rest[len(rest)-1]
		}
		for i, at := range rest {
			a.roles[at], a.sure[at] = f.roles[i], f.sure[i]
		}
		out = append(out, a)
	}
	return out
}

// kunyas parts the tokens that are Abu X or Umm X from the rest. Given names
// that begin so (Abolfazl) are in the dictionary. At the end of a name it is
// more often the name of a house.
func (o *order) kunyas() (kunyas, rest []int) {
	for i, p := range o.pieces {
		if o.isKunya(p, o.tokens[i]) && !p.Son && (i == 0 || i+1 < len(o.pieces)) {
			kunyas = append(kunyas, i)
		} else {
			rest = append(rest, i)
		}
	}
	return kunyas, rest
}

func (o *order) isKunya(p script.Piece, t Token) bool {
	if len(p.Words) < 2 && len(t.readings) == 0 {
		return false
	}
	for _, r := range t.readings {
		if len(r) == 1 && r[0].given() {
			return false
		}
		if r[0].id == "abu" || r[0].id == "umm" {
			return true
		}
	}
	if len(p.Words) < 2 {
		return false
	}
	for _, one := range o.g.keys[keyOf(p.Words[0])] {
		if one.id == "abu" || one.id == "umm" {
			return true
		}
	}
	return false
}

// plain gives the roles of the tokens that are no kunya.
func (o *order) plain(rest []int) []assignment {
	fathers := o.announced(rest)
	switch {
	case len(fathers) > 0 && fathers[0] > 0:
		return o.withFather(rest, fathers)
	case slices.ContainsFunc(rest[1:], func(i int) bool { return o.pieces[i].Son }):
		return o.byBin(rest)
	}
	if family := o.turned(rest); len(family) > 0 {
		return o.withSurname(rest, family, "a comma parts the surname")
	}
	if family := o.capitals(rest); len(family) > 0 {
		return o.withSurname(rest, family, "the surname is in capital letters")
	}
	return o.byOrder(rest)
}

// announced gives which of rest words name as a father's.
func (o *order) announced(rest []int) (at []int) {
	for _, from := range o.marked.fathers {
		i := slices.IndexFunc(rest, func(i int) bool { return o.pieces[i].From >= from })
		if i >= 0 && !slices.Contains(at, i) {
			at = append(at, i)
		}
	}
	for _, behind := range o.marked.sons { // Həsən oğlu
		best := -1
		for i, r := range rest {
			if o.pieces[r].To <= behind {
				best = i
			}
		}
		if best > 0 && !slices.Contains(at, best) {
			at = append(at, best)
		}
	}
	slices.Sort(at)
	return at
}

// withFather reads "Reza Kaviani son of Hasan" and "Reza son of Hasan Kaviani".
func (o *order) withFather(rest, fathers []int) []assignment {
	before := o.byOrder(rest[:fathers[0]])[0]
	a := assignment{roles: slices.Clone(before.roles), sure: slices.Clone(before.sure), why: "words name the father"}
	for i := range a.roles {
		a.sure[i] = a.roles[i] == Given && i == 0 || a.sure[i]
	}
	family := slices.Contains(a.roles, Surname) && len(a.roles) > 1
	if !family {
		a.roles[0], a.sure[0] = Given, true
	}
	generation := []Role{Father, Grandfather}
	for i := fathers[0]; i < len(rest); i++ {
		step := -1
		for k, f := range fathers {
			if f <= i {
				step = k
			}
		}
		if slices.Contains(fathers, i) {
			a.roles, a.sure = append(a.roles, generation[min(step, 1)]), append(a.sure, true)
			continue
		}
		if family {
			a.roles, a.sure = append(a.roles, generation[min(step, 1)]), append(a.sure, false)
		} else {
			a.roles, a.sure = append(a.roles, Surname), append(a.sure, true)
		}
	}
	return []assignment{a}
}

// generations are the roles of a chain after the given name.
func generation(n int) Role {
	switch n {
	case 0:
		return Given
	case 1:
		return Father
	case 2:
		return Grandfather
	}
	return Ancestor
}

// byBin reads chains: Khalid bin Salim al-Harzi.
func (o *order) byBin(rest []int) []assignment {
	a := assignment{why: "bin parts the generations"}
	at := 0
	for n, i := range rest {
		if n > 0 {
			at++
		}
		last := n == len(rest)-1
		switch {
		case last && n > 0 && !o.pieces[i].Son:
			a.roles, a.sure = append(a.roles, Surname), append(a.sure, o.pieces[i].Article || o.tokens[i].familiar())
		default:
			a.roles, a.sure = append(a.roles, generation(at)), append(a.sure, n == 0 || o.pieces[i].Son)
		}
	}
	if last := rest[len(rest)-1]; !o.pieces[last].Son && !o.pieces[last].Article && o.tokens[last].known() {
		b := assignment{roles: slices.Clone(a.roles), sure: a.sure, why: "bin parts the generations, and the last is one"}
		b.roles[len(rest)-1] = generation(at)
		return []assignment{a, b}
	}
	return []assignment{a}
}

// turned gives which of rest stood before the comma that turned the name.
func (o *order) turned(rest []int) (family []int) {
	for n, i := range rest {
		if n > 0 && len(family) == 0 && o.pieces[i].From < o.pieces[rest[n-1]].From || len(family) > 0 {
			family = append(family, n)
		}
	}
	return family
}

// capitals gives which of rest are in capitals where others are not.
func (o *order) capitals(rest []int) (family []int) {
	for n, i := range rest {
		if isCapital(o.tokens[i].Text) {
			family = append(family, n)
		}
	}
	if len(family) == len(rest) {
		return nil
	}
	return family
}

// withSurname reads a name whose surname is stated.
func (o *order) withSurname(rest, family []int, why string) []assignment {
	a := assignment{why: why}
	at := 0
	for n := range rest {
		if slices.Contains(family, n) {
			a.roles, a.sure = append(a.roles, Surname), append(a.sure, true)
			continue
		}
		role := Given
		if o.chain {
			role = generation(at)
		}
		a.roles, a.sure = append(a.roles, role), append(a.sure, at == 0 || o.chain)
		at++
	}
	return []assignment{a}
}
