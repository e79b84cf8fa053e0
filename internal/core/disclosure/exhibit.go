package disclosure

import (
	"fmt"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// ExhibitNumbered gives every page of something that is disclosed a number that
// it keeps in all releases, as courts know it (Bates numbers; in Europe ERN):
// "VAR-0000123". A number is given once and never to another page.
type ExhibitNumbered struct {
	Case    string         `json:"case"`
	Item    custody.Sum    `json:"item"`
	Version ExhibitVersion `json:"version"`
	Prefix  string         `json:"prefix"`
	First   int64          `json:"first"` // of its pages, from 1
	Pages   int64          `json:"pages"`
}

// ExhibitVersion tells the original from the copy that leaves in its place: what
// is blackened has other pages, and so other numbers.
type ExhibitVersion string

// The versions.
const (
	AsOriginal ExhibitVersion = "original"
	AsCopy     ExhibitVersion = "copy"
)

// The most that numbers reach to: seven digits are written, and more where they
// are needed.
const (
	ExhibitDigits = 7
	maxExhibit    = 1_000_000_000_000
	maxPrefix     = 24
)

// Kind is exhibit.numbered/1.
func (ExhibitNumbered) Kind() ledger.Kind { return ledger.Kind{Name: "exhibit.numbered", Version: 1} }

// Check refuses numbers that are none.
func (f ExhibitNumbered) Check() error {
	switch {
	case f.Case == "" || f.Item.IsZero():
		return fmt.Errorf("an exhibit needs a case and an item")
	case f.Version != AsOriginal && f.Version != AsCopy:
		return fmt.Errorf("%q is no version of an exhibit", f.Version)
	case f.First < 1 || f.Pages < 1 || f.First+f.Pages > maxExhibit:
		return fmt.Errorf("the pages %d and %d more are no numbers of an exhibit", f.First, f.Pages)
	}
	return CheckPrefix(f.Prefix)
}

// CheckPrefix refuses what can't stand before a page's number.
func CheckPrefix(prefix string) error {
	ok := prefix != "" && len(prefix) <= maxPrefix && prefix[0] != '-' && prefix[len(prefix)-1] != '-'
	for _, c := range []byte(prefix) {
		ok = ok && (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-')
	}
	if !ok {
		return fail.New(fail.Usage, "%q can't stand before the number of a page", prefix).Do("use capital letters A to Z, digits and hyphens, at most %d, as VAR", maxPrefix)
	}
	return nil
}

// Beg is the number of the first page, as "VAR-0000123".
func (f ExhibitNumbered) Beg() string { return f.Number(1) }

// End is the number of the last page.
func (f ExhibitNumbered) End() string { return f.Number(f.Pages) }

// Number is the number of a page, counted from 1.
func (f ExhibitNumbered) Number(page int64) string {
	return fmt.Sprintf("%s-%0*d", f.Prefix, ExhibitDigits, f.First+page-1)
}

// Exhibit is something numbered, with the entry that numbered it.
type Exhibit struct {
	ExhibitNumbered
	Index int64
}

// PrefixFor gives what stands before the numbers of a case of an archive where
// nobody said what: three letters of the archive's name, and the case's.
func PrefixFor(archive, caseName, plain string) string {
	prefix := capitals(archive, 3)
	if len(prefix) < 2 {
		prefix = "EX"
	}
	if caseName == plain {
		return prefix
	}
	if c := capitals(caseName, maxPrefix-len(prefix)-1); c != "" {
		return prefix + "-" + c
	}
	return prefix + "-C"
}

// capitals gives the first letters A to Z and digits of a text as capitals.
func capitals(s string, most int) string {
	var out strings.Builder
	for _, c := range []byte(strings.ToUpper(s)) {
		if out.Len() < most && (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			out.WriteByte(c)
		}
	}
	return out.String()
}
