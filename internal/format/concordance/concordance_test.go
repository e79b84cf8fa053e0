package concordance

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

var names = []string{"BEGDOC", "TITLE", "NOTE"}

func written(t *testing.T, enc Encoding, rows ...[]string) ([]byte, []Lost) {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, enc, names)
	if err != nil {
		t.Fatal(err)
	}
	var lost []Lost
	for _, row := range rows {
		gone, err := w.Write(row)
		if err != nil {
			t.Fatal(err)
		}
		lost = append(lost, gone...)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), lost
}

func readAll(t *testing.T, data []byte) (rows [][]string, enc Encoding) {
	t.Helper()
	r, err := NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(r.Fields(), names) {
		t.Fatalf("the fields are %q", r.Fields())
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows, r.Encoding()
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
}

// In UTF-8 everything comes back: Persian, quotes, line breaks, the marks.
func TestWhatIsWrittenInUTF8IsReadBackTheSame(t *testing.T) {
	rows := [][]string{
		{"V1-0001", "نوید کردان می‌گوید «نه»", "one\ntwo"},
		{"V1-0002", `a "quote", a comma; and þ, þþ`, "þ"},
		{"V1-0003", "", "\t=1+1"},
	}
	data, lost := written(t, UTF8, rows...)
	if len(lost) != 0 {
		t.Errorf("told as lost: %+v", lost)
	}
	if !bytes.HasPrefix(data, []byte("\xef\xbb\xbf\xc3\xbeBEGDOC\xc3\xbe\x14\xc3\xbeTITLE\xc3\xbe\x14")) || !bytes.HasSuffix(data, []byte("\r\n")) || bytes.Count(data, []byte("\r\n")) != 4 {
		t.Errorf("the bytes are %q", data)
	}
	if got, enc := readAll(t, data); enc != UTF8 || !slices.EqualFunc(got, rows, slices.Equal) {
		t.Errorf("read back %q", got)
	}
}

// In CP1252 what can't be written is replaced and named, and the rest stands.
func TestWhatCP1252CanNotHoldIsNamed(t *testing.T) {
	data, lost := written(t, CP1252, []string{"V1-0001", "نوید Kardan", "café — “x” þ\r\nend"}, []string{"V1-0002", "a\u0081b", "plain"})
	if !bytes.HasPrefix(data, []byte("\xfeBEGDOC\xfe\x14\xfeTITLE\xfe")) || !bytes.Contains(data, []byte("caf\xe9 \x97 \x93x\x94 \xfe\xfe\xaeend\xfe")) {
		t.Errorf("the bytes are %q", data)
	}
	if len(lost) != 2 || lost[0] != (Lost{1, "TITLE", "نوید"}) || lost[1] != (Lost{2, "TITLE", "\u0081"}) {
		t.Errorf("told as lost: %+v", lost)
	}
	got, enc := readAll(t, data)
	if enc != CP1252 || got[0][1] != "???? Kardan" || got[0][2] != "café — “x” þ\nend" {
		t.Errorf("read back %q", got)
	}
}

func TestWhatAnyLoadFileCanNotHoldIsNamed(t *testing.T) {
	_, lost := written(t, UTF8, []string{"a\x14b\x14", "Mark®", "\x00 \xff"})
	if len(lost) != 3 || lost[0].Text != "\x14" || lost[1].Text != "®" || lost[2].Text != "\x00\ufffd" {
		t.Errorf("told as lost: %+v", lost)
	}
}

func TestWhatIsNoLoadFileIsRefused(t *testing.T) {
	for _, text := range []string{"", "BEGDOC", "\xfeA", "\xfeA\xfe\x14\xfeB\xfe\r\n\xfea\xfe\r\n", "\xfeA\xfe,\xfeB\xfe", "\xfeA\xfe\rB"} {
		r, err := NewReader(strings.NewReader(text))
		for err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, ErrForm) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestAFullDiskIsTold(t *testing.T) {
	w, err := NewWriter(full{}, UTF8, names)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]string{"a", "b", "c"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err == nil {
		t.Error("nothing was told")
	}
	if _, err := w.Write([]string{"a"}); err == nil {
		t.Error("a line too short was written")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("\xef\xbb\xbf\xc3\xbeA\xc3\xbe\x14\xc3\xbeB\xc3\xbe\r\n\xc3\xbe\xc3\xbe\xc3\xbe\xc3\xbe\x14\xc3\xbe\xc2\xae\xc3\xbe"))
	f.Add([]byte("\xfeA\xfe\r\n\xfea\xaeb\xfe\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewReader(bytes.NewReader(data))
		if err != nil {
			return
		}
		for {
			row, err := r.Next()
			if err != nil {
				return
			}
			var b bytes.Buffer
			w, err := NewWriter(&b, UTF8, make([]string, len(row)))
			if err != nil {
				t.Fatal(err)
			}
			lost, err := w.Write(row)
			if err != nil || len(lost) > 0 {
				return
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			again, err := NewReader(&b)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := again.Next(); err != nil || !slices.Equal(got, row) {
				t.Fatalf("%q came back as %q: %v", row, got, err)
			}
		}
	})
}
