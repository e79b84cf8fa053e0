package xmlread_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/xmlread"
)

// told reads a document and writes it down again, an element as name( ).
func told(data string, limits content.Limits) (string, error) {
	r := xmlread.New(strings.NewReader(data), limits)
	var out strings.Builder
	for {
		token, err := r.Next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return out.String(), err
		}
		switch t := token.(type) {
		case xml.StartElement:
			out.WriteString(t.Name.Local + "(" + xmlread.Attr(t, "v"))
		case xml.EndElement:
			out.WriteString(")")
		case xml.CharData:
			out.Write(t)
		}
	}
}

func utf16le(s string) string {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

func TestElementsAndTextComeInOrder(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"plain":           {`<?xml version="1.0"?><a v="1"><b>x &amp; y</b><!-- no --><c/></a>`, "a(1b(x & y)c())"},
		"Persian, ZWNJ":   {"<a>می\u200cخواهم</a>", "a(می\u200cخواهم)"},
		"byte order mark": {"\ufeff<a>x</a>", "a(x)"},
		"UTF-16":          {utf16le(`<?xml version="1.0" encoding="UTF-16"?><a>متن</a>`), "a(متن)"},
		"Windows-1256":    {"<?xml version=\"1.0\" encoding=\"windows-1256\"?><a>\xe3\xca\xe4</a>", "a(متن)"},
		"CDATA":           {"<a><![CDATA[<b>]]></a>", "a(<b>)"},
		"bare doctype":    {`<!DOCTYPE math PUBLIC "-//X//DTD" "math.dtd"><a>x</a>`, "a(x)"},
	} {
		if got, err := told(c.data, content.DefaultLimits()); got != c.want || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestDeclarationsAreRefusedByName(t *testing.T) {
	for _, data := range []string{
		`<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>`,
		`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`,
		`<!DOCTYPE a SYSTEM "http://example.org/x.dtd" [ ]><a/>`,
		`<!ENTITY x "y"><a/>`,
	} {
		if got, err := told(data, content.DefaultLimits()); !errors.Is(err, xmlread.ErrDTD) || got != "" {
			t.Errorf("%.40s: %q, %v", data, got, err)
		}
	}
	if _, err := told("<a>&x;</a>", content.DefaultLimits()); err == nil {
		t.Error("an entity that nobody declared was read")
	}
}

func TestLimitsAreToldByTheirNames(t *testing.T) {
	small := content.DefaultLimits()
	small.TextBytes = 1 << 20
	for name, c := range map[string]struct {
		data   string
		limits content.Limits
		want   string
	}{
		"a million elements deep": {strings.Repeat("<a>", 1_000_000), content.DefaultLimits(), "depth"},
		"a long text":             {"<a>" + strings.Repeat("x", 17<<20) + "</a>", content.DefaultLimits(), "text_bytes"},
		"a long attribute":        {`<a v="` + strings.Repeat("x", 2<<20) + `"/>`, content.DefaultLimits(), "text_bytes"},
		"a tag after a text":      {`<a>x<b v="` + strings.Repeat("x", 2<<20) + `"/></a>`, content.DefaultLimits(), "text_bytes"},
		"a long whole":            {"<a>" + strings.Repeat("<b/>", 2<<20) + "</a>", small, "text_bytes"},
	} {
		_, err := told(c.data, c.limits)
		if over := (*content.Limited)(nil); !errors.As(err, &over) || over.Limit != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := told("<a "+strings.Repeat(`b="" `, 1000)+"/>", content.DefaultLimits()); err == nil || !strings.Contains(err.Error(), "512 attributes") {
		t.Error(err)
	}
}

func TestDamageIsToldInPlainWords(t *testing.T) {
	for data, want := range map[string]string{
		"<a><b>text":      "the XML is cut off",
		"<a><b>text</b":   "the XML is cut off",
		"<a>\n\n</b>":     "the XML is broken at line 3",
		"<a>\xff\xfe</a>": "the XML is broken at line 1",
		"<?xml version=\"1.0\" encoding=\"martian\"?><a/>": `its encoding "martian" is not known`,
	} {
		if _, err := told(data, content.DefaultLimits()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", data, err)
		}
	}
}

func TestSkipAndTextEndWhereTheElementEnds(t *testing.T) {
	r := xmlread.New(strings.NewReader("<a><b>one<c>two</c></b><d>three<e/>four</d><f/></a>"), content.DefaultLimits())
	var got []string
	err := xmlread.Each(r, func(r *xmlread.Reader, e xml.StartElement) error {
		got = append(got, e.Name.Local)
		switch e.Name.Local {
		case "b":
			return r.Skip()
		case "d":
			text, err := r.Text(8)
			got = append(got, text)
			return err
		}
		return nil
	})
	if want := "a b d threefou f"; err != nil || strings.Join(got, " ") != want {
		t.Errorf("%v, %v", got, err)
	}
}

func FuzzNext(f *testing.F) {
	for _, seed := range []string{"<a v='1'>x</a>", "<!DOCTYPE a []>", utf16le("<a/>"), "<?xml encoding='gbk'?><a/>"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, _ := told(string(data), content.DefaultLimits())
		if !utf8.ValidString(got) || len(got) > 4*len(data)+100 {
			t.Errorf("%q", got)
		}
	})
}

func BenchmarkNext(b *testing.B) {
	data := "<a>" + strings.Repeat(`<w:p><w:r><w:t xml:space="preserve">می‌خواهم</w:t></w:r></w:p>`, 10_000) + "</a>"
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := told(data, content.DefaultLimits()); err != nil {
			b.Fatal(err)
		}
	}
}
