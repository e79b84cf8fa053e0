package naming

import (
	"slices"
	"strings"
)

// Pair is what became of tokens of two names when they were laid side by side.
type Pair struct {
	Left, Right         string // as written; "" where one side has nothing
	LeftRole, RightRole Role
	Likeness
	// Joined tells that two tokens of one side are one of the other.
	Joined bool

	at int // of the left name
}

// Comparison is how two names compare, token by token.
type Comparison struct {
	Pairs []Pair // in the order of the left name, then what only the right has
	// Score is the share of both names that agrees, from 0 to 1. What one side
	// lacks counts half, and a different given name brings it down: it means a
	// different person, most often of the same family.
	Score float64
	Level Level
	// OtherGiven tells that the given names differ; Turned that they stand in
	// other places of the names.
	OtherGiven, Turned bool
	Why                string // in English
}

// The factors for names whose given names do not meet.
const (
	otherGiven = 0.72
	turned     = 0.90
)

// candidate is a way to lay tokens side by side.
type candidate struct {
	i, j, wide, high int // tokens from i, j and how many
	Likeness
	rank float64
}

// CompareNames lays two names side by side and compares them. Both must be read
// by this dictionary. Titles and aliases do not count. Of names of more than 12
// tokens the rest is not looked at.
func (g *Groups) CompareNames(a, b Name) Comparison {
	x, y := a.Tokens[:min(len(a.Tokens), mostPieces)], b.Tokens[:min(len(b.Tokens), mostPieces)]
	if len(x) == 0 || len(y) == 0 {
		return Comparison{Level: Missing, Why: "one of the names has no letters"}
	}
	chosen := choose(g.candidates(x, y), len(x), len(y))
	c := Comparison{}
	usedX, usedY := make([]bool, len(x)), make([]bool, len(y))
	sum, all := 0.0, 0.0
	for _, m := range chosen {
		p := Pair{Left: textOf(x[m.i : m.i+m.wide]), Right: textOf(y[m.j : m.j+m.high]), LeftRole: x[m.i].Role, RightRole: y[m.j].Role, Likeness: m.Likeness, Joined: m.wide+m.high > 2, at: m.i}
		c.Pairs = append(c.Pairs, p)
		w := (importance(p.LeftRole) + importance(p.RightRole)) / 2 * float64(m.wide+m.high) / 2
		sum, all = sum+w*m.Score, all+w
		use(usedX, m.i, m.wide)
		use(usedY, m.j, m.high)
	}
	all += g.lonely(&c, x, y, usedX, usedY)
	slices.SortStableFunc(c.Pairs, func(a, b Pair) int { return a.at - b.at })
	c.Score = sum / all
	c.judge(x, y, chosen)
	return c
}

func use(used []bool, from, n int) {
	for i := from; i < from+n; i++ {
		used[i] = true
	}
}

// importance is the weight of a role in the score.
func importance(r Role) float64 {
	switch r {
	case Given, Surname:
		return 1
	case Father:
		return .8
	case Grandfather, Ancestor, Kunya:
		return .6
	}
	return .8
}

func textOf(tokens []Token) string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
	}
	return strings.Join(words, " ")
}

// candidates compares every token with every other, and two that stand side by
// side with one.
func (g *Groups) candidates(x, y []Token) (all []candidate) {
	add := func(i, j, wide, high int, l Likeness) {
		if l.Level == Different || l.Level == Missing {
			return
		}
		rank := l.Score + float64(wide+high-2)*.02
		if x[i].Role == y[j].Role {
			rank += .05
		}
		all = append(all, candidate{i, j, wide, high, l, rank})
	}
	joinsX, joinsY := g.joins(x), g.joins(y)
	for i := range x {
		for j := range y {
			add(i, j, 1, 1, g.Compare(x[i], y[j]))
			if i+1 < len(x) {
				add(i, j, 2, 1, g.Compare(joinsX[i], y[j]))
			}
			if j+1 < len(y) {
				add(i, j, 1, 2, g.Compare(x[i], joinsY[j]))
			}
		}
	}
	return all
}

// joins gives each token with the next one as one.
func (g *Groups) joins(tokens []Token) []Token {
	var out []Token
	for i := 0; i+1 < len(tokens); i++ {
		out = append(out, g.token(tokens[i].Text+" "+tokens[i+1].Text, tokens[i].Folded+tokens[i+1].Folded))
	}
	return out
}

// choose takes the best candidates that do not overlap, in the order of the
// left name.
func choose(all []candidate, n, m int) (chosen []candidate) {
	slices.SortStableFunc(all, func(a, b candidate) int {
		switch {
		case a.rank > b.rank:
			return -1
		case a.rank < b.rank:
			return 1
		}
		return 0
	})
	usedX, usedY := make([]bool, n), make([]bool, m)
	for _, c := range all {
		if slices.Contains(usedX[c.i:c.i+c.wide], true) || slices.Contains(usedY[c.j:c.j+c.high], true) {
			continue
		}
		use(usedX, c.i, c.wide)
		use(usedY, c.j, c.high)
		chosen = append(chosen, c)
	}
	slices.SortFunc(chosen, func(a, b candidate) int { return a.i - b.i })
	return chosen
}

// lonely adds what has no counterpart and gives its weight: tokens of one role
// on both sides are different, others are missing on one.
func (g *Groups) lonely(c *Comparison, x, y []Token, usedX, usedY []bool) (weight float64) {
	for i, t := range x {
		if usedX[i] {
			continue
		}
		j := -1
		for k, u := range y {
			if !usedY[k] && u.Role == t.Role {
				j = k
				break
			}
		}
		if j >= 0 {
			usedY[j] = true
			c.Pairs = append(c.Pairs, Pair{Left: t.Text, Right: y[j].Text, LeftRole: t.Role, RightRole: y[j].Role, Likeness: g.Compare(t, y[j]), at: i})
			weight += importance(t.Role)
			continue
		}
		c.Pairs = append(c.Pairs, Pair{Left: t.Text, LeftRole: t.Role, Likeness: Likeness{Missing, 0, "only the left has it"}, at: i})
		weight += importance(t.Role) / 2
	}
	for j, t := range y {
		if !usedY[j] {
			c.Pairs = append(c.Pairs, Pair{Right: t.Text, RightRole: t.Role, Likeness: Likeness{Missing, 0, "only the right has it"}, at: len(x)})
			weight += importance(t.Role) / 2
		}
	}
	return weight
}

// judge applies the rule of given names and gives the level of the whole.
func (c *Comparison) judge(x, y []Token, chosen []candidate) {
	left, right := givenOf(x), givenOf(y)
	meets, leftElsewhere, rightElsewhere := left < 0 || right < 0, false, false
	for _, m := range chosen {
		l, r := left >= m.i && left < m.i+m.wide, right >= m.j && right < m.j+m.high
		meets = meets || l && r
		leftElsewhere, rightElsewhere = leftElsewhere || l, rightElsewhere || r
	}
	switch {
	case meets:
	case leftElsewhere && rightElsewhere:
		c.Turned = true
		c.Score *= turned
		c.Why = "the given names stand in other places; "
	default:
		c.OtherGiven = true
		c.Score *= otherGiven
		c.Why = "the given names differ, which most often means two people of one family; "
	}
	exact := true
	for _, p := range c.Pairs {
		exact = exact && p.Level == Exact
	}
	switch {
	case exact && meets:
		c.Level = Exact
	case c.Score >= .995 && meets:
		c.Level = Same
	case c.Score >= .96 && meets:
		c.Level = Grouped
	default:
		c.Level = levelOf(c.Score)
	}
	if slices.ContainsFunc(c.Pairs, func(p Pair) bool { return p.Level == Missing }) {
		c.Why += "what one name lacks counts half"
		return
	}
	c.Why += "every part has a counterpart"
}

// givenOf gives the place of the given name, -1 if there is none.
func givenOf(tokens []Token) int {
	return slices.IndexFunc(tokens, func(t Token) bool { return t.Role == Given })
}
