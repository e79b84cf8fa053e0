package sheet_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"sanad/internal/format/content"
	"sanad/internal/format/sheet"
)

// found is a content.Sink that keeps rows and fields.
type found struct {
	rows   []content.Row
	fields map[string]string
}

func (f *found) Page(content.Page) error                { return nil }
func (f *found) Row(r content.Row) error                { f.rows = append(f.rows, r); return nil }
func (f *found) Field(x content.Field) error            { f.fields[x.Name] = x.Value; return nil }
func (f *found) Member(content.Member, io.Reader) error { return nil }
func (f *found) Problem(content.Problem) error          { return nil }

func TestATableInAnotherEncodingIsReadAndTheEncodingStated(t *testing.T) {
	table := "نام;شهر;سال\nمريم نيكنام;ورند;1361\nعلي رضايي;کاهر;1361\nحسن محمدي;ورند;1361\n"
	for name, enc := range map[string]encoding.Encoding{
		"windows-1256": charmap.Windows1256,
		"utf-16le":     unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		"utf-8":        encoding.Nop,
	} {
		table := strings.ReplaceAll(table, "ک", "ك") // windows-1256 writers had but one kaf
		raw, err := enc.NewEncoder().String(table)
		if err != nil {
			t.Fatal(name, err)
		}
		out := &found{fields: map[string]string{}}
		if err := sheet.Read(content.Source{ReaderAt: strings.NewReader(raw), Size: int64(len(raw))}, content.Options{}, out); err != nil {
			t.Fatal(name, err)
		}
		if out.fields["encoding"] != name {
			t.Errorf("the encoding is %q, want %q", out.fields["encoding"], name)
		}
		if guessed := out.fields["encoding_guess"] != ""; guessed != (name == "windows-1256") {
			t.Errorf("%s: encoding_guess is %q", name, out.fields["encoding_guess"])
		}
		var names []string
		for _, r := range out.rows {
			names = append(names, r.Cells[0].Text)
		}
		if want := []string{"نام", "مريم نيكنام", "علي رضايي", "حسن محمدي"}; !slices.Equal(names, want) {
			t.Errorf("%s: the first column is %q, want %q", name, names, want)
		}
		c := out.rows[1].Cells[1]
		if exact := c.End > c.Start; exact != (name == "utf-8") {
			t.Errorf("%s: the cell stands at %d to %d", name, c.Start, c.End)
		}
		if c.End > c.Start && raw[c.Start:c.End] != c.Text {
			t.Errorf("%s: at the cell's place stands %q", name, raw[c.Start:c.End])
		}
	}
}
