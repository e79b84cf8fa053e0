package capture_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"sanad/internal/tool/capture"
)

// names is a resolver; a name that is asked for again gives the next answer.
type names map[string][]string

func (n names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	answers := n[host]
	if len(answers) == 0 {
		return nil, errors.New("no such name")
	}
	if len(answers) > 1 {
		n[host] = answers[1:]
	}
	var all []netip.Addr
	for _, s := range strings.Fields(answers[0]) {
		all = append(all, netip.MustParseAddr(s))
	}
	return all, nil
}

func portOf(t *testing.T, s *httptest.Server) string {
	t.Helper()
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func TestNoPrivateAddressIsAskedFor(t *testing.T) {
	for _, host := range strings.Fields(`127.0.0.2 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 0.1.2.3
		224.0.0.1 255.255.255.255 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1
		[::] [::1] [::ffff:10.0.0.1] [::ffff:127.0.0.2] [64:ff9b::a00:1] [64:ff9b:1::1] [2002:a00:1::] [2002:5db8:d822::] [2001:0:1::1] [2001:db8::1]
		[fe80::1] [fc00::1] [fd12::1] [ff02::1] [fec0::1] [::10.0.0.1] [2600::5efe:a00:1] [3fff::1] [100::1] [5f00::1]
		2130706433 0x7f000001 0177.0.0.1 127.1 017700000001`) {
		req := request(t, "http://"+host+"/")
		req.Resolver = names{"localhost": {"127.0.0.2"}}
		if _, err := run(t, req); err == nil {
			t.Errorf("%s was asked for", host)
		} else if !errors.Is(err, capture.ErrWall) && !strings.Contains(err.Error(), "name of its host") {
			t.Errorf("%s was refused for another reason: %v", host, err)
		}
	}
}

func TestPublicAddressesAreNotRefused(t *testing.T) {
	// A context that is over lets nothing be sent: only the walls can answer.
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, host := range strings.Fields("93.184.215.14 172.32.0.1 100.128.0.1 [2606:2800:21f::1] [64:ff9b::5db8:d70e] [::ffff:93.184.215.14]") {
		if _, err := capture.Capture(ctx, request(t, "http://"+host+"/"), io.Discard); errors.Is(err, capture.ErrWall) {
			t.Errorf("%s was refused: %v", host, err)
		}
	}
}

func TestNamesAndAddressesOfOtherKindsAreRefused(t *testing.T) {
	for url, says := range map[string]string{
		"ftp://a.example/":                "only http and https",
		"file:///etc/passwd":              "only http and https",
		"http://user:secret@a.example/":   "password",
		"http:///x":                       "name of its host",
		"http://a.example:0/":             "port",
		"http://a.example:25/":            "port 25 is refused",
		"http://own.example/":             capture.ErrWall.Error(),
		"http://mixed.example:22/":        "port 22",
		"http://inner.example/":           capture.ErrWall.Error(),
		"http://nobody.example/":          "no such name",
		"http://hidden.onion/":            "wants a proxy",
		"http://a.example/\x00":           "no address that can be read",
		"http://[fe80::1%25eth0]/":        "",
		"http://a\u3002example\u2024com/": "",
	} {
		req := request(t, url)
		req.Own = func() []netip.Addr { return []netip.Addr{netip.MustParseAddr("93.184.215.14")} }
		req.Resolver = names{"a.example": {"93.184.215.15"}, "own.example": {"93.184.215.14"}, "inner.example": {"10.0.0.1 fd00::1"}, "mixed.example": {"10.0.0.1 93.184.215.15"}}
		if _, err := run(t, req); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", url, err, says)
		}
	}
}

func TestARedirectInwardIsRefused(t *testing.T) {
	for _, to := range []string{"http://127.0.0.2/", "http://localhost/", "http://[::ffff:127.0.0.2]/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "gopher://127.0.0.1/"} {
		s := site(t, map[string]string{"/": "=> " + to, "/page": `<img src="/inward.png"><img src="` + to + `">`, "/inward.png": "=> " + to})
		req := request(t, s.URL)
		req.Resolver = names{"localhost": {"127.0.0.2 ::1"}}
		if _, err := run(t, req); err == nil {
			t.Errorf("the page that sends on to %s was captured", to)
		}
		req.URL = s.URL + "/page"
		c, err := run(t, req)
		if err != nil || len(c.report.Failed) == 0 || len(c.report.Answers) != 2 {
			t.Errorf("%s: %d answers, failed %v: %v", to, len(c.report.Answers), c.report.Failed, err)
		}
	}
}

func TestANameThatChangesItsAnswerIsRefused(t *testing.T) {
	s := site(t, map[string]string{"/": "<img src=/a.png>", "/a.png": "a"})
	req := request(t, "http://page.example:"+portOf(t, s)+"/")
	req.Resolver = names{"page.example": {"127.0.0.1", "169.254.169.254"}}
	c, err := run(t, req)
	if err != nil || len(c.report.Answers) != 1 || len(c.report.Failed) != 1 || !strings.Contains(c.report.Failed[0].Reason, "169.254.169.254") {
		t.Fatalf("%+v %v", c.report, err)
	}
}

func TestOfManyAddressesOnlyPublicOnesAreUsed(t *testing.T) {
	s := site(t, map[string]string{"/": "x"})
	req := request(t, "http://page.example:"+portOf(t, s)+"/")
	req.Resolver = names{"page.example": {"10.0.0.1 127.0.0.2 127.0.0.1 ::1"}}
	c, err := run(t, req)
	if err != nil || c.report.Answers[0].Server != "127.0.0.1" {
		t.Fatalf("%+v %v", c.report.Answers, err)
	}
}

func TestAHostThatIsNamedMayBePrivate(t *testing.T) {
	s := site(t, map[string]string{"/": "x"})
	req := request(t, "http://page.example:"+portOf(t, s)+"/")
	req.Allow = capture.Allow{Hosts: []string{"page.example"}}
	req.Resolver = names{"page.example": {"127.0.0.1"}}
	c, err := run(t, req)
	if err != nil || c.report.Method.Allowed[0] != "page.example" {
		t.Fatalf("%+v %v", c.report.Method, err)
	}
}

func TestTheEnvironmentsProxyIsNotUsed(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("ALL_PROXY", "socks5://127.0.0.1:1")
	if _, err := run(t, request(t, site(t, map[string]string{"/": "x"}).URL)); err != nil {
		t.Error(err)
	}
}

func TestABadCertificateIsToldAndRefusedUnlessAllowed(t *testing.T) {
	s := httptest.NewUnstartedServer(handler(map[string]string{"/": "<img src=/a.png>", "/a.png": "a"}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	req := request(t, s.URL)
	if _, err := run(t, req); err == nil || !strings.Contains(err.Error(), "does not prove its name") {
		t.Errorf("a certificate nobody knows: %v", err)
	}
	req.BadTLS = true
	c, err := run(t, req)
	if err != nil || !strings.Contains(c.report.Answers[0].BadTLS, "does not prove its name") || c.report.Answers[0].TLS != "TLS 1.3" {
		t.Fatalf("%+v %v", c.report.Answers, err)
	}
	req.BadTLS, req.Roots = false, x509.NewCertPool()
	req.Roots.AddCert(s.Certificate())
	req.Now = clock(s.Certificate().NotAfter.AddDate(0, 0, 1))
	if _, err = run(t, req); err == nil || !strings.Contains(err.Error(), "does not prove its name") {
		t.Errorf("a certificate past its time: %v", err)
	}
	req.Now = clock(s.Certificate().NotBefore.AddDate(0, 0, 1))
	if c, err = run(t, req); err != nil || c.report.Answers[0].BadTLS != "" || len(c.report.Answers) != 2 {
		t.Fatalf("%+v %v", c.report.Answers, err)
	}
	chains := 0
	for key, body := range c.bodies {
		if strings.HasPrefix(key, "application/pem-certificate-chain") && strings.HasPrefix(body, "-----BEGIN CERTIFICATE-----") {
			chains++
		}
	}
	if chains != 1 {
		t.Errorf("%d chains of certificates were kept, want 1", chains)
	}
}
