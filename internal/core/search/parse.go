package search

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// The bounds of a query.
const (
	maxQuery = 2000 // bytes
	maxWords = 40
)

// Parse reads a query:
//
//	word word      both, in any order           "a phrase" «یک عبارت»
//	word*          words that begin so          -word      without it
//	a OR b         one of the two at least; a | b is the same
//	name:word      only where things are named
//	case:NAME  lang:fa  source:"a neighbour"  from:2020  to:2021-05
//	kind:item,person,entity,claim, or a kind of file: pdf, image, mail ...
//
// type: is kind:. Digits may be of any script, quotes of any kind. Words in
// quotes are found as written and never by their sound. What can't be
// understood is an error of kind fail.Usage that says why.
func Parse(query string) (Query, error) {
	if !utf8.ValidString(query) || strings.ContainsRune(query, 0) {
		return Query{}, fail.New(fail.Usage, "the question is not text")
	}
	if len(query) > maxQuery {
		return Query{}, fail.New(fail.Usage, "the question has %d bytes; at most %d are understood", len(query), maxQuery)
	}
	chunks, err := split(query)
	if err != nil {
		return Query{}, err
	}
	var p parser
	for _, c := range chunks {
		if err := p.take(c); err != nil {
			return Query{}, err
		}
	}
	return p.query()
}

// chunk is a word of a query as typed.
type chunk struct {
	text   string
	quoted bool
	not    bool
	field  string // what stood before a colon, if it is a field
}

// closing gives the quote that ends what a rune opens.
func closing(r rune) (rune, bool) {
	switch r {
	case '"', '″', '〃':
		return r, true
	case '«':
		return '»', true
	case '“', '„':
		return '”', true
	case '‹':
		return '›', true
	}
	return 0, false
}

// split parts a query at white space outside of quotes.
func split(query string) ([]chunk, error) {
	var chunks []chunk
	for rest := strings.TrimSpace(query); rest != ""; rest = strings.TrimLeftFunc(rest, unicode.IsSpace) {
		var c chunk
		if after, ok := strings.CutPrefix(rest, "-"); ok && after != "" && !unicode.IsSpace(firstRune(after)) {
			c.not, rest = true, after
		}
		if field, after, ok := cutField(rest); ok {
			c.field, rest = field, after
		}
		var err error
		if c.text, c.quoted, rest, err = cutText(rest); err != nil {
			return nil, err
		}
		chunks = append(chunks, c)
	}
	return chunks, nil
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// cutText takes a quoted text or a word off the front.
func cutText(rest string) (text string, quoted bool, after string, err error) {
	if end, ok := closing(firstRune(rest)); ok {
		opened := utf8.RuneLen(firstRune(rest))
		at := strings.IndexFunc(rest[opened:], func(r rune) bool { return r == end || end == '”' && r == '“' })
		if at < 0 {
			return "", true, "", fail.New(fail.Usage, "a quote is opened and not closed: %s", rest)
		}
		_, size := utf8.DecodeRuneInString(rest[opened+at:])
		return rest[opened : opened+at], true, rest[opened+at+size:], nil
	}
	at := strings.IndexFunc(rest, func(r rune) bool {
		_, opens := closing(r)
		return unicode.IsSpace(r) || opens
	})
	if at < 0 {
		at = len(rest)
	}
	return rest[:at], false, rest[at:], nil
}

// cutField takes the name of a field and its colon off the front. A colon
// behind any other word is punctuation.
func cutField(rest string) (field, after string, ok bool) {
	before, after, ok := strings.Cut(rest, ":")
	if !ok || strings.ContainsFunc(before, unicode.IsSpace) {
		return "", rest, false
	}
	switch before = strings.ToLower(before); before {
	case "case", "kind", "type", "lang", "source", "from", "to", "name":
		return before, after, true
	}
	return "", rest, false
}

// parser gathers what the chunks say.
type parser struct {
	parts   []part // all of which must hold
	or      bool   // the next word widens the last part
	words   int
	filters Filters
	bare    []string // the words, as long as there is nothing else
	signs   bool     // there is
}

type part struct {
	node  Node
	plain bool // one word as it is, that a neighbour may join
	wide  bool // several nodes with OR between
}

func (p *parser) take(c chunk) error {
	bare := c.field == "" && !c.quoted && !c.not
	p.note(c, bare)
	switch {
	case bare && (c.text == "OR" || c.text == "|" || c.text == "||"):
		if p.or || len(p.parts) == 0 {
			return fail.New(fail.Usage, "%s needs a word before it and one behind it", c.text)
		}
		p.or = true
		return nil
	case bare && (c.text == "AND" || c.text == "&" || c.text == "&&"):
		return nil
	case c.field != "" && c.field != "name":
		if c.not || p.or {
			return fail.New(fail.Usage, "%s: can't be excluded or be one of two", c.field).Do("name the values to keep, with commas between")
		}
		return p.filter(c.field, c.text)
	}
	return p.word(c)
}

// note keeps what may be part of a name.
func (p *parser) note(c chunk, bare bool) {
	switch {
	case c.field != "" && c.field != "name":
	case !bare || strings.HasSuffix(c.text, "*") || slices.Contains([]string{"OR", "|", "||", "AND", "&", "&&"}, c.text):
		p.signs = true
	default:
		p.bare = append(p.bare, c.text)
	}
}

// word adds a word or phrase. A chunk of which nothing is left but
// punctuation asks for nothing.
func (p *parser) word(c chunk) error {
	text, prefix := strings.CutSuffix(c.text, "*")
	tokens := script.Tokens(text)
	if len(tokens) == 0 {
		if c.field != "" || c.quoted || c.not || prefix {
			return fail.New(fail.Usage, "there is no word in %q", c.text)
		}
		return nil
	}
	if p.words += len(tokens); p.words > maxWords {
		return fail.New(fail.Usage, "the question has more than %d words", maxWords)
	}
	node := nodeOf(tokens, c.quoted, prefix && !c.quoted, c.field == "name")
	if node.Op == Phrase && !c.quoted && !node.Prefix && len(tokens) == 2 && strings.ContainsAny(text, "-‐‑") {
		// Karimi-Nejad is Kariminejad to others.
		node = Node{Op: Any, Of: []Node{{Op: Word, Words: []string{joined(tokens)}, Named: node.Named}, node}}
	}
	switch {
	case p.or:
		return p.widen(c, node)
	case c.not:
		p.parts = append(p.parts, part{node: Node{Op: Not, Of: []Node{node}}})
	default:
		plain := node.Op == Word && !node.Prefix && !node.Named
		if !plain || !p.joins(node) && !p.compounds(node) {
			p.parts = append(p.parts, part{node: node, plain: plain})
		}
	}
	return nil
}

// widen makes the last part hold where this node holds too.
func (p *parser) widen(c chunk, node Node) error {
	last := &p.parts[len(p.parts)-1]
	if c.not || last.node.Op == Not {
		return fail.New(fail.Usage, "a word that is excluded can't be one of two: %s", c.text)
	}
	if last.wide {
		last.node.Of = append(last.node.Of, node)
	} else {
		*last = part{node: Node{Op: Any, Of: []Node{last.node, node}}, wide: true}
	}
	p.or = false
	return nil
}

// joins makes one word of the last word and this one where Persian writes them
// as one too.
func (p *parser) joins(node Node) bool {
	if len(p.parts) == 0 {
		return false
	}
	last := &p.parts[len(p.parts)-1]
	if !last.plain || !script.Joins(last.node.Words[0], node.Words[0]) {
		return false
	}
	*last = part{node: Node{Op: Word, Words: []string{clip(last.node.Words[0] + node.Words[0])}}}
	return true
}

// compounds lets the last word and this one be found also where they are
// written as one, which is how other scripts write mohammad hossein: محمدحسین.
func (p *parser) compounds(node Node) bool {
	if len(p.parts) == 0 {
		return false
	}
	last := &p.parts[len(p.parts)-1]
	if !last.plain || !script.Compound(last.node.Words[0], node.Words[0]) {
		return false
	}
	whole := Node{Op: Word, Words: []string{clip(last.node.Words[0] + node.Words[0])}}
	*last = part{node: Node{Op: Any, Of: []Node{whole, {Op: All, Of: []Node{last.node, node}}}}}
	return true
}

// nodeOf makes a node of the words of one chunk.
func nodeOf(tokens []script.Token, quoted, prefix, named bool) Node {
	words := make([]string, len(tokens))
	one, loose := true, false
	for i, t := range tokens {
		words[i] = clip(t.Word)
		if i > 0 {
			one = one && oneWord(tokens[i-1], t)
			loose = loose || t.Glued
		}
	}
	phrase := Node{Op: Phrase, Words: words, Prefix: prefix, Named: named}
	switch {
	case len(words) == 1 && !quoted:
		return Node{Op: Word, Words: words, Prefix: prefix, Named: named}
	case len(words) > 1 && one && loose && !prefix && len(words) <= maxRun:
		whole := Node{Op: Word, Words: []string{joined(tokens)}, Named: named}
		return Node{Op: Any, Of: []Node{whole, phrase}}
	case quoted:
		return withJoined(phrase, tokens)
	}
	return phrase
}

// withJoined lets a quoted phrase be found also where its parted words are
// written as one, and where its words of known endings are parted.
func withJoined(phrase Node, tokens []script.Token) Node {
	var tight []string
	at := 0
	eachRun(tokens, func(from, to int) {
		tight = append(tight, phrase.Words[at:from]...)
		tight = append(tight, joined(tokens[from:to]))
		at = to
	})
	var loose []string
	for _, word := range phrase.Words {
		if before, after, ok := script.Parted(word); ok {
			loose = append(loose, before, after)
		} else {
			loose = append(loose, word)
		}
	}
	either := Node{Op: Any, Of: []Node{phrase}}
	if at > 0 {
		other := phrase
		other.Words = append(tight, phrase.Words[at:]...)
		either.Of = append(either.Of, other)
	}
	if len(loose) > len(phrase.Words) {
		other := phrase
		other.Words = loose
		either.Of = append(either.Of, other)
	}
	if len(either.Of) == 1 {
		return phrase
	}
	return either
}

func (p *parser) filter(field, text string) error {
	values := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '،' })
	if len(values) == 0 {
		return fail.New(fail.Usage, "%s: says nothing", field)
	}
	f := &p.filters
	switch field {
	case "case":
		f.Cases = append(f.Cases, values...)
	case "source":
		f.Sources = append(f.Sources, text) // the name of a source may hold a comma
	case "lang":
		for _, v := range values {
			f.Langs = append(f.Langs, strings.ToLower(v))
		}
	case "kind", "type":
		return f.AddKinds(values)
	case "from", "to":
		day, err := dayOf(field, text)
		if err != nil {
			return err
		}
		if field == "from" {
			f.From = day
		} else {
			f.To = day
		}
	}
	return nil
}

// AddKinds narrows to kinds of hits or of files, named as people name them.
func (f *Filters) AddKinds(values []string) error {
	for _, v := range values {
		switch v = strings.ToLower(v); {
		case isKind(v):
			f.Kinds = append(f.Kinds, Kind(v))
		case isFamily(v):
			f.Families = append(f.Families, Family(v))
		default:
			return fail.New(fail.Usage, "there is no kind %q", v).Do("use one of %s, or of files %s", list(Kinds()), list(Families()))
		}
	}
	return nil
}

func list[T ~string](names []T) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = string(n)
	}
	return strings.Join(parts, ", ")
}

// dayOf reads 2020, 2020-05 or 2020-05-17 as a number.
func dayOf(field, text string) (int, error) {
	wrong := fail.New(fail.Usage, "%s:%s is no day", field, text).Do("write a year, a month or a day: 2020, 2020-05, 2020-05-17")
	parts := strings.FieldsFunc(script.Digits(text), func(r rune) bool { return r == '-' || r == '/' })
	if len(parts) == 0 || len(parts) > 3 {
		return 0, wrong
	}
	most := [...]int{2999, 12, 31}
	day := 0
	for i := range most {
		n := 0
		if field == "to" {
			n = 99
		}
		if i < len(parts) {
			var err error
			if n, err = strconv.Atoi(parts[i]); err != nil || n < 1 || n > most[i] {
				return 0, wrong
			}
		}
		day = day*100 + n
	}
	if year := day / 10000; year < 1700 {
		return 0, fail.New(fail.Usage, "%s:%s: the year %d is long past", field, text, year).Do("give the year of the Gregorian calendar")
	}
	return day, nil
}

func (p *parser) query() (Query, error) {
	if p.or {
		return Query{}, fail.New(fail.Usage, "OR needs a word before it and one behind it")
	}
	q := Query{Root: Node{Op: All}, Filters: p.filters}
	if !p.signs {
		q.Bare = strings.Join(p.bare, " ")
	}
	asked := false
	for _, part := range p.parts {
		asked = asked || part.node.Op != Not
		q.Root.Of = append(q.Root.Of, part.node)
	}
	switch {
	case len(p.parts) == 0:
		return q, fail.New(fail.Usage, "there is no word to look for").Do("give at least one word")
	case !asked:
		return q, fail.New(fail.Usage, "all words are excluded: there is nothing to look for").Do("give at least one word without a minus")
	}
	return q, nil
}
