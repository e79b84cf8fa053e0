package warc

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// Body gives the payload as its server meant it: without chunks (RFC 9112,
// 7.1) and content codings (RFC 9110, 8.4.1). What does not have the form its
// head declares is given as it is, and told; a coding that breaks gives what
// comes before. It may be far longer than the record.
func (rec *Record) Body() io.Reader {
	if rec.HTTP == nil || rec.Type == "revisit" {
		return rec.entity
	}
	body := rec.entity
	codings := strings.Split(rec.HTTP.Header.Get("Content-Encoding"), ",")
	for i := len(codings) - 1; i >= 0 && i >= len(codings)-maxCodings; i-- {
		if name := strings.ToLower(strings.TrimSpace(codings[i])); name != "" && name != "identity" {
			body = decode(body, name, rec.tellInside)
		}
	}
	return body
}

// maxCodings is how many codings, one over the other, are taken off.
const maxCodings = 3

// decode takes off one content coding.
func decode(r io.Reader, name string, tell func(string)) io.Reader {
	in := bufio.NewReader(r)
	head, _ := in.Peek(in.Size())
	if len(head) == 0 {
		return in
	}
	open := decoder(name, head)
	if open == nil {
		tell(fmt.Sprintf("the content coding %q is not known; the body is kept as it is", cut(name)))
		return in
	}
	if !begins(open, head) {
		tell(fmt.Sprintf("the body is not in the content coding %q that its head declares; it is kept as it is", name))
		return in
	}
	out, err := open(in)
	if err != nil {
		return in
	}
	return &lenient{r: out, tell: tell, what: "the content coding " + strconv.Quote(name) + " breaks off; what comes before is kept"}
}

// decoder gives what opens a coding, nil if it is not known. head tells the
// two things apart that servers call deflate.
func decoder(name string, head []byte) func(io.Reader) (io.Reader, error) {
	switch name {
	case "gzip", "x-gzip":
		return func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }
	case "deflate":
		if len(head) > 1 && head[0]&0x0f == 8 && (int(head[0])<<8+int(head[1]))%31 == 0 {
			return func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }
		}
		return func(r io.Reader) (io.Reader, error) { return flate.NewReader(r), nil }
	case "br":
		return func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }
	case "zstd":
		return func(r io.Reader) (io.Reader, error) {
			// With one decoder it works in the caller's goroutine and leaves none behind.
			return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(8<<20))
		}
	}
	return nil
}

// begins tries a coding on the first bytes: it must give a byte, or want more
// than they are.
func begins(open func(io.Reader) (io.Reader, error), head []byte) bool {
	out, err := open(bytes.NewReader(head))
	if err == nil {
		var one [1]byte
		_, err = io.ReadFull(out, one[:])
	}
	return err == nil || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}

// lenient ends where the reader under it fails, and tells of it.
type lenient struct {
	r    io.Reader
	tell func(string)
	what string
	done bool
}

func (l *lenient) Read(p []byte) (int, error) {
	if l.done {
		return 0, io.EOF
	}
	n, err := l.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		l.tell(l.what)
		err = io.EOF
	}
	l.done = err != nil
	return n, err
}

// chunked tells whether a head declares chunks.
func chunked(h Header) bool {
	return strings.Contains(strings.ToLower(h.Get("Transfer-Encoding")), "chunked")
}

// dechunker takes chunks apart. From the place on where there are none,
// whatever the head says, it gives the bytes as they are.
type dechunker struct {
	in    *bufio.Reader
	tell  func(string)
	left  int64 // of the open chunk
	begun bool
	raw   bool
	ended bool
}

func newDechunker(r io.Reader, tell func(string)) *dechunker {
	return &dechunker{in: bufio.NewReader(r), tell: tell}
}

func (d *dechunker) Read(p []byte) (int, error) {
	if d.left == 0 && !d.raw && !d.ended {
		d.open()
	}
	switch {
	case d.ended:
		return 0, io.EOF
	case d.raw:
		return d.in.Read(p)
	}
	if int64(len(p)) > d.left {
		p = p[:d.left]
	}
	n, err := d.in.Read(p)
	if d.left -= int64(n); err != nil {
		d.stop("the last chunk is cut off")
		return n, io.EOF
	}
	return n, nil
}

func (d *dechunker) stop(text string) {
	d.ended = true
	d.tell(text)
}

// open reads the line of a chunk's size.
func (d *dechunker) open() {
	if d.begun {
		d.lineEnd()
	}
	head, _ := d.in.Peek(chunkLine)
	if len(head) == 0 {
		if d.begun {
			d.stop("the body ends without the last chunk")
		}
		d.ended = true
		return
	}
	line, _, ok := bytes.Cut(head, []byte("\n"))
	digits, _, _ := strings.Cut(string(line), ";")
	size, err := strconv.ParseInt(strings.TrimSpace(digits), 16, 64)
	switch {
	case !ok || err != nil || size < 0:
		d.raw = true
		d.tell("the body is not in the chunks that its head declares" + after(d.begun) + "; it is kept as it is")
		return
	case size == 0:
		d.ended = true
	}
	_, _ = d.in.Discard(len(line) + 1)
	d.left, d.begun = size, true
}

func after(begun bool) string {
	if begun {
		return " from some place on"
	}
	return ""
}

// chunkLine is how long the line of a chunk's size may be.
const chunkLine = 256

// lineEnd passes the line end that closes a chunk.
func (d *dechunker) lineEnd() {
	for _, want := range []byte("\r\n") {
		if b, err := d.in.Peek(1); err == nil && b[0] == want {
			_, _ = d.in.Discard(1)
		}
	}
}
