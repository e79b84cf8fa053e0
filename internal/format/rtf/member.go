package rtf

import (
	"bufio"
	"fmt"
	"io"

	"sanad/internal/format/content"
	"sanad/internal/format/ole1"
)

// digits reads bytes written as hexadecimal digits, up to the first thing that
// is neither a digit nor white space, which is left in.
type digits struct {
	in   *bufio.Reader
	half byte
	odd  bool
	end  bool
}

func (d *digits) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) && !d.end {
		c, err := d.in.ReadByte()
		if err != nil {
			d.end = true
			if err == io.EOF {
				return n, fmt.Errorf("the document is cut off in its digits")
			}
			return n, err
		}
		switch {
		case c == ' ' || c == '\r' || c == '\n' || c == '\t':
		case !isHex(c):
			_ = d.in.UnreadByte()
			d.end = true
		case d.odd:
			p[n] = d.half<<4 | nibble(c)
			n++
			d.odd = false
		default:
			d.half, d.odd = nibble(c), true
		}
	}
	if n == 0 && d.end {
		return 0, io.EOF
	}
	return n, nil
}

// picturesOwn handles control words that say of which kind a picture is.
func (r *reader) picturesOwn(word string) bool {
	switch word {
	case "pngblip":
		r.media = "image/png"
	case "jpegblip":
		r.media = "image/jpeg"
	case "emfblip":
		r.media = "image/emf"
	case "wmetafile":
		r.media = "image/wmf"
	case "dibitmap", "wbitmap":
		r.media = "image/bmp"
	case "macpict":
		r.media = "image/x-pict"
	default:
		return false
	}
	return true
}

// member hands over the picture or object whose bytes come from in, and reads
// the rest of it.
func (r *reader) member(in io.Reader) error {
	r.members++
	m := content.Member{Role: "embedded", Part: fmt.Sprintf("picture %d", r.members), MediaType: r.media}
	if r.dest == object {
		m.Part, m.MediaType = fmt.Sprintf("object %d", r.members), ""
		r.object(m, in)
	} else {
		_ = r.out.Member(m, in)
	}
	if r.out.Err != nil {
		return r.out.Err
	}
	_, _ = io.Copy(io.Discard, in) // what is cut off shows in what follows
	return nil
}

// object hands over what an embedded object holds.
func (r *reader) object(m content.Member, in io.Reader) {
	class, body, err := ole1.Object(in)
	if err == nil && class == "Package" && body != nil {
		m.Name, body, err = ole1.Package(body)
	} else {
		m.Name = class
	}
	if err != nil {
		r.out.Tell(m.Part, err)
		return
	}
	if body == nil {
		r.out.Say("external_object", class)
		return
	}
	_ = r.out.Member(m, body)
}
