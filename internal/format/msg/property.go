package msg

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"sanad/internal/format/codepage"
	"sanad/internal/format/encoded"
)

// The properties that are read (MS-OXPROPS), by their numbers.
const (
	idClass         = 0x001A
	idSubject       = 0x0037
	idSent          = 0x0039
	idSenderFor     = 0x0042
	idSenderForMail = 0x0065
	idHeaders       = 0x007D
	idSender        = 0x0C1A
	idSenderMail    = 0x0C1F
	idKind          = 0x0C15
	idBcc           = 0x0E02
	idCc            = 0x0E03
	idTo            = 0x0E04
	idReceived      = 0x0E06
	idBody          = 0x1000
	idRTF           = 0x1009
	idHTML          = 0x1013
	idMessageID     = 0x1035
	idReferences    = 0x1039
	idInReplyTo     = 0x1042
	idName          = 0x3001
	idMail          = 0x3003
	idCreated       = 0x3007
	idModified      = 0x3008
	idData          = 0x3701
	idShortFile     = 0x3704
	idFile          = 0x3707
	idMime          = 0x370E
	idSMTP          = 0x39FE
	idInternetPage  = 0x3FDE
	idLocale        = 0x3FF1
	idPage          = 0x3FFD
	idSenderSMTP    = 0x5D01
)

// The types of properties.
const (
	typeInt     = 0x0003
	typeObject  = 0x000D
	typeString8 = 0x001E
	typeString  = 0x001F
	typeTime    = 0x0040
	typeBinary  = 0x0102
)

// object is a message, a receiver or an attachment: a folder of properties.
type object struct {
	*storage
	fixed map[uint32]uint64 // id and type to the eight bytes of the value
	page  int               // the code page of its 8-bit strings, 0 if not known
	guess *encoded.Choice   // what they were taken for, if it is not known
	most  int64             // bytes of a value
}

// fixedStream holds the properties of fixed length.
const fixedStream = "__properties_version1.0"

// read reads a folder's properties. header is how long the head of the stream
// is (MS-OXMSG 2.4.1): 32 of a message, 24 of one inside another, 8 else.
func newObject(s *storage, header int, page int, most int64) (*object, error) {
	o := &object{storage: s, fixed: map[uint32]uint64{}, page: page, most: most}
	data, err := s.read(fixedStream, 1<<20)
	for at := header; at+16 <= len(data); at += 16 {
		o.fixed[binary.LittleEndian.Uint32(data[at:])] = binary.LittleEndian.Uint64(data[at+8:])
	}
	for _, own := range []int{o.number(idPage), o.number(idInternetPage), pageOf(o.number(idLocale))} {
		if o.page == 0 && own != 65001 && codepage.Of(own) != nil {
			o.page = own
		}
	}
	if o.page == 0 {
		o.look()
	}
	return o, err
}

// pageOf gives the code page that Windows uses for a language (MS-LCID), of
// those whose letters are not Latin.
func pageOf(locale int) int {
	switch locale {
	case 0x0404, 0x0C04, 0x1404:
		return 950
	case 0x0804, 0x1004:
		return 936
	}
	switch locale & 0x3ff {
	case 0x01, 0x20, 0x29:
		return 1256
	case 0x02, 0x19, 0x22, 0x23:
		return 1251
	case 0x08:
		return 1253
	case 0x0D:
		return 1255
	case 0x11:
		return 932
	case 0x12:
		return 949
	case 0x1F:
		return 1254
	}
	return 0
}

// look guesses the encoding of all 8-bit strings together: one of them alone
// may be too short to tell.
func (o *object) look() {
	var sample []byte
	for _, id := range []uint32{idBody, idSubject, idTo, idSender, idName} {
		data, err := o.read(stream(id, typeString8), encoded.Head)
		if err == nil || len(data) > 0 {
			sample = append(sample, data...)
			sample = append(sample, '\n')
		}
	}
	if strings.TrimSpace(string(sample)) != "" {
		choice := encoded.Choose(bytes.ReplaceAll(sample, []byte{0}, nil), "")
		o.guess = &choice
	}
}

func (o *object) number(id uint32) int {
	return int(int32(o.fixed[id<<16|typeInt]))
}

// time gives a FILETIME (100 nanoseconds since 1601) as RFC 3339, "" for none.
func (o *object) time(id uint32) time.Time {
	ticks := o.fixed[id<<16|typeTime]
	seconds := int64(ticks/10_000_000) - 11_644_473_600
	if ticks == 0 || seconds < -11_644_473_600 || seconds > 253_402_300_799 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func stream(id, kind uint32) string { return fmt.Sprintf("__substg1.0_%04X%04X", id, kind) }

// binary gives a value of bytes.
func (o *object) binary(id uint32) ([]byte, error) {
	return o.read(stream(id, typeBinary), o.most)
}

// text gives a string, of either kind. What could be read of a damaged one is
// given with the error.
func (o *object) text(id uint32) (string, error) {
	if o.streams[stream(id, typeString)] != nil {
		data, err := o.read(stream(id, typeString), o.most)
		return clean(wide(data)), err
	}
	data, err := o.read(stream(id, typeString8), o.most)
	return clean(o.narrow(data)), err
}

// line is text for a field: errors are as good as an empty value.
func (o *object) line(id uint32) string {
	s, _ := o.text(id)
	return strings.TrimSpace(strings.ReplaceAll(s, "\n", " "))
}

// narrow decodes an 8-bit string by the message's code page, or guesses.
func (o *object) narrow(data []byte) string {
	if e := codepage.Of(o.page); e != nil && o.page != 65001 {
		if text, err := e.NewDecoder().Bytes(data); err == nil {
			return string(text)
		}
	}
	choice := encoded.Choose(data, "")
	if o.guess != nil && o.guess.Name != "utf-8" {
		choice = *o.guess
	}
	text, err := choice.Text(data, 4*o.most+16)
	if err != nil {
		return ""
	}
	return text
}

// wide decodes UTF-16, little-endian.
func wide(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// clean makes line ends \n and drops zero bytes, which end strings at times.
func clean(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// isBlank reports whether there is nothing to read in a body.
func isBlank(data []byte) bool { return len(bytes.Trim(data, " \t\r\n\x00")) == 0 }
