package desk

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

// fakeTokens keeps tokens in memory; the secret of each is told by its id.
type fakeTokens struct{ all []guard.Token }

func (f *fakeTokens) MakeBy(_ context.Context, by guard.Actor, password, name string, roles []guard.Role, days int) (guard.Token, string, error) {
	if password != "right" {
		return guard.Token{}, "", ErrPassword
	}
	made := time.Date(2031, 4, 5, 12, 34, 0, 0, time.UTC)
	t := guard.Token{ID: "t-" + name, Handle: by.Handle, Name: name, Roles: roles, Made: made, Expires: made.AddDate(0, 0, days), Used: made}
	if err := t.Check(by); err != nil {
		return guard.Token{}, "", err
	}
	f.all = append(f.all, t)
	return t, "sanad_SECRET", nil
}

func (f *fakeTokens) List(_ context.Context, _ guard.Actor, handle string) (own []guard.Token, err error) {
	for _, t := range f.all {
		if t.Handle == handle {
			own = append(own, t)
		}
	}
	return own, nil
}

func (f *fakeTokens) Revoke(_ context.Context, _ guard.Actor, handle, id string) error {
	for i, t := range f.all {
		if t.Handle == handle && t.ID == id {
			f.all = append(f.all[:i], f.all[i+1:]...)
			return nil
		}
	}
	return fail.New(fail.NotFound, "there is no token %s", id)
}

func TestATokenIsShownOnceAndListedByTheHour(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	form := url.Values{"name": {"nightly"}, "role": {"reader"}, "days": {"30"}, "password": {"right"}}
	made := b.post("/account/tokens", form)
	if made.Code != http.StatusOK || !strings.Contains(made.Body.String(), "sanad_SECRET") {
		t.Fatalf("status %d: %s", made.Code, made.Body)
	}
	page := b.page("/account/tokens")
	if strings.Contains(page.text, "SECRET") || !strings.Contains(page.text, "nightly") {
		t.Errorf("the list is %s", page.text)
	}
	if len(page.find(`time[datetime=2031-04-05T12:00:00Z]`)) != 1 {
		t.Errorf("the last use is not told by the hour")
	}
	if other := w.as("dana").page("/account/tokens"); strings.Contains(other.text, "nightly") {
		t.Error("another's token is listed")
	}
	if r := w.as("dana").post("/account/tokens/t-nightly/revoke", url.Values{}); r.Code != http.StatusNotFound {
		t.Errorf("another's token is revoked: status %d", r.Code)
	}
	page = b.page(b.posted("/account/tokens/t-nightly/revoke", url.Values{}))
	if strings.Contains(page.text, "nightly") || !strings.Contains(page.text, "works no more") {
		t.Errorf("after it was revoked the page is %s", page.text)
	}
}

func TestATokenNeedsThePasswordAndRolesOfItsMaker(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	for what, c := range map[string]struct {
		form url.Values
		want int
	}{
		"a wrong password": {url.Values{"name": {"x"}, "role": {"reader"}, "days": {"30"}, "password": {"wrong"}}, http.StatusForbidden},
		"another's role":   {url.Values{"name": {"x"}, "role": {"custodian"}, "days": {"30"}, "password": {"right"}}, http.StatusForbidden},
		"no role":          {url.Values{"name": {"x"}, "days": {"30"}, "password": {"right"}}, http.StatusBadRequest},
		"no name":          {url.Values{"role": {"reader"}, "days": {"30"}, "password": {"right"}}, http.StatusBadRequest},
		"too long a life":  {url.Values{"name": {"x"}, "role": {"reader"}, "days": {"3000"}, "password": {"right"}}, http.StatusBadRequest},
	} {
		if r := b.post("/account/tokens", c.form); r.Code != c.want || strings.Contains(r.Body.String(), "SECRET") {
			t.Errorf("%s: status %d, want %d", what, r.Code, c.want)
		}
	}
}
