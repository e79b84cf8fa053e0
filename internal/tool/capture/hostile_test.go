package capture_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// clock gives a clock that stands.
func clock(t time.Time) func() time.Time { return func() time.Time { return t } }

// raw serves bytes, whatever they are, and then what more does.
func raw(t *testing.T, head string, more func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				buf := make([]byte, 4096)
				if _, err := conn.Read(buf); err != nil {
					return
				}
				if _, err := io.WriteString(conn, head); err == nil && more != nil {
					more(conn)
				}
			}()
		}
	}()
	return "http://" + l.Addr().String() + "/"
}

// drip writes a byte now and then, until nobody reads any more.
func drip(conn net.Conn) {
	for {
		if _, err := conn.Write([]byte("x")); err != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// flood writes until nobody reads any more.
func flood(conn net.Conn) {
	block := []byte(strings.Repeat("X-Long: x\r\n", 1000))
	for {
		if _, err := conn.Write(block); err != nil {
			return
		}
	}
}

func TestHostileServersCostWhatTheLimitsSay(t *testing.T) {
	const page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	for _, c := range []struct {
		name, head string
		more       func(net.Conn)
		fails      string // "" where the page is captured
		truncated  string
	}{
		{"a head that drips", "HTTP/1.1 200 OK\r\nX: ", drip, "it took too long", ""},
		{"a head without end", "HTTP/1.1 200 OK\r\n", flood, "longer than the limit", ""},
		{"announcements without end", strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 20_000), nil, "read the answer's head", ""},
		{"silence", "", drip, "read the answer's head", ""},
		{"no HTTP", "SSH-2.0-x\r\n", nil, "read the answer's head", ""},
		{"a body that drips", page + "\r\n", drip, "", "time"},
		{"a body without end", page + "\r\n", flood, "", "length"},
		{"a body longer than the limit", page + "Content-Length: 99999999\r\n\r\n", flood, "", "length"},
		{"a body cut off", page + "Content-Length: 100\r\n\r\nfew", nil, "", "disconnect"},
		{"chunks that are none", page + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc", nil, "", "disconnect"},
		{"more than it says", page + "Content-Length: 3\r\n\r\nabcdef", nil, "", ""},
		{"a location that is none", "HTTP/1.1 302 Found\r\nLocation: http://%zz/\r\nContent-Length: 0\r\n\r\n", nil, "no address that can be read", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			req := request(t, raw(t, c.head, c.more))
			req.Limits.Exchange, req.Limits.ResourceBytes = 400*time.Millisecond, 100_000
			got, err := run(t, req)
			if c.fails != "" {
				if err == nil || !strings.Contains(err.Error(), c.fails) {
					t.Errorf("%v, want %q", err, c.fails)
				}
				return
			}
			if err != nil || got.report.Answers[0].Truncated != c.truncated || got.report.Answers[0].Bytes > 100_000 {
				t.Errorf("%+v: %v", got.report.Answers, err)
			}
		})
	}
}

func TestAPageThatUnpacksWithoutEndIsKeptAndNotUnpacked(t *testing.T) {
	bomb := gz(t, strings.Repeat("<p> ", 5<<20)+"<img src=/late.png>")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		if _, err := w.Write(bomb); err != nil {
			return
		}
	}))
	t.Cleanup(s.Close)
	req := request(t, s.URL)
	req.Limits.ParseBytes = 1 << 20
	c, err := run(t, req)
	if err != nil || len(c.report.Answers) != 1 || !strings.Contains(strings.Join(c.report.Missing, "\n"), "1 file was too long") {
		t.Errorf("%+v %v", c.report, err)
	}
}

func TestTenThousandPicturesAreCutAtTheLimitAndCounted(t *testing.T) {
	var page strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&page, "<img src=/%d.png>", i)
	}
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path == "/" {
			fmt.Fprint(w, page.String())
		}
	}))
	t.Cleanup(s.Close)
	c, err := run(t, request(t, s.URL))
	if err != nil || len(c.report.Answers) != 40 || asked != 40 {
		t.Fatalf("%d answers to %d requests, want 40: %v", len(c.report.Answers), asked, err)
	}
	if want := "9961 parts of the page are not in the package"; !strings.Contains(strings.Join(c.report.Missing, "\n"), want) {
		t.Errorf("missing %v, want %q", c.report.Missing, want)
	}
}

func TestTheReportDoesNotTellThisMachinesAddress(t *testing.T) {
	drop := raw(t, "", func(conn net.Conn) {
		// Unread bytes and no lingering: the connection is reset.
		_ = conn.(*net.TCPConn).SetLinger(0)
	})
	slow := raw(t, "HTTP/1.1 200 OK\r\nX: ", drip)
	s := site(t, map[string]string{"/": "<img src=" + drop + "><img src=" + slow + ">"})
	req := request(t, s.URL)
	req.Limits.Exchange = 300 * time.Millisecond
	c, err := run(t, req)
	if err != nil || len(c.report.Failed) != 2 {
		t.Fatalf("%+v %v", c.report, err)
	}
	for _, f := range c.report.Failed {
		if strings.Contains(f.Reason, "127.0.0.1") || strings.Contains(f.Reason, "->") {
			t.Errorf("%s: %s", f.URL, f.Reason)
		}
	}
}

func TestRedirectsEndAtTheLimit(t *testing.T) {
	s := site(t, map[string]string{"/": "=> /", "/page": "<img src=/round>", "/round": "=> /again", "/again": "=> /round"})
	req := request(t, s.URL)
	if _, err := run(t, req); err == nil || !strings.Contains(err.Error(), "sends on more than 10 times") {
		t.Errorf("%v", err)
	}
	req.URL = s.URL + "/page"
	if c, err := run(t, req); err != nil || len(c.report.Answers) != 3 {
		t.Errorf("%+v %v", c.report.Answers, err)
	}
}

func TestAllBytesTogetherAreLimited(t *testing.T) {
	s := site(t, map[string]string{"/": "<img src=/a.png><img src=/b.png><img src=/c.png>", "/a.png": strings.Repeat("a", 5000), "/b.png": strings.Repeat("b", 5000), "/c.png": "c"})
	req := request(t, s.URL)
	req.Limits.Bytes = 8000
	c, err := run(t, req)
	if err != nil || len(c.report.Answers) != 3 || c.report.Answers[2].Truncated != "length" || len(c.report.Failed) != 1 {
		t.Errorf("%+v %v: %v", c.report.Answers, c.report.Failed, err)
	}
}
