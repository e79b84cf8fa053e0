package picture

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// record is a Sink that keeps what it is given.
type record struct {
	members  []string // "name=content"
	metas    []content.Member
	fields   map[string]string
	problems []string // "part: reason [limit]"
	unpacked int64
}

func (r *record) Page(content.Page) error { return fmt.Errorf("a page came") }
func (r *record) Row(content.Row) error   { return fmt.Errorf("a row came") }

func (r *record) Field(f content.Field) error {
	if r.fields == nil {
		r.fields = make(map[string]string)
	}
	r.fields[f.Name] = f.Value
	return nil
}

func (r *record) Problem(p content.Problem) error {
	r.problems = append(r.problems, strings.TrimSpace(p.Part+": "+p.Reason+" "+p.Limit))
	return nil
}

func (r *record) Member(m content.Member, from io.Reader) error {
	data, err := io.ReadAll(from)
	r.unpacked += int64(len(data))
	if err != nil {
		return r.Problem(content.Problem{Part: "member " + m.Name, Reason: err.Error()})
	}
	r.members, r.metas = append(r.members, m.Name+"="+string(data)), append(r.metas, m)
	return nil
}

// told reports whether a problem says all of the words.
func (r *record) told(words ...string) bool {
	for _, p := range r.problems {
		all := true
		for _, w := range words {
			all = all && strings.Contains(p, w)
		}
		if all {
			return true
		}
	}
	return false
}

// meter counts the bytes that are read of a file.
type meter struct {
	io.ReaderAt
	read int64
}

func (m *meter) ReadAt(p []byte, off int64) (int, error) {
	n, err := m.ReaderAt.ReadAt(p, off)
	m.read += int64(n) + 1
	return n, err
}

// small are limits that a test reaches soon.
func small() content.Options {
	limits := content.DefaultLimits()
	limits.WholeBytes, limits.MemberBytes, limits.MembersBytes, limits.Members, limits.Pixels = 4<<20, 1<<20, 4<<20, 1000, 1<<18
	return content.Options{Limits: limits}
}

// read reads data behind a Gauge and checks what must hold for every input.
func read(t testing.TB, name string, data []byte, opt content.Options) (*record, error) {
	t.Helper()
	got := &record{}
	m := &meter{ReaderAt: bytes.NewReader(data)}
	src := content.Source{ReaderAt: m, Size: int64(len(data)), Name: name}
	err := content.Finish(Read(src, opt, &content.Gauge{Out: got, Max: opt.Limits}))
	if most := 40*int64(len(data)) + 1<<20; m.read > most {
		t.Errorf("read %d bytes of a file of %d", m.read, len(data))
	}
	if got.unpacked > opt.Limits.MembersBytes {
		t.Errorf("unpacked %d bytes", got.unpacked)
	}
	for name, v := range got.fields {
		if !utf8.ValidString(v) {
			t.Errorf("the field %s is no UTF-8: %q", name, v)
		}
	}
	return got, err
}

// hurt reads data cut off at many places and with many single bits turned: it
// must end, and never panic.
func hurt(t *testing.T, name string, data []byte, opt content.Options) {
	t.Helper()
	for n := 0; n < len(data); n += 1 + len(data)/50 {
		_, _ = read(t, name, data[:n], opt)
	}
	for n := 0; n < 8*len(data); n += 1 + len(data)/50 {
		bad := bytes.Clone(data)
		bad[n/8] ^= 1 << (n % 8)
		_, _ = read(t, name, bad, opt)
	}
}
