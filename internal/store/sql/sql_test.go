package sql_test

import (
	"context"
	"crypto/rand"
	stdsql "database/sql"
	"os"
	"path/filepath"
	"testing"

	"sanad/internal/ground/fail"
	"sanad/internal/store/sql"
	"sanad/internal/store/storetest"
)

func optionsOf(p storetest.BookParts) sql.Options {
	return sql.Options{Signer: p.Signer, Verifier: p.Verifier, Seen: p.Seen, Clock: p.Clock, Random: rand.Reader, Fault: p.Hook}
}

func exec(t *testing.T, driver, dsn, statement string) {
	t.Helper()
	db, err := stdsql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func TestSQLite(t *testing.T) {
	storetest.Books(t, func(t *testing.T) storetest.Database {
		path := filepath.Join(t.TempDir(), "sanad.db")
		return storetest.Database{
			Open: func(t *testing.T, p storetest.BookParts) storetest.Book {
				b, err := sql.OpenSQLite(context.Background(), path, true, optionsOf(p))
				if err != nil {
					t.Fatal(err)
				}
				return b
			},
			Exec: func(t *testing.T, statement string) {
				exec(t, "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)", statement)
			},
		}
	})
}

// A mistyped path must not become an empty archive.
func TestADatabaseThatIsNotThereIsNotMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.db")
	_, err := sql.OpenSQLite(context.Background(), path, false, sql.Options{})
	if fail.Of(err) != fail.NotFound {
		t.Errorf("opening: %v, want not found", err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the file is there: %v", err)
	}
}

// The schema a fresh database gets is kept beside the migrations, so that a
// review of a migration sees what it does to the whole.
func TestTheSchemaIsTheOneThatIsKept(t *testing.T) {
	got, err := newSQLite(t).Schema(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	const kept = "testdata/schema.sql"
	if os.Getenv("SANAD_UPDATE") != "" {
		if err := os.WriteFile(kept, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the schema is not that of %s; if it should be: SANAD_UPDATE=1 go test ./internal/store/sql", kept)
	}
}

// A database of a newer program is refused, not guessed at.
func TestANewerDatabaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sanad.db")
	b, err := sql.OpenSQLite(context.Background(), path, true, sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	exec(t, "sqlite", "file:"+path, `INSERT INTO schema_version (version) VALUES (9999)`)
	if b, err = sql.OpenSQLite(context.Background(), path, false, sql.Options{}); err == nil {
		b.Close()
		t.Error("a database of version 9999 was opened")
	}
}
