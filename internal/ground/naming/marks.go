package naming

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

// span is a piece of a name's text.
type span struct{ from, to int }

// marked is what the signs and words in a text say of its parts.
type marked struct {
	rest      string // the text with spaces where what follows was
	aliases   []Part // nicknames, respellings
	particles []Part // words that only tell what the next part is
	fathers   []int  // where a father's name begins that words announce
	sons      []int  // where a word stands that tells that the part before it is the father's
}

// mark takes out of a text what is stated in words and signs.
func mark(text string) marked {
	m := marked{rest: text}
	m.quoted()
	tokens := script.Tokens(m.rest)
	for i := 0; i < len(tokens); i++ {
		if size := knownAs(tokens[i:]); size > 0 && i+size < len(tokens) {
			m.uncomma(tokens, i)
			last := endOfAlias(m.rest, tokens, i+size)
			m.particle(tokens[i].From, tokens[i+size-1].To)
			from := afterBy(text, tokens[i], tokens[i+size])
			m.blank(tokens[i+size].From, from)
			m.alias(from, tokens[last].To, Nickname, true)
			i = last
			continue
		}
		if size := sonPhrase(tokens[i:]); size > 0 && i+size < len(tokens) {
			m.uncomma(tokens, i)
			m.fathers = append(m.fathers, tokens[i+size].From)
			m.particle(tokens[i].From, tokens[i+size-1].To)
			i += size - 1
			continue
		}
		if i > 0 && isSonAfter(tokens[i].Word) {
			m.sons = append(m.sons, tokens[i].From)
			m.particle(tokens[i].From, tokens[i].To)
		}
	}
	return m
}

// uncomma takes out what stands before tokens[i]: a comma before "son of" turns
// no name round.
func (m *marked) uncomma(tokens []script.Token, i int) {
	if i > 0 && tokens[i-1].To < tokens[i].From {
		m.blank(tokens[i-1].To, tokens[i].From)
	}
}

func (m *marked) particle(from, to int) {
	m.particles = append(m.particles, Part{Text: m.rest[from:to], From: from, To: to, Role: Particle, Folded: script.Fold(m.rest[from:to]), Certain: true})
	m.blank(from, to)
}

func (m *marked) alias(from, to int, role Role, certain bool) {
	folded := strings.Join(script.ParseName(m.rest[from:to]).Tokens, " ")
	if folded == "" {
		return
	}
	m.aliases = append(m.aliases, Part{Text: m.rest[from:to], From: from, To: to, Role: role, Folded: folded, Certain: certain})
	m.blank(from, to)
}

// blank puts spaces over a piece, so that the places of the rest stay.
func (m *marked) blank(from, to int) {
	m.rest = m.rest[:from] + strings.Repeat(" ", to-from) + m.rest[to:]
}

// mostAliases bounds how many pieces are taken out of one text, each of which
// costs a copy of it.
const mostAliases = 8

// quoted takes out what stands in quotes or brackets, unless it is all there is.
func (m *marked) quoted() {
	spans := quotes(m.rest)
	if len(spans) == 0 || !hasLetters(m.rest, spans) {
		return
	}
	outside := writingOf(m.rest)
	for _, s := range spans[:min(len(spans), mostAliases)] {
		open, size := utf8.DecodeRuneInString(m.rest[s.from:])
		_, tail := utf8.DecodeLastRuneInString(m.rest[:s.to])
		from, to := s.from+size, s.to-tail
		inside := m.rest[from:to]
		tokens := script.Tokens(inside)
		bracket := open == '(' || open == '[' || open == '（'
		switch {
		case len(tokens) == 0, bracket && (sonPhrase(tokens) > 0 || script.IsSonOf(tokens[0].Word) || knownAs(tokens) > 0):
		case bracket && script.WritingOf(tokens[0].Word) != outside:
			m.alias(from, to, Respelling, false)
		default:
			m.alias(from, to, Nickname, !bracket)
		}
	}
}

func writingOf(text string) script.Writing {
	for _, w := range script.Words(text) {
		if writing := script.WritingOf(w); writing != script.Other {
			return writing
		}
	}
	return script.Other
}

// hasLetters tells that letters stand outside of the spans.
func hasLetters(text string, spans []span) bool {
	at := 0
	for _, s := range spans {
		if strings.ContainsFunc(text[at:s.from], unicode.IsLetter) {
			return true
		}
		at = s.to
	}
	return strings.ContainsFunc(text[at:], unicode.IsLetter)
}

// longestQuote bounds how far the end of a quote is looked for.
const longestQuote = 120 // bytes

// quotes gives the pieces of text that stand in quotes or brackets, with them.
func quotes(text string) (spans []span) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		closing := closingOf(r)
		if closing == "" || (r == '\'' || r == '‘') && !opensWord(text, i, size) {
			i += size
			continue
		}
		rest := text[i+size : min(len(text), i+size+longestQuote)]
		end := closes(rest, closing, r == '\'' || r == '‘')
		if end < 0 {
			i += size
			continue
		}
		_, tail := utf8.DecodeRuneInString(rest[end:])
		spans = append(spans, span{i, i + size + end + tail})
		i += size + end + tail
	}
	return spans
}

func closingOf(r rune) string {
	switch r {
	case '"':
		return "\""
	case '“', '„':
		return "”“"
	case '«':
		return "»"
	case '‹':
		return "›"
	case '\'':
		return "'"
	case '‘':
		return "’"
	case '(':
		return ")"
	case '[':
		return "]"
	case '（':
		return "）"
	}
	return ""
}

// opensWord tells a mark before a word: others are apostrophes and ains.
func opensWord(text string, at, size int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+size:])
	return (at == 0 || unicode.IsSpace(before)) && unicode.IsLetter(after)
}

// closes finds the end of a quote; an apostrophe ends one behind a word only.
func closes(rest, closing string, apostrophe bool) int {
	for i, r := range rest {
		if !strings.ContainsRune(closing, r) {
			continue
		}
		after, _ := utf8.DecodeRuneInString(rest[i+utf8.RuneLen(r):])
		if !apostrophe || !unicode.IsLetter(after) {
			return i
		}
	}
	return -1
}

// knownAs tells how many words at the head of tokens announce a nickname.
func knownAs(tokens []script.Token) int {
	for _, phrase := range [...]string{
		"also known as", "better known as", "known as", "a k a", "aka", "alias", "nicknamed", "nom de guerre", "called",
		"با نام مستعار", "نام مستعار", "معروف به", "مشهور به", "ملقب به", "متخلص به", "معروف", "ملقب",
		"المعروف باسم", "المعروف ب", "المعروف", "المعروفه", "الملقب ب", "الملقب", "الملقبه", "الشهیر ب", "الشهیر", "المکنی ب", "المکنی",
		"ناسراو به", "لقبی",
	} {
		if begins(tokens, phrase) {
			return strings.Count(phrase, " ") + 1
		}
	}
	return 0
}

// sonPhrase tells how many words at the head of tokens say that the father's
// name follows. Bin and ibn are not among them: package script knows those.
func sonPhrase(tokens []script.Token) int {
	for _, phrase := range [...]string{
		"son of", "daughter of", "s o", "d o", "child of", "father s name", "father",
		"فرزند", "پسر", "دختر", "نام پدر", "کوری", "کچی", "نجل", "کریمه",
	} {
		if begins(tokens, phrase) {
			return strings.Count(phrase, " ") + 1
		}
	}
	return 0
}

func begins(tokens []script.Token, phrase string) bool {
	for i := 0; ; i++ {
		word, rest, more := strings.Cut(phrase, " ")
		if i >= len(tokens) || tokens[i].Word != word {
			return false
		}
		if phrase = rest; !more {
			return true
		}
	}
}

// isSonAfter tells the words that Azerbaijani puts behind the father's name.
func isSonAfter(word string) bool {
	return slices.Contains([]string{"oglu", "qizi", "ogly", "gizi", "kyzy", "qyzy"}, word)
}

// endOfAlias gives the last token of a nickname that begins at tokens[i]: it
// goes on to a comma, a bracket, or the next word that announces something.
func endOfAlias(text string, tokens []script.Token, i int) int {
	for ; i+1 < len(tokens); i++ {
		if strings.ContainsAny(text[tokens[i].To:tokens[i+1].From], ",،;؛/()[]\n") ||
			knownAs(tokens[i+1:]) > 0 || sonPhrase(tokens[i+1:]) > 0 {
			break
		}
	}
	return i
}

// afterBy gives where a nickname begins: behind the ب that Arabic writes onto
// it (المعروف بأبي عمر), where it can't be of the name itself.
func afterBy(text string, marker, first script.Token) int {
	if !strings.HasPrefix(marker.Word, "ال") || strings.HasSuffix(text[:first.From], "ب") {
		return first.From
	}
	rest, ok := strings.CutPrefix(first.Word, "ب")
	if ok && (strings.HasPrefix(rest, "ال") || strings.HasPrefix(rest, "ابو") || strings.HasPrefix(rest, "ابی") || strings.HasPrefix(rest, "ام")) &&
		bytes.HasPrefix([]byte(text[first.From:]), []byte("ب")) {
		return first.From + len("ب")
	}
	return first.From
}
