package ftm

import (
	"strconv"
	"strings"

	"sanad/internal/ground/calendar"
)

// Dates gives what FollowTheMoney can have of a date in EDTF: a day, a month or
// a year of ISO 8601, or two years. Of a span it is the longest prefix that the
// first and the last day share; where they share none, the years of both, if
// these follow each other. A span that is wider or open has none:
// any date in its place would say more than the source. whole tells that nothing
// was cut.
func Dates(edtf string) (dates []string, whole bool) {
	e, err := calendar.ParseEDTF(edtf)
	if err != nil {
		return nil, false
	}
	span := e.Span()
	first, from := span.Earliest.Known()
	last, to := span.Latest.Known()
	if !from || !to {
		return nil, false
	}
	a, b := first.String(), last.String()
	if len(a) != 10 || len(b) != 10 || a < "0001" || b < a {
		return nil, false // before the year 1 or after 9999, or turned round
	}
	date := ""
	switch {
	case a == b:
		date = a
	case a[:7] == b[:7]:
		date = a[:7]
	case a[:4] == b[:4]:
		date = a[:4]
	case follows(a[:4], b[:4]):
		return []string{a[:4], b[:4]}, false
	default:
		return nil, false
	}
	return []string{date}, date == edtf
}

// follows reports whether one year comes right behind the other.
func follows(a, b string) bool {
	x, err := strconv.Atoi(a)
	y, other := strconv.Atoi(b)
	return err == nil && other == nil && y == x+1
}

// languages is the codes of ISO 639-3 for those of 639-1 that the archive's
// texts are likely to be in.
func languages() map[string]string {
	return map[string]string{"fa": "fas", "ar": "ara", "en": "eng", "ku": "kur", "ckb": "ckb", "kmr": "kmr", "az": "aze", "tr": "tur", "ur": "urd", "ps": "pus",
		"he": "heb", "hy": "hye", "fr": "fra", "de": "deu", "ru": "rus", "es": "spa", "it": "ita", "nl": "nld", "sv": "swe", "bal": "bal", "tk": "tuk", "uk": "ukr"}
}

// Lang gives the code of ISO 639-3 for a tag of BCP 47, "" if it is not known.
func Lang(tag string) string {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if code, ok := languages()[primary]; ok {
		return code
	}
	if len(primary) == 3 {
		return primary
	}
	return ""
}

// Tag gives the tag of BCP 47 for a code of ISO 639-3.
func Tag(code string) string {
	for tag, c := range languages() {
		if c == code && len(tag) == 2 {
			return tag
		}
	}
	return code
}

// Dataset makes the name of a dataset, of small letters, digits and "_".
func Dataset(name string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, name), "_")
}

// DocumentSchema gives the schema of an original by its media type.
func DocumentSchema(media string) string {
	media, _, _ = strings.Cut(media, ";")
	major, _, _ := strings.Cut(media, "/")
	switch {
	case major == "image":
		return "Image"
	case major == "audio":
		return "Audio"
	case major == "video":
		return "Video"
	case media == "text/html":
		return "HyperText"
	case media == "text/csv":
		return "Table"
	case major == "text":
		return "PlainText"
	case media == "message/rfc822":
		return "Email"
	case strings.Contains(media, "spreadsheet"), strings.Contains(media, "excel"):
		return "Workbook"
	case media == "application/pdf", strings.Contains(media, "word"), strings.Contains(media, "opendocument.text"):
		return "Pages"
	}
	return "Document"
}
