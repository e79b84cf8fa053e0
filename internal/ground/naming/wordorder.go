package naming

import "slices"

// byOrder reads a name that states nothing: by where its parts stand and by
// what the dictionary knows them as.
func (o *order) byOrder(rest []int) []assignment {
	switch len(rest) {
	case 1:
		return o.single(rest)
	case 2:
		return o.double(rest)
	}
	return o.longer(rest)
}

// by makes an assignment of roles; a given name that the dictionary knows is
// sure, and so is a surname that looks like one.
func (o *order) by(rest []int, why string, roles ...Role) assignment {
	a := assignment{roles: roles, sure: make([]bool, len(roles)), why: why}
	for n, r := range roles {
		t := o.tokens[rest[n]]
		switch r {
		case Surname:
			a.sure[n] = o.pieces[rest[n]].Article || t.familiar() && !t.known()
		default:
			a.sure[n] = t.known() && !t.familiar()
		}
	}
	return a
}

func (o *order) single(rest []int) []assignment {
	t := o.tokens[rest[0]]
	given, family := o.by(rest, "one word, read as a given name", Given), o.by(rest, "one word, read as a surname", Surname)
	switch {
	case t.known() && !t.familiar():
		return []assignment{given, family}
	case t.familiar() || o.pieces[rest[0]].Article:
		return []assignment{family, given}
	}
	return []assignment{given, family}
}

func (o *order) double(rest []int) []assignment {
	a, b := o.tokens[rest[0]], o.tokens[rest[1]]
	straight := o.by(rest, "the given name first", Given, Surname)
	turned := o.by(rest, "the surname first", Surname, Given)
	father := o.by(rest, "the father's name second", Given, Father)
	family := b.familiar() || o.pieces[rest[1]].Article
	switch {
	case b.known() && !a.known() && !family:
		return []assignment{turned, straight}
	case a.known() && family && !b.known():
		return []assignment{straight}
	case o.pieces[rest[1]].Article && rest[1] > rest[0], a.initial && !b.initial:
		straight.sure[0] = true
		return []assignment{straight}
	case a.known() && b.known() && o.chain:
		return []assignment{father, straight}
	case a.known() && b.known():
		return []assignment{straight, father, turned}
	case a.known():
		return []assignment{straight}
	}
	return []assignment{straight, turned}
}

// longer reads three parts and more. Persian names have given names of two
// words and surnames of several; Arabic ones are chains.
func (o *order) longer(rest []int) []assignment {
	n := len(rest)
	last := o.tokens[rest[n-1]]
	house := make([]Role, n)
	line := make([]Role, n)
	for i := range rest {
		house[i], line[i] = generation(i), generation(i)
	}
	house[n-1] = Surname
	chain := o.by(rest, "given name, father's name, surname", house...)
	all := o.by(rest, "a chain of fathers without a surname", line...)
	if o.chain {
		if last.known() && !last.familiar() && !o.pieces[rest[n-1]].Article {
			return []assignment{all, chain}
		}
		if o.pieces[rest[n-1]].Article {
			return []assignment{chain}
		}
		return []assignment{chain, all}
	}
	return append(o.wide(rest), chain)
}

// wide gives the readings with two given names or a surname of several words.
func (o *order) wide(rest []int) []assignment {
	roles := make([]Role, len(rest))
	for i := range roles {
		roles[i] = Surname
	}
	roles[0] = Given
	family := o.by(rest, "one given name, a surname of several words", slices.Clone(roles)...)
	if !o.tokens[rest[1]].known() {
		return []assignment{family}
	}
	roles[1] = Given
	return []assignment{o.by(rest, "two given names", roles...), family}
}
