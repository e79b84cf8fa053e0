package sql

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is what differs between the two databases.
type dialect struct {
	name       string
	driver     string
	lockHead   string // appended to the select that reads the head before writing
	tables     string // lists the names of all tables
	maxParams  int    // parameters one statement may have
	byteOrder  string // collation that orders text by bytes
	now        string // microseconds since 1970 by the database's clock, which all who share it share
	translates func(ddl string) string
	// param writes the n-th parameter of a statement with many. SQLite takes
	// $1 too, but looks such names up one by one: a statement with 1,800 of
	// them spent four fifths of its time there.
	param func(n int) string
	words wordTables
	// searchSetting is run at the beginning of a search.
	searchSetting string
	// settleSearch is run behind the last step of an index, "" for none.
	settleSearch string
}

func sqliteDialect() dialect {
	return dialect{
		name:      "sqlite",
		words:     liteWords(),
		param:     func(int) string { return "?" },
		driver:    "sqlite",
		tables:    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
		maxParams: 32000,
		byteOrder: `COLLATE BINARY`,
		now:       `CAST(unixepoch('subsec') * 1000000 AS INTEGER)`,
		translates: func(ddl string) string {
			// Only the exact words INTEGER PRIMARY KEY make the key the row's
			// own number in SQLite; every other key is a second index.
			ddl = strings.ReplaceAll(ddl, "--sqlite ", "")
			ddl = regexp.MustCompile(`BIGINT +PRIMARY KEY`).ReplaceAllString(ddl, "INTEGER PRIMARY KEY")
			return strings.ReplaceAll(strings.ReplaceAll(ddl, "BIGINT", "INTEGER"), "BYTEA", "BLOB")
		},
	}
}

func postgresDialect() dialect {
	return dialect{
		name:  "postgres",
		words: postgresWords(),
		// To compile a search takes longer than to run it, and without fresh
		// statistics every table is read from end to end.
		searchSetting: `SET LOCAL jit = off; SET LOCAL enable_seqscan = off`,
		// What GIN has put off would be read by every search (the manual's
		// 70.4.1, "GIN Fast Update Technique").
		settleSearch: `SELECT gin_clean_pending_list('search_open_v'), gin_clean_pending_list('search_sealed_v'), gin_clean_pending_list('search_beside_v')`,
		param:        func(n int) string { return "$" + strconv.Itoa(n) },
		driver:       "pgx",
		lockHead:     ` FOR UPDATE`,
		tables:       `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`,
		maxParams:    60000,
		byteOrder:    `COLLATE "C"`,
		now:          `CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)`,
		translates:   func(ddl string) string { return strings.ReplaceAll(ddl, "--postgres ", "") },
	}
}

// isFull reports whether the database had no room left on its disk.
func isFull(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	return errors.As(err, &lite) && (lite.Code()&0xff == sqlite3.SQLITE_FULL || lite.Code() == sqlite3.SQLITE_IOERR_SHMSIZE) ||
		errors.As(err, &pg) && pg.Code == "53100"
}

// isBusy reports whether another process held the database too long.
func isBusy(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	return errors.As(err, &lite) && (lite.Code()&0xff == sqlite3.SQLITE_BUSY || lite.Code()&0xff == sqlite3.SQLITE_LOCKED) ||
		errors.As(err, &pg) && (pg.Code == "55P03" || pg.Code == "40001")
}

// isReadOnly reports whether the database may not be written.
func isReadOnly(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	return errors.As(err, &lite) && (lite.Code()&0xff == sqlite3.SQLITE_READONLY || lite.Code()&0xff == sqlite3.SQLITE_CANTOPEN) ||
		errors.As(err, &pg) && pg.Code == "25006"
}
