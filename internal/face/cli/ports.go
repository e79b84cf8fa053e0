package cli

import (
	"context"
	"io"
	"iter"
	"time"

	"sanad/internal/core/account"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

// Ports is what the commands need from outside; package app hands it in, for
// faces know no store and no tool.
type Ports struct {
	Version string
	Clock   func() time.Time
	// Init makes a new archive.
	Init func(ctx context.Context, req InitRequest) (InitResult, error)
	// Open opens an archive for the account named as, or its first one.
	Open func(ctx context.Context, dir, as string) (*Opened, error)
	// Walk finds everything below paths.
	Walk func(paths []string) iter.Seq[flow.Found]
	// List reads a list of paths.
	List func(r io.Reader) ([]string, error)
	// Files is the files that arguments name; nil: those of this machine.
	Files Files
	// Folder begins a folder that gets its name only when it is whole.
	Folder func(dest string) (Folder, error)
	// Site begins a site that takes the place of the one which stands there; nil
	// where none can stand, as at the far end of a network.
	Site func(dest string) (SiteFolder, error)
	// OwnFolder begins a folder that nobody but its maker can look into.
	OwnFolder func(dest string) (Folder, error)
	// Pack writes a folder into one ZIP file.
	Pack func(folder, dest string) (Packed, error)
	// Sealer opens what is sealed, where there is no archive.
	Sealer flow.Sealer
	// Backup creates a backup file, encrypted if recipients are given.
	Backup func(path string, recipients []string) (io.WriteCloser, error)
	// Restore makes a new archive of a backup file.
	Restore func(ctx context.Context, file, dir string, req RestoreRequest) (flow.BackedUp, error)
	// NewHolder makes a key holder's key and writes the private half to path.
	NewHolder func(path string) (recipient string, err error)
	// KeepKey writes the key made of a seed to path, as NewHolder does.
	KeepKey func(path string, seed [32]byte) (recipient string, err error)
	// Seed gives what a private key is made of.
	Seed func(identity string) ([32]byte, error)
	// CheckRecipient refuses a public key that can't be sealed to.
	CheckRecipient func(recipient string) error
	// NewWitness makes a witness in a folder and gives its verifier key.
	NewWitness func(dir, name string) (vkey string, err error)
	// OpenWitness opens a witness's folder.
	OpenWitness func(dir string) (Witness, error)
	// ServeWitness answers for a witness until ctx ends; ready is told where.
	ServeWitness func(ctx context.Context, w Witness, listen string, ready func(address string)) error
	// Doctor says what is wrong with this machine, and with the archive in
	// dir if there is one.
	Doctor func(ctx context.Context, dir string) []Finding
	// Demo makes a fictional case and runs the whole thread on it.
	Demo func(ctx context.Context, req DemoRequest, say func(format string, args ...any)) (DemoResult, error)
	// Remote has a command done by the archive at an address.
	Remote func(ctx context.Context, req RemoteRequest) (printed bool, err error)
	// Document gives the description of the API.
	Document func() ([]byte, error)
	// Sandboxed serves the walled-off child of this program; with a folder
	// for the compiled PDF engine, one that reads PDF as well.
	Sandboxed func(pdf string) error
}

// InitRequest says what archive to make.
type InitRequest struct {
	Dir, Name, User, DB, Blobs string
}

// InitResult tells of the archive that was made.
type InitResult struct {
	Archive string `json:"archive"`
	Origin  string `json:"origin"`
	Key     string `json:"key"`
	// Fingerprint is what sanad-verify prints of the key.
	Fingerprint string `json:"fingerprint"`
	User        string `json:"user"`
	Checkpoint  string `json:"checkpoint"`
}

// RestoreRequest says where a backup is restored to besides its folder.
type RestoreRequest struct {
	DB, Blobs string // other than the backup's own; empty: SQLite and disk
	Identity  string // file with the private key of an encrypted backup
	Progress  flow.Progress
}

// Folder is an export in the making.
type Folder interface {
	flow.Sink
	Finish() error
	Abort() error
}

// Packed tells of a file that a folder was packed into.
type Packed struct{ Files, Bytes int64 }

// SiteFolder is a site in the making.
type SiteFolder interface {
	flow.SiteSink
	Finish() error
	Abort() error
}

// Opened is an open archive and who acts on it.
type Opened struct {
	// Archive is the archive as the actor may know it.
	*flow.Archive
	// Whole is the archive with all that is sealed, for the verbs that must
	// weigh it whoever acts: taking in, reading, releasing, keeping.
	Whole *flow.Archive
	// Within is the archive with all that is sealed in the cases the actor may
	// read, and nothing of other cases: for taking in, reading and copying out.
	Within *flow.Archive
	// OfCase gives the archive as members of one case know it who may see nothing
	// that is sealed there, and as those do who may: what is learned from it may
	// be kept for them. It does not ask whether the actor is one.
	OfCase func(ctx context.Context, caseName string) (open, whole *flow.Archive, err error)
	// Jobs is what is done while nobody waits.
	Jobs *flow.Jobs
	// Work runs jobs, so many at a time, until ctx ends or, with once, until none
	// waits, and tells how many it ran once.
	Work func(ctx context.Context, workers int, once bool, log func(what string, err error)) (int, error)
	// ThreadDays is after how many days without a message a thread ends.
	ThreadDays int
	Dir        string
	Actor      guard.Actor
	Origin     string
	// Ask asks witnesses and time-stamping authorities.
	Ask flow.Asker
	// Vouching reads from sanad.json who is asked.
	Vouching func() (Vouching, error)
	// Seen gives the last checkpoint signed on this machine.
	Seen func() ([]byte, error)
	// Picture draws a page of an item as PNG.
	Picture func(ctx context.Context, item custody.Item, page int) ([]byte, error)
	// Capture captures a web page by the archive's rules.
	Capture func(ctx context.Context, req CaptureRequest) (CaptureResult, error)
	// Views makes the views again and compares them.
	Views func(ctx context.Context, progress func(done, total int64)) ([]flow.Violation, error)
	// Rebuild drops the views and makes them again.
	Rebuild func(ctx context.Context, progress func(done, total int64)) error
	// Accounts gives how accounts are entered.
	Accounts func() (Accounts, error)
	// Tokens is what programs act with.
	Tokens Tokens
	// Private gives the files a backup holds besides the ledger and the bytes.
	Private func(ctx context.Context) (map[string][]byte, error)
	// Serve answers web requests until ctx ends; ready is told where.
	Serve func(ctx context.Context, req ServeRequest, ready func(Served)) error
	// ServeDoor serves the pages for strangers alone.
	ServeDoor func(ctx context.Context, listen string, ready func(address string)) error
	// Pages draws the pages of a dossier.
	// of the languages that are named, or of all.
	Pages func(langs []string) (flow.Pages, error)
	// SitePages draws the pages of a site.
	SitePages flow.SitePages
	Close     func() error
}

// Vouching names who is asked for their word on checkpoints.
type Vouching struct {
	Witnesses   []flow.WitnessAt
	Authorities []Authority
}

// Authority is a time-stamping authority.
type Authority struct {
	URL    string
	Policy string // OID to ask for, "": its own choice
	Roots  []byte // certificates in PEM that its own must lead to; empty: not checked
}

// Accounts changes how accounts are entered.
type Accounts interface {
	// SetPassword changes the password of an account and ends its sessions.
	SetPassword(ctx context.Context, actor guard.Actor, handle, password string) error
	// Sessions gives the live sessions of an account, with times to the hour.
	Sessions(ctx context.Context, actor guard.Actor, handle, here string) ([]account.Session, error)
	// EndSessions ends them all; it is recorded if they are another's.
	EndSessions(ctx context.Context, actor guard.Actor, handle string) error
	// ResetFactors takes all second factors from an account.
	ResetFactors(ctx context.Context, actor guard.Actor, handle string) error
}

// Finding is something the doctor looked at.
type Finding struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	Do     string `json:"do,omitempty"` // what to do about it
}

// DemoRequest says how large the fictional case is.
type DemoRequest struct {
	Dir    string
	People int
	Seed   uint64
	DB     string
	Blobs  string
}

// DemoResult tells of the case that was made.
type DemoResult struct {
	Archive  string
	Accounts []DemoAccount
	Dossier  string
	Truth    map[string]any
	Serve    func(ctx context.Context, req ServeRequest, ready func(Served)) error
	Close    func() error
}

// ServeRequest says where web requests are answered. Door is an address and port
// for strangers, or a place below the desk's addresses, such as /door; "" serves
// strangers nothing.
type ServeRequest struct{ Listen, Door string }

// Served tells the addresses that answer.
type Served struct {
	Address string `json:"address"`
	Door    string `json:"door,omitempty"`
}

// DemoAccount is an account of the fictional case. Its password is no secret.
type DemoAccount struct {
	User     string   `json:"user"`
	Password string   `json:"password"`
	Roles    []string `json:"roles"`
}
