package ledger

import (
	"bytes"
	"encoding/json"
	"testing"
)

func FuzzSplitObject(f *testing.F) {
	for _, body := range []string{
		`{}`, `{"a":1}`, `{"a":"x,y:z{}[]\"\\","b":[{"c":[1,2]},"}"],"c":{"d":{}}}`, `{"":null,"\\":"\\","\"":"\""}`, `{"نام":"آسیاب"}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		agreesWithJSON(t, body)
		// What encoding/json makes of any object is split, and put together
		// again it is the same.
		var object map[string]any
		if json.Unmarshal(body, &object) != nil || object == nil {
			return
		}
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(object); err != nil {
			return
		}
		own := bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
		fields, err := splitObject(nil, own)
		if err != nil {
			for name := range object {
				if name != "" && name[0] == '@' {
					return
				}
			}
			t.Fatalf("%q was not split: %v", own, err)
		}
		d := Disclosure{}
		for _, field := range fields {
			d.Opened = append(d.Opened, Opened{Name: field.Name, Value: string(field.Value)})
		}
		if !bytes.Equal(d.Body(), own) {
			t.Fatalf("%q was put together again as %q", own, d.Body())
		}
	})
}

func FuzzParseDisclosure(f *testing.F) {
	f.Add([]byte(`{"index":0,"opened":[{"name":"@kind","salt":"AQ==","value":"\"a/1\""}],"closed":[]}` + "\n"))
	f.Fuzz(func(t *testing.T, line []byte) {
		d, err := ParseDisclosure(line)
		if err != nil {
			return
		}
		again, err := d.Marshal()
		if err != nil || !bytes.Equal(again, line) {
			t.Fatalf("%q is written again as %q (%v)", line, again, err)
		}
		if _, err := d.Entry(); err == nil && !json.Valid(d.Body()) {
			t.Fatalf("the body of %q is not JSON", line)
		}
	})
}

func FuzzParseProof(f *testing.F) {
	f.Add([]byte("c2sp.org/tlog-proof@v1\nindex 0\n\na.example\n1\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if p, err := ParseProof(file); err == nil && !bytes.Equal(p.Marshal(), file) {
			t.Fatalf("%q is written again as %q", file, p.Marshal())
		}
	})
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add("a.example\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := parseCheckpoint(text); err == nil && c.text() != text {
			t.Fatalf("%q is written again as %q", text, c.text())
		}
	})
}

func FuzzParseBundle(f *testing.F) {
	f.Add([]byte("\x00\x01a\x00\x00"))
	f.Fuzz(func(t *testing.T, bundle []byte) {
		entries, err := ParseBundle(bundle)
		if err != nil {
			return
		}
		again, err := bundleOf(func(int64, int64) ([][]byte, error) { return entries, nil }, 0, int64(len(entries)))
		if err != nil || !bytes.Equal(again, bundle) {
			t.Fatalf("%q is written again as %q (%v)", bundle, again, err)
		}
	})
}
