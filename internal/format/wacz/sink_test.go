package wacz_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/wacz"
	"sanad/internal/format/warc"
)

// found keeps all that a reader hands over.
type found struct {
	pages    []content.Page
	fields   []content.Field
	members  map[string]string
	problems []content.Problem
}

func (f *found) Page(p content.Page) error       { f.pages = append(f.pages, p); return nil }
func (f *found) Row(content.Row) error           { return errors.New("a package has no rows") }
func (f *found) Field(x content.Field) error     { f.fields = append(f.fields, x); return nil }
func (f *found) Problem(p content.Problem) error { f.problems = append(f.problems, p); return nil }
func (f *found) Member(m content.Member, r io.Reader) error {
	body, err := io.ReadAll(r)
	if err == nil {
		f.members[m.Name+" "+m.MediaType] = string(body)
		return nil
	}
	f.problems = append(f.problems, content.Problem{Part: m.Part, Reason: err.Error()})
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
		b.WriteString(p.Name + "\n" + p.Text)
	}
	return b.String()
}

func (f *found) told() string { return fmt.Sprint(f.problems) }

func read(t testing.TB, data []byte) (*found, error) {
	t.Helper()
	f := &found{members: map[string]string{}}
	limits := content.DefaultLimits()
	limits.MemberBytes, limits.MembersBytes = 1<<20, 1<<22
	err := wacz.Read(content.Source{ReaderAt: bytes.NewReader(data), Size: int64(len(data))}, content.Options{Limits: limits}, &content.Gauge{Out: f, Max: limits})
	for i, p := range f.pages {
		if !utf8.ValidString(p.Text+p.Name) || p.Number != i+1 {
			t.Errorf("page %d (numbered %d) is no valid text", i+1, p.Number)
		}
	}
	for _, x := range f.fields {
		if !utf8.ValidString(x.Value) {
			t.Errorf("the field %s is no valid text", x.Name)
		}
	}
	return f, content.Finish(err)
}

func day() time.Time { return time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC) }

// records gives a WARC file of two pages and an image.
func records(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := warc.NewWriter(&b)
	for i, r := range []struct{ uri, media, body string }{
		{"http://www.News.example:8080/Path?b=2&a=1", "text/html", "<title>گزارش</title>"},
		{"https://news.example/", "text/html; charset=utf-8", "<p>تقرير</p>"},
		{"https://192.0.2.1/x.png", "image/png", "\x89PNG"},
	} {
		_, err := w.Add(warc.Entry{
			Type: "response", ID: fmt.Sprintf("<urn:uuid:%d>", i), Date: day(), URI: r.uri, MediaType: "application/http; msgtype=response",
			Head: []byte("HTTP/1.1 200 OK\r\nContent-Type: " + r.media + "\r\n\r\n"), Body: strings.NewReader(r.body),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func sample(t testing.TB) wacz.Package {
	t.Helper()
	data := records(t)
	return wacz.Package{
		Title: "گزارش", Description: "A report\non a day", Software: "sanad 0", MainURL: "https://news.example/", Created: day(), MainDate: day(),
		Archives: []wacz.Archive{{Name: "data.warc.gz", Data: bytes.NewReader(data), Size: int64(len(data))}},
		Pages:    []wacz.Page{{URL: "https://news.example/", Title: "گزارش\nروز", TS: day(), Size: 12}},
	}
}

func written(t testing.TB, p wacz.Package) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := wacz.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unpack gives the files of a ZIP, and their names in order.
func unpack(t testing.TB, data []byte) (map[string]string, []string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files, names := map[string]string{}, []string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name], names = string(body), append(names, f.Name)
	}
	return files, names
}

func pack(t testing.TB, files map[string]string, names []string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		body, ok := files[name]
		if !ok {
			continue
		}
		method := zip.Store
		if strings.HasSuffix(name, ".jsonl") {
			method = zip.Deflate
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = io.WriteString(w, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// digestOf writes datapackage-digest.json anew, with what is signed in it.
func digestOf(t testing.TB, list string, signed any) string {
	t.Helper()
	d := map[string]any{"path": "datapackage.json", "hash": hash(list)}
	if signed != nil {
		d["signedData"] = signed
	}
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
