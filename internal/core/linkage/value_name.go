package linkage

import (
	"strings"

	"sanad/internal/ground/naming"
	"sanad/internal/ground/script"
)

// nameKind is one part of personal names: given names, fathers', surnames.
type nameKind struct {
	interned
	groups *naming.Groups
	sound  []int32 // by number of the value
	token  []naming.Token
	trait  []nameTrait
	bones  map[string]int32
	// Of each sound: how many rows, and its hash.
	soundCount []float64
	soundHash  []uint64
	soundAgree float64
	boneText   []string
	letters    []uint64 // of each value, which letters it has
	// own is each value as the project itself knows it, and parts, of those in
	// several words that it does not know as a whole, each word.
	own   []naming.Own
	parts map[int32][]naming.Own
}

// nameTrait is what comparing asks of a name first.
type nameTrait struct {
	single bool // it is one token
	listed bool // and that is in the dictionary
	script script.Writing
}

func newNameKind(g *naming.Groups) *nameKind {
	return &nameKind{interned: newInterned(), groups: g, sound: []int32{0}, token: make([]naming.Token, 1), trait: make([]nameTrait, 1),
		bones: map[string]int32{}, soundCount: []float64{0}, soundHash: []uint64{0}, boneText: []string{""}, letters: []uint64{0}, own: []naming.Own{0}, parts: map[int32][]naming.Own{}}
}

func foldName(raw string) string { return strings.Join(script.ParseName(raw).Tokens, " ") }

func (k *nameKind) add(raw string) int32 {
	id, fresh := k.put(raw, foldName)
	if !fresh {
		return id
	}
	n := k.groups.Stated(naming.Column{Role: naming.Given, Text: k.text[id]})
	one := naming.Token{}
	if len(n.Tokens) > 0 {
		one = n.Tokens[0]
	}
	single := len(n.Tokens) == 1
	k.token = append(k.token, one)
	k.trait = append(k.trait, nameTrait{single, single && one.Listed(), script.WritingOf(k.text[id])})
	k.addOwn(id, n.Tokens)
	bones := strings.ReplaceAll(script.Key(k.text[id]), " ", "")
	at, ok := k.bones[bones]
	if !ok {
		at = int32(len(k.soundHash))
		k.bones[bones] = at
		k.boneText = append(k.boneText, bones)
		k.soundHash, k.soundCount = append(k.soundHash, hashText(bones)), append(k.soundCount, 0)
	}
	k.sound, k.letters = append(k.sound, at), append(k.letters, lettersOf(k.text[id]))
	return id
}

// addOwn notes what the project itself said of a value.
func (k *nameKind) addOwn(id int32, tokens []naming.Token) {
	own := k.groups.Own(k.text[id])
	k.own = append(k.own, own)
	if own != 0 || len(tokens) < 2 {
		return
	}
	for _, t := range tokens {
		if part := k.groups.Own(t.Folded); part != 0 {
			k.parts[id] = append(k.parts[id], part)
		}
	}
}

// said tells what the project itself said of two names or of a word of each:
// that they are one, or never one.
func (k *nameKind) said(a, b int32) (one, never bool) {
	if len(k.parts) == 0 || len(k.parts[a])+len(k.parts[b]) == 0 {
		one, said := k.groups.Said(k.own[a], k.own[b])
		return one, said && !one
	}
	of := func(id int32) []naming.Own {
		if parts := k.parts[id]; parts != nil {
			return parts
		}
		return k.own[id : id+1]
	}
	for _, x := range of(a) {
		for _, y := range of(b) {
			same, said := k.groups.Said(x, y)
			one, never = one || same, never || said && !same
		}
	}
	return one, never
}

func (k *nameKind) seal(n int) {
	k.interned.seal(n)
	k.bones = nil
	if f := k.fixed; f != nil {
		k.soundAgree = f.SoundAgree
		for at, bones := range k.boneText {
			k.soundCount[at] = often(f.Sounds, bones)
		}
		return
	}
	for id, at := range k.sound {
		k.soundCount[at] += k.count[id]
	}
	_, k.soundAgree = total(k.soundCount)
}

// The levels of names.
const (
	nameSame uint8 = iota + 1
	nameGroup
	nameSound
	nameVariant
	nameNear
	nameInitial
	namePart
	nameFaint
	nameOther // both in the dictionary, as different names, or kept apart by the project
	nameDifferent
)

func (k *nameKind) levels() []string {
	return []string{"same", "spellings of one name", "same sound", "variant", "near", "initial", "one holds the other", "a little alike", "another name", "different"}
}

// compare looks at the dictionary only where both names are in it, and across
// scripts only where the consonants nearly agree: it is dear, and says
// "different" for the rest. What the project itself said of two names goes
// before all.
func (k *nameKind) compare(a, b int32) uint8 {
	if a == b {
		return nameSame
	}
	one, never := k.said(a, b)
	switch {
	case never:
		return nameOther
	case one && k.own[a] != 0 && k.own[b] != 0:
		return nameGroup
	}
	x, y := k.text[a], k.text[b]
	if y < x { // which stands on the left must not matter
		a, b, x, y = b, a, y, x
	}
	s, t := k.trait[a], k.trait[b]
	single, known, across := s.single && t.single, s.listed && t.listed, s.script != t.script
	sound := k.sound[a] == k.sound[b] && k.boneText[k.sound[a]] != ""
	if across && !sound && !known && !one {
		bones, other := k.boneText[k.sound[a]], k.boneText[k.sound[b]]
		if single && slips(bones, other, 1) > 1 || !nearBones(bones, other) {
			return nameDifferent
		}
	}
	if known || across && single && !sound {
		switch k.groups.Level(k.token[a], k.token[b]) {
		case naming.Exact, naming.Same, naming.Grouped:
			return nameGroup
		case naming.Variant:
			return nameVariant
		case naming.Near:
			return nameNear
		case naming.Initial:
			return nameInitial
		}
		if known {
			return nameOther
		}
	}
	switch {
	case sound:
		return nameSound
	case one: // a word of each, which need not sound alike
		return min(spelled(x, y, k.letters[a], k.letters[b]), byEar(k.groups, x, y))
	}
	level := spelled(x, y, k.letters[a], k.letters[b])
	latin := single && !across && script.WritingOf(x) == script.Latin // letters tell enough
	if level > nameNear && !latin && !(across && single) && nearBones(k.boneText[k.sound[a]], k.boneText[k.sound[b]]) {
		return min(level, byEar(k.groups, x, y))
	}
	return level
}

// nearBones tells that the consonants of two names differ by no more than a
// name divided otherwise makes them.
func nearBones(a, b string) bool {
	most := mostNear(len(a), len(b))
	return slips(a, b, most) <= most
}

// mostNear is the most slips in consonants of such numbers.
func mostNear(a, b int) int {
	if min(a, b) >= 4 {
		return 2
	}
	return 1
}

func digitsIn(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// byEar compares names of several tokens, which may be divided otherwise on
// either side. It is dear.
func byEar(g *naming.Groups, x, y string) uint8 {
	if digitsIn(x) != digitsIn(y) { // which a name has not, and no ear hears
		return nameDifferent
	}
	read := func(text string) naming.Name { return g.Stated(naming.Column{Role: naming.Surname, Text: text}) }
	switch g.CompareNames(read(x), read(y)).Level {
	case naming.Exact, naming.Same, naming.Grouped:
		return nameGroup
	case naming.Variant:
		return nameVariant
	case naming.Near:
		return nameNear
	}
	return nameDifferent
}

// spelled compares two names of which nothing is known but their letters.
func spelled(x, y string, inX, inY uint64) uint8 {
	long := min(len(x), len(y))
	if long > 2 && mostAlike(x, y, inX, inY) < .75 && !holds(x, y) && !holds(y, x) {
		return nameDifferent
	}
	w := winkler(x, y)
	switch {
	case long <= 2 && head(x, 1) == head(y, 1):
		return nameInitial
	case w >= .92 || long >= 5 && slips(x, y, 1) == 1:
		return nameVariant
	case holds(x, y) || holds(y, x):
		return namePart
	case w >= .86:
		return nameNear
	case w >= .75:
		return nameFaint
	}
	return nameDifferent
}

func (k *nameKind) boost(level uint8, a, b int32) float64 {
	switch level {
	case nameSame:
		return rarity(k.agree, k.count[a], k.rows)
	case nameGroup, nameSound:
		return rarity(k.soundAgree, max(k.soundCount[k.sound[a]], k.soundCount[k.sound[b]]), k.rows)
	case nameVariant:
		return min(0, rarity(k.agree, max(k.count[a], k.count[b]), k.rows))
	}
	return 0
}

func (k *nameKind) keys(out []uint64, id int32, part string) []uint64 {
	switch part {
	case "sound":
		out = append(out, k.soundHash[k.sound[id]])
		if own := k.own[id]; own != 0 { // its spellings need not sound alike
			out = append(out, hashText(k.groups.ID(own)))
		}
		return out
	case "head":
		return append(out, hashText(head(k.text[id], 2)))
	case "heads":
		return append(out, hashText(head(k.text[id], 4)))
	}
	return k.whole(out, id)
}
