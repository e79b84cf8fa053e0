package claim

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/canon"
)

// Term is a word of a vocabulary that was taken over from others. Its code is
// theirs; as the value of a claim it is "NAME:CODE", so that it is never taken
// for a term of the schema's own (see TermValue).
type Term struct {
	Code    string            `json:"code"`
	Broader string            `json:"broader,omitempty"` // code of the term it is a sort of
	Label   map[string]string `json:"label"`             // by language (BCP 47)
	Note    string            `json:"note,omitempty"`
}

// The bounds of a vocabulary that is taken over.
const (
	MaxTerms     = 20_000
	MaxPartTerms = 500       // in one event, so that bodies stay small
	MaxPartBytes = 256 << 10 // likewise
	maxTermCode  = 64
	maxTermLabel = 1 << 10
	maxTermNote  = 16 << 10
	maxLabels    = 16
)

// VocabularyImported says that terms of a thesaurus of others were taken over:
// one part of them. All parts of an edition are recorded at once. A newer
// edition of the same name, for the same case, takes the place of an older one
// when values are read; the terms of the older stay, for claims that have them.
type VocabularyImported struct {
	Vocabulary string `json:"vocabulary"`     // names the edition, see VocabularyID
	Name       string `json:"name"`           // "mt4"
	Case       string `json:"case,omitempty"` // the case it counts in; empty: every case
	// Extends is the vocabulary of the schema whose properties take these
	// terms too; Replaces the one whose own terms are no longer read beside
	// them. One of them at most.
	Extends  string      `json:"extends,omitempty"`
	Replaces string      `json:"replaces,omitempty"`
	Item     custody.Sum `json:"item,omitzero"` // the table, if it is in custody
	Part     int         `json:"part"`          // from 1
	Parts    int         `json:"parts"`
	Total    int         `json:"total"` // terms in all parts
	Terms    []Term      `json:"terms"`
	Recorded *Recorded   `json:"recorded,omitempty"`
}

// Kind is claim.vocabulary_imported/1.
func (VocabularyImported) Kind() ledger.Kind {
	return ledger.Kind{Name: "claim.vocabulary_imported", Version: 1}
}

// vocabularyName is the form of a name: it stands before a colon in values.
var vocabularyName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)

// Check refuses a vocabulary that a property could not be read by.
func (f VocabularyImported) Check() error {
	switch {
	case f.Vocabulary == "":
		return errors.New("an imported vocabulary needs an id")
	case !vocabularyName.MatchString(f.Name):
		return fmt.Errorf("%q can't name a vocabulary: use up to 32 lower-case letters, digits, _ and -, a letter first", f.Name)
	case f.Extends != "" && f.Replaces != "":
		return errors.New("a vocabulary extends another or replaces it, not both")
	case f.Part < 1 || f.Part > f.Parts || f.Parts > MaxTerms:
		return fmt.Errorf("part %d of %d of a vocabulary", f.Part, f.Parts)
	case f.Total < len(f.Terms) || f.Total > MaxTerms:
		return fmt.Errorf("a vocabulary of %d terms: there are 1 to %d, and a part has no more than the whole", f.Total, MaxTerms)
	case len(f.Terms) == 0 || len(f.Terms) > MaxPartTerms:
		return fmt.Errorf("a part of a vocabulary has %d terms: there are 1 to %d", len(f.Terms), MaxPartTerms)
	}
	for _, t := range f.Terms {
		if err := t.check(); err != nil {
			return err
		}
	}
	return nil
}

// Of gives the schema's vocabulary that it extends or replaces, or "".
func (f VocabularyImported) Of() string { return f.Extends + f.Replaces }

func (t Term) check() error {
	switch {
	case t.Code == "" || len(t.Code) > maxTermCode || strings.ContainsFunc(t.Code, func(r rune) bool { return r <= ' ' || r > '~' || r == ':' }):
		return fmt.Errorf("the code %q of a term is empty, longer than %d bytes, or not plain ASCII", t.Code, maxTermCode)
	case len(t.Broader) > maxTermCode || t.Broader == t.Code:
		return fmt.Errorf("the term %s is a sort of %q", t.Code, t.Broader)
	case len(t.Note) > maxTermNote:
		return fmt.Errorf("the note of the term %s has more than %d bytes", t.Code, maxTermNote)
	case len(t.Label) == 0 || len(t.Label) > maxLabels:
		return fmt.Errorf("the term %s has labels in %d languages: there are 1 to %d", t.Code, len(t.Label), maxLabels)
	}
	for lang, label := range t.Label {
		if lang == "" || len(lang) > maxTermCode || strings.TrimSpace(label) == "" || len(label) > maxTermLabel {
			return fmt.Errorf("the label of the term %s in %q is empty or longer than %d bytes", t.Code, lang, maxTermLabel)
		}
	}
	return nil
}

// size gives about how many bytes the term has in an event.
func (t Term) size() int {
	n := 64 + len(t.Code) + len(t.Broader) + len(t.Note)
	for lang, label := range t.Label {
		n += 8 + len(lang) + len(label)
	}
	return n
}

// InParts gives the events that record an edition: of names it for what it
// says as a whole, and divides its terms.
func (f VocabularyImported) InParts(terms []Term) []VocabularyImported {
	f.Vocabulary, f.Total = VocabularyID(f, terms), len(terms)
	var parts []VocabularyImported
	begin, bytes := 0, 0
	cut := func(end int) {
		f.Part, f.Terms = len(parts)+1, terms[begin:end]
		parts, begin, bytes = append(parts, f), end, 0
	}
	for i, t := range terms {
		if i > begin && (i-begin == MaxPartTerms || bytes+t.size() > MaxPartBytes) {
			cut(i)
		}
		bytes += t.size()
	}
	cut(len(terms))
	for i := range parts {
		parts[i].Parts = len(parts)
	}
	return parts
}

// VocabularyID names an edition by all that it says, so that importing it
// twice is one.
func VocabularyID(f VocabularyImported, terms []Term) string {
	parts := canon.Strings(f.Name, f.Case, f.Extends, f.Replaces)
	parts = append(parts, f.Item[:])
	for _, t := range terms {
		one := canon.Strings(t.Code, t.Broader, t.Note)
		for _, lang := range slices.Sorted(maps.Keys(t.Label)) {
			one = append(one, []byte(lang), []byte(t.Label[lang]))
		}
		sum := canon.Hash("sanad/term/v1", one...)
		parts = append(parts, sum[:])
	}
	return canon.ID("o", "sanad/vocabulary/v1", parts...)
}

// Vocabulary is an edition of an imported vocabulary.
type Vocabulary struct {
	VocabularyImported // of its first part, without terms
	Actor              string
	At                 time.Time
	Index              int64
	Older              bool // a newer edition of the name counts
}

// TermValue is how a term of an imported vocabulary is written as the value of
// a claim.
func TermValue(name, code string) string { return name + ":" + code }

// CutTermValue takes a value apart that TermValue made; no code of the schema's
// own vocabularies has a colon.
func CutTermValue(value string) (name, code string, ok bool) {
	name, code, ok = strings.Cut(value, ":")
	return name, code, ok && vocabularyName.MatchString(name) && code != "" && len(code) <= maxTermCode
}
