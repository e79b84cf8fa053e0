package sheet_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"sanad/internal/format/sheet"
)

func seed(f *testing.F) {
	for _, s := range []string{"", "a,b\n", "\uFEFFa;b\r\n\"c\"\"d\";\r\n", "sep=;\n", "\"\n", "a\tb\rc", "\"x\"y", "\xff,\xfe", ",,\n\n,"} {
		f.Add([]byte(s), byte(','))
	}
	f.Add([]byte("نام|شهر\n\"آ\n|\"|ب"), byte('|'))
}

// FuzzRanges holds that cells lie in order, apart by what ended them, and that
// a cell's range holds exactly its text or its text in quotation.
func FuzzRanges(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte, delimiter byte) {
		for _, opt := range []sheet.Options{{}, {Delimiter: delimiter}, {Delimiter: delimiter, NoQuotes: true, MaxField: 64, MaxColumns: 8}} {
			table, _ := sheet.ReadTable(data, opt)
			var last int64 = -1
			number := 0
			for _, row := range table.Rows {
				if row.Number <= number {
					t.Fatalf("row %d follows row %d", row.Number, number)
				}
				number = row.Number
				for i, c := range row.Cells {
					if c.Start <= last || c.End < c.Start || c.End > int64(len(data)) {
						t.Fatalf("cell %d-%d follows byte %d of %d", c.Start, c.End, last, len(data))
					}
					if i > 0 && (c.Start != last+1 || data[last] != table.Delimiter) {
						t.Fatalf("no delimiter alone stands before byte %d of %q", c.Start, data)
					}
					last = c.End
					raw := string(data[c.Start:c.End])
					quoted := `"` + strings.ReplaceAll(c.Text, `"`, `""`) + `"`
					if raw != c.Text && (opt.NoQuotes || raw != quoted) {
						t.Fatalf("%q was read as %q", raw, c.Text)
					}
				}
			}
		}
	})
}

// FuzzAgainstTheStandardLibrary holds that what encoding/csv reads is read
// alike. It differs by design for lone CR, zero bytes, bytes that are no
// UTF-8, a byte order mark, and a line "sep=".
func FuzzAgainstTheStandardLibrary(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte, _ byte) {
		plain := bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		if bytes.ContainsAny(plain, "\r\x00\uFEFF") || !utf8.Valid(data) || bytes.HasPrefix(bytes.ToLower(data), []byte("sep=")) {
			return
		}
		std := csv.NewReader(bytes.NewReader(data))
		std.FieldsPerRecord = -1
		want, err := std.ReadAll()
		if err != nil {
			return
		}
		table, err := sheet.ReadTable(data, sheet.Options{Delimiter: ','})
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		_, got := texts(table)
		for _, row := range got {
			for i := range row {
				row[i] = strings.ReplaceAll(row[i], "\r\n", "\n") // as encoding/csv does
			}
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Fatalf("%q was read as %q, want %q", data, got, want)
		}
	})
}

// TestAStandardWriterIsReadBack walks the same ground as the fuzz targets with
// fixed chance, for any `go test`.
func TestAStandardWriterIsReadBack(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	letters := []rune("ab\",;\n\t |ژی\u200c5")
	for range 2000 {
		var want [][]string
		for range 1 + chance.IntN(6) {
			row := []string{"x"} // never blank
			for range chance.IntN(4) {
				var cell []rune
				for range chance.IntN(6) {
					cell = append(cell, letters[chance.IntN(len(letters))])
				}
				row = append(row, string(cell))
			}
			want = append(want, row)
		}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		if err := w.WriteAll(want); err != nil {
			t.Fatal(err)
		}
		table, err := sheet.ReadTable(out.Bytes(), sheet.Options{Delimiter: ','})
		if _, got := texts(table); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%q was read as %q, want %q: %v", out.Bytes(), got, want, err)
		}
	}
}

// endless gives the same line again and again, n bytes in all.
type endless struct {
	line string
	at   int // in line
	n    int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(int64(len(p)), e.n)], e.line[e.at:])
	e.n, e.at = e.n-int64(n), (e.at+n)%len(e.line)
	return n, nil
}

func TestMemoryDoesNotGrowWithTheSheet(t *testing.T) {
	const line = "آرمان,\"کوه, بالا\",12\n"
	r, err := sheet.NewReader(&endless{line: line, n: 900_000 * int64(len(line))}, sheet.Options{})
	var now runtime.MemStats
	for rows := 0; err == nil; rows++ {
		if _, err = r.Next(); rows%50_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			if now.HeapAlloc > 8<<20 {
				t.Fatalf("%d bytes held after %d rows", now.HeapAlloc, rows)
			}
		}
	}
	if err != io.EOF {
		t.Fatal(err)
	}
}

func BenchmarkRows(b *testing.B) {
	const line = "آرمان,\"کوه, بالا\",12,1366-05-07\n"
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	r, err := sheet.NewReader(&endless{line: line, n: int64(b.N) * int64(len(line))}, sheet.Options{})
	for err == nil {
		_, err = r.Next()
	}
	if err != io.EOF {
		b.Fatal(err)
	}
}
