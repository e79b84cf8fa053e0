package intake

import (
	"context"
	"io"
	"time"
)

// Box is the letter box as the public pages see it: things can be put in, and
// nothing read but one's own thread. Implementations MUST seal everything that
// a Letter is given before it reaches a disk, a log or the ledger, MUST be safe
// for many visitors at once, and MUST answer a wrong code, an unknown one and
// an ended thread alike, in kind, words and time.
type Box interface {
	// Open gives the doors that are open now, in a stable order.
	Open(ctx context.Context) ([]Door, error)
	// Letter begins what will be handed in at a door. Nothing of it is recorded
	// before Send; Abandon after Send does nothing.
	Letter(ctx context.Context, door string) (Letter, error)
	// Enter opens the thread of a code, which may be typed in any language of
	// the code's words. Every failure but a broken archive is fail.NotFound.
	Enter(ctx context.Context, code string) (Thread, error)
	// Petition gives a petition's texts, fail.NotFound if there is none or it
	// isn't shown.
	Petition(ctx context.Context, id string) (PetitionShown, error)
	// Sign records a signature; a closed petition is fail.Refused.
	Sign(ctx context.Context, s Signature) (Receipt, error)
	// Withdraw takes back the signature of a code; failures as with Enter.
	Withdraw(ctx context.Context, code string) (Receipt, error)
}

// Door is one place where strangers hand something in: that of a case.
type Door struct {
	Name      string            // in addresses
	Title     map[string]string // by language; what is told in public
	About     map[string]string // by language: who reads it, what will happen and what not
	Petitions []string          // names of those that can be signed now
}

// LetterLasts is how long a letter may take from its first byte to Send. What
// lies sealed for longer and was not sent is taken for what a crash left.
const LetterLasts = 20 * time.Hour

// Letter is a submission, or what is added to a thread, in the making. Its
// parts are sealed as they come.
type Letter interface {
	// Tell seals what was written. It is called once, before the files or after.
	Tell(s Story) error
	// File seals one file as it is read; the name is sealed with it. A file of
	// no bytes and one that is too large are errors of kind fail.Usage.
	File(name string, r io.Reader) error
	// Send records the letter and gives its receipt. Who calls it MUST do so
	// within LetterLasts.
	Send(ctx context.Context) (Receipt, error)
	// Abandon removes the sealed parts of a letter that was not sent.
	Abandon() error
}

// Field is one answer of the form: a stable name and what was written.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Story is what a person tells. What happened is sealed to each key holder of
// the case; who the giver is and how to reach them is sealed so that several
// must agree to open it.
type Story struct {
	Language string     `json:"language"`        // BCP 47, in which the form was filled in
	Form     Form       `json:"form,omitempty"`  // which it was told on
	About    *Reference `json:"about,omitempty"` // the entry that a correction is about, if it was named as entries are
	Fields   []Field    `json:"fields"`
	Giver    []Field    `json:"giver,omitempty"`
	Consent  Consent    `json:"consent"`
}

// Consent says for which uses the giver agreed, as they ticked them.
type Consent struct {
	Uses  []Use  `json:"uses"`
	Court string `json:"court,omitempty"` // which, for ToNamedCourt
	Words string `json:"words"`           // version of the text that was read, as "consent/1"
}

// Use is one thing that may be done with what was handed in.
type Use string

// The uses, each its own yes. Without ToKeep nothing is taken into custody.
const (
	ToKeep          Use = "archive"
	ToUN            Use = "un"
	ToNamedCourt    Use = "court"
	ToAnyProsecutor Use = "prosecutor"
	ToPublishNamed  Use = "public_named"
	ToPublish       Use = "public"
)

// Uses lists them in the order they are asked.
func Uses() []Use {
	return []Use{ToKeep, ToUN, ToNamedCourt, ToAnyProsecutor, ToPublishNamed, ToPublish}
}

// Thread is what goes on after a submission, as its holder sees it.
type Thread interface {
	// Messages gives all messages, oldest first. Those of the giver can't be
	// read back: of them only when and how much is known.
	Messages() []Message
	// Letter begins an addition.
	Letter(ctx context.Context) (Letter, error)
	// End revokes the code: nobody can enter again.
	End(ctx context.Context) error
}

// Message is one step of a thread.
type Message struct {
	Day     time.Time // UTC, to the day
	Ours    bool      // from the archive
	Text    string    // what the archive wrote; empty for the giver's own
	Files   int
	Receipt string // of the giver's own; the text of the proof
}

// Receipt is what a giver keeps.
type Receipt struct {
	Code  []int  // indexes of the words that open the thread; shown once
	Proof string // text that sanad-verify checks
	// Opening shows, to whom the holder chooses, what exactly was handed in:
	// without it the proof reveals nothing of the content.
	Opening string
}

// PetitionShown is a petition as it is read and signed.
type PetitionShown struct {
	Name     string
	Version  int
	Texts    map[string]PetitionText // by language
	Regions  []Region                // to choose one of, or none
	Identity []string                // names of the fields that are asked, in order
	Open     bool
}

// PetitionText is one language's text of a version.
type PetitionText struct{ Title, Text, To string }

// Region is a coarse part of the world that signers may say they live in.
type Region struct {
	Name  string            `json:"name"`
	Title map[string]string `json:"title"`
}

// Signature is what a signer sends; nothing of it is written in clear.
type Signature struct {
	Petition string
	Version  int
	Language string
	Region   string
	Identity []Field
}
