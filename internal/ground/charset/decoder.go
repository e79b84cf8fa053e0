package charset

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// The names that Guess gives. All are known to Decoder.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	UTF32LE     = "utf-32le"
	UTF32BE     = "utf-32be"
	Windows1256 = "windows-1256" // Arabic; Persian and Urdu but for ی, which stands as ي or ى
	ISO8859_6   = "iso-8859-6"   // Arabic
	CP720       = "cp720"        // Arabic, of DOS
	Windows1251 = "windows-1251" // Cyrillic
	KOI8R       = "koi8-r"       // Russian
	CP866       = "ibm866"       // Cyrillic, of DOS
	Windows1252 = "windows-1252" // western European; holds ISO-8859-1
	Windows1254 = "windows-1254" // Turkish
	Macintosh   = "macintosh"    // western European
)

// ErrUnknown: no encoding has that name, or none that is read (UTF-7, which
// hides what it says, and the others that the WHATWG replaces).
var ErrUnknown = errors.New("no encoding of that name is read")

// Decoder gives what decodes a text whose encoding is stated by that name, as
// mail, web pages and Guess have it (WHATWG Encoding labels, then IANA's
// names). A byte order mark is left away, and followed where it contradicts.
// Bytes that mean nothing become U+FFFD.
func Decoder(name string) (*encoding.Decoder, error) {
	_, found, err := find(name)
	if err != nil {
		return nil, err
	}
	return found.NewDecoder(), nil
}

// Name gives the one name of an encoding that has several: "cp1256" is
// "windows-1256". As on the web, "iso-8859-1" and "us-ascii" are windows-1252,
// of which they are part.
func Name(label string) (string, error) {
	name, _, err := find(label)
	return name, err
}

func find(label string) (string, encoding.Encoding, error) {
	label = strings.ToLower(strings.Trim(label, " \t\r\n\"'"))
	if name, own := ownNames(label); own != nil {
		return name, own, nil
	}
	if e, err := htmlindex.Get(label); err == nil {
		name, err := htmlindex.Name(e)
		if err != nil || name == "replacement" || name == "x-user-defined" {
			return "", nil, fmt.Errorf("%w: %q", ErrUnknown, label)
		}
		return name, e, nil
	}
	for _, index := range []*ianaindex.Index{ianaindex.MIME, ianaindex.IANA} {
		e, err := index.Encoding(label)
		if err != nil || e == nil {
			continue
		}
		if name, err := index.Name(e); err == nil {
			return strings.ToLower(name), e, nil
		}
	}
	return "", nil, fmt.Errorf("%w: %q", ErrUnknown, label)
}

// ownNames are those that the indexes lack or read otherwise: they leave the
// byte order mark of UTF-16 in the text.
func ownNames(label string) (string, encoding.Encoding) {
	switch label {
	case "utf-8", "utf8", "unicode-1-1-utf-8":
		return UTF8, unicode.UTF8BOM
	case "utf-16", "utf-16le", "utf16", "ucs-2", "unicode", "iso-10646-ucs-2", "csunicode", "unicodefeff":
		return UTF16LE, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case "utf-16be", "unicodefffe":
		return UTF16BE, unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case "utf-32", "utf-32le", "utf32", "ucs-4":
		return UTF32LE, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case "utf-32be":
		return UTF32BE, utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case "cp720", "ibm720", "dos-720", "720":
		return CP720, dosArabic{}
	case "cp866":
		return CP866, charmap.CodePage866
	}
	return "", nil
}
