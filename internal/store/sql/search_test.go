package sql_test

import (
	"context"
	stdsql "database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"sanad/internal/core/search"
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
		dsn := migrated(t)
		return opener(t, func(opt sql.Options) (*sql.Book, error) {
			return sql.OpenPostgres(context.Background(), dsn, true, opt)
		})
	})
}

// An index that an older program made, by other rules of hearing and folding,
// counts as empty until it is made again: words would be looked for that it
// holds under other keys.
func TestAnIndexOfOlderRulesIsMadeAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sanad.db")
	open := opener(t, func(opt sql.Options) (*sql.Book, error) { return sql.OpenSQLite(context.Background(), path, true, opt) })
	b := open(nil)
	s := storetest.NewSearched(t, b.Book, b.Index)
	s.Take("open", "a", "Parviz Rostami")
	s.Follow()
	exec(t, "sqlite", "file:"+path, `UPDATE search_stamp SET rules = rules - 1`)
	exec(t, "sqlite", "file:"+path, `UPDATE search_word SET skeleton = 'stale'`)
	if at, err := b.Index.Stamp(context.Background()); err != nil || at != (search.Stamp{}) {
		t.Fatalf("an index of older rules stands at %v, %v", at, err)
	}
	s.Follow()
	if at, err := b.Index.Stamp(context.Background()); err != nil || at.Next == 0 {
		t.Errorf("the index made again stands at %v, %v", at, err)
	}
	if got := storetest.Found(s.Ask("پرویز")); got != "a:1~" {
		t.Errorf("the index made again finds %q", got)
	}
}

// Words that GIN has put off are read by every search, so that none must be
// left behind a step, however many documents it was of.
func TestNoWordsAreLeftPutOff(t *testing.T) {
	dsn := migrated(t)
	b := opener(t, func(opt sql.Options) (*sql.Book, error) {
		return sql.OpenPostgres(context.Background(), dsn, true, opt)
	})(nil)
	s := storetest.NewSearched(t, b.Book, b.Index)
	rows := make([][]string, 1500)
	for i := range rows {
		rows[i] = []string{fmt.Sprintf("row%d of the list", i)}
	}
	s.Write(storetest.Acquired("open", "list.csv", "text/csv"), s.ReadRows("list.csv", rows...))
	s.Follow()
	db, err := stdsql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var left int
	if err := db.QueryRow(`SELECT gin_clean_pending_list('search_open_v')`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d pages of words were put off, %v", left, err)
	}
}
