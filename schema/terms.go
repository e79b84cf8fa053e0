package schema

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"sanad/internal/ground/script"
)

//go:embed terms/*.txt
var termFiles embed.FS

// Term is one word of a vocabulary: what a property of the type term/NAME can
// have as its value.
type Term struct {
	Code    string // lower case letters, digits and _; what a claim's value is
	Broader string // code of the term it is a sort of, or ""
	Note    string
	// Label is how the term is called, by language: "en", "fa" and "ar" for
	// the vocabularies of this package.
	Label map[string]string
	// Also is how sources call it too, in any language: it is read, not shown.
	Also []string
	// HURIDOCS names what it corresponds to in the micro-thesauri of the events
	// standard formats: "MT28 010200000000".
	HURIDOCS []string
	// Alleged: the term says of somebody that they did or let happen what may
	// be a crime. It stays alleged until a finding with a standard of proof
	// rests on the claim.
	Alleged bool
}

// Vocabulary is the terms that a property's values are taken from.
type Vocabulary struct {
	Name  string
	Note  string // the file's first comment
	Terms []Term // a broader term stands before those it is broader than

	byCode map[string]int
	byText map[string]int // folded labels and other names; shared is none
}

// shared marks a text by which more than one term is called.
const shared = -1

// maxReading bounds what is read as a term, in bytes: no label is longer.
const maxReading = 1024

// NewVocabulary makes a vocabulary that can be read from. A code that is there
// twice, and a broader term that is not there before, are errors; labels may
// be shared, as they are in thesauri, but are then not read.
func NewVocabulary(name, note string, terms []Term) (Vocabulary, error) {
	v := Vocabulary{Name: name, Note: note, Terms: terms, byCode: make(map[string]int, len(terms)), byText: make(map[string]int, 4*len(terms))}
	for i, t := range terms {
		if _, ok := v.byCode[t.Code]; ok || t.Code == "" {
			return v, fmt.Errorf("the term %q is there twice or has no code", t.Code)
		}
		if _, ok := v.byCode[t.Broader]; !ok && t.Broader != "" {
			return v, fmt.Errorf("the term %s is a sort of %q, which is not there before it", t.Code, t.Broader)
		}
		v.byCode[t.Code] = i
		for _, label := range t.Label {
			v.call(label, i)
		}
		for _, text := range slices.Concat(t.Also, t.HURIDOCS) {
			v.call(text, i)
		}
		for _, code := range t.HURIDOCS {
			_, digits, _ := strings.Cut(code, " ")
			v.call(digits, i)
		}
	}
	return v, nil
}

func (v Vocabulary) call(text string, term int) {
	folded := Spelt(text)
	if other, ok := v.byText[folded]; ok && other != term {
		term = shared
	}
	v.byText[folded] = term
}

// Spelt drops what spellings of one name differ in, spaces too: Persian writes
// one word with a space, with a non-joiner or with neither. It is for comparing.
func Spelt(text string) string { return strings.ReplaceAll(script.Fold(text), " ", "") }

// Term gives the term of that code.
func (v Vocabulary) Term(code string) (Term, bool) {
	i, ok := v.byCode[code]
	if !ok {
		return Term{}, false
	}
	return v.Terms[i], true
}

// Read finds the term that a text means: its code, its label in any language
// or another name of it, however it is spelt, or a HURIDOCS code
// ("MT28 010200000000", or the digits alone where only one term has them). A
// text that may mean two terms means none.
func (v Vocabulary) Read(text string) (Term, bool) {
	if len(text) > maxReading {
		return Term{}, false
	}
	if t, ok := v.Term(strings.ToLower(strings.TrimSpace(text))); ok {
		return t, true
	}
	i, ok := v.byText[Spelt(text)]
	if !ok || i == shared {
		return Term{}, false
	}
	return v.Terms[i], true
}

// Vocabularies gives every vocabulary, in the order of their names.
var Vocabularies = sync.OnceValues(loadVocabularies)

// FindVocabulary gives the vocabulary of that name.
func FindVocabulary(name string) (Vocabulary, bool) {
	all, err := Vocabularies()
	if err != nil {
		return Vocabulary{}, false // the test of this package reads every file
	}
	i, ok := slices.BinarySearchFunc(all, name, func(v Vocabulary, name string) int { return strings.Compare(v.Name, name) })
	if !ok {
		return Vocabulary{}, false
	}
	return all[i], true
}

func loadVocabularies() ([]Vocabulary, error) {
	names, err := fs.Glob(termFiles, "terms/*.txt")
	if err != nil {
		return nil, err
	}
	all := make([]Vocabulary, 0, len(names))
	for _, name := range names {
		data, err := termFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		v, err := ParseVocabulary(string(data))
		if err != nil {
			return nil, fmt.Errorf("schema/%s: %w", name, err)
		}
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b Vocabulary) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// ParseVocabulary reads a data file: comment lines begin with "#", and the
// first of them say why the vocabulary is as it is; then "vocabulary NAME";
// then the terms, each a block of lines:
//
//	term CODE [< BROADER]
//	en LABEL
//	fa LABEL
//	ar LABEL
//	code MT28 010200000000     what it is in HURIDOCS; several lines for several
//	also NAME, NAME            what sources call it too
//	note TEXT
//	alleged                    it says that somebody may have done a crime
//
// One language a line, because a line in two directions can't be read in every
// editor.
func ParseVocabulary(data string) (Vocabulary, error) {
	var v Vocabulary
	for n, line := range strings.Split(data, "\n") {
		line = strings.TrimSpace(line)
		comment, isComment := strings.CutPrefix(line, "#")
		word, rest, _ := strings.Cut(line, " ")
		rest = strings.TrimSpace(rest)
		switch {
		case line == "":
		case isComment:
			if v.Name == "" {
				v.Note = strings.TrimSpace(v.Note + " " + strings.TrimSpace(comment))
			}
		case word == "vocabulary" && v.Name == "" && rest != "":
			v.Name = rest
		case v.Name == "":
			return v, fmt.Errorf("line %d: the first line that is no comment must be \"vocabulary NAME\"", n+1)
		case word == "term":
			code, broader, _ := strings.Cut(rest, "<")
			v.Terms = append(v.Terms, Term{Code: strings.TrimSpace(code), Broader: strings.TrimSpace(broader), Label: map[string]string{}})
		case len(v.Terms) == 0:
			return v, fmt.Errorf("line %d: %q before the first term", n+1, word)
		default:
			if err := v.Terms[len(v.Terms)-1].say(word, rest); err != nil {
				return v, fmt.Errorf("line %d: %w", n+1, err)
			}
		}
	}
	if v.Name == "" || len(v.Terms) == 0 {
		return v, fmt.Errorf("a vocabulary has a name and terms")
	}
	return NewVocabulary(v.Name, v.Note, v.Terms)
}

// say adds what one line of a data file tells of the term.
func (t *Term) say(word, rest string) error {
	if (word == "alleged") != (rest == "") {
		return fmt.Errorf("%q: alleged stands alone, every other word is followed by something", word)
	}
	switch word {
	case "en", "fa", "ar":
		if t.Label[word] != "" {
			return fmt.Errorf("the term %s has two labels in %s", t.Code, word)
		}
		t.Label[word] = rest
	case "code":
		t.HURIDOCS = append(t.HURIDOCS, rest)
	case "also":
		for _, name := range strings.Split(rest, ",") {
			t.Also = append(t.Also, strings.TrimSpace(name))
		}
	case "note":
		t.Note = rest
	case "alleged":
		t.Alleged = true
	default:
		return fmt.Errorf("%q says nothing about the term %s: use en, fa, ar, code, also, note or alleged", word, t.Code)
	}
	return nil
}
