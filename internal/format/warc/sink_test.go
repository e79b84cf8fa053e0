package warc_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/warc"
)

// found keeps all that a reader hands over.
type found struct {
	pages    []content.Page
	fields   []content.Field
	members  []content.Member
	bodies   []string
	problems []content.Problem
	unpacked int64
}

func (f *found) Page(p content.Page) error       { f.pages = append(f.pages, p); return nil }
func (f *found) Row(content.Row) error           { return errors.New("a web archive has no rows") }
func (f *found) Field(x content.Field) error     { f.fields = append(f.fields, x); return nil }
func (f *found) Problem(p content.Problem) error { f.problems = append(f.problems, p); return nil }

func (f *found) Member(m content.Member, r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		f.problems = append(f.problems, content.Problem{Part: m.Part, Reason: err.Error()})
		return nil
	}
	f.members, f.bodies, f.unpacked = append(f.members, m), append(f.bodies, string(body)), f.unpacked+int64(len(body))
	return nil
}

func (f *found) field(name string) string {
	for _, x := range f.fields {
		if x.Name == name {
			return x.Value
		}
	}
	return ""
}

func (f *found) text() string {
	var b strings.Builder
	for _, p := range f.pages {
		b.WriteString(p.Text)
	}
	return b.String()
}

func (f *found) told() string { return fmt.Sprint(f.problems) }

// read reads data within limits and checks what holds for every file.
func read(t testing.TB, data []byte, limits content.Limits) (*found, error) {
	t.Helper()
	f := &found{}
	err := warc.Read(content.Source{ReaderAt: bytes.NewReader(data), Size: int64(len(data))}, content.Options{Limits: limits}, &content.Gauge{Out: f, Max: limits})
	for i, p := range f.pages {
		if !utf8.ValidString(p.Text) || !utf8.ValidString(p.Name) || p.Number != i+1 {
			t.Errorf("page %d (numbered %d) is no valid text: %q", i+1, p.Number, p.Text)
		}
	}
	for _, x := range f.fields {
		if !utf8.ValidString(x.Name + x.Value) {
			t.Errorf("the field %q is no valid text", x.Name)
		}
	}
	for _, m := range f.members {
		if !utf8.ValidString(m.Name + m.Part + m.MediaType) {
			t.Errorf("the member %q is not named by valid text", m.Name)
		}
	}
	if f.unpacked > limits.MembersBytes {
		t.Errorf("%d bytes were handed over, the limit is %d", f.unpacked, limits.MembersBytes)
	}
	return f, content.Finish(err)
}

// record builds a record with a length that is right. More fields and the
// block are given as they stand in the file.
func record(kind, more, block string) string {
	return bare(kind, fmt.Sprintf("Content-Length: %d\r\n%s", len(block), more), block)
}

// bare builds a record without Content-Length.
func bare(kind, more, block string) string {
	return "WARC/1.0\r\nWARC-Type: " + kind + "\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n" +
		more + "\r\n" + block + "\r\n\r\n"
}

const asHTTP = "Content-Type: application/http; msgtype=response\r\n"

// response builds a response record of an address.
func response(uri, more, head, body string) string {
	return record("response", asHTTP+"WARC-Target-URI: "+uri+"\r\n"+more, "HTTP/1.1 200 OK\r\n"+head+"\r\n"+body)
}

func packed(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.String()
}
