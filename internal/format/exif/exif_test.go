package exif

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// tag is an entry for the builder.
type tag struct {
	id, kind uint16
	data     []byte // in the byte order of the file
	dir      int    // number of the directory that the entry points to, from 1
}

// build makes EXIF data of directories; the first leads to that of number
// next (0: none).
func build(order binary.AppendByteOrder, next int, dirs ...[]tag) []byte {
	head := "II*\x00"
	if order.String() == "BigEndian" {
		head = "MM\x00*"
	}
	starts := make([]int, len(dirs)+1)
	at := 8
	for i, d := range dirs {
		starts[i+1] = at
		at += 2 + 12*len(d) + 4
		for _, t := range d {
			if len(t.data) > 4 {
				at += len(t.data)
			}
		}
	}
	out := order.AppendUint32([]byte(head), 8)
	for i, d := range dirs {
		var after []byte
		out = order.AppendUint16(out, uint16(len(d)))
		body := starts[i+1] + 2 + 12*len(d) + 4
		for _, t := range d {
			if t.dir > 0 {
				t.kind, t.data = 4, order.AppendUint32(nil, uint32(starts[t.dir]))
			}
			out = order.AppendUint16(order.AppendUint16(out, t.id), t.kind)
			out = order.AppendUint32(out, uint32(len(t.data)/max(1, width(t.kind))))
			if len(t.data) > 4 {
				out = order.AppendUint32(out, uint32(body+len(after)))
				after = append(after, t.data...)
			} else {
				out = append(append(out, t.data...), make([]byte, 4-len(t.data))...)
			}
		}
		link := 0
		if i == 0 {
			link = starts[next]
		}
		out = append(order.AppendUint32(out, uint32(link)), after...)
	}
	return out
}

func ascii(id uint16, s string) tag { return tag{id: id, kind: 2, data: []byte(s + "\x00")} }

func fractions(order binary.AppendByteOrder, id uint16, n ...uint32) tag {
	var b []byte
	for _, v := range n {
		b = order.AppendUint32(b, v)
	}
	return tag{id: id, kind: 5, data: b}
}

func wide(order binary.AppendByteOrder, s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

func sample(order binary.AppendByteOrder) []byte {
	thumb := []byte("\xff\xd8small\xff\xd9")
	main := []tag{
		ascii(0x010e, "میدان نارستان"), ascii(0x010f, "ACME"), ascii(0x0110, "ACME Z1"), {id: 0x0112, kind: 3, data: order.AppendUint16(nil, 6)},
		ascii(0x0131, "Editor 2"), ascii(0x0132, "2021:02:03 04:05:06"), ascii(0x013b, "Negar N."),
		{id: 0x8769, dir: 2}, {id: 0x8825, dir: 3}, {id: 0x9c9b, kind: 1, data: wide(binary.LittleEndian, "عنوان")}}
	photo := []tag{
		fractions(order, 0x829a, 1, 250), ascii(0x9003, "2021:01:02 15:04:05"), ascii(0x9004, "2021:01:02 15:04:05"), ascii(0x9011, "+03:30"), ascii(0x9291, "12"),
		{id: 0x9286, kind: 7, data: append([]byte("UNICODE\x00"), wide(order, "شاهد")...)}, ascii(0xa431, "S-17")}
	gps := []tag{ascii(1, "N"), fractions(order, 2, 35, 1, 30, 1, 36, 1), ascii(3, "W"), fractions(order, 4, 51, 1, 15, 1, 0, 1),
		{id: 5, kind: 1, data: []byte{1}}, fractions(order, 6, 25, 10), fractions(order, 7, 11, 1, 34, 1, 5, 1), ascii(0x1d, "2021:01:02")}
	thumbs := []tag{{id: 0x0201, kind: 4, data: make([]byte, 4)}, {id: 0x0202, kind: 4, data: order.AppendUint32(nil, uint32(len(thumb)))}}
	data := build(order, 4, main, photo, gps, thumbs)
	i := len(data) - 2*12 - 4
	copy(data[i+8:], order.AppendUint32(nil, uint32(len(data))))
	return append(data, thumb...)
}

func get(fields []content.Field, name string) string {
	for _, f := range fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

func TestWhatACameraWrites(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		d, err := Read(bytes.NewReader(sample(order)))
		if err != nil || d.Orientation != 6 || string(d.Thumbnail) != "\xff\xd8small\xff\xd9" {
			t.Errorf("%v: %v, orientation %d, thumbnail %q", order, err, d.Orientation, d.Thumbnail)
		}
		for name, want := range map[string]string{
			"camera": "ACME Z1", "creator": "Editor 2", "description": "میدان نارستان", "author": "Negar N.", "title": "عنوان",
			"taken": "2021-01-02T15:04:05.12+03:30", "created": "2021-01-02T15:04:05", "modified": "2021-02-03T04:05:06",
			"comment": "شاهد", "camera_serial": "S-17", "exposure": "1/250",
			"latitude": "35.51", "longitude": "-51.25", "altitude_m": "-2.5", "gps_time": "2021-01-02T11:34:05Z",
		} {
			if got := get(d.Fields, name); got != want {
				t.Errorf("%v: %s is %q, not %q", order, name, got, want)
			}
		}
	}
}

func TestNoPlaceIsMadeUp(t *testing.T) {
	le := binary.LittleEndian
	for name, gps := range map[string][]tag{
		"no half":       {fractions(le, 2, 35, 1, 0, 1, 0, 1), ascii(3, "E"), fractions(le, 4, 51, 1, 0, 1, 0, 1)},
		"over the pole": {ascii(1, "N"), fractions(le, 2, 95, 1, 0, 1, 0, 1), ascii(3, "E"), fractions(le, 4, 51, 1, 0, 1, 0, 1)},
		"nothing below": {ascii(1, "N"), fractions(le, 2, 35, 0, 0, 0, 0, 0), ascii(3, "E"), fractions(le, 4, 51, 1, 0, 1, 0, 1)},
		"one of two":    {ascii(1, "N"), fractions(le, 2, 35, 1, 0, 1, 0, 1)},
	} {
		d, err := Read(bytes.NewReader(build(le, 0, []tag{{id: 0x8825, dir: 2}}, gps)))
		if err != nil || get(d.Fields, "latitude")+get(d.Fields, "longitude") != "" {
			t.Errorf("%s: %v %v", name, err, d.Fields)
		}
	}
}

func TestTimesAreAsExactAsTold(t *testing.T) {
	for s, want := range map[string]string{
		"2020:01:02 03:04:05": "2020-01-02T03:04:05", "2020:01:02": "2020-01-02", "2020:01:02   :  :  ": "2020-01-02",
		"0000:00:00 00:00:00": "", "    :  :     :  :  ": "", "yesterday at noon": "", "": "",
	} {
		if got := moment(value{kind: 2, data: []byte(s)}, value{}, value{}); got != want {
			t.Errorf("%q: %q, not %q", s, got, want)
		}
	}
}

func TestCommentsNameTheirEncoding(t *testing.T) {
	for raw, want := range map[string]string{
		"ASCII\x00\x00\x00plain\x00\x00": "plain", "\x00\x00\x00\x00\x00\x00\x00\x00گواه": "گواه",
		"JIS\x00\x00\x00\x00\x00\x1b$B$\"\x1b(B": "あ", "UNICODE\x00\x34\x06\x27\x06": "شا", "short": "",
	} {
		if got := (value{kind: 7, data: []byte(raw), order: binary.LittleEndian}).comment(); got != want {
			t.Errorf("%q: %q, not %q", raw, got, want)
		}
	}
	if got := (value{kind: 7, data: []byte("UNICODE\x00" + "\x00a\x00b"), order: binary.LittleEndian}).comment(); got != "ab" {
		t.Errorf("the other byte order: %q", got)
	}
}

func TestDirectoriesInACircleEnd(t *testing.T) {
	data := build(binary.LittleEndian, 0, []tag{ascii(0x0110, "A"), {id: 0x8769, dir: 1}, {id: 0x8825, dir: 1}})
	binary.LittleEndian.PutUint32(data[8+2+3*12:], 8)
	if d, err := Read(bytes.NewReader(data)); err != nil || get(d.Fields, "camera") != "A" {
		t.Error(err, d)
	}
	if pages, err := Pages(bytes.NewReader(data), 100); err != nil || !slices.Equal(pages, []uint32{8}) {
		t.Error(err, pages)
	}
}

func TestXMP(t *testing.T) {
	packet := `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmp:CreateDate="2020-01-02T03:04:05+03:30" exif:GPSLatitude="35,30.6N" exif:GPSLongitude="51,15,0W">
<dc:creator><rdf:Seq><rdf:li>نگار</rdf:li><rdf:li>Second</rdf:li></rdf:Seq></dc:creator><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Title</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>`
	got := XMP([]byte(packet))
	for name, want := range map[string]string{"created": "2020-01-02T03:04:05+03:30", "author": "نگار", "title": "Title", "latitude": "35.51", "longitude": "-51.25"} {
		if v := get(got, name); v != want {
			t.Errorf("%s is %q, not %q", name, v, want)
		}
	}
	bomb := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>` + strings.Replace(packet, "Title", "&b;", 1)
	if v := get(XMP([]byte(bomb)), "title"); v != "" {
		t.Errorf("an entity was expanded to %q", v)
	}
	if got := XMP([]byte(strings.Repeat("<a>", 100_000))); got != nil {
		t.Error(got)
	}
}

func check(t testing.TB, data []byte) {
	t.Helper()
	d, err := Read(bytes.NewReader(data))
	_, _ = Pages(bytes.NewReader(data), 1000)
	if err != nil && len(d.Fields) > 0 {
		t.Error("fields came with an error")
	}
	for _, f := range append(d.Fields, XMP(data)...) {
		if !utf8.ValidString(f.Value) || f.Value == "" {
			t.Errorf("%s is %q", f.Name, f.Value)
		}
	}
}

func TestDamageNeverPanics(t *testing.T) {
	for _, data := range [][]byte{sample(binary.LittleEndian), sample(binary.BigEndian)} {
		for n := range data {
			check(t, data[:n])
		}
		for n := range 8 * len(data) {
			bad := bytes.Clone(data)
			bad[n/8] ^= 1 << (n % 8)
			check(t, bad)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(binary.LittleEndian))
	f.Add(sample(binary.BigEndian))
	f.Add([]byte(`<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:title="x"/>`))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, data) })
}

func BenchmarkRead(b *testing.B) {
	data := sample(binary.LittleEndian)
	for b.Loop() {
		if _, err := Read(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
