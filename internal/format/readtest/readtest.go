// Package readtest knows what every reader of a format owes its caller, and
// holds a reader to it over whole, cut and damaged files. It must never be part
// of a program.
package readtest

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// Read is a reader of a format.
type Read func(content.Source, content.Options, content.Sink) error

// Got is what a reading gave.
type Got struct {
	Pages    []content.Page
	Rows     []content.Row
	Fields   []content.Field
	Members  []Member
	Problems []content.Problem
	Err      error
}

// Member is a file that was inside, and what it held.
type Member struct {
	content.Member
	Data string
	Err  error // why it could not be read to its end
}

// Options gives the default options.
func Options() content.Options { return content.Options{Limits: content.DefaultLimits()} }

// Of reads data with the default options.
func Of(read Read, data string) *Got { return With(read, data, Options()) }

// With reads data as the archive would: behind a Gauge.
func With(read Read, data string, opt content.Options) *Got {
	g := &Got{}
	src := content.Source{ReaderAt: strings.NewReader(data), Size: int64(len(data))}
	g.Err = content.Finish(read(src, opt, &content.Gauge{Out: g, Max: opt.Limits}))
	return g
}

// Page implements content.Sink.
func (g *Got) Page(p content.Page) error { g.Pages = append(g.Pages, p); return nil }

// Row implements content.Sink.
func (g *Got) Row(r content.Row) error { g.Rows = append(g.Rows, r); return nil }

// Field implements content.Sink.
func (g *Got) Field(f content.Field) error { g.Fields = append(g.Fields, f); return nil }

// Problem implements content.Sink.
func (g *Got) Problem(p content.Problem) error { g.Problems = append(g.Problems, p); return nil }

// Member implements content.Sink.
func (g *Got) Member(m content.Member, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		g.Problems = append(g.Problems, content.Problem{Part: "member " + m.Name, Reason: err.Error(), Limit: limitOf(err)})
	}
	g.Members = append(g.Members, Member{m, string(data), err})
	return nil
}

func limitOf(err error) string {
	var limited *content.Limited
	if errors.As(err, &limited) {
		return limited.Limit
	}
	return ""
}

// Text gives the pages' texts, parted by form feeds.
func (g *Got) Text() string {
	var b strings.Builder
	for i, p := range g.Pages {
		if i > 0 {
			b.WriteByte('\f')
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

// Value gives the values of the fields called name, parted by " | ".
func (g *Got) Value(name string) string {
	var values []string
	for _, f := range g.Fields {
		if f.Name == name {
			values = append(values, f.Value)
		}
	}
	return strings.Join(values, " | ")
}

// Limit gives the names of the limits that were told, parted by spaces; the
// reading's own error is one of them.
func (g *Got) Limit() string {
	var names []string
	for _, p := range g.Problems {
		if p.Limit != "" {
			names = append(names, p.Limit)
		}
	}
	if l := limitOf(g.Err); l != "" {
		names = append(names, l)
	}
	return strings.Join(names, " ")
}

// Check holds a reading of data to what every reader promises.
func (g *Got) Check(t testing.TB, data string) {
	t.Helper()
	for i, p := range g.Pages {
		if p.Number < 1 || i > 0 && p.Number <= g.Pages[i-1].Number {
			t.Errorf("page %d has the number %d", i, p.Number)
		}
		if !utf8.ValidString(p.Text) || !utf8.ValidString(p.Name) {
			t.Errorf("page %d is not UTF-8: %q", p.Number, p.Text)
		}
		if p.Exact && !strings.HasPrefix(data[min(max(p.Start, 0), int64(len(data))):], p.Text) {
			t.Errorf("page %d does not stand at byte %d", p.Number, p.Start)
		}
		checkSpans(t, p)
	}
	for _, f := range g.Fields {
		if f.Name == "" || f.Name != strings.ToLower(f.Name) || strings.Contains(f.Name, " ") || !utf8.ValidString(f.Value) {
			t.Errorf("field %q", f)
		}
	}
	for _, p := range g.Problems {
		if p.Reason == "" || p.Part == "" || !utf8.ValidString(p.Reason) {
			t.Errorf("problem %q", p)
		}
	}
}

func checkSpans(t testing.TB, p content.Page) {
	t.Helper()
	at := 0
	for _, s := range p.Spans {
		if s.From < at || s.To < s.From || s.To > len(p.Text) {
			t.Errorf("page %d has a span %d-%d behind %d, of %d", p.Number, s.From, s.To, at, len(p.Text))
		}
		at = s.To
	}
}

// Damage reads data cut off at some 500 places, and with a bit turned at as
// many: nothing may panic, and what is read must keep every promise.
func Damage(t *testing.T, read Read, data string) {
	t.Helper()
	step := max(1, len(data)/500)
	for at := 0; at <= len(data); at += step {
		cut := data[:at]
		Of(read, cut).Check(t, cut)
	}
	for at := 0; at < len(data); at += step {
		turned := []byte(data)
		turned[at] ^= 1 << (at % 8)
		Of(read, string(turned)).Check(t, string(turned))
	}
	if t.Failed() {
		t.Logf("the whole file was %d bytes", len(data))
	}
}

// Fuzz lets the fuzzer look for a file that a promise is broken on.
func Fuzz(f *testing.F, read Read, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	opt := Options()
	opt.Limits.WholeBytes, opt.Limits.MemberBytes, opt.Limits.Depth = 1<<20, 1<<20, 20
	f.Fuzz(func(t *testing.T, data []byte) {
		g := With(read, string(bytes.Clone(data)), opt)
		g.Check(t, string(data))
		if most := 200*len(data) + 1<<16; len(g.Text()) > most {
			t.Errorf("%d bytes gave a text of %d", len(data), len(g.Text()))
		}
	})
}
