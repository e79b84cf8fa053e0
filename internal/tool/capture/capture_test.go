package capture_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"sanad/internal/format/content"
	"sanad/internal/format/wacz"
	"sanad/internal/format/warc"
	"sanad/internal/tool/capture"
)

// steps is a source of randomness that gives other bytes each time.
type steps struct{ n byte }

func (s *steps) Read(p []byte) (int, error) {
	for i := range p {
		s.n++
		p[i] = s.n
	}
	s.n += 7
	return len(p), nil
}

// request gives one that may reach 127.0.0.1, and no other private address.
func request(t testing.TB, url string) capture.Request {
	t.Helper()
	return capture.Request{
		URL: url, Allow: capture.Allow{Nets: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}},
		Note: "seen in a public channel", Collector: "desk 3", Tool: "sanad test", Dir: t.TempDir(),
		Limits: capture.Limits{Requests: 40, Exchange: 10 * time.Second, Time: time.Minute},
		Own:    func() []netip.Addr { return nil },
		Now:    func() time.Time { return time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC) }, Random: &steps{},
	}
}

// captured is a package, read by our own readers.
type captured struct {
	report   capture.Report
	fields   map[string]string
	problems []content.Problem
	bodies   map[string]string // of records, by kind and address
	records  []string          // lines of the overview
}

// run captures, and reads what came of it. Every package must be without fault.
func run(t *testing.T, req capture.Request) (*captured, error) {
	t.Helper()
	var b bytes.Buffer
	report, err := capture.Capture(t.Context(), req, &b)
	left, dirErr := os.ReadDir(req.Dir)
	if dirErr != nil || len(left) > 0 {
		t.Errorf("temporary files are left: %v %v", left, dirErr)
	}
	if err != nil {
		if b.Len() > 0 {
			t.Error("a package was written in spite of the error")
		}
		return &captured{report: report}, err
	}
	c := &captured{report: report, fields: map[string]string{}, bodies: map[string]string{}}
	c.read(t, "application/wacz", b.Bytes())
	for _, p := range c.problems {
		// An answer cut off by a limit says so.
		if !strings.Contains(p.Reason, "its maker cut it off") && !strings.Contains(p.Reason, "breaks off") && !strings.Contains(p.Reason, "chunk") {
			t.Errorf("a problem with the package: %v", p)
		}
	}
	if c.fields["files_wrong"] != "0" || c.fields["digests_wrong"] != "0" || c.fields["digests_right"] == "0" {
		t.Errorf("the package is not sound: %v", c.fields)
	}
	if int64(b.Len()) != report.Bytes {
		t.Errorf("the package has %d bytes, the report says %d", b.Len(), report.Bytes)
	}
	return c, nil
}

func (c *captured) read(t *testing.T, media string, data []byte) {
	t.Helper()
	limits := content.DefaultLimits()
	src := content.Source{ReaderAt: bytes.NewReader(data), Size: int64(len(data))}
	reader := wacz.Read
	if media == "application/warc" {
		reader = warc.Read
	}
	if err := reader(src, content.Options{Limits: limits}, &sink{t, c}); err != nil {
		t.Fatal(err)
	}
}

type sink struct {
	t *testing.T
	c *captured
}

func (s *sink) Page(p content.Page) error {
	s.c.records = append(s.c.records, strings.Split(p.Text, "\n")...)
	return nil
}
func (s *sink) Row(content.Row) error           { return nil }
func (s *sink) Field(f content.Field) error     { s.c.fields[f.Name] = f.Value; return nil }
func (s *sink) Problem(p content.Problem) error { s.c.problems = append(s.c.problems, p); return nil }
func (s *sink) Member(m content.Member, r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if m.MediaType == "application/warc" {
		s.c.read(s.t, m.MediaType, body)
		return nil
	}
	key := m.Name
	if m.MediaType == "application/json" || m.MediaType == "application/pem-certificate-chain" {
		key = m.MediaType + " " + m.Name
	}
	s.c.bodies[key] = string(body)
	return nil
}

// site serves what stands under each path; "" is a 404.
func site(t *testing.T, pages map[string]string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(handler(pages))
	t.Cleanup(s.Close)
	return s
}

func handler(pages map[string]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		switch {
		case strings.HasPrefix(body, "=> "):
			http.Redirect(w, r, body[3:], http.StatusFound)
		case !ok:
			http.Error(w, "no such page", http.StatusNotFound)
		default:
			kind := "text/html; charset=utf-8"
			for end, k := range map[string]string{".css": "text/css", ".png": "image/png", ".js": "text/javascript", ".woff2": "font/woff2", ".mp4": "video/mp4"} {
				if strings.HasSuffix(r.URL.Path, end) {
					kind = k
				}
			}
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Set-Cookie", "id=1")
			if _, err := io.WriteString(w, body); err != nil {
				return
			}
		}
	}
}

func TestAPageIsCapturedWithAllItNeeds(t *testing.T) {
	pages := map[string]string{
		"/start": "=> /page",
		"/page": `<html><head><title>گزارشِ روز</title><link rel=stylesheet href=/s.css><link rel=icon href=/i.png><script src=/x.js></script>
			<style>@import '/t.css'; body { background: url("/style.png") }</style></head><body background=/bg.png style="background:url(/attr.png)">
			<img src=/a.png srcset="/b.png 1x, /c.png 2x"><img data-src=/late.png><video poster=/poster.png><source src=/v.mp4></video>
			<iframe src=/frame></iframe><a href=/elsewhere>x</a><img src="data:image/png;base64,AA"><img src=/gone.png></body></html>`,
		"/s.css": `/* url(/no.png) */ @import url(/u.css); @font-face { src: url(/f.woff2) format("woff2") } p::after { content: "url(/no2.png)" }`,
		"/t.css": "", "/u.css": "p { background: url( '/u.png' ) }", "/frame": `<img src=/inframe.png><iframe src=/deep></iframe>`, "/deep": "deep",
		"/elsewhere": "not needed",
	}
	for _, name := range strings.Fields("/i.png /x.js /style.png /bg.png /attr.png /a.png /b.png /c.png /late.png /poster.png /v.mp4 /f.woff2 /u.png /inframe.png") {
		pages[name] = "bytes of " + name
	}
	s := site(t, pages)
	c, err := run(t, request(t, s.URL+"/start#part"))
	if err != nil {
		t.Fatal(err)
	}
	for path, body := range pages {
		switch path {
		case "/start", "/deep", "/elsewhere", "/t.css":
			continue
		}
		if got := c.bodies[s.URL+path]; got != body {
			t.Errorf("%s is %q, want %q", path, got, body)
		}
	}
	for _, path := range []string{"/elsewhere", "/deep", "/no.png", "/no2.png"} {
		if _, there := c.bodies[s.URL+path]; there {
			t.Errorf("%s was captured", path)
		}
	}
	r := c.report
	if r.Page != s.URL+"/page" || r.Status != 200 || r.Title != "گزارشِ روز" || r.Answers[0].Status != 302 || r.Answers[0].Server != "127.0.0.1" {
		t.Errorf("the report is %+v", r)
	}
	if len(r.Failed) != 0 || !strings.Contains(strings.Join(r.Missing, "\n"), "1 frame inside a frame was not followed") {
		t.Errorf("failed %v, missing %v", r.Failed, r.Missing)
	}
	if !strings.Contains(strings.Join(c.records, "\n"), "404 Not Found") {
		t.Error("the answer 404 to /gone.png is not kept")
	}
	if c.fields["title"] != "گزارشِ روز" || c.fields["url"] != s.URL+"/page" || !strings.Contains(c.fields["description"], "seen in a public channel") {
		t.Errorf("the package says %v", c.fields)
	}
}

func TestTheReportStandsInThePackage(t *testing.T) {
	s := site(t, map[string]string{"/": "<p>سند</p>"})
	req := request(t, s.URL)
	req.Note, req.Collector, req.Egress = "", "", "a connection in another country"
	c, err := run(t, req)
	if err != nil {
		t.Fatal(err)
	}
	var kept capture.Report
	if err := json.Unmarshal([]byte(c.bodies["application/json "+s.URL+"/"]), &kept); err != nil {
		t.Fatal(err)
	}
	if kept.Form != capture.Form || kept.SHA256 != c.report.SHA256 || kept.Egress.Told != "a connection in another country" || kept.Egress.Families[0] != "IPv4" {
		t.Errorf("kept: %+v", kept)
	}
	missing := strings.Join(kept.Missing, "\n")
	for _, want := range []string{"full-page image", "scripts", "context", "collector"} {
		if !strings.Contains(missing, want) {
			t.Errorf("it is not said that %s is missing: %s", want, missing)
		}
	}
	if strings.Contains(missing, "egress") {
		t.Errorf("the egress is told and said to be missing: %s", missing)
	}
}

func TestWhatAServerAnswersIsKeptAsItCame(t *testing.T) {
	var asked http.Header
	packed := gz(t, "<p>packed</p><img src=/x.png>")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/x.png" {
			asked = r.Header
		}
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Set-Cookie", "id=secret")
		w.Header().Set("X-Odd", "گ")
		w.WriteHeader(http.StatusInternalServerError)
		for _, b := range packed {
			if _, err := w.Write([]byte{b}); err != nil {
				return
			}
			w.(http.Flusher).Flush()
		}
	}))
	t.Cleanup(s.Close)
	c, err := run(t, request(t, s.URL))
	if err != nil || c.report.Status != 500 || c.bodies[s.URL+"/"] != "<p>packed</p><img src=/x.png>" {
		t.Fatalf("%+v %v", c, err)
	}
	if asked == nil || asked.Get("Cookie") != "" || asked.Get("Referer") != "" {
		t.Errorf("the second request told of the first: %v", asked)
	}
	if n := c.report.Answers[0].Bytes; n <= int64(len(packed)) {
		t.Errorf("the body has %d bytes; with its chunks it must have more than %d", n, len(packed))
	}
}

func gz(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := io.WriteString(z, s)
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestACaptureWithoutClockOrRandomnessIsRefused(t *testing.T) {
	for _, change := range []func(*capture.Request){
		func(r *capture.Request) { r.Now = nil },
		func(r *capture.Request) { r.Random = nil },
		func(r *capture.Request) { r.Random = strings.NewReader("few") },
		func(r *capture.Request) { r.Proxy = "http://127.0.0.1:1" },
		func(r *capture.Request) { r.Dir += "/none" },
	} {
		req := request(t, site(t, map[string]string{"/": "x"}).URL)
		change(&req)
		if _, err := capture.Capture(context.Background(), req, io.Discard); err == nil {
			t.Errorf("it was captured: %+v", req)
		}
	}
}

func TestACaptureThatIsStoppedWritesNothing(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			stop()
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<img src=/x.png>")
	}))
	t.Cleanup(s.Close)
	var b bytes.Buffer
	if _, err := capture.Capture(ctx, request(t, s.URL), &b); !errors.Is(err, context.Canceled) || b.Len() > 0 {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
}
