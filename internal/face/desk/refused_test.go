package desk

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// Who asks before sending is answered before sending: otherwise both would wait
// for each other.
func TestWhatNobodyWantsIsNotWaitedFor(t *testing.T) {
	w := newWorld(t, "")
	server := httptest.NewServer(w.handler)
	defer server.Close()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	must(t, err)
	defer c.Close()
	must(t, c.SetDeadline(time.Now().Add(time.Minute)))
	_, err = fmt.Fprint(c, "POST /nowhere HTTP/1.1\r\nHost: desk\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n")
	must(t, err)
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	must(t, err)
	if r.StatusCode != http.StatusSeeOther { // to sign in
		t.Errorf("status %d", r.StatusCode)
	}
}
