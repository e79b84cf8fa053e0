package wacz

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sanad/internal/format/warc"
)

// cdx is the JSON block of a CDXJ line.
type cdx struct {
	URL    string `json:"url"`
	Mime   string `json:"mime,omitempty"`
	Status string `json:"status,omitempty"`
	Digest string `json:"digest,omitempty"`
	Length string `json:"length"`
	Offset string `json:"offset"`
	File   string `json:"filename"`
	Record string `json:"recordDigest,omitempty"`
}

// indexWARC gives the CDXJ lines of one WARC file. A file with a
// fault of its own is refused: what we write is whole. What servers sent may be
// as faulty as it likes.
func indexWARC(name string, data io.ReaderAt, size int64) ([]string, error) {
	var lines []string
	var fault error
	r := warc.NewReader(data, size, func(f warc.Fault) {
		if !f.Inside {
			fault = errors.Join(fault, fmt.Errorf("the record at byte %d: %s", f.Offset, f.Text))
		}
	})
	for {
		rec, err := r.Next()
		if fault != nil {
			return nil, fmt.Errorf("index %s: %w", name, fault)
		}
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, fmt.Errorf("index %s: %w", name, err)
		}
		if rec.End(); rec.Type != "response" && rec.Type != "resource" && rec.Type != "revisit" {
			continue
		}
		line, err := cdxLine(name, data, rec)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
}

// cdxLine writes one line. Numbers are written as strings, as the programs do
// that make and read such indexes.
func cdxLine(name string, data io.ReaderAt, rec *warc.Record) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(data, rec.Offset, rec.Length)); err != nil {
		return "", fmt.Errorf("hash a record of %s: %w", name, err)
	}
	media, _, _ := strings.Cut(rec.Media(), ";")
	c := cdx{
		URL: rec.URI, Mime: strings.TrimSpace(media), Digest: rec.Header.Get("WARC-Payload-Digest"), File: name,
		Length: fmt.Sprint(rec.Length), Offset: fmt.Sprint(rec.Offset), Record: "sha256:" + hex.EncodeToString(h.Sum(nil)),
	}
	if rec.HTTP != nil {
		c.Status = fmt.Sprint(rec.HTTP.Status)
	}
	block, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("index %s: %w", rec.URI, err)
	}
	return fmt.Sprintf("%s %s %s\n", surt(rec.URI), stamp(rec.Date), block), nil
}

// stamp gives a WARC-Date as the 14 digits of an index.
func stamp(date string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, date)
	return (digits + "00000000000000")[:14]
}

// perBlock is how many lines are packed together.
const perBlock = 1024

// packIndex sorts the lines and gives index.cdx.gz and index.idx.
func packIndex(lines []string) (packed, idx []byte, err error) {
	slices.Sort(lines)
	var out, find bytes.Buffer
	find.WriteString(`!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}` + "\n")
	for block := range slices.Chunk(lines, perBlock) {
		start := out.Len()
		z := gzip.NewWriter(&out)
		if _, err := z.Write([]byte(strings.Join(block, ""))); err != nil {
			return nil, nil, fmt.Errorf("pack the index: %w", err)
		}
		if err := z.Close(); err != nil {
			return nil, nil, fmt.Errorf("pack the index: %w", err)
		}
		key, _, _ := strings.Cut(block[0], " {")
		fmt.Fprintf(&find, "%s {\"offset\": %d, \"length\": %d, \"digest\": %q}\n", key, start, out.Len()-start, fingerprint(out.Bytes()[start:]))
	}
	return out.Bytes(), find.Bytes(), nil
}
