package warc

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Entry is a record to be written.
type Entry struct {
	Type      string // "warcinfo", "request", "response", "metadata", "resource"
	ID        string // a URI that no other record ever has: <urn:uuid:...>, with its < >
	Date      time.Time
	URI       string // "" for warcinfo
	MediaType string // of the block
	More      Header // further fields: WARC-Concurrent-To, WARC-IP-Address, ...
	// Head is the HTTP head with the empty line that ends it, empty where the
	// block is all payload; Body is read twice.
	Head []byte
	Body io.ReadSeeker
}

// Placed says where an entry was written, its bytes and their SHA-256 in hexadecimal digits.
type Placed struct {
	Offset, Length             int64 // in the file, compressed
	BlockSHA256, PayloadSHA256 string
	BlockBytes, PayloadBytes   int64
}

// Writer writes WARC 1.1, one gzip member a record. What it writes depends on
// nothing but what it is given.
type Writer struct {
	w  io.Writer
	at int64
	z  *gzip.Writer
}

// NewWriter writes to w.
func NewWriter(w io.Writer) *Writer {
	out := &Writer{w: w}
	out.z = gzip.NewWriter(out)
	return out
}

// Write counts what goes to the file; it is for the compression inside.
func (w *Writer) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	w.at += int64(n)
	return n, err
}

// Add writes one record with the digests of its block and payload.
func (w *Writer) Add(e Entry) (Placed, error) {
	placed := Placed{Offset: w.at}
	if err := measureEntry(e, &placed); err != nil {
		return placed, err
	}
	head, err := entryHead(e, placed)
	if err != nil {
		return placed, err
	}
	if _, err := e.Body.Seek(0, io.SeekStart); err != nil {
		return placed, fmt.Errorf("read the body of %s again: %w", e.URI, err)
	}
	w.z.Reset(w)
	for _, part := range []io.Reader{strings.NewReader(head), strings.NewReader(string(e.Head)), e.Body, strings.NewReader("\r\n\r\n")} {
		if _, err := io.Copy(w.z, part); err != nil {
			return placed, fmt.Errorf("write the record of %s: %w", e.URI, err)
		}
	}
	if err := w.z.Close(); err != nil {
		return placed, fmt.Errorf("write the record of %s: %w", e.URI, err)
	}
	placed.Length = w.at - placed.Offset
	return placed, nil
}

func measureEntry(e Entry, p *Placed) error {
	block, payload := sha256.New(), sha256.New()
	block.Write(e.Head)
	if _, err := e.Body.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read the body of %s: %w", e.URI, err)
	}
	n, err := io.Copy(io.MultiWriter(block, payload), e.Body)
	if err != nil {
		return fmt.Errorf("read the body of %s: %w", e.URI, err)
	}
	p.PayloadBytes, p.BlockBytes = n, n+int64(len(e.Head))
	p.BlockSHA256, p.PayloadSHA256 = hex.EncodeToString(block.Sum(nil)), hex.EncodeToString(payload.Sum(nil))
	return nil
}

// entryHead writes the header of a record, the line that ends it included.
func entryHead(e Entry, p Placed) (string, error) {
	fields := Header{
		{"WARC-Type", e.Type},
		{"WARC-Record-ID", e.ID},
		{"WARC-Date", e.Date.UTC().Format("2006-01-02T15:04:05.000000Z")},
		{"WARC-Target-URI", e.URI},
		{"Content-Type", e.MediaType},
		{"Content-Length", fmt.Sprint(p.BlockBytes)},
		{"WARC-Block-Digest", "sha256:" + p.BlockSHA256},
	}
	if len(e.Head) > 0 || e.Type == "resource" {
		fields = append(fields, Field{"WARC-Payload-Digest", "sha256:" + p.PayloadSHA256})
	}
	if !strings.HasPrefix(e.ID, "<") || !strings.HasSuffix(e.ID, ">") {
		return "", errors.New("a record's ID must stand in < >")
	}
	var b strings.Builder
	b.WriteString("WARC/1.1\r\n")
	for _, f := range append(fields, e.More...) {
		if f.Value == "" {
			continue
		}
		if strings.ContainsAny(f.Name+f.Value, "\r\n") || strings.ContainsAny(f.Name, ": ") {
			return "", fmt.Errorf("the field %q of a record can't hold %q", f.Name, cut(f.Value))
		}
		b.WriteString(f.Name + ": " + f.Value + "\r\n")
	}
	b.WriteString("\r\n")
	return b.String(), nil
}

// Fields writes the block of a record of application/warc-fields. Line ends in
// a value become spaces.
func Fields(h Header) []byte {
	var b strings.Builder
	for _, f := range h {
		b.WriteString(f.Name + ": " + strings.Join(strings.Fields(f.Value), " ") + "\r\n")
	}
	return []byte(b.String())
}
