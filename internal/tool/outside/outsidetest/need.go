// Package outsidetest knows whether the outside programs that a test runs are
// on this machine, with the walls they are run behind. It must never let a
// test pass over them in silence where all tests are meant to run.
package outsidetest

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"sanad/internal/tool/outside"
)

// Need ends the test where one of the programs is absent or no walls can be
// put up.
func Need(t testing.TB, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := outside.Locate(name); err != nil {
			absent(t, err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := outside.Try(ctx); err != nil {
		absent(t, err)
	}
}

// absent ends a test for want of a program. It is the one reason to skip: who
// works on something else need not install it, but CI runs every test.
func absent(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" || os.Getenv("SANAD_TEST_ALL") == "1" {
		t.Fatal(err)
	}
	t.Skip(err)
}

// Have ends the test where err says that a program or the walls are missing,
// and fails it for any other error.
func Have(t testing.TB, err error) {
	t.Helper()
	switch {
	case errors.Is(err, outside.ErrAbsent), errors.Is(err, outside.ErrWalls):
		absent(t, err)
	case err != nil:
		t.Fatal(err)
	}
}
