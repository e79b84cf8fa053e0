// Package app puts the parts together: it alone knows both the faces and the
// stores. It must never hold a rule of the work itself.
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/guard"
	"sanad/internal/face/cli"
	"sanad/internal/face/memorial"
	"sanad/internal/flow"
	"sanad/internal/flow/sight"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
	"sanad/internal/store/disk"
	"sanad/internal/store/fault"
	"sanad/internal/store/s3"
	"sanad/internal/store/sql"
	"sanad/internal/tool/keys"
	"sanad/internal/tool/reading"
	"sanad/internal/tool/witness"
)

// workshop puts archives together. Its hook is asked around every step that
// changes something outside the process; it is nil but in tests.
type workshop struct{ hook fault.Hook }

// bytesStore is where originals, renditions and manifests are kept.
type bytesStore interface {
	flow.Manifests
	Originals() flow.Blobs
	Renditions() flow.Blobs
	Sealed() flow.Sealed
	Close() error
}

// parts is an open archive with what only app knows of it.
type parts struct {
	dir     string
	set     settings
	book    *sql.Book
	bytes   bytesStore
	seen    *disk.Seen
	readers *readers
	reader  *reading.Sandboxed
	archive *flow.Archive
	veil    *sight.Veil
	// private is what a backup being restored held besides the ledger, until
	// it is kept
	private map[string][]byte
}

func (p *parts) Close() error {
	p.readers.close()
	return errors.Join(p.book.Close(), p.bytes.Close())
}

// sandboxCommand is the hidden subcommand that serves a walled-off child.
const sandboxCommand = "sandboxed"

// assemble opens the stores that settings name.
func (w workshop) assemble(ctx context.Context, dir string, set settings, create bool) (*parts, error) {
	key, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return nil, fail.New(fail.Failed, "reading the ledger's key: %w", err).Do("without keys/ledger.key nothing can be signed; put it back from a backup")
	}
	signer, err := note.NewSigner(strings.TrimSpace(string(key)))
	if err != nil {
		return nil, fail.New(fail.Failed, "reading the ledger's key %s: %w", keyFile, err)
	}
	verifier, err := note.NewVerifier(set.Key)
	if err != nil {
		return nil, fail.New(fail.Failed, "reading the archive's public key: %w", err)
	}
	if verifier.Name() != signer.Name() || verifier.KeyHash() != signer.KeyHash() {
		return nil, fail.New(fail.Integrity, "keys/ledger.key is not the key that sanad.json names").Do("put the right one back from a backup")
	}
	limits, err := set.limits()
	if err != nil {
		return nil, err
	}
	p := &parts{dir: dir, set: set, veil: sight.NewVeil(), seen: disk.NewSeen(filepath.Join(dir, seenFile), w.hook)}
	if p.bytes, err = w.openBytes(ctx, dir, set.Blobs, create); err != nil {
		return nil, err
	}
	opt := sql.Options{Signer: signer, Verifier: verifier, Seen: p.seen, Clock: time.Now, Random: rand.Reader, Fault: w.hook}
	if p.book, err = openBook(ctx, dir, set.Database, create, opt); err != nil {
		return nil, errors.Join(err, p.bytes.Close())
	}
	if p.readers, err = openReaders(); err != nil {
		return nil, errors.Join(err, p.book.Close(), p.bytes.Close())
	}
	p.reader = p.readers.reader(dir, limits)
	p.archive = &flow.Archive{
		Name: set.Name, Key: set.Key, Book: p.book, Index: p.book.Index(), Language: script.Language, Originals: p.bytes.Originals(), Renditions: p.bytes.Renditions(), Sealed: p.bytes.Sealed(), Manifests: p.bytes,
		Reader: p.reader, Redactor: p.reader, Sealer: keys.Sealer{}, Random: rand.Reader, Workers: max(4, runtime.NumCPU()),
	}
	return p, nil
}

func openBook(ctx context.Context, dir, database string, create bool, opt sql.Options) (*sql.Book, error) {
	if strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://") {
		return sql.OpenPostgres(ctx, database, create, opt)
	}
	if database != "sqlite" {
		return nil, fail.New(fail.Usage, "%q is not a database", database).Do("give postgres://USER@HOST/NAME, or nothing for SQLite")
	}
	return sql.OpenSQLite(ctx, filepath.Join(dir, databaseFile), create, opt)
}

func (w workshop) openBytes(ctx context.Context, dir, blobs string, create bool) (bytesStore, error) {
	if strings.HasPrefix(blobs, "s3://") {
		return s3.Open(ctx, blobs, s3.Options{AccessKey: os.Getenv("SANAD_S3_ACCESS_KEY"), SecretKey: os.Getenv("SANAD_S3_SECRET_KEY"), Spool: filepath.Join(dir, "tmp")})
	}
	if blobs != "disk" {
		return nil, fail.New(fail.Usage, "%q is not a place for originals", blobs).Do("give s3://BUCKET?endpoint=URL, or nothing for this disk")
	}
	return disk.Open(dir, disk.Options{Create: create, Hook: w.hook})
}

// open opens the archive in dir for the account as, or the first account.
func (w workshop) open(ctx context.Context, dir, as string) (*cli.Opened, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("finding the archive %s: %w", dir, err)
	}
	set, err := readSettings(abs)
	if err != nil {
		return nil, err
	}
	p, err := w.assemble(ctx, abs, set, false)
	if err != nil {
		return nil, err
	}
	actor, err := p.actor(ctx, as)
	if err == nil {
		err = p.sweep(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p.opened(actor), nil
}

func (p *parts) opened(actor guard.Actor) *cli.Opened {
	return &cli.Opened{
		Archive: p.known(actor), Whole: p.archive, Within: p.within(actor), OfCase: p.ofCase, Jobs: p.jobs(nil), ThreadDays: p.set.Door.threadDays(), Dir: p.dir, Actor: actor, Origin: p.set.Origin,
		Seen: p.seen.Load, Views: p.compareViews, Rebuild: p.rebuild,
		Accounts: func() (cli.Accounts, error) { return p.accounts() },
		Tokens:   p.tokens(), Picture: p.picture, Capture: p.capture, Private: p.secrets, Serve: p.serve, ServeDoor: p.serveDoor, Work: p.work, Pages: pagesIn, SitePages: memorial.Pages, Close: p.Close,
		Ask: witness.Client{}, Vouching: p.vouching,
	}
}

// sweep clears away what programs that were killed left half written. An
// archive on a disk that can only be read has nothing to clear.
func (p *parts) sweep(ctx context.Context) error {
	d, ok := p.bytes.(*disk.Store)
	if !ok {
		return nil
	}
	err := d.Sweep(ctx)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil
	}
	return err
}

// actor finds the account that acts. On the command line the account is
// chosen, not proved: whoever can run sanad on the archive's folder can read
// its key anyway.
func (p *parts) actor(ctx context.Context, as string) (actor guard.Actor, err error) {
	err = p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
		var user guard.User
		if as != "" {
			user, err = s.User(ctx, as)
			if fail.Of(err) == fail.NotFound {
				return fail.New(fail.Refused, "there is no account %q", as).Do("see sanad user list")
			}
		} else {
			user, err = firstUser(ctx, s)
		}
		if err != nil {
			return err
		}
		actor, err = user.Actor()
		return err
	})
	return actor, err
}

func firstUser(ctx context.Context, s flow.State) (guard.User, error) {
	users, err := s.Users(ctx)
	if err != nil {
		return guard.User{}, err
	}
	for _, u := range users {
		if !u.Disabled {
			return u, nil
		}
	}
	return guard.User{}, fail.New(fail.Refused, "the archive has no account that may act")
}

// compareViews makes the views again in a scratch database.
func (p *parts) compareViews(ctx context.Context, progress func(done, total int64)) (found []flow.Violation, err error) {
	dir, err := os.MkdirTemp(filepath.Join(p.dir, tmpFolder), "verify-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for the comparison: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	scratch, err := sql.OpenSQLite(ctx, filepath.Join(dir, "views.db"), true, sql.Options{Scratch: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, scratch.Close()) }()
	diffs, err := scratch.CompareViews(ctx, p.book, progress)
	for _, d := range diffs {
		detail := "the ledger does not make this row: " + d.Row
		if d.Lost {
			detail = d.Row + " that the ledger makes"
		}
		found = append(found, flow.Violation{Kind: "view", ID: d.View, Detail: detail + "; run sanad rebuild"})
	}
	return found, err
}

// rebuild makes the views again, and the manifests and the index, which are
// views too.
func (p *parts) rebuild(ctx context.Context, progress func(done, total int64)) error {
	if err := p.book.Rebuild(ctx, progress); err != nil {
		return err
	}
	if err := flow.WriteManifests(ctx, p.archive); err != nil {
		return err
	}
	if err := p.archive.Index.Drop(ctx); err != nil {
		return err
	}
	_, err := flow.Index(ctx, p.archive, func(_ string, done, total int64) { progress(done, total) })
	return err
}

// ofCase gives the archive as members of one case know it who may see nothing that
// is sealed there, and as those do who may: what is computed of a case and kept for
// all who read it must tell none of them of another, whoever asks for it. Where the
// archive holds one case alone, there is nothing to keep apart.
func (p *parts) ofCase(ctx context.Context, caseName string) (open, whole *flow.Archive, err error) {
	var cases []string
	err = p.book.Look(ctx, func(ctx context.Context, s flow.State) (err error) {
		cases, err = s.Cases(ctx)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	reader := guard.Actor{Roles: []guard.Role{guard.Reader}}
	if len(cases) > 1 {
		reader = guard.Actor{In: map[string][]guard.Role{caseName: reader.Roles}}
	}
	over := func(eyes guard.Actor) *flow.Archive {
		of := *p.archive
		of.Book = p.veil.Book(p.book, eyes)
		return &of
	}
	return over(reader), over(reader.Unsealing()), nil
}
