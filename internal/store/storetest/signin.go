package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sanad/internal/core/account"
	"sanad/internal/ground/fail"
)

// keeper is what a book keeps beside the ledger for who signs in.
type keeper interface {
	SetPassword(ctx context.Context, handle, hash, except string) error
	PasswordHash(ctx context.Context, handle string) (string, error)
	StartSession(ctx context.Context, token string, s account.Session) error
	Session(ctx context.Context, token string, now time.Time) (account.Session, error)
	Sessions(ctx context.Context, handle string, now time.Time) ([]account.Session, error)
	MarkStrong(ctx context.Context, token string) error
	EndNamed(ctx context.Context, handle, name string) error
	EndSessions(ctx context.Context, handle, except string) error
	Forget(ctx context.Context, now time.Time) error
	AddDevice(ctx context.Context, token, handle string, expires time.Time) error
	KnowsDevice(ctx context.Context, token, handle string, now time.Time) (bool, error)
	Factors(ctx context.Context, handle string) ([]account.Factor, error)
	AllFactors(ctx context.Context) ([]account.Factor, error)
	ReplaceFactors(ctx context.Context, handle, kind string, with ...account.Factor) error
	RemoveFactors(ctx context.Context, handle string, ids ...string) error
	UseStep(ctx context.Context, id string, step int64) (bool, error)
	UseUp(ctx context.Context, id string) (bool, error)
	UpdateFactor(ctx context.Context, id string, data []byte) error
	Begin(ctx context.Context, token, kind, handle string, data []byte, expires time.Time) error
	Waiting(ctx context.Context, kind string) (int, error)
	Begun(ctx context.Context, token, kind string, now time.Time, take bool) (handle string, data []byte, err error)
	Likes(ctx context.Context, handle string) (account.Preferences, error)
	AllLikes(ctx context.Context) (map[string]account.Preferences, error)
	SetLikes(ctx context.Context, handle string, p account.Preferences) error
}

// testSignIn keeps sessions, factors and what was begun, and forgets them.
func testSignIn(t *testing.T, b *books) {
	b.begin()
	k, ok := b.Book.(keeper)
	if !ok {
		t.Fatal("the book keeps nothing for who signs in")
	}
	now := time.Date(2031, 3, 4, 5, 0, 0, 0, time.UTC)
	testSessions(t, k, now)
	testFactors(t, k, now)
	testBegun(t, k, now)
	ctx := context.Background()
	likes, err := k.Likes(ctx, "first")
	want(t, "preferences that were not set", likes, account.Preferences{}, err)
	for _, calendar := range []string{"solar", "hijri"} {
		must(t, k.SetLikes(ctx, "first", account.Preferences{Calendar: calendar, Blur: true}))
	}
	likes, err = k.Likes(ctx, "first")
	want(t, "preferences", likes, account.Preferences{Calendar: "hijri", Blur: true}, err)
	all, err := k.AllLikes(ctx)
	want(t, "all preferences", len(all), 1, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func testSessions(t *testing.T, k keeper, now time.Time) {
	ctx := context.Background()
	start := func(token, handle string, at time.Time) {
		must(t, k.StartSession(ctx, token, account.Session{Name: "name of " + token, Handle: handle, Began: at, Seen: at}))
	}
	names := func(handle string) string {
		all, err := k.Sessions(ctx, handle, now)
		must(t, err)
		out := ""
		for _, s := range all {
			out += s.Name[len("name of "):]
		}
		return out
	}
	start("a", "first", now.Add(-time.Hour))
	start("b", "first", now)
	start("c", "second", now)
	start("d", "first", now.Add(-3*time.Hour)) // not used since
	want(t, "the live sessions of first", names("first"), "ba", nil)
	s, err := k.Session(ctx, "a", now)
	want(t, "whose session a is", s.Handle, "first", err)
	s, err = k.Session(ctx, "a", now)
	want(t, "when it was used", s.Seen, now, err)
	if _, err := k.Session(ctx, "d", now); fail.Of(err) != fail.Refused {
		t.Errorf("an expired session: %v, want refused", err)
	}
	must(t, k.MarkStrong(ctx, "a"))
	s, err = k.Session(ctx, "a", now)
	want(t, "a second factor was shown", s.Strong, true, err)
	must(t, k.EndNamed(ctx, "second", "name of a"))
	want(t, "the sessions, when another tried to end one", names("first"), "ba", nil)
	must(t, k.AddDevice(ctx, "device", "first", now.Add(time.Hour)))
	must(t, k.SetPassword(ctx, "first", "hash", "b"))
	want(t, "the sessions after a new password", names("first")+names("second"), "bc", nil)
	knows, err := k.KnowsDevice(ctx, "device", "first", now)
	want(t, "the device is known after a new password", knows, false, err)
	must(t, k.EndSessions(ctx, "first", ""))
	want(t, "the sessions of first", names("first"), "", nil)
	must(t, k.AddDevice(ctx, "device", "first", now.Add(time.Hour)))
	for who, should := range map[string]bool{"first": true, "second": false} {
		knows, err := k.KnowsDevice(ctx, "device", who, now)
		want(t, "the device is known for "+who, knows, should, err)
	}
	must(t, k.Forget(ctx, now.Add(2*time.Hour)))
	knows, err = k.KnowsDevice(ctx, "device", "first", now)
	want(t, "the device is known when it has expired", knows, false, err)
}

func testFactors(t *testing.T, k keeper, now time.Time) {
	ctx := context.Background()
	factor := func(id, kind string) account.Factor {
		return account.Factor{ID: id, Kind: kind, Label: "آبی", Data: []byte{0, 1, 255}, Used: -1, Made: now}
	}
	ids := func(handle string) string {
		all, err := k.Factors(ctx, handle)
		must(t, err)
		out := ""
		for _, f := range all {
			out += f.ID
		}
		return out
	}
	must(t, k.ReplaceFactors(ctx, "first", account.TOTP, factor("a", account.TOTP)))
	must(t, k.ReplaceFactors(ctx, "first", account.TOTP, factor("b", account.TOTP)))
	must(t, k.ReplaceFactors(ctx, "first", "", factor("c", account.Passkey)))
	must(t, k.ReplaceFactors(ctx, "second", account.TOTP, factor("d", account.TOTP)))
	want(t, "the factors of first", ids("first"), "bc", nil)
	all, err := k.Factors(ctx, "first")
	should := factor("b", account.TOTP)
	should.Handle = "first"
	want(t, "a factor", all[0], should, err)
	for step, should := range map[int64]bool{7: true} {
		ok, err := k.UseStep(ctx, "b", step)
		want(t, fmt.Sprint("step ", step), ok, should, err)
	}
	for _, step := range []int64{7, 6} {
		ok, err := k.UseStep(ctx, "b", step)
		want(t, fmt.Sprint("step again ", step), ok, false, err)
	}
	var once atomic.Int32
	var all8 sync.WaitGroup
	for range 8 {
		all8.Go(func() {
			if ok, err := k.UseUp(ctx, "d"); ok && err == nil {
				once.Add(1)
			}
		})
	}
	all8.Wait()
	want(t, "how many used one factor up", once.Load(), int32(1), nil)
	must(t, k.UpdateFactor(ctx, "c", []byte("new")))
	all, err = k.AllFactors(ctx)
	want(t, "all factors", len(all), 2, err)
	must(t, k.RemoveFactors(ctx, "second", "c"))
	want(t, "the factors of first, when another tried", ids("first"), "bc", nil)
	must(t, k.RemoveFactors(ctx, "first", "c"))
	want(t, "the factors of first", ids("first"), "b", nil)
	must(t, k.RemoveFactors(ctx, "first"))
	want(t, "the factors of first", ids("first"), "", nil)
}

func testBegun(t *testing.T, k keeper, now time.Time) {
	ctx := context.Background()
	must(t, k.Begin(ctx, "x", "second", "first", []byte("data"), now.Add(time.Minute)))
	for _, c := range []struct {
		token, kind string
		at          time.Time
	}{{"x", "away", now}, {"y", "second", now}, {"x", "second", now.Add(time.Minute)}} {
		if _, _, err := k.Begun(ctx, c.token, c.kind, c.at, true); fail.Of(err) != fail.Refused {
			t.Errorf("%v was begun: %v, want refused", c, err)
		}
	}
	for kind, should := range map[string]int{"second": 1, "away": 0} {
		n, err := k.Waiting(ctx, kind)
		want(t, "how many wait, of "+kind, n, should, err)
	}
	handle, data, err := k.Begun(ctx, "x", "second", now, false)
	want(t, "what was begun", handle+" "+string(data), "first data", err)
	var once atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, _, err := k.Begun(ctx, "x", "second", now, true); err == nil {
				once.Add(1)
			}
		})
	}
	all.Wait()
	want(t, "how many went on with it", once.Load(), int32(1), nil)
}
