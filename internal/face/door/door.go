package door

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/face/words"
)

// Options is what the door needs from outside.
type Options struct {
	Box     intake.Box
	Archive string // its name, as it is told in public
	Key     string // the ledger's public key, which receipts are checked with
	Prefix  string // of all its addresses, such as "/door"; "" if it stands alone
	// Leave is where the link to leave quickly leads: a page that everybody might
	// read. Onion is the door's address in the Tor network, to be told; may be "".
	Leave, Onion string
	Limits       Limits
	Clock        func() time.Time
	Random       io.Reader
	Log          *slog.Logger // gets routes and kinds of failure only
}

// Limits bound what may be asked of the door. A zero is the default.
type Limits struct {
	File   int64 // bytes of one file
	Letter int64 // bytes of all files of a letter
	Day    int64 // bytes of files that all visitors together hand in a day
	Words  int64 // bytes of words, likewise: they have room when files have none
	Files  int   // of one letter
	// Letters and Forms are those, with files and without, that come at the same
	// time, Entries the codes that are tried at the same time, each of which costs
	// memory, and Signatures those that are being written down. Who finds no place
	// waits for Patience.
	Letters, Forms, Entries, Signatures int
	Patience                            time.Duration
	// Pace is how long the next 64 kB of a form may take: who sends slower holds
	// a place that others wait for. When half of the places are taken it is a
	// sixth of that.
	Pace time.Duration
}

func (l Limits) orDefault() Limits {
	def := Limits{File: 500_000_000, Letter: 2_000_000_000, Day: 50_000_000_000, Words: 10_000_000_000, Files: 200, Letters: 256, Forms: 256, Entries: 32, Signatures: 512, Patience: 20 * time.Second, Pace: time.Minute}
	for _, n := range []struct{ set, otherwise *int64 }{{&l.File, &def.File}, {&l.Letter, &def.Letter}, {&l.Day, &def.Day}, {&l.Words, &def.Words}} {
		if *n.set <= 0 {
			*n.set = *n.otherwise
		}
	}
	for _, n := range []struct{ set, otherwise *int }{{&l.Files, &def.Files}, {&l.Letters, &def.Letters}, {&l.Forms, &def.Forms}, {&l.Entries, &def.Entries}, {&l.Signatures, &def.Signatures}} {
		if *n.set <= 0 {
			*n.set = *n.otherwise
		}
	}
	if l.Patience <= 0 {
		l.Patience = def.Patience
	}
	if l.Pace <= 0 {
		l.Pace = def.Pace
	}
	return l
}

// door answers requests. All its fields are safe for several goroutines.
type door struct {
	Options
	tables map[words.Lang]*words.Table
	pages  map[words.Lang]map[string]*template.Template
	tokens *tokens
	quota  *quota // of files
	texts  *quota // of what is told and signed
	// what is shown to everybody
	doors     recall[[]intake.Door]
	petitions shown
	// a place each for what costs something
	letters, forms, entries, signatures places
}

// New makes the handler of all pages for strangers.
func New(opt Options) (http.Handler, error) {
	if opt.Box == nil || opt.Clock == nil || opt.Random == nil || opt.Log == nil {
		return nil, errors.New("the door needs a letter box, a clock, chance and a log")
	}
	opt.Limits = opt.Limits.orDefault()
	tables, err := words.Load()
	if err != nil {
		return nil, err
	}
	keep, err := newTokens(opt.Random, opt.Clock)
	if err != nil {
		return nil, err
	}
	d := &door{Options: opt, tables: tables, pages: map[words.Lang]map[string]*template.Template{}, tokens: keep, quota: &quota{clock: opt.Clock, most: opt.Limits.Day}, texts: &quota{clock: opt.Clock, most: opt.Limits.Words}, petitions: shown{kept: map[string]*recall[intake.PetitionShown]{}},
		letters: make(places, opt.Limits.Letters), forms: make(places, opt.Limits.Forms), entries: make(places, opt.Limits.Entries), signatures: make(places, opt.Limits.Signatures)}
	for lang, table := range tables { // a page that can't be read is found now
		if d.pages[lang], err = parsePages(table); err != nil {
			return nil, fmt.Errorf("reading the door's pages: %w", err)
		}
	}
	return d.handler(), nil
}
