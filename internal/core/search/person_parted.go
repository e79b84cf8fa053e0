package search

import (
	"cmp"
	"slices"
	"strings"

	"sanad/internal/ground/naming"
	"sanad/internal/ground/script"
)

// cut is one way to read a part of a name as two words, as which others may
// have written it: Lalehkuh, Laleh Kuh.
type cut struct {
	head, tail   form
	heads, tails map[string]float64 // of the index, and how like they are
}

// The bounds of parts that are read as two words.
const (
	mostCuts    = 3 // of one part that are asked for
	halfLetters = 3 // of a half; of Arabic script, which leaves vowels out, one less at the head
	// halfFrom is how like each half must be: the less letters, the less alike
	// are spellings of one name (sangi, سنكي). The whole is compared later.
	halfFrom = naming.NearFrom
	// partedWorth is below one, so that who has the part in one word is weighed
	// first.
	partedWorth = .9
)

// cutsOf gives the ways to read a token as two words. What any name is read as
// one word of anyhow (Golband Zadeh, Mohammad Reza) needs none.
func cutsOf(groups *naming.Groups, token string) (cuts []cut) {
	letters := []rune(token)
	least := halfLetters
	if script.WritingOf(token) == script.Arabic {
		least--
	}
	for at := least; at+halfLetters <= len(letters); at++ {
		head, tail := string(letters[:at]), string(letters[at:])
		if slices.Contains(endings(), tail) || script.Compound(head, tail) {
			continue
		}
		cuts = append(cuts, cut{head: halfForm(groups, head), tail: halfForm(groups, tail), heads: map[string]float64{}, tails: map[string]float64{}})
	}
	return cuts
}

// halfForm is a form with fewer keys than a part has: there are many halves, and
// both must be met.
func halfForm(groups *naming.Groups, half string) form {
	return form{token: groups.Token(half), keys: surestKeys(half), worth: 1}
}

// surestKeys gives of KeysOf those of the token itself, of its names and of its
// whole skeleton.
func surestKeys(token string) (keys []string) {
	for _, key := range KeysOf(token) {
		switch key[0] {
		case '=', 'g':
			keys = append(keys, key)
		case 's':
			return append(keys, key) // the first, before those with a letter out
		}
	}
	return keys
}

// hear weighs the tokens an index holds under the keys of the halves.
func (c *cut) hear(groups *naming.Groups, under map[string][]string, dress func(string) naming.Token) {
	weigh := func(half form, heard map[string]float64) {
		for _, key := range half.keys {
			for _, token := range under[key] {
				if _, ok := heard[token]; ok || len(heard) == mostTokens {
					continue
				}
				if l := groups.Compare(half.token, dress(token)); l.Level != naming.Initial && l.Score >= halfFrom {
					heard[token] = l.Score
				}
			}
		}
	}
	if weigh(c.head, c.heads); len(c.heads) > 0 {
		weigh(c.tail, c.tails)
	}
}

// settle keeps the cuts of which an index holds both halves, the likest first.
func settle(cuts []cut) []cut {
	cuts = slices.DeleteFunc(cuts, func(c cut) bool { return len(c.heads) == 0 || len(c.tails) == 0 })
	slices.SortStableFunc(cuts, func(a, b cut) int { return cmp.Compare(b.like(), a.like()) })
	return cuts[:min(len(cuts), mostCuts)]
}

func (c *cut) like() float64 { return likest(c.heads) * likest(c.tails) }

func likest(tokens map[string]float64) (most float64) {
	for _, like := range tokens {
		most = max(most, like)
	}
	return most
}

// Parted gives what an index must be asked for those who have a part of the name
// in two words, to be handed to TakeParted. There is nothing to ask where it
// holds no such words.
func (q *NameQuestion) Parted(part int) (asked []BearersOf) {
	for _, c := range q.slots[part].cuts {
		asked = append(asked, BearersOf{Tokens: inOrder(c.tails), With: inOrder(c.heads)})
	}
	return asked
}

// TakeParted takes the bearers of a question of Parted.
func (q *NameQuestion) TakeParted(part int, asked BearersOf, bearers []Bearer) {
	for _, c := range q.slots[part].cuts {
		if !slices.Equal(asked.Tokens, inOrder(c.tails)) || !slices.Equal(asked.With, inOrder(c.heads)) {
			continue
		}
		for _, b := range bearers {
			met := q.met(b.Doc)
			met[part] = max(met[part], partedWorth*c.tails[b.Token]*likest(c.heads))
		}
	}
}

// glued is the zero width non-joiner, which parts letters and holds a word
// together.
const glued = "\u200c"

// glue makes one token of what a zero width non-joiner holds together in a name:
// زرین‌تپه is one. It leaves a name alone of which the reader of names made other
// tokens.
func glue(groups *naming.Groups, text string, pieces []script.Piece, name *naming.Name) []script.Piece {
	if len(pieces) != len(name.Tokens) {
		return pieces
	}
	var out []script.Piece
	var tokens []naming.Token
	for i, p := range pieces {
		n := len(out) - 1
		if n < 0 || out[n].To > p.From || text[out[n].To:p.From] != glued {
			out, tokens = append(out, p), append(tokens, name.Tokens[i])
			continue
		}
		last := &out[n]
		last.Token, last.Words, last.To = last.Token+p.Token, slices.Concat(last.Words, p.Words), p.To
		one := groups.Token(last.Token)
		one.Text, one.Role = text[last.From:last.To], name.Tokens[i].Role
		tokens[n] = one
	}
	name.Tokens = tokens
	return out
}

// endings are those of surnames that stand on the name of a forefather, which
// many leave away or add.
func endings() []string {
	return []string{"zadeh", "zade", "zada", "pour", "pur", "poor", "nejad", "nezhad", "nia", "niya", "fard", "far", "زاده", "پور", "نژاد", "نیا", "فرد", "فر"}
}

// end adds the forms of a part that are longer by an ending. That they begin
// alike leads to few of them where many names do, and not to another script.
func (s *slot) end(groups *naming.Groups, token string) {
	if _, ended := stemOf(token); ended || len([]rune(token)) < prefixLetters {
		return
	}
	for _, ending := range endings() {
		if script.WritingOf(ending) == script.WritingOf(token) {
			longer := clip(token + ending)
			s.forms = append(s.forms, form{groups.Token(longer), surestKeys(longer), endedWorth})
		}
	}
}

// stemOf takes an ending off a token of a surname.
func stemOf(token string) (stem string, ok bool) {
	for _, ending := range endings() {
		if stem, ok = strings.CutSuffix(token, ending); ok && len([]rune(stem)) >= halfLetters {
			return stem, true
		}
	}
	return "", false
}
