package storetest

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	for range 2 {
		dsn := Postgres(t)
		conn, err := pgx.Connect(context.Background(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		if _, err := conn.Exec(context.Background(), "create table once (n int)"); err != nil {
			t.Fatal(err)
		}
		var encoding, order string
		err = conn.QueryRow(context.Background(), "select current_setting('server_encoding'), current_setting('fsync')").Scan(&encoding, &order)
		if err != nil || encoding != "UTF8" || order != "off" {
			t.Errorf("encoding %s, fsync %s, %v", encoding, order, err)
		}
	}
}
