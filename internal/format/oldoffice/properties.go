package oldoffice

import (
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding"

	"sanad/internal/format/codepage"
)

// properties reads the two streams of properties (MS-OLEPS).
func (f *file) properties() {
	for _, set := range []struct {
		stream string
		name   func(uint32) string
	}{{"\x05SummaryInformation", summaryName}, {"\x05DocumentSummaryInformation", documentName}} {
		if f.has(set.stream) {
			f.out.Tell("properties", f.set(f.head(set.stream, propertiesMost), set.name))
		}
	}
}

// summaryName gives the field of a property (MS-OLEPS section 2.25.1).
func summaryName(id uint32) string {
	names := []string{
		2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "description", 7: "template", 8: "last_modified_by",
		9: "revision", 11: "last_printed", 12: "created", 13: "modified", 14: "page_count", 18: "creator",
	}
	if id < uint32(len(names)) {
		return names[id]
	}
	return ""
}

// documentName likewise (MS-OSHARED section 2.3.3.2.1.1).
func documentName(id uint32) string {
	names := []string{2: "category", 14: "manager", 15: "company", 26: "status", 28: "language"}
	if id < uint32(len(names)) {
		return names[id]
	}
	return ""
}

// set reads the first property set of a stream: a header of 28 bytes, then the
// set's id and offset, then its properties by id and offset.
func (f *file) set(data []byte, name func(uint32) string) error {
	damaged := errors.New("the properties are damaged or cut off")
	le := binary.LittleEndian
	if len(data) < 48 {
		return damaged
	}
	start := int(le.Uint32(data[44:]))
	if start < 48 || start > len(data)-8 {
		return damaged
	}
	data = data[start:]
	count := int(le.Uint32(data[4:]))
	if count > (len(data)-8)/8 {
		return damaged
	}
	page := decoderOf(1252)
	for i := range count {
		if id, at := le.Uint32(data[8+8*i:]), le.Uint32(data[12+8*i:]); id == 1 && int64(at)+6 <= int64(len(data)) {
			page = decoderOf(le.Uint16(data[at+4:]))
		}
	}
	for i := range min(count, 1000) {
		id, at := le.Uint32(data[8+8*i:]), le.Uint32(data[12+8*i:])
		if known := name(id); known != "" && int64(at)+8 <= int64(len(data)) {
			f.out.Say(known, value(data[at:], page))
		}
	}
	return nil
}

// value reads a typed value (MS-OLEPS section 2.15), "" if it is of a type
// that no field has.
func value(data []byte, page encoding.Encoding) string {
	le := binary.LittleEndian
	kind, body := le.Uint16(data), data[4:]
	n := int64(le.Uint32(body))
	switch kind {
	case 2: // VT_I2
		return strconv.Itoa(int(int16(le.Uint16(body))))
	case 3: // VT_I4
		return strconv.Itoa(int(int32(le.Uint32(body))))
	case 30: // VT_LPSTR
		text := body[4:min(4+n, int64(len(body)))]
		decoded, err := page.NewDecoder().Bytes(text)
		if err != nil {
			return ""
		}
		return clean(string(decoded))
	case 31: // VT_LPWSTR
		text := body[4:min(4+2*n, int64(len(body)))]
		units := make([]uint16, len(text)/2)
		for i := range units {
			units[i] = le.Uint16(text[2*i:])
		}
		return clean(string(utf16.Decode(units)))
	case 64: // VT_FILETIME
		if len(body) >= 8 {
			return moment(le.Uint64(body))
		}
	}
	return ""
}

func clean(s string) string {
	s, _, _ = strings.Cut(s, "\x00")
	return strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))
}

// moment gives a time counted in 100 ns since 1601, "" for none.
func moment(ticks uint64) string {
	const to1970 = 116444736000000000
	if ticks < to1970 || ticks > to1970+1<<62 {
		return ""
	}
	at := time.Unix(int64((ticks-to1970)/1e7), 0).UTC()
	if at.Year() > 9999 {
		return ""
	}
	return at.Format(time.RFC3339)
}

// decoderOf gives the encoding of a Windows code page; Western for one that is
// not known.
func decoderOf(page uint16) encoding.Encoding {
	if known := codepage.Of(int(page)); known != nil {
		return known
	}
	return codepage.Of(1252)
}
