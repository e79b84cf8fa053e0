package intake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// DoorOpened says that strangers can hand something in for a case from now on,
// and what they are told; or, of a door that is open, that they are told this
// from now on.
type DoorOpened struct {
	Door  string            `json:"door"`
	Case  string            `json:"case"`
	Title map[string]string `json:"title"` // by language
	About map[string]string `json:"about"` // by language: who reads it, what will happen and what not
}

// Kind is door.opened/1.
func (DoorOpened) Kind() ledger.Kind { return ledger.Kind{Name: "door.opened", Version: 1} }

// The most a door can say of itself.
const (
	maxTitle = 300
	maxAbout = 16 << 10
)

// Check refuses a door that can't stand in an address, and one that doesn't say
// what it is.
func (f DoorOpened) Check() error {
	switch {
	case !plainName(f.Door):
		return fail.New(fail.Usage, "a door can't be named %q", f.Door).Do("use 1 to %d small letters, digits and - of a to z, for it stands in addresses", maxName)
	case f.Case == "":
		return fail.New(fail.Usage, "the door %s is of no case", f.Door)
	case len(f.Title) == 0:
		return fail.New(fail.Usage, "the door %s has no title", f.Door).Do("give --title TEXT, in each language its pages have")
	}
	for lang, text := range f.Title {
		if err := told(f.Door, lang, text, maxTitle); err != nil {
			return err
		}
	}
	for lang, text := range f.About {
		if err := told(f.Door, lang, text, maxAbout); err != nil {
			return err
		}
	}
	return nil
}

func told(door, lang, text string, most int) error {
	if !slices.Contains(Languages(), lang) {
		return fail.New(fail.Usage, "the door %s has no pages in the language %q", door, lang).Do("use one of %s", strings.Join(Languages(), ", "))
	}
	if strings.TrimSpace(text) == "" || len(text) > most || strings.IndexByte(text, 0) >= 0 {
		return fail.New(fail.Usage, "what the door %s says in the language %s is empty, or longer than %d bytes", door, lang, most)
	}
	return nil
}

// Languages lists those in which a door speaks.
func Languages() []string { return []string{"en", "fa", "ar"} }

// DoorClosed says that nothing new is taken at a door. Threads go on.
type DoorClosed struct {
	Door string `json:"door"`
}

// Kind is door.closed/1.
func (DoorClosed) Kind() ledger.Kind { return ledger.Kind{Name: "door.closed", Version: 1} }

// Check refuses to close nothing.
func (f DoorClosed) Check() error { return named("a door", f.Door) }

// Received says that a stranger handed something in. It has five fields and no
// more: with the three that every event has they make eight, which is what the
// size of a receipt was counted with.
type Received struct {
	Submission string  `json:"submission"`
	Door       string  `json:"door"`
	Thread     string  `json:"thread"`  // drawn from the giver's code
	Content    Content `json:"content"` // what a receipt commits to
	Sealed     Sealed  `json:"sealed"`
}

// Kind is submission.received/1.
func (Received) Kind() ledger.Kind { return ledger.Kind{Name: "submission.received", Version: 1} }

// Coarse implements ledger.Coarse.
func (Received) Coarse() {}

// Check refuses a submission of nothing, and a thread that nobody could answer.
func (f Received) Check() error {
	for what, id := range map[string]string{"a submission": f.Submission, "the door of a submission": f.Door, "the thread of a submission": f.Thread} {
		if err := named(what, id); err != nil {
			return err
		}
	}
	if f.Content == (Content{}) {
		return fail.New(fail.Failed, "the submission %s commits to no content", f.Submission)
	}
	if f.Sealed.Recipient == "" {
		return fail.New(fail.Failed, "the submission %s has no key that answers could be sealed to", f.Submission)
	}
	return f.Sealed.check(f.Submission)
}

// Sealed is what of a letter stands in the ledger: which sealed bytes there are,
// and the envelope of who the giver is.
type Sealed struct {
	Story Part   `json:"story"`
	Files []Part `json:"files,omitempty"`
	// Giver is an envelope of package seal, as JSON: who the giver is and how to
	// reach them. What it is made of is none of this package's knowledge.
	Giver json.RawMessage `json:"giver,omitempty"`
	// Recipient is the age recipient of the thread, to which answers are sealed.
	Recipient string `json:"recipient,omitempty"`
	// Group is the same of letters with the same text that came while one
	// program ran: its key was drawn then and is forgotten.
	Group string `json:"group,omitempty"`
}

// MaxFiles is how many files one letter can have.
const MaxFiles = 200

func (s Sealed) check(of string) error {
	if err := s.Story.check(); err != nil {
		return fmt.Errorf("the story of %s: %w", of, err)
	}
	if len(s.Files) > MaxFiles {
		return fail.New(fail.Usage, "a letter has at most %d files, not %d", MaxFiles, len(s.Files)).Do("send it in parts, or pack the files together")
	}
	for i, p := range s.Files {
		if err := p.check(); err != nil {
			return fmt.Errorf("file %d of %s: %w", i+1, of, err)
		}
	}
	if len(s.Giver) > 0 && !json.Valid(s.Giver) {
		return fail.New(fail.Failed, "the giver's envelope of %s is no JSON", of)
	}
	return nil
}

// Parts lists what is kept of it: the story, then the files.
func (s Sealed) Parts() []Part { return append([]Part{s.Story}, s.Files...) }

// Part names sealed bytes by their SHA-256.
type Part struct {
	Sum   string `json:"sum"`
	Bytes int64  `json:"bytes"`
}

// isSum reports whether a text is 64 lower-case hexadecimal digits.
func isSum(text string) bool {
	return len(text) == 64 && !strings.ContainsFunc(text, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'f') })
}

func (p Part) check() error {
	if !isSum(p.Sum) || p.Bytes <= 0 {
		return fail.New(fail.Failed, "%q of %d bytes names no sealed bytes", p.Sum, p.Bytes)
	}
	return nil
}

// maxName bounds names, in bytes.
const maxName = 64

// plainName reports whether a name can stand in an address as it is.
func plainName(name string) bool {
	if name == "" || len(name) > maxName || name[0] == '-' {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' })
}

func named(what, id string) error {
	if id == "" || len(id) > 2*maxName {
		return fail.New(fail.Usage, "%s needs a name, not %q", what, id)
	}
	return nil
}
