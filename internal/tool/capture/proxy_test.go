package capture_test

import (
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"sanad/internal/tool/capture"
)

// socks is a SOCKS 5 server (RFC 1928) that sends every connection to one
// place, and remembers what it was asked for.
type socks struct {
	net.Listener
	to string

	mu    sync.Mutex
	asked []string
}

func startSocks(t *testing.T, to string) *socks {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	s := &socks{Listener: l, to: to}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return s
}

func (s *socks) serve(conn net.Conn) {
	defer conn.Close()
	buf := make([]byte, 512)
	read := func(n int) []byte {
		if _, err := io.ReadFull(conn, buf[:n]); err != nil {
			return make([]byte, n)
		}
		return buf[:n]
	}
	read(int(read(2)[1]))
	_, err := conn.Write([]byte{5, 0})
	host := ""
	switch read(4)[3] {
	case 1:
		host = net.IP(read(4)).String()
	case 3:
		host = string(read(int(read(1)[0])))
	}
	read(2)
	s.mu.Lock()
	s.asked = append(s.asked, host)
	s.mu.Unlock()
	far, dialErr := net.Dial("tcp", s.to)
	if dialErr != nil {
		return
	}
	defer far.Close()
	if _, err2 := conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0}); errors.Join(err, err2) != nil {
		return
	}
	go func() { _, _ = io.Copy(far, conn) }()
	_, _ = io.Copy(conn, far)
}

func TestBehindAProxyNamesAreLeftToIt(t *testing.T) {
	far := site(t, map[string]string{"/": `<img src=http://127.0.0.2/a.png><img src=http://router/b.png><img src=http://nas.local/c.png><img src=http://10.1/d.png><img src=http://photos.example/e.png>`, "/e.png": "e"})
	s := startSocks(t, far.Listener.Addr().String())
	for _, host := range []string{"news.example", "hiddenhiddenhidden.onion"} {
		req := request(t, "http://"+host+"/")
		req.Proxy = "socks5://" + s.Addr().String()
		req.Resolver = names{}
		c, err := run(t, req)
		if err != nil {
			t.Fatal(err)
		}
		if c.bodies["http://photos.example/e.png"] != "e" || len(c.report.Failed) != 4 || !c.report.Egress.Proxy || c.report.Answers[0].Server != "" {
			t.Errorf("%+v", c.report)
		}
		if !strings.Contains(strings.Join(c.report.Missing, "\n"), "names were resolved by a proxy") {
			t.Errorf("missing: %v", c.report.Missing)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if got := strings.Join(s.asked, " "); got != "news.example photos.example hiddenhiddenhidden.onion photos.example" {
		t.Errorf("the proxy was asked for %q", got)
	}
}

func TestALiteralPrivateAddressIsRefusedBeforeTheProxy(t *testing.T) {
	for _, host := range strings.Fields("127.0.0.2 10.0.0.1 [::1] localhost intranet printer.lan 2130706433 a.internal") {
		req := request(t, "http://"+host+"/")
		req.Proxy = "socks5://127.0.0.1:1"
		if _, err := run(t, req); !errors.Is(err, capture.ErrWall) {
			t.Errorf("%s: %v", host, err)
		}
	}
}
