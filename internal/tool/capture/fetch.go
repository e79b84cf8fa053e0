package capture

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"
)

// maxHead is how long the head of an answer may be.
const maxHead = 256 << 10

// exchange is one request and its answer. The answer's bytes stand in the
// spool file until the next exchange.
type exchange struct {
	url        *url.URL
	asked      []byte
	start, end int64 // of the answer in the spool
	head       int64 // bytes of it that are its head
	status     int
	header     http.Header
	truncated  string // WARC-Truncated: "", "length", "time", "disconnect"
	from, to   time.Time
	peer       netip.Addr
	tls        *tls.ConnectionState
	badTLS     error
	entity     []byte // the body without chunks, of pages and styles only
}

// errLong: an answer is over its limit.
var errLong = errors.New("the answer is longer than the limit")

// recorder writes what comes over the wire to the spool.
type recorder struct {
	r    io.Reader
	w    io.Writer
	n    int64
	most int64
}

func (r *recorder) Read(p []byte) (int, error) {
	if r.n >= r.most {
		return 0, errLong
	}
	if int64(len(p)) > r.most-r.n {
		p = p[:r.most-r.n]
	}
	n, err := r.r.Read(p)
	r.n += int64(n)
	if _, failed := r.w.Write(p[:n]); failed != nil {
		return n, &spoolError{failed}
	}
	return n, err
}

// spoolError is a failure of this machine's disk, which ends the capture.
type spoolError struct{ error }

func (e *spoolError) Unwrap() error { return e.error }

// fetch asks for one address. An answer that breaks off after its head is
// kept, and says so.
func (c *collector) fetch(ctx context.Context, u *url.URL) (*exchange, error) {
	ctx, stop := context.WithTimeout(ctx, c.req.Limits.Exchange)
	defer stop()
	x := &exchange{url: u, from: c.req.Now()}
	line, peer, err := c.dial(ctx, u)
	if err != nil {
		return nil, plainly(ctx, err)
	}
	defer line.Close()
	// A deadline in the past ends every read and write at once.
	defer context.AfterFunc(ctx, func() { _ = line.SetDeadline(time.Unix(1, 0)) })()
	x.peer = peer
	conn := line
	if u.Scheme == "https" {
		if conn, err = c.secure(ctx, conn, x); err != nil {
			return nil, plainly(ctx, err)
		}
	}
	x.asked = c.ask(u)
	if _, err := conn.Write(x.asked); err != nil {
		return nil, plainly(ctx, fmt.Errorf("send the request: %w", err))
	}
	if err := c.answer(ctx, conn, x); err != nil {
		return nil, plainly(ctx, err)
	}
	x.to = c.req.Now()
	return x, nil
}

// plainly says in words what ended an exchange.
func plainly(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("it took too long: %w", err)
	}
	return err
}

// ask writes the request: nothing in it tells of an earlier one.
func (c *collector) ask(u *url.URL) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n", u.RequestURI(), u.Host, oneLine(c.req.UserAgent))
	if c.req.Language != "" {
		fmt.Fprintf(&b, "Accept-Language: %s\r\n", oneLine(c.req.Language))
	}
	b.WriteString("Connection: close\r\n\r\n")
	return b.Bytes()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// secure does the TLS handshake. The certificate is judged here and not by the
// TLS library, so that the chain of a server that fails can be told.
func (c *collector) secure(ctx context.Context, conn net.Conn, x *exchange) (net.Conn, error) {
	host := x.url.Hostname()
	secured := tls.Client(conn, &tls.Config{
		ServerName: host, NextProtos: []string{"http/1.1"}, InsecureSkipVerify: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			x.badTLS = c.verify(host, state)
			if x.badTLS != nil && !c.req.BadTLS {
				return x.badTLS
			}
			return nil
		},
	})
	if err := secured.HandshakeContext(ctx); err != nil {
		return nil, fmt.Errorf("make a TLS connection to %s: %w", host, err)
	}
	state := secured.ConnectionState()
	x.tls = &state
	return secured, nil
}

func (c *collector) verify(host string, state tls.ConnectionState) error {
	if len(state.PeerCertificates) == 0 {
		return errors.New("the server showed no certificate")
	}
	between := x509.NewCertPool()
	for _, cert := range state.PeerCertificates[1:] {
		between.AddCert(cert)
	}
	_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{DNSName: host, Roots: c.req.Roots, Intermediates: between, CurrentTime: c.req.Now()})
	if err != nil {
		return fmt.Errorf("its certificate does not prove its name: %w", err)
	}
	return nil
}

// answer records the answer.
func (c *collector) answer(ctx context.Context, conn io.Reader, x *exchange) error {
	if err := c.rewind(); err != nil {
		return &spoolError{err}
	}
	rec := &recorder{r: conn, w: c.spool, most: maxHead}
	in := bufio.NewReader(rec)
	at := func() int64 { return rec.n - int64(in.Buffered()) }
	var reply *http.Response
	for {
		x.start = at()
		var err error
		if reply, err = http.ReadResponse(in, &http.Request{Method: http.MethodGet}); err != nil {
			return fmt.Errorf("read the answer's head: %w", err)
		}
		// 100 to 199 only announce the answer (RFC 9110, 15.2).
		if reply.StatusCode/100 != 1 || reply.StatusCode == http.StatusSwitchingProtocols {
			break
		}
	}
	x.head, x.status, x.header = at()-x.start, reply.StatusCode, reply.Header
	rec.most = x.start + x.head + min(c.req.Limits.ResourceBytes, c.req.Limits.Bytes-c.bytes)
	err := c.body(reply, x)
	x.end = at()
	if spool := (*spoolError)(nil); errors.As(err, &spool) {
		return err
	}
	switch {
	case errors.Is(err, errLong):
		x.truncated, x.end = "length", rec.n
	case err != nil && ctx.Err() != nil:
		x.truncated, x.end = "time", rec.n
	case err != nil:
		x.truncated, x.end = "disconnect", rec.n
	}
	c.bytes += x.end - x.start
	return nil
}

// body reads the body to its end, and keeps it in memory where links are to be
// looked for in it.
func (c *collector) body(reply *http.Response, x *exchange) error {
	var keep bytes.Buffer
	room := int64(0)
	if kind := x.media(); kind == "text/html" || kind == "application/xhtml+xml" || kind == "text/css" {
		room = c.req.Limits.ParseBytes
	}
	_, err := io.Copy(&keep, io.LimitReader(reply.Body, room))
	if err == nil {
		_, err = io.Copy(io.Discard, reply.Body)
	}
	x.entity = keep.Bytes()
	return errors.Join(err, reply.Body.Close())
}

// media gives the media type that the server declares, without parameters.
func (x *exchange) media() string {
	kind, _, err := mime.ParseMediaType(x.header.Get("Content-Type"))
	if err != nil {
		kind, _, _ = strings.Cut(x.header.Get("Content-Type"), ";")
	}
	return strings.ToLower(strings.TrimSpace(kind))
}

// text gives the body to look for links in, as much as may be unpacked.
func (x *exchange) text(most int64) io.Reader {
	if strings.EqualFold(strings.TrimSpace(x.header.Get("Content-Encoding")), "gzip") {
		z, err := gzip.NewReader(bytes.NewReader(x.entity))
		if err != nil {
			return bytes.NewReader(nil)
		}
		return io.LimitReader(z, most)
	}
	return bytes.NewReader(x.entity)
}

// wholeText tells whether all of the body was there to look for links in.
func (x *exchange) wholeText(most int64) bool {
	if int64(len(x.entity)) >= most {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(x.header.Get("Content-Encoding"))) {
	case "", "identity":
		return true
	case "gzip":
		z, err := gzip.NewReader(bytes.NewReader(x.entity))
		if err != nil {
			return false
		}
		n, err := io.Copy(io.Discard, io.LimitReader(z, most))
		return err == nil && n < most
	}
	return false
}

// rewind empties the spool.
func (c *collector) rewind() error {
	if err := c.spool.Truncate(0); err != nil {
		return fmt.Errorf("empty the temporary file: %w", err)
	}
	_, err := c.spool.Seek(0, io.SeekStart)
	return err
}

// temporary opens a file that only this user can read.
func temporary(dir string) (*os.File, error) {
	f, err := os.CreateTemp(dir, "capture-*")
	if err != nil {
		return nil, fmt.Errorf("open a temporary file: %w", err)
	}
	return f, nil
}
