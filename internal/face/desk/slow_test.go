package desk

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/custody"
)

// A sender who stops in the middle of a file is cut off, what came whole is kept,
// and of what did not come whole nothing is. The desk's clock is behind by all but
// a moment of the time a sender has, so that nobody waits for it.
func TestASenderWhoStopsIsCutOff(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	id := b.begin(nil)
	behind := func() time.Time { return time.Now().Add(200*time.Millisecond - uploadPace) }
	handler, err := New(Options{Archive: w.archive, Accounts: w.accounts, Tokens: &fakeTokens{}, Jobs: w.jobs.of(w.archive), Clock: behind, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	server := httptest.NewServer(handler)
	defer server.Close()
	body, kind := formOf(b.formToken(), file{"whole.txt", "came whole"}, file{"half.txt", strings.Repeat("half ", 1000)})
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	must(t, err)
	defer c.Close()
	_, err = fmt.Fprintf(c, "POST /accessions/%s/files HTTP/1.1\r\nHost: desk\r\nContent-Type: %s\r\nContent-Length: %d\r\nSec-Fetch-Site: same-origin\r\nCookie: sanad-session=%s\r\n\r\n%s",
		id, kind, len(body), b.cookies["sanad-session"], body[:len(body)-2000])
	must(t, err)
	must(t, c.SetReadDeadline(time.Now().Add(time.Minute)))
	answer, err := io.ReadAll(c)
	if late, ok := err.(net.Error); ok && late.Timeout() {
		t.Fatalf("who sends nothing more holds the line: %s", answer)
	}
	var names []string
	for _, e := range w.book.events {
		if e.Kind == (custody.Acquired{}).Kind() && strings.Contains(string(e.Body), id) {
			names = append(names, string(e.Body))
		}
	}
	if len(names) != 1 || !strings.Contains(names[0], "whole.txt") {
		t.Errorf("what is kept of it: %v", names)
	}
}
