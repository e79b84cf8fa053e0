package bagit

import (
	"bytes"
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A line that is read must be read back the same when it is written again.
func FuzzManifestLine(f *testing.F) {
	f.Add("d41d8cd98f00b204e9800998ecf8427e  data/a", true)
	f.Add("D41D8CD98F00B204E9800998ECF8427E *./data/100%25\xff", true)
	f.Add("d41d8cd98f00b204e9800998ecf8427e\t data/%0a%0D%", false)
	f.Fuzz(func(t *testing.T, line string, encoded bool) {
		got, err := parseLine(line, 16, encoded)
		if err != nil {
			return
		}
		if len(got.sum) != 16 || got.path == "" {
			t.Fatalf("%q gave %+v", line, got)
		}
		if !encoded || strings.HasPrefix(got.path, "./") || strings.TrimLeft(got.path, " \t*") != got.path {
			return
		}
		again, err := parseLine(hex.EncodeToString(got.sum)+"  "+encodePath(got.path), 16, true)
		if err != nil || again.path != got.path || again.loose {
			t.Fatalf("%q gave %q, then %q, %v", line, got.path, again.path, err)
		}
	})
}

// What is read from bag-info.txt, once written, is read again the same.
func FuzzInfo(f *testing.F) {
	f.Add("Note: a\n  b\n\tc\nPayload-Oxum: 1.2\n", true)
	f.Add("A :  b\r\n\r\n c\rD:", false)
	f.Fuzz(func(t *testing.T, text string, strict bool) {
		read := readInfo(text, strict)
		var ok []Field
		for _, field := range read {
			if checkField(field) == nil {
				ok = append(ok, field)
			}
			if strings.EqualFold(field.Label, labelOxum) {
				_, _, _ = parseOxum(field.Value)
			}
		}
		var out bytes.Buffer
		if err := writeFields(&out, ok); err != nil {
			t.Fatal(err)
		}
		if again := readInfo(out.String(), true); !slices.Equal(again, ok) {
			t.Fatalf("%q was read as %q, then as %q", text, ok, again)
		}
	})
}

func readInfo(text string, strict bool) []Field {
	r := infoReader{strict: strict}
	_ = eachLine(strings.NewReader(text), textForm{}, func(Code, string) {}, func(line string) error {
		r.line(line)
		return nil
	})
	return r.fields()
}

// No bytes in the tag files make the check stop without a verdict, or valid
// without every payload file checked.
func FuzzValidate(f *testing.F) {
	whole := newBag()
	f.Add([]byte(whole["bagit.txt"]), []byte(whole["manifest-sha512.txt"]), []byte("https://example.org/1 5 data/one.txt\n"))
	f.Add([]byte("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-16\n"), []byte("\xfe\xff\x00d"), []byte("a:b - data/\x00\n"))
	f.Fuzz(func(t *testing.T, declaration, manifest, fetch []byte) {
		fsys := fstest.MapFS{
			"bagit.txt":           {Data: declaration},
			"manifest-sha512.txt": {Data: manifest},
			"fetch.txt":           {Data: fetch},
			"data/one.txt":        {Data: []byte("first")},
		}
		rep, err := Validate(context.Background(), fsys)
		if err != nil {
			t.Fatal(err)
		}
		if rep.Valid && !strings.Contains(strings.ToLower(string(manifest)), line512("first", "")[:16]) && !bytes.Contains(manifest, []byte{0}) {
			t.Fatal("valid, and its payload was in no manifest")
		}
	})
}
