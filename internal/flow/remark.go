package flow

import (
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/ground/amount"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/position"
	"sanad/internal/ground/script"
	"sanad/schema"
)

// Remark is something a reader of a claim must know beside its value. It is
// computed whenever a claim is shown, never recorded: rules get better.
type Remark struct {
	Key    string // words of the faces: "remark." and this
	Detail string
}

// The remarks.
const (
	RemarkDate      = "date-unread"        // the date was not read, or does not exist
	RemarkNumber    = "number-unread"      // the number was not read
	RemarkShape     = "shape-unread"       // the place on the map was not read, or is nowhere
	RemarkTerm      = "not-a-term"         // the value is no term of the property's vocabulary
	RemarkLink      = "not-linked"         // it names a thing that is not a record
	RemarkCircular  = "circular"           // somebody relies on somebody who relies on them
	RemarkDepth     = "depth"              // hearsay of hearsay: how many told it on
	RemarkMarks     = "direction-marks"    // characters that turn the direction of what is shown
	RemarkUngraded  = "no-grade"           // nobody weighed it
	RemarkProtected = "protected"          // leaves only by a decision on just that
	RemarkBackwards = "ends-before-begins" // its valid time ends before it begins
)

// Remarks tells what a reader must know of a claim.
func Remarks(c claim.Made) []Remark {
	var out []Remark
	add := func(key, detail string, when bool) {
		if when {
			out = append(out, Remark{key, detail})
		}
	}
	p, known := schema.Find(c.Schema, c.Property)
	_, entity := p.Entity()
	_, term := p.Vocabulary()
	teller, circular := claim.Circular(c.Says)
	if c.ValueEntity == "" && known {
		out = append(out, unreadRemark(p, c)...)
	}
	add(RemarkTerm, c.Value, known && term && !isTerm(p, c.Value))
	add(RemarkLink, c.Value, known && entity && c.ValueEntity == "")
	add(RemarkCircular, teller.Who, circular)
	add(RemarkDepth, strings.Repeat("›", max(0, c.Depth()-1)), c.Depth() > 1)
	add(RemarkMarks, "", hasDirectionMarks(c.Value) || hasDirectionMarks(c.Original))
	add(RemarkUngraded, "", c.SourceGrade == "" && c.InfoGrade == "")
	add(RemarkProtected, "", p.Protected)
	add(RemarkBackwards, "", backwards(c.Valid))
	return out
}

// unreadRemark tells of a value that is not what its property asks for.
func unreadRemark(p schema.Property, c claim.Made) []Remark {
	key := ""
	switch {
	case p.Type == schema.Date && c.Date == nil:
		key = RemarkDate
	case p.Type == schema.Quantity && c.Quantity == nil:
		key = RemarkNumber
	case p.Type == schema.Geometry && c.Shape == nil:
		key = RemarkShape
	default:
		return nil
	}
	return []Remark{{key, c.Value + whyUnread(p, c)}}
}

// isTerm reports whether the value is a code of the vocabulary, or one of an
// imported vocabulary: a claim is not recorded with one that is not there.
func isTerm(p schema.Property, value string) bool {
	name, _ := p.Vocabulary()
	v, ok := schema.FindVocabulary(name)
	if !ok {
		return false
	}
	if _, ok := v.Term(value); ok {
		return true
	}
	_, _, imported := claim.CutTermValue(value)
	return imported
}

// hasDirectionMarks finds the characters that override or embed a direction
// (Unicode TR 9, explicit formatting), with which "drow" can be shown as "word".
func hasDirectionMarks(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 })
}

// backwards reports whether a time certainly ends before it begins.
func backwards(v *claim.Valid) bool {
	if v == nil || v.From == "" || v.To == "" {
		return false
	}
	from, err := calendar.ParseEDTF(v.From)
	if err != nil {
		return false
	}
	to, err := calendar.ParseEDTF(v.To)
	return err == nil && to.Span().Before(from.Span())
}

// HasRemark reports whether a claim has a remark.
func HasRemark(c claim.Made, key string) bool {
	return slices.ContainsFunc(Remarks(c), func(r Remark) bool { return r.Key == key })
}

// RankOf orders standings for showing rivals: the preferred first, what was
// withdrawn last.
func RankOf(s claim.Standing) int {
	return slices.Index([]claim.Standing{claim.Favoured, claim.Agreed, claim.Proposed, claim.Contested, claim.Superseded, claim.TakenBack}, s)
}

// GradeKey orders grades: by the source, then by the information; a half that
// nobody judged comes behind every judgement of it. The two are never made
// into one number.
func GradeKey(grade string) string {
	source, info := "Z", "9"
	for _, r := range grade {
		if r >= 'A' {
			source = string(r)
		} else {
			info = string(r)
		}
	}
	return source + info
}

// Single reports whether a property has one true value at most, so that claims
// on it are rivals and preferring one sets the others aside. Of the names of a
// thing one can be preferred too: it is the one it is called by.
func Single(kind, property string) bool {
	p, ok := schema.Find(kind, property)
	return !ok || !p.Many || property == "name"
}

// SameName reports whether two names are spelt the same, but for what readers
// do not see.
func SameName(a, b string) bool { return script.Fold(a) == script.Fold(b) }

// whyUnread tells why a value was not read, behind a colon; nothing if its
// reader has no reason to give.
func whyUnread(p schema.Property, c claim.Made) string {
	var err error
	switch p.Type {
	case schema.Date:
		_, err = calendar.Read(c.Value, calendar.Options{Language: c.Lang})
	case schema.Quantity:
		_, err = amount.Read(c.Value)
	case schema.Geometry:
		_, err = position.Read(c.Value)
	}
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}
