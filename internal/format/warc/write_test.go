package warc_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"sanad/internal/format/content"
	"sanad/internal/format/warc"
)

func entries() []warc.Entry {
	when := time.Date(2024, 5, 1, 10, 0, 0, 123456000, time.FixedZone("", 12600))
	entry := func(kind, id, uri, media, head, body string, more ...warc.Field) warc.Entry {
		return warc.Entry{Type: kind, ID: "<urn:uuid:" + id + ">", Date: when, URI: uri, MediaType: media, Head: []byte(head), Body: strings.NewReader(body), More: more}
	}
	return []warc.Entry{
		entry("warcinfo", "1", "", "application/warc-fields", "", string(warc.Fields(warc.Header{{Name: "software", Value: "sanad\r\n0"}}))),
		entry("request", "2", "http://a.example/", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n", ""),
		entry("response", "3", "http://a.example/", "application/http; msgtype=response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", persian, warc.Field{Name: "WARC-Concurrent-To", Value: "<urn:uuid:2>"}),
		entry("metadata", "4", "http://a.example/", "application/json", "", `{"a":1}`),
		entry("resource", "5", "urn:shot", "image/png", "", "\x89PNG"),
	}
}

func TestWhatIsWrittenIsReadBackWithItsDigests(t *testing.T) {
	var file bytes.Buffer
	w := warc.NewWriter(&file)
	var all []warc.Placed
	for _, e := range entries() {
		p, err := w.Add(e)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	r := warc.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()), func(f warc.Fault) { t.Errorf("fault: %+v", f) })
	for i, e := range entries() {
		rec, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		rec.End()
		if rec.Version != "1.1" || rec.Type != e.Type || rec.ID != e.ID || rec.Date != "2024-05-01T06:30:00.123456Z" || rec.URI != e.URI {
			t.Errorf("record %d is %+v", i+1, rec)
		}
		if rec.BlockDigest != warc.Right || rec.PayloadDigest == warc.Wrong {
			t.Errorf("record %d: digests %s and %s", i+1, rec.BlockDigest, rec.PayloadDigest)
		}
		if p := all[i]; rec.Offset != p.Offset || rec.Length != p.Length || rec.Size != p.BlockBytes {
			t.Errorf("record %d stands at %d+%d with %d bytes, want %+v", i+1, rec.Offset, rec.Length, rec.Size, p)
		}
	}
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("after the last record: %v", err)
	}
	if f, err := read(t, file.Bytes(), content.DefaultLimits()); err != nil || len(f.bodies) != 3 || f.field("creator") != "sanad 0" {
		t.Errorf("read %q %v: %v", f.bodies, f.fields, err)
	}
}

func TestNoFieldCanBreakOutOfItsLine(t *testing.T) {
	for _, change := range []func(*warc.Entry){
		func(e *warc.Entry) { e.URI = "http://a.example/\r\nWARC-Type: response" },
		func(e *warc.Entry) { e.MediaType = "a\nb" },
		func(e *warc.Entry) { e.More = warc.Header{{Name: "a: b\r\nc", Value: "d"}} },
		func(e *warc.Entry) { e.ID = "urn:uuid:1" },
	} {
		e := entries()[2]
		change(&e)
		if _, err := warc.NewWriter(io.Discard).Add(e); err == nil {
			t.Errorf("%+v was written", e)
		}
	}
}

func TestAWriteThatFailsIsToldOf(t *testing.T) {
	for room := range 300 {
		w := warc.NewWriter(&full{room})
		if _, err := w.Add(entries()[2]); err == nil {
			t.Fatalf("with room for %d bytes nothing was told", room)
		}
	}
}

// full is a disk with room for some bytes only.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}
