package exif

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"

	"sanad/internal/format/content"
)

const (
	mostXMP   = 4 << 20
	mostDepth = 100
)

// XMP reads the common properties of an XMP packet. Entities are not expanded:
// a packet that uses any but XML's own five is read until there.
func XMP(packet []byte) []content.Field {
	if len(packet) > mostXMP {
		return nil
	}
	d := xml.NewDecoder(bytes.NewReader(packet))
	x := &xmp{first: make(map[string]string)}
	for {
		t, err := d.Token()
		if err != nil || !x.token(t) {
			return x.fields()
		}
	}
}

// xmp collects the first value of each property.
type xmp struct {
	path  []string // names of the properties that are open, "" for other elements
	first map[string]string
	order []string
}

func (x *xmp) token(t xml.Token) bool {
	switch t := t.(type) {
	case xml.StartElement:
		if len(x.path) >= mostDepth {
			return false
		}
		x.path = append(x.path, property(t.Name))
		for _, a := range t.Attr {
			x.put(property(a.Name), a.Value)
		}
	case xml.EndElement:
		if len(x.path) > 0 {
			x.path = x.path[:len(x.path)-1]
		}
	case xml.CharData:
		for i := len(x.path) - 1; i >= 0; i-- {
			if x.path[i] != "" {
				x.put(x.path[i], string(t))
				break
			}
		}
	}
	return true
}

func (x *xmp) put(name, v string) {
	if v = strings.TrimSpace(v); name == "" || v == "" {
		return
	}
	if x.first[name] == "" {
		x.first[name] = v
		x.order = append(x.order, name)
	}
}

// property gives a property's name as a field has it, "" for those not asked.
// Names are told by their last part: prefixes and versions of name spaces vary.
func property(n xml.Name) string {
	space := n.Space
	switch {
	case strings.Contains(space, "purl.org/dc"):
		return map[string]string{"creator": "author", "title": "title", "description": "description", "rights": "copyright", "subject": "keywords"}[n.Local]
	case strings.HasSuffix(space, "/xap/1.0/"):
		return map[string]string{"CreateDate": "created", "ModifyDate": "modified", "CreatorTool": "creator"}[n.Local]
	case strings.HasSuffix(space, "/xap/1.0/mm/"):
		return map[string]string{"DocumentID": "document_id", "OriginalDocumentID": "original_document_id"}[n.Local]
	case strings.Contains(space, "/photoshop/"):
		return map[string]string{"DateCreated": "taken", "City": "city", "Country": "country", "Credit": "credit"}[n.Local]
	case strings.Contains(space, "/exif/1.0/"):
		return map[string]string{"GPSLatitude": "latitude", "GPSLongitude": "longitude", "DateTimeOriginal": "taken"}[n.Local]
	case strings.Contains(space, "/tiff/1.0/"):
		return map[string]string{"Make": "maker", "Model": "model"}[n.Local]
	}
	return ""
}

// fields gives what was collected, places as decimal degrees.
func (x *xmp) fields() []content.Field {
	var out []content.Field
	for _, name := range x.order {
		v := x.first[name]
		switch name {
		case "maker", "model":
			continue
		case "latitude", "longitude":
			v = place(v)
		}
		if v != "" {
			out = append(out, content.Field{Name: name, Value: v})
		}
	}
	if c := camera(x.first["maker"], x.first["model"]); c != "" {
		out = append(out, content.Field{Name: "camera", Value: c})
	}
	return out
}

// place reads "35,42.5N" and "35,42,30N" (XMP, part 2, GPSCoordinate).
func place(s string) string {
	if s == "" {
		return ""
	}
	sign, most := 1.0, 90.0
	switch s[len(s)-1] {
	case 'E', 'N':
	case 'S', 'W':
		sign = -1
	default:
		return ""
	}
	if strings.ContainsAny(s, "EW") {
		most = 180
	}
	sum, part := 0.0, 1.0
	for _, p := range strings.SplitN(s[:len(s)-1], ",", 3) {
		n, err := strconv.ParseFloat(p, 64)
		if err != nil || !(n >= 0 && n <= most) {
			return ""
		}
		sum += n / part
		part *= 60
	}
	if sum > most {
		return ""
	}
	return short(sign*sum, 7)
}
