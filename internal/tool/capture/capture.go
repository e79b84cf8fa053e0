// Package capture knows how to keep a web page as evidence: what was asked,
// what the server answered byte for byte, with its images, styles, scripts,
// fonts, frames and recordings, in one WACZ package that says how, when and by
// whom it was made. It must never reach into the network it runs in (a page
// chooses the addresses that are asked for: see walls.go), never keep cookies,
// never follow the environment's proxies, never run a page's scripts, and
// never be silent about what is missing.
//
// Who controls the page or the way to it chooses what is captured; the package
// shows what was received, not that it is what others were shown.
package capture

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"time"

	"sanad/internal/format/wacz"
)

// Request says what to capture and under which rules.
type Request struct {
	URL   string
	Allow Allow
	// Limits that are zero are those of DefaultLimits.
	Limits Limits
	// UserAgent is sent to the server, which keeps it. "" for one that names
	// no organisation.
	UserAgent string
	Language  string // Accept-Language; "" to send none
	// Proxy is socks5://HOST:PORT, "" for none. Names are then resolved by
	// the proxy, so of the walls only those about names and literal addresses
	// hold: where it can reach private addresses by name, so can a page.
	Proxy string
	// BadTLS captures a server whose certificate does not prove its name. That
	// it did not is written into the package.
	BadTLS bool

	Note      string // context: why, and how it was found
	Collector string // who captures, as the package shall tell
	Egress    string // from where it was captured, as the package shall tell; "" is told as not recorded
	Tool      string // name and version of the program

	Dir      string              // for two temporary files; "" for the system's folder
	Resolver Resolver            // nil for the system's
	Roots    *x509.CertPool      // nil for the system's
	Own      func() []netip.Addr // this machine's addresses; nil to ask it
	Signer   *wacz.Signer        // nil for no signature
	Now      func() time.Time
	Random   io.Reader
}

// Limits are what one capture may cost. What is over them is left out and told.
type Limits struct {
	Requests      int           `json:"requests"`       // asked for in all, redirects included
	Redirects     int           `json:"redirects"`      // one after the other
	ResourceBytes int64         `json:"resource_bytes"` // of one answer's body, as it comes over the wire
	Bytes         int64         `json:"bytes"`          // of all answers
	ParseBytes    int64         `json:"parse_bytes"`    // of a page or style, unpacked, to look for links in
	Exchange      time.Duration `json:"exchange_ns"`    // for one answer, from the name to its last byte
	Time          time.Duration `json:"time_ns"`        // for all
	Pause         time.Duration `json:"pause_ns"`       // between two requests
}

// DefaultLimits fit a page with its pictures and a short film.
func DefaultLimits() Limits {
	return Limits{
		Requests: 500, Redirects: 10, ResourceBytes: 64 << 20, Bytes: 512 << 20, ParseBytes: 16 << 20,
		Exchange: time.Minute, Time: 10 * time.Minute, Pause: 100 * time.Millisecond,
	}
}

func (l Limits) filled() Limits {
	d := DefaultLimits()
	if l == (Limits{}) {
		return d
	}
	fill(&l.Requests, d.Requests)
	fill(&l.Redirects, d.Redirects)
	fill(&l.ResourceBytes, d.ResourceBytes)
	fill(&l.Bytes, d.Bytes)
	fill(&l.ParseBytes, d.ParseBytes)
	fill(&l.Exchange, d.Exchange)
	fill(&l.Time, d.Time)
	return l
}

func fill[T int | int64 | time.Duration](v *T, d T) {
	if *v <= 0 {
		*v = d
	}
}

// plainAgent is sent where no other is set: a program's, of nobody in
// particular.
const plainAgent = "Mozilla/5.0 (compatible; page capture)"

// Capture captures a page and writes the package to w. Where the page itself
// can't be had it gives an error and writes nothing; what else is missing is
// in the report, and in the package. An answer with an error status (404, 500)
// is an answer, and is kept.
func Capture(ctx context.Context, req Request, w io.Writer) (Report, error) {
	if req.Now == nil || req.Random == nil {
		return Report{}, errors.New("capture a page: a clock and a source of randomness must be handed in")
	}
	req.Limits = req.Limits.filled()
	if req.UserAgent == "" {
		req.UserAgent = plainAgent
	}
	c, err := newCollector(req)
	if err != nil {
		return Report{}, fmt.Errorf("capture a page: %w", err)
	}
	defer c.close()
	inner, stop := context.WithTimeout(ctx, req.Limits.Time)
	defer stop()
	if err := c.collect(inner); err != nil {
		return c.report, fmt.Errorf("capture %s: %w", req.URL, err)
	}
	if err := ctx.Err(); err != nil {
		return c.report, fmt.Errorf("capture %s: %w", req.URL, err)
	}
	if err := c.finish(w); err != nil {
		return c.report, fmt.Errorf("capture %s: %w", req.URL, err)
	}
	return c.report, nil
}
