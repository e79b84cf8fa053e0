package sql_test

import (
	"context"
	"fmt"
	"testing"

	"sanad/internal/store/sql"
	"sanad/internal/store/storetest"
)

func TestPostgreSQL(t *testing.T) {
	storetest.Books(t, func(t *testing.T) storetest.Database {
		dsn := migrated(t)
		return storetest.Database{
			Open: func(t *testing.T, p storetest.BookParts) storetest.Book {
				b, err := sql.OpenPostgres(context.Background(), dsn, true, optionsOf(p))
				if err != nil {
					t.Fatal(err)
				}
				return b
			},
			Exec:    func(t *testing.T, statement string) { exec(t, "pgx", dsn, statement) },
			HexBlob: func(data []byte) string { return fmt.Sprintf(`'\x%x'::bytea`, data) },
		}
	})
}

// migrated gives a database that has the tables of an archive and holds nothing.
func migrated(t testing.TB) (dsn string) {
	return storetest.PostgresWith(t, func(dsn string) error {
		b, err := sql.OpenPostgres(context.Background(), dsn, true, sql.Options{})
		if err != nil {
			return err
		}
		return b.Close()
	})
}
