package linkage

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"sanad/internal/ground/naming"
	"sanad/internal/ground/script"
)

// fullKind is whole names as written, of which the words may stand in any
// order, and some be lacking.
type fullKind struct {
	interned
	words  [][]int32 // of each value, by number of the word, sorted
	number map[string]int32
	word   []string
	groups *naming.Groups
	bone   []string  // of each word, its consonants
	rows   []float64 // in how many rows a word is
	bits   []float64 // how rare it is
	sound  []uint64
	whole2 []uint64     // of each value: the sounds of its words, sorted
	own    []naming.Own // of each word, as the project itself knows it
}

// mostWords bounds how many words of a name are looked at.
const mostWords = 12

func newFullKind(g *naming.Groups) *fullKind {
	return &fullKind{groups: g, interned: newInterned(), words: [][]int32{nil}, number: map[string]int32{}, whole2: []uint64{0}}
}

func (k *fullKind) add(raw string) int32 {
	id, fresh := k.put(raw, foldName)
	if fresh {
		words := strings.Fields(k.text[id])
		var in []int32
		for _, w := range k.ownJoined(words[:min(len(words), mostWords)]) {
			in = append(in, k.wordNumber(w))
		}
		slices.Sort(in)
		in = slices.Compact(in)
		k.words = append(k.words, in)
		k.whole2 = append(k.whole2, wholeBy(func(w int32) uint64 { return k.sound[w] }, in))
	}
	return id
}

// ownJoined puts together two words that are one of the project's own names, as
// given in two words.
func (k *fullKind) ownJoined(words []string) (out []string) {
	for i := 0; i < len(words); i++ {
		if i+1 < len(words) && k.groups.Own(words[i]) == 0 && k.groups.Own(words[i+1]) == 0 {
			if both := words[i] + words[i+1]; k.groups.Own(both) != 0 {
				out = append(out, both)
				i++
				continue
			}
		}
		out = append(out, words[i])
	}
	return out
}

func (k *fullKind) wordNumber(w string) int32 {
	n, ok := k.number[w]
	if !ok {
		n = int32(len(k.word))
		k.number[w] = n
		bones := script.Key(w)
		k.word, k.bone, k.sound = append(k.word, w), append(k.bone, bones), append(k.sound, hashText(bones))
		k.own = append(k.own, k.groups.Own(w))
	}
	return n
}

func (k *fullKind) seal(n int) {
	k.interned.seal(n)
	k.number = nil
	k.rows, k.bits = make([]float64, len(k.word)), make([]float64, len(k.word))
	for id, words := range k.words {
		for _, w := range words {
			k.rows[w] += k.count[id]
		}
	}
	for w := range k.word {
		if k.fixed != nil {
			k.rows[w] = often(k.fixed.Words, k.word[w])
		}
		k.bits[w] = exactly(math.Log2(max(k.interned.rows, 2) / max(k.rows[w], 1)))
	}
}

// The levels say how rare the words are that two names share, and whether
// either has others.
func (k *fullKind) levels() []string {
	return []string{"same words, very rare", "same words, rare", "same words", "same words, common",
		"one holds the other, very rare", "one holds the other, rare", "one holds the other", "one holds the other, common",
		"shares very rare words", "shares rare words", "shares a word", "shares common words", "alike", "nothing shared"}
}

func (k *fullKind) compare(a, b int32) uint8 {
	if a == b {
		return rareness(k.sum(a))
	}
	if k.text[b] < k.text[a] { // which stands on the left must not matter
		a, b = b, a
	}
	shared, left, right := k.shared(a, b)
	switch {
	case shared == 0 && k.keptApart(a, b):
		return 14
	case shared == 0 && winkler(k.text[a], k.text[b]) >= .85:
		return 13
	case shared == 0:
		return 14
	case left == 0 && right == 0:
		return rareness(shared)
	case left == 0 || right == 0:
		return 4 + rareness(shared)
	}
	return 8 + rareness(shared)
}

// keptApart tells that the project said of a word of either that they are never
// one name, however alike.
func (k *fullKind) keptApart(a, b int32) bool {
	for _, x := range k.words[a] {
		for _, y := range k.words[b] {
			if one, said := k.groups.Said(k.own[x], k.own[y]); said && !one {
				return true
			}
		}
	}
	return false
}

// fullShares tells the levels at which two names share words and each has others.
func fullShares(level uint8) bool { return level >= 9 && level <= 12 }

// fullHolds tells the levels at which one name has no word that the other lacks.
func fullHolds(level uint8) bool { return level <= 8 }

func (k *fullKind) sum(a int32) (bits float64) {
	for _, w := range k.words[a] {
		bits += k.bits[w]
	}
	return bits
}

// rareness puts bits of shared words into one of four classes.
func rareness(bits float64) uint8 {
	switch {
	case bits >= 20:
		return 1
	case bits >= 14:
		return 2
	case bits >= 8:
		return 3
	}
	return 4
}

// shared gives the bits of the words that two names share, counting a word
// with a slip for three quarters, and how many words only one of them has.
func (k *fullKind) shared(a, b int32) (bits float64, left, right int) {
	x, y := k.words[a], k.words[b]
	var restX, restY [mostWords]int32
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case j == len(y) || i < len(x) && x[i] < y[j]:
			restX[left] = x[i]
			left, i = left+1, i+1
		case i == len(x) || y[j] < x[i]:
			restY[right] = y[j]
			right, j = right+1, j+1
		default:
			bits += k.bits[x[i]]
			i, j = i+1, j+1
		}
	}
	if left+right > 2 && left > 0 && right > 0 { // nor the order in which words were first met
		k.sortWords(restX[:left])
		k.sortWords(restY[:right])
	}
	for n := 0; n < left && right > 0; n++ {
		for m := range right {
			if k.almost(restX[n], restY[m]) {
				bits += .75 * min(k.bits[restX[n]], k.bits[restY[m]])
				left, right = left-1, right-1
				restX[n], restY[m] = restX[left], restY[right]
				n--
				break
			}
		}
	}
	if left > 0 && right > 0 && max(left, right) <= mostDivided && (left+right > 2 || !k.latin(restX[0]) || !k.latin(restY[0])) {
		if more, ok := k.divided(a, b, restX[:left], restY[:right]); ok {
			return bits + more, 0, 0
		}
	}
	return bits, left, right
}

// mostDivided is in how many words a part of a name may stand.
const mostDivided = 3

// divided tells that the words which two names do not share are one name,
// divided or spelt otherwise, and gives the bits of it.
func (k *fullKind) divided(a, b int32, x, y []int32) (bits float64, ok bool) {
	if !k.lettersNear(x, y) {
		return 0, false
	}
	left, right := k.inOrder(a, x), k.inOrder(b, y)
	if !nearBones(k.bonesOf(left), k.bonesOf(right)) || byEar(k.groups, k.wordsOf(left), k.wordsOf(right)) > nameVariant {
		return 0, false
	}
	sum := func(words []int32) (bits float64) {
		for _, w := range words {
			bits += k.bits[w]
		}
		return bits
	}
	return .75 * min(sum(x), sum(y)), true
}

// latin tells a word in Latin letters: of two, letters tell enough.
func (k *fullKind) latin(w int32) bool { return k.word[w] != "" && k.word[w][0] < utf8.RuneSelf }

// inOrder gives words as they stand in a name.
func (k *fullKind) inOrder(id int32, words []int32) []int32 {
	at := func(w int32) int { return strings.Index(" "+k.text[id]+" ", " "+k.word[w]+" ") }
	slices.SortFunc(words, func(v, w int32) int { return at(v) - at(w) })
	return words
}

// lettersNear is false only if nearBones is, by how many consonants both have and
// which: nearly all pairs end here, without a look at their order.
func (k *fullKind) lettersNear(x, y []int32) bool {
	count := func(words []int32) (letters int, set uint64) {
		for _, w := range words {
			letters, set = letters+len(k.bone[w]), set|lettersOf(k.bone[w])
		}
		return letters, set
	}
	many, inX := count(x)
	others, inY := count(y)
	if max(many, others) > longestCompared {
		return true
	}
	most := mostNear(many, others)
	return many-others <= most && others-many <= most && bits.OnesCount64(inX&^inY) <= most && bits.OnesCount64(inY&^inX) <= most
}

func (k *fullKind) bonesOf(words []int32) (out string) {
	for _, w := range words {
		out += k.bone[w]
	}
	return out
}

func (k *fullKind) wordsOf(words []int32) string {
	var out []string
	for _, w := range words {
		out = append(out, k.word[w])
	}
	return strings.Join(out, " ")
}

// sortWords puts words in an order of their own: by their sounds, which is
// quick, and of one sound by their letters.
func (k *fullKind) sortWords(words []int32) {
	before := func(v, w int32) bool {
		if x, y := k.sound[v], k.sound[w]; x != y {
			return x < y
		}
		return k.word[v] < k.word[w]
	}
	for i := 1; i < len(words); i++ {
		for j := i; j > 0 && before(words[j], words[j-1]); j-- {
			words[j], words[j-1] = words[j-1], words[j]
		}
	}
}

// almost tells two words that differ by sound or by a slip, unless the project
// itself said what they are.
func (k *fullKind) almost(a, b int32) bool {
	if one, said := k.groups.Said(k.own[a], k.own[b]); said {
		return one
	}
	x, y := k.word[a], k.word[b]
	if k.sound[a] == k.sound[b] {
		return len(x) > 2 && len(y) > 2
	}
	return min(len(x), len(y)) >= 4 && slips(x, y, 1) == 1
}

func (k *fullKind) boost(uint8, int32, int32) float64 { return 0 } // the levels say it

// keyRows is the most rows that may share a word for it to be a rare one.
const keyRows = 50

func (k *fullKind) keys(out []uint64, id int32, part string) []uint64 {
	if part == "" {
		return k.interned.whole(out, id)
	}
	words := k.words[id]
	sound := func(w int32) uint64 { return k.sound[w] }
	own := func(w int32) uint64 { // spellings of one own name need not sound alike
		if k.own[w] == 0 {
			return k.sound[w]
		}
		return hashText(k.groups.ID(k.own[w]))
	}
	out = k.keysBy(sound, k.whole2[id], out, words, part)
	if slices.ContainsFunc(words, func(w int32) bool { return k.own[w] != 0 }) {
		out = k.keysBy(own, wholeBy(own, words), out, words, part)
	}
	return out
}

// keysBy gives the keys of a part by what is taken for the sound of a word, and
// of all words.
func (k *fullKind) keysBy(sound func(w int32) uint64, whole uint64, out []uint64, words []int32, part string) []uint64 {
	switch part {
	case "sound":
		out = append(out, whole)
	case "word":
		for _, w := range words {
			out = append(out, sound(w))
		}
	case "rare":
		for _, w := range words {
			if k.rows[w] <= keyRows {
				out = append(out, hashText(k.word[w]))
				if k.own[w] != 0 {
					out = append(out, sound(w))
				}
			}
		}
	case "two":
		for n, w := range words {
			for _, v := range words[n+1:] {
				x, y := sound(w), sound(v)
				out = append(out, join(min(x, y), max(x, y)))
			}
		}
	}
	return out
}

// wholeBy joins the sounds of words, in whatever order they stand.
func wholeBy(sound func(w int32) uint64, words []int32) (h uint64) {
	var sounds []uint64
	for _, w := range words {
		sounds = append(sounds, sound(w))
	}
	slices.Sort(sounds)
	for _, s := range sounds {
		h = join(h, s)
	}
	return h
}

func (k *fullKind) exact() float64 { return 0 }
