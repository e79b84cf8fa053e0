package exif

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"sanad/internal/format/content"
)

// Data is what a picture says about itself.
type Data struct {
	Fields []content.Field
	// Orientation is how the picture must be turned to be seen as it was
	// taken: 1 to 8 (EXIF 3.0, tag 0x0112), 0 where it is not told.
	Orientation int
	// Thumbnail is the small JPEG picture that cameras put in. Programs that
	// crop or blacken a picture may leave it as it was. At most 1 MiB.
	Thumbnail []byte
	// XMP is the packet that a TIFF file holds as a value (tag 700), at most
	// 64 KiB.
	XMP []byte
}

const mostThumbnail = 1 << 20

// Read reads the EXIF data that r is: a TIFF file, or what stands in one's
// place in another picture. Of damaged data it gives what can be read.
func Read(r io.ReaderAt) (Data, error) {
	f, at, err := open(r)
	if err != nil {
		return Data{}, err
	}
	main, next := f.directory(at)
	photo, _ := f.directory(main.pointer(0x8769))
	gps, _ := f.directory(main.pointer(0x8825))
	thumb, _ := f.directory(next)
	d := Data{Thumbnail: f.thumbnail(thumb), XMP: main[0x02bc].data}
	if o, ok := main[0x0112].number(0); ok && o >= 1 && o <= 8 {
		d.Orientation = int(o)
	}
	d.mainFields(main)
	d.times(main, photo)
	d.photoFields(photo)
	d.gpsFields(gps)
	return d, nil
}

// pointer gives where a directory stands that an entry points to.
func (d directory) pointer(tag uint16) uint32 {
	n, _ := d[tag].number(0)
	return uint32(n)
}

func (d *Data) add(name, v string) {
	if v != "" {
		d.Fields = append(d.Fields, content.Field{Name: name, Value: v})
	}
}

// mainFields are those of the first directory.
func (d *Data) mainFields(m directory) {
	d.add("camera", camera(m[0x010f].text(), m[0x0110].text()))
	d.add("creator", m[0x0131].text())
	d.add("host_computer", m[0x013c].text())
	d.add("description", m[0x010e].text())
	d.add("author", m[0x013b].text())
	d.add("copyright", m[0x8298].text())
	d.add("document_name", m[0x010d].text())
	d.add("page_name", m[0x011d].text())
	d.add("title", m[0x9c9b].wide())
	d.add("windows_comment", m[0x9c9c].wide())
	d.add("windows_author", m[0x9c9d].wide())
	d.add("keywords", m[0x9c9e].wide())
	d.add("subject", m[0x9c9f].wide())
	if d.Orientation > 0 {
		d.add("orientation", strconv.Itoa(d.Orientation))
	}
}

// camera joins maker and model, of which the second often repeats the first.
func camera(maker, model string) string {
	if strings.HasPrefix(strings.ToLower(model), strings.ToLower(maker)) {
		return model
	}
	return strings.TrimSpace(maker + " " + model)
}

// times: when the picture was taken, made digital, last changed.
func (d *Data) times(main, photo directory) {
	d.add("taken", moment(photo[0x9003], photo[0x9291], photo[0x9011]))
	d.add("created", moment(photo[0x9004], photo[0x9292], photo[0x9012]))
	d.add("modified", moment(main[0x0132], photo[0x9290], photo[0x9010]))
}

// moment makes RFC 3339 of "2006:01:02 15:04:05", parts of a second and a zone,
// as far as they are told.
func moment(at, parts, zone value) string {
	s := at.text()
	if len(s) < 10 || strings.HasPrefix(s, "0000") || strings.Trim(s, " :") == "" {
		return ""
	}
	day, clock := strings.ReplaceAll(s[:10], ":", "-"), strings.TrimSpace(s[10:])
	if !like(day, "0000-00-00") {
		return ""
	}
	if !like(clock, "00:00:00") {
		return day
	}
	out := day + "T" + clock
	if sub := parts.text(); sub != "" && strings.Trim(sub, "0123456789") == "" && len(sub) <= 9 {
		out += "." + sub
	}
	if z := zone.text(); like(z, "+00:00") || like(z, "-00:00") {
		out += z
	} else if z == "Z" {
		out += "Z"
	}
	return out
}

// like reports whether s has digits where form has 0 and else what form has.
func like(s, form string) bool {
	if len(s) != len(form) {
		return false
	}
	for i := range len(s) {
		if form[i] == '0' && (s[i] < '0' || s[i] > '9') || form[i] != '0' && s[i] != form[i] {
			return false
		}
	}
	return true
}

// photoFields are those that a camera writes of itself and the shot.
func (d *Data) photoFields(p directory) {
	d.add("comment", p[0x9286].comment())
	d.add("image_id", p[0xa420].text())
	d.add("owner", p[0xa430].text())
	d.add("camera_serial", p[0xa431].text())
	d.add("lens", camera(p[0xa433].text(), p[0xa434].text()))
	d.add("lens_serial", p[0xa435].text())
	d.add("exposure", exposure(p[0x829a]))
	d.add("aperture", decimal(p[0x829d], 0, 2))
	d.add("iso", decimal(p[0x8827], 0, 0))
	d.add("focal_length_mm", decimal(p[0x920a], 0, 2))
	d.add("focal_length_35mm", decimal(p[0xa405], 0, 0))
	if n, ok := p[0x9209].number(0); ok {
		d.add("flash", map[bool]string{true: "fired", false: "not fired"}[int(n)&1 != 0])
	}
}

// exposure gives a time as photographers write it: 1/250.
func exposure(v value) string {
	n, ok := v.number(0)
	switch {
	case !ok || n <= 0:
		return ""
	case n < 0.4:
		return fmt.Sprintf("1/%.0f", 1/n)
	}
	return decimal(v, 0, 1)
}

// decimal writes the i-th number with at most digits after the point.
func decimal(v value, i, digits int) string {
	n, ok := v.number(i)
	if !ok {
		return ""
	}
	return short(n, digits)
}

func short(n float64, digits int) string {
	s := strconv.FormatFloat(n, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// thumbnail reads the picture that a directory points to.
func (f *file) thumbnail(d directory) []byte {
	at, ok1 := d[0x0201].number(0)
	n, ok2 := d[0x0202].number(0)
	if !ok1 || !ok2 || n < 4 || n > mostThumbnail {
		return nil
	}
	b := make([]byte, int(n))
	k, _ := f.r.ReadAt(b, int64(at))
	if k < 4 || b[0] != 0xff || b[1] != 0xd8 {
		return nil
	}
	return b[:k]
}
