package api

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/face/cli"
)

// anyToken is everybody's.
type anyToken struct{}

func (anyToken) Who(context.Context, string) (guard.Actor, string, error) {
	return guard.Actor{Handle: "ana", Roles: []guard.Role{guard.Reader}}, "t-1", nil
}

// A sender who stops in the middle of a request is cut off, and gives its place
// back. The server's clock is behind by all but a moment of the time a sender has,
// so that nobody waits for it.
func TestASenderWhoStopsIsCutOff(t *testing.T) {
	handler, err := New(Options{Tokens: anyToken{}, Ports: func(guard.Actor) cli.Ports { return cli.Ports{} }, Size: func(context.Context) (int64, error) { return 0, nil },
		Room:  func() (string, func() error, error) { return t.TempDir(), func() error { return nil }, nil },
		Clock: func() time.Time { return time.Now().Add(200*time.Millisecond - patience) }, Log: slog.New(slog.DiscardHandler), Causes: func(error) []string { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	for range maxEach + 1 { // more than there are places for one token
		c, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "POST /api/v1/commands/items HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"case\":")
		c.SetReadDeadline(time.Now().Add(time.Minute))
		answer, err := io.ReadAll(c)
		if late, ok := err.(net.Error); ok && late.Timeout() {
			t.Fatal("who sends nothing more holds the line")
		}
		if !strings.Contains(string(answer), "did not come whole") {
			t.Errorf("the sender is told %q, %v", answer, err)
		}
		c.Close()
	}
}
