package storetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/store/fault"
)

// Book is a flow.Book with what only its own package and app use.
type Book interface {
	flow.Book
	flow.JobQueue
	flow.JobLeases
	TokenKeeper
	Rebuild(ctx context.Context, progress func(done, total int64)) error
	Replace(ctx context.Context, signed []byte, events func(yield func(flow.Recorded) error) error) error
	Dump(ctx context.Context) (map[string][]string, error)
	Close() error
}

// BookParts is what a book is opened with.
type BookParts struct {
	Signer   note.Signer
	Verifier note.Verifier
	Seen     *Seen
	Clock    func() time.Time
	Hook     fault.Hook
}

// Database is one database, opened as often as a test needs.
type Database struct {
	Open func(t *testing.T, parts BookParts) Book
	// Exec changes the database behind the book's back.
	Exec func(t *testing.T, statement string)
	// HexBlob writes bytes as the database's SQL has them; nil: X'00'.
	HexBlob func(data []byte) string
}

// Seen remembers the last signed checkpoint for the life of a test, as a file
// beside the archive does.
type Seen struct {
	mu   sync.Mutex
	text []byte
}

// Load gives the checkpoint stored last.
func (s *Seen) Load() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text, nil
}

// Store replaces it if newer agrees.
func (s *Seen) Store(newer func([]byte) (bool, error), text []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ok, err := newer(s.text)
	if ok && err == nil {
		s.text = bytes.Clone(text)
	}
	return err
}

// Forget makes it as on a machine that never signed.
func (s *Seen) Forget() { s.text = nil }

// Origin is the name of the logs the tests make.
const Origin = "test.invalid/log"

// NewParts makes a key and a memory for one log.
func NewParts(t testing.TB) (BookParts, string) {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, Origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return BookParts{Signer: signer, Verifier: verifier, Seen: &Seen{}, Clock: time.Now}, public
}

// First is the account that acts in the tests.
func First() guard.Actor { return guard.Actor{Handle: "first", Roles: guard.Roles()} }

// books is one test's database, opened.
type books struct {
	t     *testing.T
	db    Database
	parts BookParts
	key   string
	Book
}

func newBooks(t *testing.T, fresh func(t *testing.T) Database) *books {
	t.Helper()
	parts, key := NewParts(t)
	b := &books{t: t, db: fresh(t), parts: parts, key: key}
	b.reopen(nil)
	t.Cleanup(func() { b.Close() })
	return b
}

// reopen opens the database anew, as after a crash.
func (b *books) reopen(hook fault.Hook) {
	b.t.Helper()
	if b.Book != nil {
		if err := b.Close(); err != nil {
			b.t.Fatal(err)
		}
	}
	parts := b.parts
	parts.Hook = hook
	b.Book = b.db.Open(b.t, parts)
}

// try appends facts and gives the error.
func (b *books) try(facts ...ledger.Fact) (flow.Written, error) {
	return b.Append(context.Background(), First(), func(context.Context, flow.State) ([]ledger.Fact, error) { return facts, nil })
}

func (b *books) put(facts ...ledger.Fact) flow.Written {
	b.t.Helper()
	w, err := b.try(facts...)
	if err != nil {
		b.t.Fatal(err)
	}
	return w
}

// begin writes what every ledger begins with.
func (b *books) begin() {
	b.t.Helper()
	b.put(guard.ArchiveMade{Name: "test", Origin: Origin}, guard.UserAdded{User: "first", Roles: guard.Roles()}, guard.CaseOpened{Case: "main"})
}

// check compares the whole ledger with its checkpoint. The blobs of the
// events are nobody's here, so only the ledger's part counts.
func (b *books) check() []flow.Violation {
	b.t.Helper()
	a := &flow.Archive{Key: b.key, Book: b.Book, Originals: Nothing{}, Renditions: Nothing{}, Sealed: Nothing{}, Random: rand.Reader, Workers: 1}
	got, err := flow.Check(context.Background(), a, flow.CheckRequest{Seen: b.parts.Seen.Load}, func(string, int64, int64) {})
	if err != nil {
		b.t.Fatal(err)
	}
	var ledgers []flow.Violation
	for _, v := range got.Violations {
		if v.Kind == "ledger" {
			ledgers = append(ledgers, v)
		}
	}
	return ledgers
}

func (b *books) mustHold() {
	b.t.Helper()
	if v := b.check(); len(v) > 0 {
		b.t.Fatalf("the ledger does not hold: %v", v)
	}
}

func (b *books) size() int64 {
	b.t.Helper()
	var size int64
	err := b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		tree, err := s.Tree(ctx)
		size = tree.Size()
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return size
}

// Books runs everything a book must keep against one kind of database.
func Books(t *testing.T, fresh func(t *testing.T) Database) {
	for name, test := range map[string]func(*testing.T, *books){
		"what was appended can be proved":                   testProved,
		"a decision that fails changes nothing":             testDecisionFails,
		"only accounts that may act append":                 testOnlyAccounts,
		"appends from many sides keep one order":            testManySides,
		"a fault at any step leaves a ledger that holds":    testFaults,
		"views made again are the views that were":          testRebuild,
		"odd text is refused or found as any other":         testOddText,
		"a ledger put into an empty book is the same":       testReplace,
		"nothing is signed after the database went back":    testWentBack,
		"what was changed behind the book is found":         testTampered,
		"a clock that went back changes no order":           testClockBack,
		"a look sees one moment":                            testOneMoment,
		"every noun's questions answer what was said":       testQuestions,
		"what falls is told, and nothing else":              testFalls,
		"claims by the thousand are told part by part":      testManyRest,
		"what is not there is an error, not an empty thing": testAbsent,
		"what was read while it was sealed is read again":   testAgain,
		"a walk over dates loses none":                      testDated,
		"a token works until it ends or is revoked":         testTokens,
		"a job is kept from asking to forgetting":           testJobLife,
		"no two runners get one job":                        testJobOnce,
		"a job whose runner is gone is taken over":          testJobTakenOver,
		"a job that ends its runners ends":                  testJobLost,
		"who signs in is kept beside the ledger":            testSignIn,
	} {
		t.Run(name, func(t *testing.T) { test(t, newBooks(t, fresh)) })
	}
}

func testProved(t *testing.T, b *books) {
	b.begin()
	for i := range 40 {
		b.put(sampleAccession(i))
	}
	err := b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		signed, err := s.Checkpoint(ctx)
		if err != nil {
			return err
		}
		point, err := ledger.OpenCheckpoint(signed, b.parts.Verifier)
		if err != nil {
			return err
		}
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		return s.Events(ctx, 0, point.Size, func(e flow.Recorded) error {
			path, err := tree.ProveInclusion(e.Index, point.Size)
			if err != nil {
				return err
			}
			return ledger.CheckInclusion(point, e.Index, e.Entry, path)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	b.mustHold()
}

func testDecisionFails(t *testing.T, b *books) {
	b.begin()
	before := b.size()
	_, err := b.Append(context.Background(), First(), func(context.Context, flow.State) ([]ledger.Fact, error) {
		return []ledger.Fact{sampleAccession(1)}, fmt.Errorf("second thoughts")
	})
	if err == nil || b.size() != before {
		t.Errorf("err %v, size %d, want an error and %d", err, b.size(), before)
	}
	if _, err := b.try(guard.CaseOpened{Case: "not a name"}); fail.Of(err) != fail.Usage || b.size() != before {
		t.Errorf("a fact that breaks its rules: err %v, size %d", err, b.size())
	}
	b.mustHold()
}

func testOnlyAccounts(t *testing.T, b *books) {
	b.begin()
	b.put(guard.UserAdded{User: "second", Roles: guard.Roles()}, guard.UserDisabled{User: "second"})
	for _, handle := range []string{"", "nobody", "second"} {
		_, err := b.Append(context.Background(), guard.Actor{Handle: handle, Roles: guard.Roles()}, func(context.Context, flow.State) ([]ledger.Fact, error) {
			t.Errorf("%q was asked to decide", handle)
			return nil, nil
		})
		if fail.Of(err) != fail.Refused {
			t.Errorf("%q: %v, want refused", handle, err)
		}
	}
}

func testManySides(t *testing.T, b *books) {
	b.begin()
	const sides, each = 6, 15
	other := b.db.Open(t, b.parts) // as a second process
	defer other.Close()
	var wg sync.WaitGroup
	for side := range sides {
		wg.Go(func() {
			book := b.Book
			if side%2 == 1 {
				book = other
			}
			for i := range each {
				_, err := book.Append(context.Background(), First(), func(context.Context, flow.State) ([]ledger.Fact, error) {
					return []ledger.Fact{sampleAccession(1000*side + i)}, nil
				})
				if err != nil {
					t.Errorf("side %d: %v", side, err)
				}
			}
		})
	}
	wg.Wait()
	if got := b.size(); got != 3+sides*each {
		t.Errorf("size is %d, want %d", got, 3+sides*each)
	}
	b.mustHold()
}

func testClockBack(t *testing.T, b *books) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	b.parts.Clock = func() time.Time { return now }
	b.reopen(nil)
	b.begin()
	now = now.Add(-3 * time.Hour)
	b.put(sampleAccession(1))
	b.mustHold()
	a := &flow.Archive{Key: b.key, Book: b.Book, Originals: Nothing{}, Renditions: Nothing{}, Sealed: Nothing{}, Random: rand.Reader, Workers: 1}
	got, err := flow.Check(context.Background(), a, flow.CheckRequest{}, func(string, int64, int64) {})
	if err != nil || len(got.Notes) != 1 {
		t.Errorf("notes %v, err %v, want one note of the clock", got.Notes, err)
	}
}

func testOneMoment(t *testing.T, b *books) {
	b.begin()
	err := b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		before, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		b.put(sampleAccession(1))
		after, err := s.Tree(ctx)
		if err == nil && before.Size() != after.Size() {
			t.Errorf("the ledger grew from %d to %d during one look", before.Size(), after.Size())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
