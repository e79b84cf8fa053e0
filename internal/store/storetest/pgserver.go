package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// cluster is one throw-away PostgreSQL for all tests of a binary. It listens
// on a socket in its own folder only, so nobody else of the machine reaches
// it, and does not wait for the disk, so it would not survive a crash.
type cluster struct {
	*program
	databases atomic.Int64
	prepare   sync.Once
	prepared  error
}

const clusterUser = "sanad"

var errNoPostgres = errors.New("this test needs PostgreSQL's initdb and postgres: install them " +
	"(apt install postgresql, brew install postgresql) or put their folder into PATH")

// sharedCluster starts the cluster when it is first asked for.
var sharedCluster = sync.OnceValues(startCluster)

// Postgres gives the address of a new empty database. Where PostgreSQL is not
// installed the test is skipped, and fails on CI.
func Postgres(t testing.TB) (dsn string) {
	t.Helper()
	return running(t).database(t, "template1")
}

// PostgresWith gives the address of a new database that holds what prepare put
// into an empty one. All tests of a binary MUST prepare theirs alike: it is done
// once, and copied, which is quicker than to make every table anew.
func PostgresWith(t testing.TB, prepare func(dsn string) error) (dsn string) {
	t.Helper()
	c := running(t)
	c.prepare.Do(func() {
		if c.prepared = c.do("create database prepared"); c.prepared == nil {
			c.prepared = prepare(c.dsn("prepared"))
		}
	})
	if c.prepared != nil {
		t.Fatal(c.prepared)
	}
	return c.database(t, "prepared")
}

func running(t testing.TB) *cluster {
	t.Helper()
	c, err := sharedCluster()
	if errors.Is(err, errNoPostgres) {
		absent(t, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// database makes a copy of another, for a test.
func (c *cluster) database(t testing.TB, of string) (dsn string) {
	t.Helper()
	name := fmt.Sprintf("test_%d", c.databases.Add(1))
	if err := c.do("create database " + name + " template " + of); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.do("drop database " + name + " with (force)"); err != nil {
			t.Error(err)
		}
	})
	return c.dsn(name)
}

func (c *cluster) dsn(database string) string {
	q := url.Values{"host": {c.dir}, "port": {"5432"}, "sslmode": {"disable"}}
	return "postgres://" + clusterUser + "@/" + database + "?" + q.Encode()
}

func (c *cluster) do(statement string) error {
	conn, err := pgx.Connect(context.Background(), c.dsn("postgres"))
	if err != nil {
		return fmt.Errorf("connecting to the test's PostgreSQL: %w", err)
	}
	_, err = conn.Exec(context.Background(), statement)
	return errors.Join(err, conn.Close(context.Background()))
}

func startCluster() (*cluster, error) {
	bin, err := findPostgres()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(shortTemp(), "sanad-pg-*")
	if err != nil {
		return nil, err
	}
	as, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	if err := initCluster(bin, dir, as); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	c := &cluster{}
	c.program, err = start(dir, "QUIT", as, filepath.Join(bin, "postgres"),
		"-D", filepath.Join(dir, "data"), "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off",
		"-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "max_connections=100")
	if err != nil {
		return nil, err
	}
	return c, c.await(func() error { return c.do("select 1") })
}

// shortTemp is a folder for temporary files whose name leaves room for that of
// a socket, which has 104 bytes on some systems.
func shortTemp() string {
	if dir := os.TempDir(); len(dir) < 60 {
		return dir
	}
	return "/tmp"
}

// initCluster makes the cluster's files. The order of text is that of code
// points on every machine.
func initCluster(bin, dir string, as func(*exec.Cmd)) error {
	cmd := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", clusterUser,
		"-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	cmd.Dir = dir
	as(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("making a PostgreSQL cluster: %w: %s", err, out)
	}
	return nil
}

// findPostgres gives the folder of the programs: the one in PATH, or the
// newest where Debian keeps them.
func findPostgres() (string, error) {
	if name, err := exec.LookPath("initdb"); err == nil {
		real, err := filepath.EvalSymlinks(name)
		return filepath.Dir(real), err
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", errNoPostgres
	}
	newest := slices.MaxFunc(found, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) // 9 is older than 15
	})
	return filepath.Dir(newest), nil
}
