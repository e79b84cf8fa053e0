package naming

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

// Kind says what a group of spellings is a name of.
type Kind byte

// The kinds, as they stand at the head of a line.
const (
	Man    Kind = 'm'
	Woman  Kind = 'f'
	Both   Kind = 'u'
	Head   Kind = 'h' // abd, abu: the head of a longer name
	Ending Kind = 'e' // -zadeh, -i
	Family Kind = 's' // a surname, or a part of one
)

// group is one name in all its spellings.
type group struct {
	id   string // its usual Latin spelling in Persian names
	kind Kind
	// The spellings as listed, the usual one of Persian first, and the usual
	// ones of Arabic.
	arabic, latin             []string
	arabicArabic, arabicLatin string

	heard  [][]sound // the sounds of the Latin spellings
	folded []string  // the others, folded
}

func (g *group) given() bool { return g.kind == Man || g.kind == Woman || g.kind == Both }

// Groups is a dictionary of names: which spellings are one name. It is not
// changed once made, and safe for many at once.
type Groups struct {
	all  []*group
	byID map[string]*group
	// keys leads from a spelling, as keyOf gives it, to the groups that have it.
	keys map[string][]*group
	own  *own // nil: a project has added nothing of its own
}

//go:embed groups/men.txt groups/women.txt groups/surnames.txt
var listed embed.FS

// standard is the dictionary that comes with the program. How a line of it
// is read stands in groups/README.txt.
var standard = sync.OnceValues(func() (*Groups, error) {
	g := &Groups{byID: map[string]*group{}, keys: map[string][]*group{}}
	names, err := fs.Glob(listed, "groups/*.txt")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := listed.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := g.read(name, string(text)); err != nil {
			return nil, err
		}
	}
	return g, nil
})

// Standard gives the dictionary that comes with the program.
func Standard() *Groups {
	g, err := standard()
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them
	}
	return g
}

// maxGroups bounds what a project may add.
const maxGroups = 100_000

// WithLines gives the dictionary with the lines of text added, which are of the
// form that groups/README.txt describes. A line with the name of a group that
// is there adds its spellings to that group. An error names the line.
func (g *Groups) WithLines(name, text string) (*Groups, error) {
	more := &Groups{byID: make(map[string]*group, len(g.all)), keys: make(map[string][]*group, len(g.keys))}
	for _, old := range g.all {
		same := *old
		same.arabic, same.latin = slices.Clone(old.arabic), slices.Clone(old.latin)
		more.add(&same)
	}
	if err := more.read(name, text); err != nil || g.own == nil {
		return more, err
	}
	return more.With(g.own.same, g.own.apart)
}

func (g *Groups) read(name, text string) error {
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		one, err := parseGroup(line)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, n+1, err)
		}
		if old := g.byID[one.id]; old != nil {
			if old.kind != one.kind {
				return fmt.Errorf("%s:%d: %s is a group of kind %c already, not %c", name, n+1, one.id, old.kind, one.kind)
			}
			old.arabic, old.latin = append(old.arabic, one.arabic...), append(old.latin, one.latin...)
			g.index(old)
			continue
		}
		if len(g.all) >= maxGroups {
			return fmt.Errorf("%s:%d: more than %d groups", name, n+1, maxGroups)
		}
		g.add(one)
	}
	return nil
}

func parseGroup(line string) (*group, error) {
	head, latin, ok := strings.Cut(line, "|")
	kind, arabic, spaced := strings.Cut(strings.TrimSpace(head), " ")
	if !ok || !spaced || len(kind) != 1 || !strings.Contains("mfuhes", kind) {
		return nil, fmt.Errorf("a group is written KIND ARABIC... | LATIN... with m, f, u, h, e or s as its kind: %q", line)
	}
	g := &group{kind: Kind(kind[0])}
	g.arabic, g.arabicArabic = spellings(arabic)
	g.latin, g.arabicLatin = spellings(latin)
	if len(g.arabic) == 0 || len(g.latin) == 0 {
		return nil, fmt.Errorf("a group needs a spelling in each script: %q", line)
	}
	for _, s := range g.arabic {
		if script.WritingOf(script.Fold(s)) != script.Arabic {
			return nil, fmt.Errorf("%q stands before the bar and is not in Arabic script", s)
		}
	}
	for _, s := range g.latin {
		if script.WritingOf(script.Fold(s)) != script.Latin {
			return nil, fmt.Errorf("%q stands behind the bar and is not in Latin letters", s)
		}
	}
	g.id = g.latin[0]
	return g, nil
}

// spellings gives the words of a list, and which of them is marked as the
// usual one of Arabic, the first if none is.
func spellings(list string) (all []string, arabic string) {
	for _, w := range strings.Fields(list) {
		bare, marked := strings.CutPrefix(w, "=")
		if bare == "" {
			continue
		}
		if marked {
			arabic = bare
		}
		if !slices.Contains(all, bare) {
			all = append(all, bare)
		}
	}
	if arabic == "" && len(all) > 0 {
		arabic = all[0]
	}
	return all, arabic
}

func (g *Groups) add(one *group) {
	g.all = append(g.all, one)
	g.byID[one.id] = one
	g.index(one)
}

func (g *Groups) index(one *group) {
	one.heard = one.heard[:0:0]
	for _, s := range one.latin {
		one.heard = append(one.heard, clipped(soundsOf(script.Fold(s))))
	}
	one.folded = one.folded[:0:0]
	for _, s := range one.arabic {
		one.folded = append(one.folded, script.Fold(s))
	}
	for _, s := range slices.Concat(one.arabic, one.latin) {
		key := keyOf(strings.Join(script.ParseName(s).Tokens, ""))
		if key != "" && !slices.Contains(g.keys[key], one) {
			g.keys[key] = append(g.keys[key], one)
		}
	}
}

// keyOf gives the form of a token by which it is looked up: without the madda,
// and in Latin letters with what clerks write in two ways written in one.
func keyOf(token string) string {
	if r, _ := utf8.DecodeRuneInString(token); unicode.Is(unicode.Arabic, r) {
		return strings.ReplaceAll(token, "آ", "ا")
	}
	return loose(token)
}

// loose spells a folded Latin token in one of the ways that differ by habit and
// not by name: aa ee oo ou, doubled letters, a last h, q and gh, w and v, ai
// and ey.
func loose(token string) string {
	out := make([]byte, 0, len(token)+4)
	last := func() byte {
		if len(out) == 0 {
			return 0
		}
		return out[len(out)-1]
	}
	for i := 0; i < len(token); i++ {
		c, next := token[i], byte(0)
		if i+1 < len(token) {
			next = token[i+1]
		}
		switch {
		case c == 'e' && next == 'e':
			c, i = 'i', i+1
		case c == 'o' && (next == 'o' || next == 'u'):
			c, i = 'u', i+1
		case (c == 'a' || c == 'e') && (next == 'i' || next == 'y') && i+2 < len(token):
			out = append(out, 'e')
			c, i = 'i', i+1
		case c == 'p' && next == 'h':
			c, i = 'f', i+1
		case c == 'c' && next == 'k':
			continue
		case c == 'd' && next == 'j' && i == 0:
			continue
		case c == 'q':
			if last() != 'g' && last() != 'h' {
				out = append(out, 'g')
			}
			c = 'h'
		case c == 'w':
			c = 'v'
		case c == 'h' && i == len(token)-1 && i > 2 && isLatinVowel(token[i-1]) && token != "allah":
			continue
		}
		if c != last() {
			out = append(out, c)
		}
	}
	return string(out)
}

func isLatinVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// composed is a way to read a token as names of the dictionary, one or several
// that are written as one.
type composed []*group

// id names the reading: mohammad+reza.
func (c composed) id() string {
	ids := make([]string, len(c))
	for i, g := range c {
		ids[i] = g.id
	}
	return strings.Join(ids, "+")
}

func (c composed) given() bool {
	for _, g := range c {
		if g.kind == Ending || g.kind == Family {
			return false
		}
	}
	return len(c) > 0
}

// Bounds of taking a token apart.
const (
	longestToken = 48 // bytes, longer ones are not looked up in parts
	mostReadings = 4
	mostWords    = 3 // names that are written as one
)

// lookup gives the readings of a token, the whole word before its parts.
func (g *Groups) lookup(token string) []composed {
	key := keyOf(token)
	var found []composed
	for _, one := range g.keys[key] {
		if one.kind != Ending || len(g.keys[key]) == 1 {
			found = append(found, composed{one})
		}
	}
	slices.SortStableFunc(found, func(a, b composed) int { return named(b, token, key) - named(a, token, key) })
	if len(found) == 0 && len(key) <= longestToken {
		found = g.parted(key, mostWords)
	}
	return found[:min(len(found), mostReadings)]
}

// named ranks a group for a token by whether it is named so, or named by a
// spelling that differs by habit.
func named(c composed, token, key string) int {
	switch {
	case c[0].id == token:
		return 2
	case loose(c[0].id) == key:
		return 1
	}
	return 0
}

// parted gives the readings of a key as several names, those with the longest
// last name first.
func (g *Groups) parted(key string, most int) (found []composed) {
	for at := 2; at < len(key); at++ {
		if !utf8.RuneStart(key[at]) {
			continue
		}
		for _, last := range g.keys[key[at:]] {
			if !partable(key[:at], key[at:], last) {
				continue
			}
			for _, first := range g.beginning(key[:at], most-1) {
				if found = append(found, append(first, last)); len(found) == mostReadings {
					return found
				}
			}
		}
	}
	return found
}

// beginning reads the part of a key before its last name.
func (g *Groups) beginning(key string, most int) (found []composed) {
	for _, one := range g.keys[key] {
		if one.kind != Ending {
			found = append(found, composed{one})
		}
	}
	if len(found) == 0 && most > 1 {
		found = g.parted(key, most)
	}
	return found
}

// partable keeps short syllables from being taken for names: only an ending may
// be short, and what stands before it must not.
func partable(before, after string, last *group) bool {
	if last.kind == Head || utf8.RuneCountInString(before) < 3 && before != "ام" {
		return false
	}
	return last.kind == Ending || utf8.RuneCountInString(after) >= 3
}
