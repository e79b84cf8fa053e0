package rtf_test

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"sanad/internal/format/readtest"
	"sanad/internal/format/rtf"
)

const head = `{\rtf1\ansi\ansicpg1256\deff0{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset178 Traditional Arabic;}{\f2\fcharset2 Symbol;}{\f3\fcharset204 Times;}{\f4\fcharset128 Mincho;}{\f5\fnil Tahoma;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}`

func TestLettersAreReadInTheirEncoding(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"English":                          {`Plain {\b text}.\par}`, "Plain text."},
		"the document's code page":         {`\f5 \'e3\'ca\'e4}`, "متن"},
		"raw bytes":                        {"\\f5 \xe3\xca\xe4}", "متن"},
		"a font's code page":               {`{\f1\rtlch \'df\'ca\'c7\'c8} {\f3 \'ec\'e8\'f0} {\f0 \'e9} {\f4 \'93\'fa\'96\'7b}}`, "كتاب мир é 日本"},
		"Unicode, one letter in its stead": {`\uc1\u1605?\u1740?\u8204?\u1588\'9f\u1608?\u1583?}`, "می\u200cشود"},
		"Unicode, none":                    {`\uc0\u1605\u1740}`, "می"},
		"Unicode, three":                   {`\uc3\u1605abc\u1740\'01\'02\'03x}`, "میx"},
		"the number in braces":             {`{\uc0\u1605}\u1740?x}`, "میx"},
		"negative":                         {`\u-1108?}`, "ﮬ"},
		"above the plane":                  {`\u-10179?\u-8704?}`, "😀"},
		"half a letter":                    {`\u-10179?x\u-8704?}`, "x\ufffd"},
		"control words for letters":        {`a\zwnj b\zwj c\rtlmark d\ltrmark e\lquote f\rquote\~g\-h\_i\emdash\tab j\bullet}`, "a\u200cb\u200dc\u200fd\u200ee‘f’\u00a0g\u00adh\u2011i—\tj•"},
		"signs":                            {`{\f2 \'b7\'fc}}`, "•\uf0fc"},
		"braces and backslash":             {`\{a\\b\}}`, `{a\b}`},
		"a star in the midst":              {`{\loch\f2\*\cs7\f0 seen}}`, "seen"},
		"both forms of one text":           {`{\upr{old}{\*\ud{\u1605?}}}}`, "م"},
		"destinations nobody knows":        {`a{\*\unheard of}b{\*\bkmkstart x}c}`, "abc"},
		"lines":                            {"a\r\nb\\par c\\line d\\\n e}", "ab\nc\nd\n e"},
		"code page of old machines":        {`\pc \f5\'e1}`, "ß"},
	} {
		data := head + c.body
		got := readtest.Of(rtf.Read, data)
		got.Check(t, data)
		if got.Err != nil || got.Text() != c.want || len(got.Problems) != 0 {
			t.Errorf("%s: %q, want %q; %v %v", name, got.Text(), c.want, got.Problems, got.Err)
		}
	}
}

func TestWhatIsNoPlainTextIsToldApart(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"table":                      {`before\par\trowd\cellx1\cellx2\pard\intbl a\par b\cell c\cell\row\pard\intbl \u1605?\cell\cell\row\pard after}`, "before\na b\tc\nم\t\nafter"},
		"pages":                      {`one\page two\par\sect three\sectd\sbknone x\sect y\softpage z}`, "one\ftwo\fthreex\ny\fz"},
		"footnote":                   {`x{\footnote\pard note\par}y}`, "x[footnote 1]y\n[footnote 1] note"},
		"hidden":                     {`a{\v b}{\v c}\v d\v0 e}`, "ae\n[hidden text] bcd"},
		"deleted":                    {`{\*\revtbl{Unknown;}{Sara Nik;}}a{\deleted\revauthdel1 \u1585?\u1601?}b}`, "ab\n[deleted by Sara Nik] رف"},
		"comment":                    {`a{\*\atnid SN}{\*\atnauthor Sara Nik}\chatn{\*\annotation{\*\atndate 119191808}why}b}`, "ab\n[comment by Sara Nik, 2013-10-23T04:00:00] why"},
		"link":                       {`{\field{\*\fldinst{HYPERLINK "https://example.org/a"}}{\fldrslt shown}}}`, "shown\n[link] https://example.org/a"},
		"header":                     {`{\header\pard top\par}{\footer {\b end}}body}`, "body\n[header] top\n[footer] end"},
		"text box":                   {`a{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt in the box\par}}{\shprslt again}}b\par c}`, "ab\nin the box\nc"},
		"picture's own text is none": {`a{\*\shppict{\pict\pngblip{\*\blipuid ff}89504e47}}{\nonshppict{\pict 00}}b}`, "ab"},
	} {
		data := head + c.body
		got := readtest.Of(rtf.Read, data)
		got.Check(t, data)
		if got.Err != nil || got.Text() != c.want || len(got.Problems) != 0 {
			t.Errorf("%s: %q, want %q; %v %v", name, got.Text(), c.want, got.Problems, got.Err)
		}
	}
}

func counted(s string) string {
	return string(binary.LittleEndian.AppendUint32(nil, uint32(len(s)+1))) + s + "\x00"
}

// embedded makes an object of OLE 1.0.
func embedded(class, data string) string {
	return "\x01\x05\x00\x00\x02\x00\x00\x00" + counted(class) + counted("") + counted("") +
		string(binary.LittleEndian.AppendUint32(nil, uint32(len(data)))) + data
}

// full is a document with every kind of part that is read.
func full() string {
	file := "\x02\x00نامه.txt\x00C:\\x.txt\x00\x00\x00\x03\x00" + counted("C:\\t.txt") + "\x05\x00\x00\x00hello"
	return head + `{\*\generator Riched20;}{\info{\title \u1711?\u1586?}{\author Sara Nik}{\operator Dara Kuhi}{\creatim\yr2020\mo1\dy2\hr3\min4}{\revtim\yr1601\mo1\dy1}{\nofpages3}{\*\company Office}}` +
		`text {\pict\pngblip ` + hex.EncodeToString([]byte("\x89PNG picture")) + `}{\pict\jpegblip\bin5 ab}c\}` +
		`{\object\objemb{\*\objclass Package}{\*\objdata ` + hex.EncodeToString([]byte(embedded("Package", file))) + `}{\result{\pict\wmetafile8 0102}}}` +
		`{\object{\*\objdata ` + hex.EncodeToString([]byte(embedded("Word.Document.8", "\xd0\xcf doc"))) + `}}\par end}`
}

func TestPicturesObjectsAndPropertiesAreHandedOver(t *testing.T) {
	got := readtest.Of(rtf.Read, full())
	if got.Err != nil || got.Text() != "text \nend" || len(got.Problems) != 0 {
		t.Errorf("%q, %v %v", got.Text(), got.Problems, got.Err)
	}
	said := ""
	for _, m := range got.Members {
		said += fmt.Sprintf("%s %s %s %q\n", m.Part, m.Name, m.MediaType, m.Data)
	}
	want := "picture 1  image/png \"\\x89PNG picture\"\npicture 2  image/jpeg \"ab}c\\\\\"\nobject 3 نامه.txt  \"hello\"\n" +
		"picture 4  image/wmf \"\\x01\\x02\"\nobject 5 Word.Document.8  \"\\xd0\\xcf doc\"\n"
	if said != want {
		t.Errorf("%s, want\n%s", said, want)
	}
	for field, want := range map[string]string{"title": "گز", "author": "Sara Nik", "last_modified_by": "Dara Kuhi", "created": "2020-01-02T03:04:00", "modified": "", "creator": "Riched20", "company": "Office"} {
		if got.Value(field) != want {
			t.Errorf("%s is %q, want %q", field, got.Value(field), want)
		}
	}
}

func TestDamagedAndHostileDocumentsAreToldInPlainWords(t *testing.T) {
	for name, c := range map[string]struct{ data, text, want string }{
		"cut off":          {head + `first\par {\b second`, "first\nsecond", "cut off"},
		"cut in a word":    {head + `first\par \`, "first", "cut off in a control word"},
		"cut in a picture": {head + `first{\pict 8950`, "first", "cut off"},
		"cut in \\bin":     {head + `first{\pict\bin999999999 x}`, "first", "cut off"},
		"deep":             {head + "first" + strings.Repeat("{", 1_000_000) + "inside" + strings.Repeat("}", 1_000_000) + " last}", "first last", "nest too deep"},
		"something behind": {head + "first} and more", "first", "stand behind the end"},
		"a bad object":     {head + `first{\object{\*\objdata 0105}} last}`, "first last", "embedded object is damaged"},
	} {
		got := readtest.Of(rtf.Read, c.data)
		if got.Err != nil || got.Text() != c.text || !strings.Contains(fmt.Sprint(got.Problems), c.want) {
			t.Errorf("%s: %q, %v %v", name, got.Text(), got.Problems, got.Err)
		}
	}
	for _, data := range []string{"", "{", `{\rt`, "text", `{\pict`} {
		if got := readtest.Of(rtf.Read, data); got.Err == nil || !strings.Contains(got.Err.Error(), "does not begin with") {
			t.Errorf("%q: %v", data, got.Err)
		}
	}
	huge := head + `\u99999999999999999999?\uc-5\f99999999999\fs--5` + strings.Repeat("a", 5000) + `\` + strings.Repeat("w", 100_000) + "1 x}"
	if got := readtest.Of(rtf.Read, huge); got.Err != nil || !strings.HasSuffix(got.Text(), "x") {
		t.Errorf("%v", got.Err)
	}
}

func TestALongDocumentIsHandedOverInParts(t *testing.T) {
	got := readtest.Of(rtf.Read, head+strings.Repeat(`some text that goes on\par `, 400_000)+"}")
	if got.Err != nil || len(got.Pages) < 3 || len(got.Problems) != 0 {
		t.Errorf("%d pages, %v %v", len(got.Pages), got.Problems, got.Err)
	}
	if whole := strings.ReplaceAll(got.Text(), "\f", "\n"); strings.Count(whole, "some text that goes on\n") != 399_999 {
		t.Error("lines were lost where the pages part")
	}
}

func TestDamageNeverPanics(t *testing.T) { readtest.Damage(t, rtf.Read, full()) }

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, rtf.Read, full(), head+`{\trowd\intbl a\cell\row}`, head+`{\shp{\*\shpinst{\shptxt{\footnote x}}}}`)
}

func BenchmarkRead(b *testing.B) {
	data := head + strings.Repeat(`{\rtlch\f1 \'e3\'ca\'e4 }{\u1605?\u1740? some text}\par `, 20_000) + "}"
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if got := readtest.Of(rtf.Read, data); got.Err != nil {
			b.Fatal(got.Err)
		}
	}
}
