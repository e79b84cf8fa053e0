package disclosure

import (
	"slices"
	"strings"
	"unicode/utf8"

	"sanad/internal/ground/fail"
)

// Ref names what a consent or a condition holds for.
type Ref struct {
	On RefKind `json:"on"`
	ID string  `json:"id"`
}

// RefKind is a kind of things that consents and conditions hold for.
type RefKind string

// The kinds, from the widest to the narrowest. A source is named as its
// accessions name it; whose name is sealed is met by its accessions.
const (
	OnSource    RefKind = "source"
	OnAccession RefKind = "accession"
	OnItem      RefKind = "item" // by its SHA-256
	OnEntity    RefKind = "entity"
	OnClaim     RefKind = "claim"
)

// RefKinds lists them.
func RefKinds() []RefKind { return []RefKind{OnSource, OnAccession, OnItem, OnEntity, OnClaim} }

func (r Ref) check() error {
	if !slices.Contains(RefKinds(), r.On) || r.ID == "" || !isText(r.ID) {
		return fail.New(fail.Usage, "%q %q is nothing that a consent or condition can hold for", r.On, r.ID).Do("name a source, an accession, an item, an entity or a claim")
	}
	return nil
}

func (r Ref) String() string { return string(r.On) + " " + r.ID }

// maxText bounds what is said in one field, in bytes.
const maxText = 16 << 10

func isText(s string) bool {
	return len(s) <= maxText && utf8.ValidString(s) && strings.IndexByte(s, 0) < 0
}

// isDay reports whether s is a day of the Gregorian calendar as YYYY-MM-DD: such
// days are in order when their texts are.
func isDay(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	for i, c := range []byte(s) {
		if i != 4 && i != 7 && (c < '0' || c > '9') {
			return false
		}
	}
	return s[5:7] >= "01" && s[5:7] <= "12" && s[8:] >= "01" && s[8:] <= "31"
}
