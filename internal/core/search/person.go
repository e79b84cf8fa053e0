package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"sanad/internal/ground/naming"
	"sanad/internal/ground/script"
)

// NameQuestion is a question that reads as the name of a person. Its steps are
// Keys, Hear, Tokens and Take, Parted and TakeParted, Best and Rank, in this
// order; what they need of an index is handed in between.
type NameQuestion struct {
	groups *naming.Groups
	name   naming.Name
	slots  []slot
	docs   map[int64][]float64 // how well each slot is met
}

// slot is one part of the name.
type slot struct {
	forms  []form
	tokens map[string]float64 // of the index, and how like they are
	weight float64            // the rarer, the more
	cuts   []cut
}

// form is one way in which a part may stand in a name.
type form struct {
	token naming.Token
	keys  []string
	worth float64
}

// The bounds of a name that is asked for, and of what is weighed for it.
const (
	mostSlots  = 6
	mostTokens = 64 // spellings of one part
	// MostWeighed is of how many who have some part of the name more is asked.
	MostWeighed  = 2_000
	MostCompared = 160 // of whom are compared name by name
	// MostBearers is how many bearers of one part are asked for at once.
	MostBearers = 30_000
	// MostSpelled is how many tokens are asked for of one key.
	MostSpelled = 400
)

// The worth of forms that are only part of what was asked.
const (
	halfWorth   = .7
	prefixWorth = .65
	endedWorth  = .75 // of one that is longer by an ending of surnames
	likeFrom    = .6  // below, a spelling is another name
	rareFrom    = .85
)

// ReadName reads a question as a name; false if it can be none: too many words,
// figures, or none but words that everybody uses.
func ReadName(text string, groups *naming.Groups) (*NameQuestion, bool) {
	q := &NameQuestion{groups: groups, docs: map[int64][]float64{}, name: groups.Parse(text, "")}
	pieces := glue(groups, text, piecesOf(text), &q.name)
	if len(pieces) == 0 || len(pieces) > mostSlots {
		return nil, false
	}
	plain := true
	for i, p := range pieces {
		if script.WritingOf(p.Token) == script.Other || strings.ContainsAny(script.Digits(p.Token), "0123456789") {
			return nil, false
		}
		plain = plain && everyday()[p.Token]
		s := slot{tokens: map[string]float64{}, weight: 1, cuts: cutsOf(groups, clip(p.Token))}
		s.add(groups, p.Token, 1)
		if len(p.Words) > 1 {
			for _, w := range p.Words {
				s.add(groups, w, halfWorth)
			}
		}
		if i > 0 {
			s.add(groups, pieces[i-1].Token+p.Token, 1)
		}
		if i+1 < len(pieces) {
			s.add(groups, p.Token+pieces[i+1].Token, 1)
		}
		if i == len(pieces)-1 {
			s.end(groups, p.Token)
		}
		q.slots = append(q.slots, s)
	}
	return q, !plain && len(q.name.Tokens) > 0
}

func (s *slot) add(groups *naming.Groups, token string, worth float64) {
	if token = clip(token); len([]rune(token)) < 2 {
		return
	}
	f := form{groups.Token(token), KeysOf(token), worth}
	for _, name := range groups.OwnSpellings(f.token) {
		for _, other := range Called(name) {
			f.keys = append(f.keys, KeysOf(other)...)
		}
	}
	slices.Sort(f.keys)
	f.keys = slices.Compact(f.keys)
	s.forms = append(s.forms, f)
}

// Keys gives those under which an index may hold spellings of the name's parts.
func (q *NameQuestion) Keys() (keys []string) {
	for _, s := range q.slots {
		for _, f := range s.forms {
			keys = append(keys, f.keys...)
		}
		for _, c := range s.cuts {
			keys = append(keys, c.head.keys...)
			keys = append(keys, c.tail.keys...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Hear weighs the tokens an index holds under the keys.
func (q *NameQuestion) Hear(spelled []Spelled) {
	under := map[string][]string{}
	for _, s := range spelled {
		under[s.Key] = append(under[s.Key], s.Token)
	}
	dressed := map[string]naming.Token{}
	dress := func(token string) naming.Token {
		t, ok := dressed[token]
		if !ok {
			t = q.groups.Token(token)
			dressed[token] = t
		}
		return t
	}
	for i := range q.slots {
		for _, f := range q.slots[i].forms {
			seen := map[string]bool{}
			for _, key := range f.keys {
				for _, token := range under[key] {
					if seen[token] {
						continue
					}
					seen[token] = true
					q.slots[i].hear(token, f.worth*q.like(f.token, dress(token)))
				}
			}
		}
		q.slots[i].cut()
		for c := range q.slots[i].cuts {
			q.slots[i].cuts[c].hear(q.groups, under, dress)
		}
		q.slots[i].cuts = settle(q.slots[i].cuts)
	}
}

// like tells how like a token of the index is to a part of the name: also where
// it only begins so.
func (q *NameQuestion) like(asked, held naming.Token) float64 {
	score := 0.0
	if l := q.groups.Compare(asked, held); l.Level != naming.Different && l.Level != naming.Missing {
		score = l.Score
	}
	if begins(asked.Folded, held.Folded) {
		score = max(score, prefixWorth)
	}
	return score
}

func begins(asked, held string) bool {
	return len([]rune(asked)) >= prefixLetters && strings.HasPrefix(held, asked)
}

func (s *slot) hear(token string, like float64) {
	if like >= likeFrom && like > s.tokens[token] {
		s.tokens[token] = like
	}
}

// cut keeps the likest tokens.
func (s *slot) cut() {
	for _, token := range inOrder(s.tokens)[min(len(s.tokens), mostTokens):] {
		delete(s.tokens, token)
	}
}

// inOrder gives the likest tokens first.
func inOrder(tokens map[string]float64) []string {
	all := make([]string, 0, len(tokens))
	for token := range tokens {
		all = append(all, token)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(tokens[b], tokens[a]), cmp.Compare(a, b)) })
	return all
}

// Parts tells of how many parts the name is.
func (q *NameQuestion) Parts() int { return len(q.slots) }

// Tokens gives the spellings of one part, the likest first; none if nobody has
// it.
func (q *NameQuestion) Tokens(part int) []string { return inOrder(q.slots[part].tokens) }

// Take takes the bearers of one part. whole tells that they are all there are,
// from which its rarity is known.
func (q *NameQuestion) Take(part int, bearers []Bearer, whole bool) {
	s := &q.slots[part]
	many := 0
	for _, b := range bearers {
		met := q.met(b.Doc)
		like := s.tokens[b.Token]
		if like >= rareFrom && met[part] < rareFrom {
			many++
		}
		met[part] = max(met[part], like)
	}
	if whole {
		s.weight = rarity(many)
	}
}

// met gives how well each part is met in a document.
func (q *NameQuestion) met(doc int64) []float64 {
	met := q.docs[doc]
	if met == nil {
		met = make([]float64, len(q.slots))
		q.docs[doc] = met
	}
	return met
}

// rarity is the weight of a part that so many bear: of one that nobody else
// bears twelve times that of one that thousands do. It goes by them alone and
// not by the size of the register, which would have to be counted.
func rarity(many int) float64 {
	if many == 0 {
		return rarity(100) // nobody has it: as if it were neither rare nor common
	}
	return max(1, 12-1.3*math.Log(float64(1+many)))
}

// Best gives those documents in which the most of the name is met, at most n
// and never more than are weighed.
func (q *NameQuestion) Best(n int) []int64 {
	type weighed struct {
		doc   int64
		score float64
	}
	all := make([]weighed, 0, len(q.docs))
	most := 0.0
	for doc, met := range q.docs {
		score := 0.0
		for i, like := range met {
			score += like * q.slots[i].weight
		}
		most = max(most, score)
		all = append(all, weighed{doc, score})
	}
	all = slices.DeleteFunc(all, func(w weighed) bool { return w.score < most/2 })
	slices.SortFunc(all, func(a, b weighed) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc)) })
	docs := make([]int64, min(len(all), n, MostWeighed))
	for i := range docs {
		docs[i] = all[i].doc
	}
	return docs
}
