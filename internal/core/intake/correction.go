package intake

import (
	"slices"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Reference names the entry that a reader corrects, as pages that were published
// name it. It tells what somebody read, and so it is sealed with their story:
// nothing of it stands in an entry that a stranger makes.
type Reference struct {
	On ReferenceKind `json:"on"`
	ID string        `json:"id"`
}

// ReferenceKind is a kind of entries that can be corrected.
type ReferenceKind string

// The kinds. Their references are told apart by how they begin.
const (
	AboutEntity    ReferenceKind = "entity"    // e- and 16 letters
	AboutRow       ReferenceKind = "row"       // m- and 16 letters: of a list
	AboutClaim     ReferenceKind = "claim"     // c- and 16 letters
	AboutFinding   ReferenceKind = "finding"   // n- and 16 letters
	AboutItem      ReferenceKind = "item"      // the SHA-256 of its bytes, 64 hexadecimal digits
	AboutPseudonym ReferenceKind = "pseudonym" // whom a release names by a sign alone: the release, a dot, P- and a number, as r-....P-017
)

// letters are those of identifiers, section 8 of docs/formats.md.
const letters = "0123456789abcdefghjkmnpqrstvwxyz"

func isID(text, prefix string) bool {
	rest, ok := strings.CutPrefix(text, prefix)
	return ok && len(rest) == 16 && strings.Trim(rest, letters) == ""
}

// ParseReference reads a reference, which has one spelling. Whether there is such an
// entry it can't tell, and must not: whoever asks may be anybody.
func ParseReference(ref string) (Reference, bool) {
	for prefix, on := range map[string]ReferenceKind{"e-": AboutEntity, "m-": AboutRow, "c-": AboutClaim, "n-": AboutFinding} {
		if isID(ref, prefix) {
			return Reference{on, ref}, true
		}
	}
	if isSum(ref) {
		return Reference{AboutItem, ref}, true
	}
	release, sign, ok := strings.Cut(ref, ".P-")
	if ok && isID(release, "r-") && len(sign) >= 1 && len(sign) <= 6 && strings.Trim(sign, "0123456789") == "" {
		return Reference{AboutPseudonym, ref}, true
	}
	return Reference{}, false
}

// Check refuses what ParseReference would not have read.
func (a Reference) Check() error {
	if read, ok := ParseReference(a.ID); !ok || read != a {
		return fail.New(fail.Usage, "%.80q is no reference of an entry", a.ID).Do("give it as published pages do: e-..., m-..., c-..., n-..., r-....P-..., or the SHA-256 of an item")
	}
	return nil
}

// Release gives the release that a pseudonym is of; "" of every other kind.
func (a Reference) Release() string {
	if a.On != AboutPseudonym {
		return ""
	}
	release, _, _ := strings.Cut(a.ID, ".")
	return release
}

// CorrectPath gives the address, below the door's own, of the page on which a
// reader corrects an entry: what pages that are published link to. Links there
// MUST be rel="noreferrer", and a page that can't name an entry may leave it
// empty.
func CorrectPath(lang, door string, about Reference) string {
	path := "/" + lang + "/correct/" + door
	if about.ID != "" {
		path += "/" + about.ID
	}
	return path
}

// Form is which form a story was told on.
type Form string

// The forms.
const (
	FormReport     Form = ""
	FormCorrection Form = "correction"
)

// Check refuses a story of no form, and one on no entry.
func (s Story) Check() error {
	switch {
	case s.Form != FormReport && s.Form != FormCorrection:
		return fail.New(fail.Usage, "there is no form %.40q", s.Form)
	case s.About != nil && s.Form != FormCorrection:
		return fail.New(fail.Usage, "a report is about no entry")
	case s.About != nil:
		if err := s.About.Check(); err != nil {
			return err
		}
	}
	return s.Consent.Check()
}

// CorrectionNoted says what somebody who read a submission found that it
// corrects. It ties the hour of the submission to the entry, and so is somebody's
// act and never the door's. Said again of the same correction it is of another
// entry.
type CorrectionNoted struct {
	Correction string    `json:"correction"`
	Submission string    `json:"submission"`
	About      Reference `json:"about"`
}

// Kind is correction.noted/1.
func (CorrectionNoted) Kind() ledger.Kind { return ledger.Kind{Name: "correction.noted", Version: 1} }

// Check refuses a correction of nothing.
func (f CorrectionNoted) Check() error {
	if err := named("a correction", f.Correction); err != nil {
		return err
	}
	if err := named("the submission of a correction", f.Submission); err != nil {
		return err
	}
	return f.About.Check()
}

// Outcome is what became of a correction.
type Outcome string

// The outcomes.
const (
	Accept       Outcome = "accepted"
	AcceptInPart Outcome = "in_part"
	Decline      Outcome = "declined"
)

// Outcomes lists them in the order they are offered.
func Outcomes() []Outcome { return []Outcome{Accept, AcceptInPart, Decline} }

// CorrectionDecided says what became of a correction, and what changed by it.
// Decided again, the newest counts. A submission may be left out: where few
// write, its hour and what is published later could tell who wrote.
type CorrectionDecided struct {
	Correction string            `json:"correction"`
	Submission string            `json:"submission,omitempty"`
	Case       string            `json:"case"`
	About      Reference         `json:"about"`
	Outcome    Outcome           `json:"outcome"`
	Made       []string          `json:"made,omitempty"`      // claims that were made by it
	Withdrawn  []string          `json:"withdrawn,omitempty"` // claims that were withdrawn by it
	Reason     string            `json:"reason,omitempty"`    // stays inside
	Note       map[string]string `json:"note,omitempty"`      // by language: what may be told in public, and says nothing of who wrote
}

// Kind is correction.decided/1.
func (CorrectionDecided) Kind() ledger.Kind {
	return ledger.Kind{Name: "correction.decided", Version: 1}
}

// maxChanged is how many claims one correction can make or withdraw.
const maxChanged = 100

// Check refuses a yes that changed nothing and says nothing, and a no without a
// reason.
func (f CorrectionDecided) Check() error {
	if err := named("a correction", f.Correction); err != nil {
		return err
	}
	if err := f.About.Check(); err != nil {
		return err
	}
	changed := len(f.Made) + len(f.Withdrawn)
	switch {
	case f.Case == "" || len(f.Submission) > 2*maxName:
		return fail.New(fail.Usage, "the correction %s is of no case, or of no submission", f.Correction)
	case !slices.Contains(Outcomes(), f.Outcome):
		return fail.New(fail.Usage, "a correction is not decided as %.40q", f.Outcome).Do("use accepted, in_part or declined")
	case f.Outcome != Accept && strings.TrimSpace(f.Reason) == "":
		return fail.New(fail.Usage, "what is declined, in whole or in part, needs a reason").Do("give --reason TEXT: it stays inside")
	case f.Outcome == Decline && changed > 0:
		return fail.New(fail.Usage, "what is declined changes no claim").Do("decide in_part")
	case f.Outcome != Decline && changed == 0 && len(f.Note) == 0:
		return fail.New(fail.Usage, "an accepted correction changes something, or says what").Do("name the claims that were made or withdrawn, or give a note")
	case changed > maxChanged:
		return fail.New(fail.Usage, "a correction changes at most %d claims", maxChanged)
	case len(f.Reason) > maxNote || strings.IndexByte(f.Reason, 0) >= 0:
		return fail.New(fail.Usage, "a reason has at most %d bytes", maxNote)
	}
	return f.checkTexts()
}

func (f CorrectionDecided) checkTexts() error {
	for _, id := range slices.Concat(f.Made, f.Withdrawn) {
		if !isID(id, "c-") {
			return fail.New(fail.Usage, "%.40q names no claim", id)
		}
	}
	for lang, text := range f.Note {
		if !slices.Contains(Languages(), lang) || strings.TrimSpace(text) == "" || len(text) > maxNote || strings.IndexByte(text, 0) >= 0 {
			return fail.New(fail.Usage, "a note has a language of %s, and 1 to %d bytes", strings.Join(Languages(), ", "), maxNote)
		}
	}
	return nil
}
