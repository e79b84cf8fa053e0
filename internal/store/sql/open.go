package sql

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the database/sql driver "pgx"
	"golang.org/x/mod/sumdb/note"

	"sanad/internal/ground/fail"
	"sanad/internal/store/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Seen remembers, outside the database, the last checkpoint signed with the
// ledger's key on this machine.
type Seen interface {
	// Load gives the checkpoint, nil if none was signed here yet.
	Load() ([]byte, error)
	// Store replaces it if newer(old) agrees, durably, and while no other
	// process does.
	Store(newer func(old []byte) (bool, error), text []byte) error
}

// Options is what a book needs from outside.
type Options struct {
	Signer   note.Signer   // nil: the book can be read and not written
	Verifier note.Verifier // of the same key
	Seen     Seen
	Clock    func() time.Time
	Random   io.Reader // 32 bytes an event
	Fault    fault.Hook
	// Scratch makes a database whose loss is no harm: it is not synced.
	Scratch bool
}

// Book is the ledger and its views in a database.
type Book struct {
	opt    Options
	d      dialect
	writer *sql.DB
	reader *sql.DB
}

// OpenSQLite opens the database file at path. Unless create is set, a file
// that is not there is an error: a mistyped path must not become an archive.
func OpenSQLite(ctx context.Context, path string, create bool, opt Options) (*Book, error) {
	if _, err := os.Stat(path); err != nil && (!create || !errors.Is(err, fs.ErrNotExist)) {
		return nil, fail.New(fail.NotFound, "opening the database %s: %w", path, err)
	}
	d := sqliteDialect()
	// The pragmas stand in the address because a PRAGMA run on a pool
	// reaches one of its connections only.
	base := "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() +
		"?_pragma=busy_timeout(30000)&_pragma=journal_mode(WAL)&_pragma=synchronous(" + durable(opt) + ")&_pragma=foreign_keys(1)" +
		"&_pragma=temp_store(MEMORY)&_pragma=wal_autocheckpoint(8192)"
	writer, err := sql.Open(d.driver, base+"&_pragma=cache_size(-65536)&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("opening the database %s: %w", path, err)
	}
	writer.SetMaxOpenConns(1) // SQLite has one writer; a second would only wait
	reader, err := sql.Open(d.driver, base+readerCache+"&_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader.SetMaxOpenConns(readers)
	// Of those that are kept open each has a part of the database in memory, and
	// to open one takes as long as a page: they stay while they are used.
	reader.SetMaxIdleConns(readers)
	reader.SetConnMaxIdleTime(readerRests)
	return open(ctx, &Book{opt: opt, d: d, writer: writer, reader: reader}, create)
}

// readers is how many connections read a SQLite database at once, readerRests for
// how long one may have nothing to do, and readerCache what each holds of it at
// most: 16 MB, for behind it is the cache of the system, which all share.
const (
	readers     = 8
	readerRests = 2 * time.Minute
	readerCache = "&_pragma=cache_size(-16384)"
)

// durable says when SQLite syncs: at every commit, so that what was signed
// for is there after a loss of power.
func durable(opt Options) string {
	if opt.Scratch {
		return "OFF"
	}
	return "FULL"
}

// OpenPostgres opens the database at the address postgres://...
func OpenPostgres(ctx context.Context, dsn string, create bool, opt Options) (*Book, error) {
	d := postgresDialect()
	db, err := sql.Open(d.driver, dsn)
	if err != nil {
		return nil, fmt.Errorf("opening the PostgreSQL database: %w", err)
	}
	db.SetMaxOpenConns(16)
	return open(ctx, &Book{opt: opt, d: d, writer: db, reader: db}, create)
}

func open(ctx context.Context, b *Book, create bool) (*Book, error) {
	if err := b.migrate(ctx, create); err != nil {
		return nil, errors.Join(b.explain(err), b.Close())
	}
	return b, nil
}

// Close lets go of the database.
func (b *Book) Close() error {
	if b.reader == b.writer {
		return b.writer.Close()
	}
	return errors.Join(b.reader.Close(), b.writer.Close())
}

// explain puts what a person can do to the errors of the databases.
func (b *Book) explain(err error) error {
	switch {
	case err == nil:
		return nil
	case isFull(err):
		return fail.New(fail.Failed, "the database's disk is full: %w", err).Do("what was not recorded yet is not; make room and run the command again")
	case isBusy(err):
		return fail.New(fail.Conflict, "another process holds the database: %w", err).Do("wait for it to end and run the command again")
	case isReadOnly(err):
		return fail.New(fail.Failed, "the database can't be written: %w", err).Do("check who owns the archive's folder and whether its disk is read-only")
	}
	return err
}

// migrate brings the tables to the state of the newest numbered file. A
// database newer than this program is refused: guessing would lose events.
func (b *Book) migrate(ctx context.Context, create bool) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	have, err := b.schemaVersion(ctx)
	if err != nil {
		return err
	}
	newest, err := versionOf(names[len(names)-1])
	if err != nil {
		return err
	}
	switch {
	case have == 0 && !create:
		return fail.New(fail.NotFound, "the database holds no archive").Do("make one: sanad init DIR --name NAME")
	case have > newest:
		return fail.New(fail.Failed, "the database was written by a newer Sanad (tables version %d, this one knows %d)", have, newest).Do("install the newer version")
	case have == newest:
		return nil
	}
	return b.inTx(ctx, func(tx *sql.Tx) error {
		if have == 0 {
			if _, err := tx.ExecContext(ctx, b.d.translates(`CREATE TABLE schema_version (version BIGINT PRIMARY KEY)`)); err != nil {
				return fmt.Errorf("making the table of versions: %w", err)
			}
		}
		again := false
		for _, name := range names {
			anew, err := b.migrateOne(ctx, tx, name, have)
			if err != nil {
				return err
			}
			again = again || anew && have > 0
		}
		if !again {
			return nil
		}
		return b.remake(ctx, tx, func(int64, int64) {})
	})
}

// remakes opens a migration that makes views anew, which are empty until the
// ledger is applied to them.
const remakes = "-- rebuild"

// versionOf gives the number a migration's name begins with: the version of the
// tables after it.
func versionOf(name string) (int, error) {
	number, _, _ := strings.Cut(filepath.Base(name), "_")
	version, err := strconv.Atoi(number)
	if err != nil || len(number) != 4 {
		return 0, fmt.Errorf("the name of the migration %s should begin with a number of four digits", name)
	}
	return version, nil
}

// migrateOne runs a migration, unless the tables had it when they were opened.
func (b *Book) migrateOne(ctx context.Context, tx *sql.Tx, name string, had int) (again bool, err error) {
	version, err := versionOf(name)
	if err != nil || version <= had {
		return false, err
	}
	ddl, err := migrations.ReadFile(name)
	if err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, b.d.translates(string(ddl))); err != nil {
		return false, fmt.Errorf("running the migration %s: %w", name, err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO schema_version (version) VALUES ($1)`, version); err != nil {
		return false, fmt.Errorf("noting the migration %s: %w", name, err)
	}
	return strings.HasPrefix(string(ddl), remakes), nil
}

func (b *Book) schemaVersion(ctx context.Context) (int, error) {
	tables, err := b.tableNames(ctx, b.reader)
	if err != nil {
		return 0, fmt.Errorf("looking for the archive's tables: %w", err)
	}
	for _, name := range tables {
		if name == "schema_version" {
			var version int
			err := b.reader.QueryRowContext(ctx, `SELECT max(version) FROM schema_version`).Scan(&version)
			return version, err
		}
	}
	return 0, nil
}

func (b *Book) tableNames(ctx context.Context, q querier) ([]string, error) {
	return collect(ctx, q, func(s scanner) (string, error) {
		var name string
		return name, s.Scan(&name)
	}, b.d.tables)
}

// inTx runs do in a writing transaction.
func (b *Book) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := b.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("beginning to write: %w", err)
	}
	if err := do(tx); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	if err := b.opt.Fault.Around("commit", tx.Commit); err != nil {
		return errors.Join(fmt.Errorf("committing: %w", err), ignoreDone(tx.Rollback()))
	}
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}
