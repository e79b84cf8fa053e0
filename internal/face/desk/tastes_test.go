package desk

import (
	"net/http"
	"sync"
	"testing"

	"sanad/internal/core/account"
)

// What one reader likes is made while others read, and shows to nobody else.
func TestPagesAreMadeForManyTastesAtOnce(t *testing.T) {
	w := newWorld(t, "")
	browsers := map[string]*browser{}
	langs, calendars := account.Choices()["language"], account.Choices()["calendar"]
	n := 0
	for handle := range roles {
		n++
		w.accounts.likes[handle] = account.Preferences{Language: langs[n%3], Calendar: calendars[n/3%3], Digits: "latin"}
		browsers[handle] = w.as(handle)
	}
	var all sync.WaitGroup
	for handle, b := range browsers {
		all.Go(func() {
			for range 3 {
				r := b.get("/account")
				if got := r.Header().Get("Content-Language"); r.Code != http.StatusOK || got != w.accounts.likes[handle].Language {
					t.Errorf("the page of %s is in %q: status %d", handle, got, r.Code)
				}
			}
		})
	}
	all.Wait()
}
