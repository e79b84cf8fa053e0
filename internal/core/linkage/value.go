package linkage

import (
	"cmp"
	"math"
	"strings"

	"sanad/internal/ground/naming"
	"sanad/internal/ground/script"
)

// kind holds the distinct values of one field, numbered from 1; 0 is no value.
// What is dear (folding, sounds, dates) is done once a value and not once a row.
type kind interface {
	// add gives the number of a value as written.
	add(raw string) int32
	// take gives the frequencies of a model in place of those of the values
	// that are added; it is called before seal.
	take(f *Frequency)
	// seal is called once all values of n rows are there.
	seal(n int)
	frequency() Frequency
	// compare gives the level of two values, 1 being the nearest.
	compare(a, b int32) uint8
	// exact gives the chance that two rows picked at random are of level 1, or 0
	// where that is not the same as being equal; how
	// much rarer the value that two rows agree on is than that, in bits, is what
	// boost gives.
	exact() float64
	boost(level uint8, a, b int32) float64
	// keys appends what a part of a value gives for blocking.
	keys(out []uint64, id int32, part string) []uint64
	// meaning gives a hash that is the same for values that count as one.
	meaning(id int32) uint64
	levels() []string
	// wrote gives what a row has, as it wrote it.
	wrote(row int32) string
	// distinct gives how many values there are.
	distinct() int
}

// longestValue is how many bytes of a value are read.
const longestValue = 400

// most and least bits that the rarity of a value may add.
const (
	mostBoost  = 8.0
	leastBoost = -8.0
)

// interned numbers values by their folded text.
type interned struct {
	raw     map[string]int32 // a way of writing, by its text
	folded  map[string]int32
	text    []string // folded, by number
	written []string // by number of the way of writing
	value   []int32  // that it stands for
	ways    []int32  // of each row its way of writing
	count   []float64
	agree   float64
	rows    float64
	fixed   *Frequency // of the model, if the values are compared by one
}

func newInterned() interned {
	return interned{raw: map[string]int32{}, folded: map[string]int32{}, text: []string{""}, count: []float64{0}}
}

// put gives the number of the next row's value; fold is called for new ones,
// and "" from it means that there is nothing to compare.
func (v *interned) put(raw string, fold func(string) string) (id int32, fresh bool) {
	way, ok := v.raw[raw]
	if !ok {
		own := strings.Clone(raw[:min(len(raw), longestValue)])
		if way, ok = v.raw[own]; !ok {
			way, fresh = v.write(own, strings.ToValidUTF8(own, ""), fold)
		}
	}
	v.ways = append(v.ways, way)
	id = v.value[way]
	v.count[id]++
	return id, fresh
}

// write numbers a way of writing, and its value if that is new.
func (v *interned) write(own, short string, fold func(string) string) (way int32, fresh bool) {
	text := fold(short)
	id, ok := v.folded[text]
	if text == "" {
		id, ok = 0, true
	}
	if !ok {
		id = int32(len(v.text))
		v.folded[text] = id
		v.text, v.count = append(v.text, text), append(v.count, 0)
	}
	way = int32(len(v.written))
	v.raw[own] = way
	v.written, v.value = append(v.written, short), append(v.value, id)
	return way, !ok
}

// seal works out how often rows agree, and forgets what only adding needs.
func (v *interned) seal(int) {
	v.raw, v.folded = nil, nil
	v.count[0] = 0
	if v.fixed == nil {
		v.rows, v.agree = total(v.count)
		return
	}
	v.rows, v.agree = v.fixed.Rows, v.fixed.Agree
	for id := 1; id < len(v.count); id++ {
		v.count[id] = often(v.fixed.Values, v.text[id])
	}
}

// total gives the sum of counts, and the chance that two of them are of one
// value.
func total(counts []float64) (sum, agree float64) {
	for _, c := range counts {
		sum += c
	}
	if sum < 2 {
		return max(sum, 1), 1
	}
	for _, c := range counts {
		agree += c * (c - 1)
	}
	return sum, max(agree/sum/(sum-1), 1/sum/sum)
}

func (v *interned) exact() float64         { return v.agree }
func (v *interned) wrote(row int32) string { return v.written[v.ways[row]] }
func (v *interned) distinct() int          { return len(v.text) - 1 }

// rarity gives the bits by which agreeing on a value of count rows says more
// than agreeing on any.
func rarity(agree, count, rows float64) float64 {
	return exactly(min(mostBoost, max(leastBoost, math.Log2(agree*rows/max(count, 1)))))
}

func (v *interned) boost(level uint8, a, b int32) float64 {
	if level != 1 {
		return 0
	}
	return rarity(v.agree, v.count[a], v.rows)
}

func (v *interned) whole(out []uint64, id int32) []uint64 {
	return append(out, hashText(v.text[id]))
}

// head gives the first letters of a text.
func head(text string, letters int) string {
	n := 0
	for at := range text {
		if n == letters {
			return text[:at]
		}
		n++
	}
	return text
}

// category is values that are equal or not.
type category struct{ interned }

func (c *category) add(raw string) int32 { id, _ := c.put(raw, script.Fold); return id }

func (c *category) compare(a, b int32) uint8 {
	if a == b {
		return 1
	}
	return 2
}

func (c *category) levels() []string { return []string{"same", "different"} }

func (c *category) keys(out []uint64, id int32, part string) []uint64 {
	if part == "head" {
		return append(out, hashText(head(c.text[id], 2)))
	}
	return c.whole(out, id)
}

// code is numbers and codes in which a slip of the pen may be.
type code struct{ interned }

func (c *code) add(raw string) int32 { id, _ := c.put(raw, script.Fold); return id }

func (c *code) levels() []string {
	return []string{"same", "one slip", "two slips", "same beginning", "different"}
}

func (c *code) compare(a, b int32) uint8 {
	if a == b {
		return 1
	}
	x, y := c.text[a], c.text[b]
	long := min(len(x), len(y))
	n := slips(x, y, 2)
	switch {
	case n == 1 && long >= 3:
		return 2
	case n == 2 && long >= 5:
		return 3
	case codeHead(x) == codeHead(y):
		return 4
	}
	return 5
}

// codeHead is what stands before the first space, or the first half.
func codeHead(text string) string {
	if before, _, ok := strings.Cut(text, " "); ok {
		return before
	}
	return head(text, (len(text)+1)/2)
}

func (c *code) keys(out []uint64, id int32, part string) []uint64 {
	if part == "head" {
		return append(out, hashText(codeHead(c.text[id])))
	}
	return c.whole(out, id)
}

// prose is places, addresses, occupations: texts of some words.
type prose struct {
	interned
	groups          *naming.Groups
	bones           []string
	sounds, letters []uint64
}

func newProse(g *naming.Groups) *prose {
	return &prose{newInterned(), g, []string{""}, []uint64{0}, []uint64{0}}
}

func (p *prose) add(raw string) int32 {
	id, fresh := p.put(raw, script.Fold)
	if fresh {
		for len(p.sounds) <= int(id) {
			p.bones, p.sounds, p.letters = append(p.bones, ""), append(p.sounds, 0), append(p.letters, 0)
		}
		p.letters[id] = lettersOf(p.text[id])
		p.bones[id] = strings.ReplaceAll(script.Key(p.text[id]), " ", "")
		p.sounds[id] = hashText(cmp.Or(p.bones[id], p.text[id]))
	}
	return id
}

func (p *prose) levels() []string {
	return []string{"same", "same sound", "one holds the other", "alike", "a little alike", "different"}
}

func (p *prose) compare(a, b int32) uint8 {
	x, y := p.text[a], p.text[b]
	if y < x { // which stands on the left must not matter
		a, b, x, y = b, a, y, x
	}
	switch {
	case a == b:
		return 1
	case p.sounds[a] == p.sounds[b]:
		return 2
	case holds(x, y) || holds(y, x):
		return 3
	case script.WritingOf(x) != script.WritingOf(y):
		return p.across(a, b)
	case mostAlike(x, y, p.letters[a], p.letters[b]) < .8:
		return 6
	}
	switch w := winkler(x, y); {
	case w >= .9:
		return 4
	case w >= .8:
		return 5
	}
	return 6
}

// across compares texts of two scripts, of which no letter is the same.
func (p *prose) across(a, b int32) uint8 {
	if !nearBones(p.bones[a], p.bones[b]) {
		return 6
	}
	switch level := byEar(p.groups, p.text[a], p.text[b]); {
	case level <= nameVariant:
		return 4
	case level == nameNear:
		return 5
	}
	return 6
}

// holds tells that all words of b stand at the head, the end or within a.
func holds(a, b string) bool {
	return len(a) > len(b) && len(b) > 2 && strings.Contains(" "+a+" ", " "+b+" ")
}

func (p *prose) keys(out []uint64, id int32, part string) []uint64 {
	switch part {
	case "sound":
		return append(out, p.sounds[id])
	case "head":
		return append(out, hashText(head(p.text[id], 4)))
	}
	return p.whole(out, id)
}
