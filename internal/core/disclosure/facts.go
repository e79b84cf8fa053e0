package disclosure

import (
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Requested says that someone asks to disclose exactly what Plan names.
type Requested struct {
	Release  string      `json:"release"`
	Case     string      `json:"case"`
	Title    string      `json:"title"`
	Audience string      `json:"audience"`
	Reason   string      `json:"reason,omitempty"`
	Claims   int64       `json:"claims"`
	Items    int64       `json:"items"`
	Withheld int64       `json:"withheld"`
	Plan     custody.Sum `json:"plan"` // hash of the plan the approver approves
	// What follows came later, and is not there where it was not asked for.
	Shape     Shape    `json:"shape,omitempty"`     // "": a dossier
	Recipient string   `json:"recipient,omitempty"` // a described one; "": nobody in particular, who is taken for the public
	Open      []string `json:"open,omitempty"`      // protected properties that leave by this decision, as "person.religion"
	Sealed    bool     `json:"sealed,omitempty"`    // what is sealed leaves where its giver agreed
	Renews    string   `json:"renews,omitempty"`    // the release that it takes the place of once it is built
	Secret    []byte   `json:"secret,omitempty"`    // 32 bytes that pseudonyms are drawn by; never leaves
}

// Shape is what is made of a release.
type Shape string

// The shapes.
const (
	Dossier Shape = ""      // a folder for one reader, or few
	Site    Shape = "site"  // pages for the public
	Files   Shape = "files" // what programs read: tables, entities, load files
)

// Shapes lists them.
func Shapes() []Shape { return []Shape{Dossier, Site, Files} }

// Order is what a release is asked to hold: with the same state of the archive and
// the same day it gives the same plan, whoever asks.
type Order struct {
	Case   string
	Shape  Shape
	To     Recipient
	Open   []string
	Sealed bool
	Secret []byte
	Day    string // YYYY-MM-DD, UTC
}

// Kind is release.requested/1.
func (Requested) Kind() ledger.Kind { return ledger.Kind{Name: "release.requested", Version: 1} }

// Check refuses a request without title or audience.
func (f Requested) Check() error {
	switch {
	case f.Release == "" || f.Case == "" || f.Plan.IsZero():
		return fmt.Errorf("a release needs an id, a case and a plan")
	case strings.TrimSpace(f.Title) == "":
		return fail.New(fail.Usage, "a release needs a title").Do("give --title TEXT")
	case strings.TrimSpace(f.Audience) == "":
		return fail.New(fail.Usage, "a release needs an audience").Do("give --audience TEXT: who will read it")
	case !slices.Contains(Shapes(), f.Shape):
		return fail.New(fail.Usage, "%q is no shape of a release", f.Shape).Do("use dossier, site or files")
	case f.Recipient != "" && !shortName(f.Recipient), f.Renews == f.Release:
		return fail.New(fail.Usage, "the release %s names a recipient that is none, or itself", f.Release)
	}
	return nil
}

// Approved says that a second person agrees to the same plan.
type Approved struct {
	Release string      `json:"release"`
	Plan    custody.Sum `json:"plan"`
	Reason  string      `json:"reason,omitempty"`
}

// Kind is release.approved/1.
func (Approved) Kind() ledger.Kind { return ledger.Kind{Name: "release.approved", Version: 1} }

// Check refuses an approval of nothing.
func (f Approved) Check() error {
	if f.Release == "" || f.Plan.IsZero() {
		return fmt.Errorf("an approval needs a release and its plan")
	}
	return nil
}

// Built says that the release is being written out: it is logged before the
// folder gets its name, and names every byte of it by the manifest's sum.
type Built struct {
	Release  string      `json:"release"`
	Manifest custody.Sum `json:"manifest"` // SHA-256 of manifest-sha256.txt
	Files    int64       `json:"files"`
	Bytes    int64       `json:"bytes"`
	// Contents is the SHA-256 of the list of what it holds, kept beside the
	// renditions; zero in bundles from before there were such lists.
	Contents *custody.Sum `json:"contents,omitempty"`
}

// Kind is release.built/1.
func (Built) Kind() ledger.Kind { return ledger.Kind{Name: "release.built", Version: 1} }

// Check refuses a bundle without a manifest.
func (f Built) Check() error {
	if f.Release == "" || f.Manifest.IsZero() {
		return fmt.Errorf("a built release needs an id and a manifest")
	}
	return nil
}

// Approval is one person's agreement.
type Approval struct {
	Actor string
	Plan  custody.Sum
	Index int64
}

// Release is a release as it stands now.
type Release struct {
	Requested
	Actor     string // who asked
	Index     int64
	Approvals []Approval
	Builds    int64
	Recalled  *Recalled
	Successor string // the release that took its place
}

// MayApprove refuses the one who asked, and an approval given before.
func (r Release) MayApprove(actor string) error {
	if actor == r.Actor {
		return fail.New(fail.Refused, "%s asked for the release %s and can't approve it", actor, r.Release).
			Do("a second person approves: sanad --as USER release approve %s", r.Release)
	}
	for _, a := range r.Approvals {
		if a.Actor == actor && a.Plan == r.Plan {
			return fail.New(fail.Conflict, "%s approved the release %s before", actor, r.Release)
		}
	}
	return nil
}

// MayBuild refuses a release whose present plan nobody but the asker decided.
func (r Release) MayBuild(plan custody.Sum) error {
	if r.Recalled != nil {
		return fail.New(fail.Refused, "the release %s was recalled", r.Release).Do("ask for another: sanad release new")
	}
	if plan != r.Plan {
		return fail.New(fail.Refused, "what the release %s would hold has changed since it was asked for", r.Release).
			Do("ask again: sanad release new")
	}
	for _, a := range r.Approvals {
		if a.Actor != r.Actor && a.Plan == plan {
			return nil
		}
	}
	return fail.New(fail.Refused, "the release %s was approved by nobody but its asker", r.Release).
		Do("a second person approves: sanad --as USER release approve %s", r.Release)
}
