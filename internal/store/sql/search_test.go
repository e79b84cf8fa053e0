package sql_test

import (
	"context"
	"path/filepath"
	"testing"

	"sanad/internal/store/fault"
	"sanad/internal/store/sql"
	"sanad/internal/store/storetest"
)

// opener opens one database again and again, for a test of its index.
func opener(t *testing.T, open func(opt sql.Options) (*sql.Book, error)) func(fault.Hook) storetest.IndexedBook {
	parts, _ := storetest.NewParts(t)
	return func(hook fault.Hook) storetest.IndexedBook {
		t.Helper()
		opt := optionsOf(parts)
		opt.Fault = hook
		b, err := open(opt)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := b.Close(); err != nil {
				t.Error(err)
			}
		})
		return storetest.IndexedBook{Book: b, Index: b.Index()}
	}
}

func TestSearchInSQLite(t *testing.T) {
	storetest.Indexes(t, func(t *testing.T) func(fault.Hook) storetest.IndexedBook {
		path := filepath.Join(t.TempDir(), "sanad.db")
		return opener(t, func(opt sql.Options) (*sql.Book, error) { return sql.OpenSQLite(context.Background(), path, true, opt) })
	})
}

func TestSearchInPostgreSQL(t *testing.T) {
	storetest.Indexes(t, func(t *testing.T) func(fault.Hook) storetest.IndexedBook {
		dsn := storetest.Postgres(t)
		return opener(t, func(opt sql.Options) (*sql.Book, error) {
			return sql.OpenPostgres(context.Background(), dsn, true, opt)
		})
	})
}
