package capture

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"time"

	"golang.org/x/net/proxy"

	"sanad/internal/format/wacz"
	"sanad/internal/format/warc"
)

// collector is the state of one capture.
type collector struct {
	req    Request
	own    []netip.Addr
	proxy  proxy.ContextDialer // nil for none
	spool  *os.File            // the answer just received
	file   *os.File            // the WARC file
	out    *warc.Writer
	report Report
	bytes  int64 // received
	asked  int   // requests made
	chains map[string]bool

	queue []task
	seen  map[string]bool

	unasked, oddLinks, deepFrames, unread, cutOff int
}

// task is something still to be asked for.
type task struct {
	link
	frames int // frames it stands in
	styles int // styles that led to it
}

// maxStyles is how deep styles may import styles.
const maxStyles = 5

func newCollector(req Request) (*collector, error) {
	c := &collector{req: req, chains: map[string]bool{}, seen: map[string]bool{}}
	var err error
	if c.proxy, err = openProxy(req.Proxy); err != nil {
		return nil, err
	}
	if req.Own == nil {
		c.req.Own = machine
	}
	c.own = c.req.Own()
	if req.Resolver == nil {
		c.req.Resolver = net.DefaultResolver
	}
	if c.spool, err = temporary(req.Dir); err != nil {
		return nil, err
	}
	if c.file, err = temporary(req.Dir); err != nil {
		c.close()
		return nil, err
	}
	c.out = warc.NewWriter(c.file)
	c.report = Report{
		Form: Form, Asked: req.URL, Started: req.Now().UTC(), Context: req.Note, Collector: req.Collector, Failed: []Failure{},
		Method: Method{Tool: req.Tool, UserAgent: req.UserAgent, Language: req.Language, BadTLS: req.BadTLS, Limits: req.Limits, Allowed: req.Allow.words(), Conditions: conditions()},
		Egress: Egress{Told: req.Egress, Proxy: c.proxy != nil},
	}
	if req.Egress == "" {
		c.report.Egress.Told = "not recorded"
	}
	return c, nil
}

func (a Allow) words() []string {
	var all []string
	for _, p := range a.Nets {
		all = append(all, p.String())
	}
	return append(all, a.Hosts...)
}

// close removes the temporary files.
func (c *collector) close() {
	for _, f := range []*os.File{c.spool, c.file} {
		if f != nil {
			// What fails here is told nowhere: the package is written, or
			// another error is on its way.
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}
}

// collect asks for the page, and then for all it needs.
func (c *collector) collect(ctx context.Context) error {
	u, err := parseURL(c.req.URL)
	if err != nil {
		return err
	}
	if err := c.writeInfo(); err != nil {
		return err
	}
	if err := c.one(ctx, task{link: link{u, "page"}}); err != nil {
		return err
	}
	for len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		if reason := c.over(ctx); reason != "" {
			c.fail(next, reason)
			continue
		}
		if err := pause(ctx, c.req.Limits.Pause); err != nil {
			c.fail(next, "the time for the whole capture was over")
			continue
		}
		err := c.one(ctx, next)
		if spool := (*spoolError)(nil); errors.As(err, &spool) {
			return err
		}
		if err != nil {
			c.fail(next, err.Error())
		}
	}
	return nil
}

// over names the limit that lets nothing more be asked for, "" if none.
func (c *collector) over(ctx context.Context) string {
	switch l := c.req.Limits; {
	case ctx.Err() != nil:
		return "the time for the whole capture was over"
	case c.asked >= l.Requests:
		return fmt.Sprintf("over the limit of %d requests", l.Requests)
	case c.bytes >= l.Bytes:
		return fmt.Sprintf("over the limit of %d bytes for the whole capture", l.Bytes)
	}
	return ""
}

func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// maxFailed is how many failures are listed; the rest are counted.
const maxFailed = 2_000

func (c *collector) fail(t task, reason string) {
	if len(c.report.Failed) >= maxFailed {
		c.unasked++
		return
	}
	c.report.Failed = append(c.report.Failed, Failure{URL: t.url.String(), Kind: t.kind, Reason: short(reason, 400)})
}

// one asks for one thing, follows where it is sent on to, keeps every answer
// and looks for what the last one needs.
func (c *collector) one(ctx context.Context, t task) error {
	for hops := 0; ; hops++ {
		key := t.url.String()
		if c.seen[key] && t.kind != "page" {
			return nil
		}
		c.seen[key] = true
		c.asked++
		x, err := c.fetch(ctx, t.url)
		if err != nil {
			return err
		}
		if err := c.keep(t.kind, x); err != nil {
			return err
		}
		next, err := x.sentTo()
		if err != nil {
			return fmt.Errorf("it sends on to an address that is refused: %w", err)
		}
		if next == nil {
			return c.look(t, x)
		}
		if reason := c.over(ctx); reason != "" {
			return errors.New(reason)
		}
		if hops >= c.req.Limits.Redirects {
			return fmt.Errorf("it sends on more than %d times", c.req.Limits.Redirects)
		}
		t.url = next
	}
}

// sentTo gives the address that an answer sends on to, nil if it does not.
func (x *exchange) sentTo() (*url.URL, error) {
	where := x.header.Get("Location")
	if where == "" || !slices.Contains([]int{301, 302, 303, 307, 308}, x.status) {
		return nil, nil
	}
	u, err := x.url.Parse(where)
	if err != nil {
		return nil, errors.New("it is no address that can be read")
	}
	return normal(u)
}

// look queues what a page or style needs.
func (c *collector) look(t task, x *exchange) error {
	if t.kind == "page" {
		a := c.report.Answers[len(c.report.Answers)-1]
		c.report.Page, c.report.Status, c.report.Media, c.report.SHA256 = a.URL, a.Status, a.Media, a.SHA256
	}
	var l *links
	switch media := x.media(); {
	case t.kind == "style" && media == "text/css" && t.styles <= maxStyles:
		l = newLinks(x.url)
		text, err := io.ReadAll(x.text(c.req.Limits.ParseBytes))
		l.css(string(text))
		l.broken = err != nil
	case (t.kind == "page" || t.kind == "frame") && (media == "text/html" || media == "application/xhtml+xml"):
		l = parseHTML(x.url, x.text(c.req.Limits.ParseBytes), x.header.Get("Content-Type"))
	default:
		return nil
	}
	c.take(t, x, l)
	return nil
}

func (c *collector) take(t task, x *exchange, l *links) {
	if t.kind == "page" {
		c.report.Title = l.title
	}
	c.oddLinks += l.odd
	c.unasked += l.more
	if l.broken || !x.wholeText(c.req.Limits.ParseBytes) {
		c.unread++
	}
	for _, found := range l.list {
		next := task{link: found, frames: t.frames, styles: t.styles}
		if x.media() == "text/css" {
			next.styles++
		}
		if found.kind == "frame" {
			if next.frames++; next.frames > 1 {
				c.deepFrames++
				continue
			}
		}
		switch {
		case c.seen[found.url.String()]:
		case len(c.queue) >= 4*c.req.Limits.Requests:
			c.unasked++
		default:
			c.queue = append(c.queue, next)
		}
	}
}

// finish writes the report and the package.
func (c *collector) finish(w io.Writer) error {
	c.report.Ended = c.req.Now().UTC()
	c.report.Missing = c.missing()
	data, err := json.MarshalIndent(c.report, "", "  ")
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if err := c.writeMetadata(c.report.Page, "application/json", data, warc.Header{{Name: "WARC-Refers-To", Value: c.pageRecord()}}); err != nil {
		return err
	}
	size, err := c.file.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("read the temporary file: %w", err)
	}
	title := c.report.Title
	if title == "" {
		title = c.report.Page
	}
	sum := sha256.New()
	count := &countWriter{w: io.MultiWriter(w, sum)}
	err = wacz.Write(count, wacz.Package{
		Title: title, Description: c.describe(), Software: c.req.Tool, MainURL: c.report.Page, Created: c.report.Ended, MainDate: c.report.Started,
		Archives: []wacz.Archive{{Name: "data.warc.gz", Data: c.file, Size: size}},
		Pages:    []wacz.Page{{URL: c.report.Page, Title: title, TS: c.pageTime(), Size: c.bytes}},
		Signer:   c.req.Signer,
	})
	c.report.Bytes, c.report.Package = count.n, hex.EncodeToString(sum.Sum(nil))
	return err
}

// countWriter counts the bytes of the package.
type countWriter struct {
	w io.Writer
	n int64
}

func (c *countWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// describe says in a few lines what a person should know of the package.
func (c *collector) describe() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Capture of %s from %s to %s.\n", c.report.Asked, c.report.Started.Format(time.RFC3339), c.report.Ended.Format(time.RFC3339))
	if c.req.Note != "" {
		fmt.Fprintf(&b, "\n%s\n", c.req.Note)
	}
	b.WriteString("\nMissing:\n\n")
	for _, m := range c.report.Missing {
		fmt.Fprintf(&b, "- %s\n", m)
	}
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
