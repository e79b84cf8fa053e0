package flow

import (
	"context"
	"io"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/text"
)

// Sink receives the files of an export by slash-separated relative path, each
// written whole and once. Several may be open at a time.
type Sink interface {
	Create(name string) (io.WriteCloser, error)
}

// Bundle is what a release shows, for whoever draws its pages. It holds
// nothing that is withheld.
type Bundle struct {
	Release   disclosure.Release
	Origin    string // the log's name
	Size      int64  // entries of the ledger the dossier was planned on
	Created   time.Time
	Documents []BundledDocument
	Counted   *Counted // nil if the case has no lists
	Withheld  []disclosure.Withheld
	Flags     []disclosure.Bar // what its reader is flagged for
	// Copies are the originals that do not leave as they are.
	Copies []BundledCopy
	// Shown makes of any claim what of it leaves: what else is gathered for the
	// pages goes through it.
	Shown *disclosure.Shown
	// Subjects walks the entities that released claims are about, in a
	// stable order, each with its released claims.
	Subjects func(ctx context.Context, yield func(Subject) error) error
	// Entries are those of the ledger that are disclosed, ascending.
	Entries []int64
	BundleParts
}

// BundledDocument is a released original with the passages cited in it.
type BundledDocument struct {
	Item     custody.Item
	Name     string // as the file was called, "" if withheld
	Passages []text.Passage
	// Text gives the pages or rows as read, for showing; at most a few
	// hundred kilobytes are ever shown.
	Pages []text.Page
	Rows  []text.Row
	// Reading is the rendition they are of.
	Reading text.Rendition
}

// Subject is an entity with its released claims.
type Subject struct {
	claim.Entity
	Nameless bool // Name is a pseudonym
	Claims   []claim.Claim
}

// BundledCopy is what leaves of an original that does not leave as it is.
type BundledCopy struct {
	disclosure.PlannedCopy
	Path      string // in the bundle; "" if only its name leaves
	MediaType string
	Pages     int
}

// BuildOptions is how a release is written that was decided.
type BuildOptions struct {
	Pages  Pages
	Prefix string // before the numbers of pages; "": the case's, or one made of the archive's name
}

// Pages draws the pages of a bundle for people to read. Every path it puts
// MUST be one the dossier has no other use for.
type Pages func(ctx context.Context, b Bundle, put func(path string, data []byte) error) error
