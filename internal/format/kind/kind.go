// Package kind knows the media type that the first bytes of an item show. It
// must never trust a file name over the bytes: a name only chooses among the
// kinds of text that bytes alone can't tell apart. What it says is a guess to
// choose a reader by, never evidence of what a file is.
package kind

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"

	"sanad/internal/format/sheet"
)

// Head is how many bytes of an item Detect looks at. Hand in that many, or
// the whole item where it has fewer: fewer bytes are taken for all there is,
// and a record or a JSON value cut in the middle is then not known as such.
const Head = 4096

// Unknown is the media type of bytes that nothing is known about.
const Unknown = "application/octet-stream"

// Eight is the charset (RFC 1428) named for text that is neither UTF-8 nor
// UTF-16. A library's guess between the many encodings of one byte a letter
// would be a coin tossed, and wrong for most Persian and Arabic.
const Eight = "unknown-8bit"

// Detect names the media type of the item that begins with head, with a
// charset where it is text. Delimited text is text/csv whatever its delimiter:
// format/sheet finds that. name is the item's file name, or "".
func Detect(head []byte, name string) string {
	head = head[:min(len(head), Head)]
	media, charset := split(guarded(head, library))
	if calm := calmed(head); media == Unknown && calm != nil {
		media, charset = split(guarded(calm, library))
	}
	if known := special(media, head, name); known != "" {
		return known
	}
	if media == Unknown {
		return unmarked(head, name)
	}
	if !looksPlain(media) {
		return join(media, charset)
	}
	charset = charsetOf(head)
	if hinted := hint(name); hinted != "" {
		return join(hinted, charset)
	}
	if tabular(head, name) {
		return join("text/csv", charset)
	}
	return join("text/plain", charset)
}

// calmed gives a text in which a control character strayed without it: the
// library takes one alone for proof that the bytes are no text. It is nil
// where there are more than strays, or a zero byte.
func calmed(head []byte) []byte {
	calm, strays := bytes.Clone(head), 0
	for i, b := range calm {
		if b >= ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f' || b == '\x1b' {
			continue
		}
		calm[i] = ' '
		if strays++; b == 0 || strays > len(head)/64 {
			return nil
		}
	}
	return calm
}

// library asks mimetype.
func library(head []byte) string { return mimetype.Detect(head).String() }

// guarded asks detect and gives Unknown if it panics: hostile bytes cost their
// own name, never the archive.
func guarded(head []byte, detect func([]byte) string) (media string) {
	defer func() {
		if recover() != nil {
			media = Unknown
		}
	}()
	return detect(head)
}

// looksPlain tells the types that are but "some text": here the name may
// choose, and our own look at rows and cells replaces the library's, which
// knows comma and tab only.
func looksPlain(media string) bool {
	return media == "text/plain" || media == "text/csv" || media == "text/tab-separated-values"
}

// hint gives the kind of text that a file name promises, "" for none.
func hint(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".tab":
		return "text/csv"
	case ".md", ".markdown":
		return "text/markdown"
	case ".json":
		return "application/json"
	case ".jsonl", ".ndjson":
		return "application/x-ndjson"
	case ".yaml", ".yml":
		return "application/yaml"
	case ".xml":
		return "text/xml"
	case ".html", ".htm":
		return "text/html"
	case ".eml":
		return "message/rfc822"
	case ".mbox":
		return "application/mbox"
	case ".ics":
		return "text/calendar"
	case ".vcf":
		return "text/vcard"
	case ".srt":
		return "application/x-subrip"
	case ".vtt":
		return "text/vtt"
	case ".mht", ".mhtml":
		return "multipart/related"
	case ".svg":
		return "image/svg+xml"
	case ".xhtml":
		return "application/xhtml+xml"
	case ".log":
		return "text/plain"
	}
	return ""
}

// tabular tells delimited text from prose: at least two rows, every one with
// the same two cells or more. A name that promises prose (.txt) asks for more
// of both, since two lines of prose can have a comma each.
func tabular(head []byte, name string) bool {
	shape := sheet.Look(head, len(head) < Head)
	rows, columns := 2, 2
	if strings.EqualFold(path.Ext(name), ".txt") {
		rows, columns = 3, 3
		if shape.Delimiter == '\t' {
			columns = 2
		}
	}
	return shape.Even && shape.Rows >= rows && shape.Columns >= columns
}

// charsetOf names the charset of plain text.
func charsetOf(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")):
		return "utf-32le"
	case bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")):
		return "utf-32be"
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "utf-16be"
	case utf8.Valid(whole(head)):
		return "utf-8"
	}
	return Eight
}

// whole takes away a character that the end of a full head cuts.
func whole(head []byte) []byte {
	if len(head) < Head {
		return head
	}
	for cut := 1; cut < utf8.UTFMax; cut++ {
		if tail := head[len(head)-cut:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return head[:len(head)-cut]
			}
			return head
		}
	}
	return head
}

// split parts a media type from its charset parameter, the only one that
// mimetype writes.
func split(media string) (bare, charset string) {
	bare, charset, _ = strings.Cut(media, "; charset=")
	return bare, charset
}

// join puts the charset where the media type has one.
func join(media, charset string) string {
	if charset == "" || !strings.HasPrefix(media, "text/") {
		return media
	}
	return media + "; charset=" + charset
}
