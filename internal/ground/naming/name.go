package naming

import (
	"slices"
	"strings"

	"sanad/internal/ground/script"
)

// Role is what a part of a name says of its bearer.
type Role string

// The roles.
const (
	Given       Role = "given"
	Father      Role = "father"
	Grandfather Role = "grandfather"
	Ancestor    Role = "ancestor" // beyond the grandfather
	Surname     Role = "surname"  // family name, nisba, or what stands in their place
	Kunya       Role = "kunya"    // Abu X, Umm X: father or mother of X
	Nickname    Role = "nickname" // by which somebody is known; nom de guerre
	Respelling  Role = "respelling"
	Particle    Role = "particle" // bin, "son of", "known as"
	Unknown     Role = "unknown"
)

// Part is a part of a name in one reading of it.
type Part struct {
	Text     string // as written
	From, To int    // bytes of the name
	Role     Role
	Folded   string // its tokens with spaces between, see script.Name
	// Certain tells that the role is stated (by a column, a comma, bin, capital
	// letters, "known as") or that the part is a known name in the place where
	// such names stand, and that no other reading says otherwise.
	Certain bool
}

// Title is a title that opened a name. It is weak evidence: two lists seldom
// agree on it.
type Title struct {
	Name     string // sayyed, haji, doctor ..., the same in all scripts
	Text     string
	From, To int
}

// Reading is one way to give the parts their roles.
type Reading struct {
	Parts []Part // in the order written
	Why   string // what the reading rests on, in English
}

// Token is a part as it is compared: one name, whatever it was written of.
type Token struct {
	Text   string // as written
	Folded string
	Role   Role // in the preferred reading
	// Groups are the ways to read the token in the dictionary, each named by
	// the usual Latin spelling of its names with "+" between: mohammad+reza.
	// Last stands, as own:NAME, the group that a project made of it.
	Groups []string

	readings []composed
	initial  bool
	class    int32 // of the project's own, 0: none
}

// Name is a personal name with all that was understood of it.
type Name struct {
	Text     string
	Titles   []Title
	Readings []Reading // at least one unless the name has no letter; the preferred first
	Tokens   []Token   // given name first if a comma turned the name round
	Aliases  []Token   // nicknames and respellings
	// Chain tells that the name is built as in Arabic: given name, father's,
	// grandfather's.
	Chain bool
}

// Parts gives those of the preferred reading.
func (n Name) Parts() []Part {
	if len(n.Readings) == 0 {
		return nil
	}
	return n.Readings[0].Parts
}

// Folded gives the tokens with spaces between.
func (n Name) Folded() string {
	words := make([]string, len(n.Tokens))
	for i, t := range n.Tokens {
		words[i] = t.Folded
	}
	return strings.Join(words, " ")
}

// Keys gives the keys by which the name meets others (see script.Name.Key), the
// strictest first and each once: the skeletons in order, the same without
// spaces, sorted, and of a longer name its given name and surname.
func (n Name) Keys() []string {
	words := make([]string, len(n.Tokens))
	for i, t := range n.Tokens {
		words[i] = t.Folded
	}
	if len(words) == 0 {
		return nil
	}
	ordered := script.Name{Tokens: words}.Key()
	sorted := strings.Fields(ordered)
	slices.Sort(sorted)
	keys := []string{ordered, strings.ReplaceAll(ordered, " ", ""), strings.Join(sorted, " ")}
	if len(words) >= 3 {
		first, last := n.ends()
		keys = append(keys, script.Name{Tokens: []string{words[first], words[last]}}.Key())
	}
	var once []string
	for _, k := range keys {
		if k != "" && !slices.Contains(once, k) {
			once = append(once, k)
		}
	}
	return once
}

// ends gives the places of the given name and of the surname, of the first and
// the last token where there is none.
func (n Name) ends() (first, last int) {
	first, last = 0, len(n.Tokens)-1
	if i := givenOf(n.Tokens); i >= 0 {
		first = i
	}
	for i, t := range n.Tokens {
		if t.Role == Surname {
			last = i
		}
	}
	return first, last
}

// Token dresses a folded token that stands alone, so that it can be compared
// with others. Its role is not known.
func (g *Groups) Token(folded string) Token { return g.token(folded, folded) }

// token dresses a piece of a name.
func (g *Groups) token(text, folded string) Token {
	t := Token{Text: text, Folded: folded, readings: g.lookup(folded)}
	for _, r := range t.readings {
		t.Groups = append(t.Groups, r.id())
	}
	g.own.dress(&t)
	t.initial = isInitial(text, folded)
	return t
}

// Listed tells that the dictionary has the token, whatever a project said of it.
func (t Token) Listed() bool { return len(t.readings) > 0 }

// isInitial tells a letter that stands for a name: M. Kaviani.
func isInitial(text, folded string) bool {
	return len([]rune(folded)) == 1 || strings.HasSuffix(text, ".") && len([]rune(folded)) <= 2
}

// known tells that the token is a given name of the dictionary.
func (t Token) known() bool {
	for _, r := range t.readings {
		if r.given() && (len(r) > 1 || r[0].given()) {
			return true
		}
	}
	return false
}

// familiar tells that the token looks like a surname: it ends as surnames do or
// is one of the dictionary.
func (t Token) familiar() bool {
	for _, r := range t.readings {
		if last := r[len(r)-1]; last.kind == Family || last.kind == Ending {
			return true
		}
	}
	for _, end := range [...]string{"ی", "یان", "زاده", "نژاد", "پور", "نیا", "وند", "i", "ian", "yan", "zadeh", "nejad", "pour", "nia", "vand"} {
		if strings.HasSuffix(t.Folded, end) && len(t.Folded) > len(end)+2 {
			return !t.known()
		}
	}
	return false
}
