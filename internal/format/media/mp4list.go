package media

import (
	"strings"
)

// user reads udta: names that QuickTime and 3GP give a film.
func (m *film) user(kind string, at, end int64, depth int) {
	switch kind {
	case "meta":
		m.boxes(at+m.metaHead(at), end, depth, m.box)
	case "titl", "auth", "cprt", "dscp", "perf":
		if b := m.at(at, min(end-at, mostText)); len(b) > 6 {
			m.field(threeGP(kind), wideOrNot(b[6:]))
		}
	case "loci":
		m.location(m.at(at, min(end-at, mostText)))
	default:
		if b := m.at(at, min(end-at, mostText)); kind[0] == 0xa9 && len(b) > 4 {
			m.entry(kind, string(b[4:4+min(int(be16(b)), len(b)-4)]))
		}
	}
}

func threeGP(kind string) string {
	return map[string]string{"titl": "title", "auth": "author", "cprt": "copyright", "dscp": "description", "perf": "performer"}[kind]
}

// wideOrNot reads UTF-8, or UTF-16 with a mark, up to a zero.
func wideOrNot(b []byte) string {
	if len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff {
		return decodeText(1, b)
	}
	s, _, _ := strings.Cut(string(b), "\x00")
	return s
}

// location reads loci (3GPP TS 26.244, 8.10): a name, a role, then longitude,
// latitude and height as 16.16 fixed numbers.
func (m *film) location(b []byte) {
	if len(b) < 7 {
		return
	}
	b = b[6:]
	name := wideOrNot(b)
	skip := len(name) + 1
	if len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff {
		for skip = 2; skip+2 <= len(b) && be16(b[skip:]) != 0; skip += 2 {
		}
		skip += 2
	}
	m.field("place", name)
	if len(b) < skip+13 {
		return
	}
	b = b[skip+1:]
	fixed := func(b []byte) float64 { return float64(int32(be32(b))) / 65536 }
	m.coordinates(fixed(b[4:]), fixed(b), 5)
}

// readKeys reads the names of entries (QuickTime, "keys").
func (m *film) readKeys(b []byte) {
	if len(b) < 8 {
		return
	}
	m.keys = nil
	for b = b[8:]; len(b) >= 8 && len(m.keys) < 1000; {
		n := int64(be32(b))
		if n < 8 || n > int64(len(b)) {
			return
		}
		m.keys = append(m.keys, string(b[8:n]))
		b = b[n:]
	}
}

// list reads ilst: entries that are called by four letters, or by a number
// into keys, each with its data in a box of its own.
func (m *film) list(at, end int64, depth int) {
	m.boxes(at, end, depth, func(kind string, at, end int64, depth int) {
		if n := be32([]byte(kind)); n >= 1 && int(n) <= len(m.keys) {
			kind = m.keys[n-1]
		}
		m.boxes(at, end, depth, func(inner string, at, end int64, _ int) {
			b := m.at(at, min(end-at, mostText))
			if inner != "data" || len(b) < 8 {
				return
			}
			if kind == "covr" {
				m.cover(be32(b), at+8, end)
				return
			}
			m.entry(kind, string(b[8:]))
		})
	})
}

func (m *film) cover(kind uint32, at, end int64) {
	name, media := "cover.jpg", "image/jpeg"
	if kind&0xff == 14 {
		name, media = "cover.png", "image/png"
	}
	m.embed(name, "cover picture", media, m.section(at, end-at))
}

// entry tells one entry of a list.
func (m *film) entry(kind, v string) {
	key := strings.TrimPrefix(kind, "com.apple.quicktime.")
	switch key {
	case "\xa9xyz", "location.ISO6709":
		m.place(v)
	case "\xa9mak", "make":
		m.maker = readable(strings.TrimSpace(v))
	case "\xa9mod", "model":
		m.model = readable(strings.TrimSpace(v))
	case "creationdate":
		m.field("taken", isoTime(v))
	case "\xa9day":
		if t := isoTime(v); t != "" {
			m.field("taken", t)
		} else {
			m.field("date_as_written", v)
		}
	default:
		m.field(entryName(key), v)
	}
}

// entryName gives the field for an entry, "" for none.
func entryName(key string) string {
	switch key {
	case "\xa9nam", "title", "displayname":
		return "title"
	case "\xa9ART", "\xa9aut", "artist", "author", "aART", "director":
		return "author"
	case "\xa9too", "\xa9swr", "\xa9enc", "software", "com.android.version":
		return "creator"
	case "\xa9cmt", "comment":
		return "comment"
	case "desc", "ldes", "\xa9des", "\xa9inf", "description", "information":
		return "description"
	case "cprt", "\xa9cpy", "copyright":
		return "copyright"
	case "\xa9alb", "album":
		return "album"
	case "keywords", "\xa9key":
		return "keywords"
	}
	return ""
}

// isoTime gives a time in the spelling of RFC 3339 if s is one of ISO 8601, ""
// if it is none.
func isoTime(s string) string {
	s = strings.TrimSpace(strings.TrimRight(s, "\x00"))
	if len(s) > 19 && (strings.HasSuffix(s, "00") || strings.HasSuffix(s, "30") || strings.HasSuffix(s, "45") || strings.HasSuffix(s, "15")) {
		if sign := s[len(s)-5]; sign == '+' || sign == '-' {
			s = s[:len(s)-2] + ":" + s[len(s)-2:]
		}
	}
	for _, form := range []string{"0000", "0000-00", "0000-00-00", "0000-00-00T00:00:00", "0000-00-00T00:00:00Z", "0000-00-00T00:00:00+00:00", "0000-00-00T00:00:00-00:00", "0000-00-00T00:00:00.000000Z"} {
		if like(s, form) && s[:4] != "0000" {
			return s
		}
	}
	return ""
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

// joined joins maker and model, of which the second often repeats the first.
func joined(maker, model string) string {
	if strings.HasPrefix(strings.ToLower(model), strings.ToLower(maker)) {
		return model
	}
	return strings.TrimSpace(maker + " " + model)
}
