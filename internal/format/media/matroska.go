package media

import (
	"errors"
	"strings"
	"time"
)

// Elements of Matroska (RFC 9559, section 5).
const (
	idEBML       = 0x1a45dfa3
	idDocType    = 0x4282
	idSegment    = 0x18538067
	idInfo       = 0x1549a966
	idScale      = 0x2ad7b1
	idDuration   = 0x4489
	idDate       = 0x4461
	idTitle      = 0x7ba9
	idMuxingApp  = 0x4d80
	idWritingApp = 0x5741
	idTracks     = 0x1654ae6b
	idTrack      = 0xae
	idCodec      = 0x86
	idLanguage   = 0x22b59c
	idVideo      = 0xe0
	idWidth      = 0xb0
	idHeight     = 0xba
	idTags       = 0x1254c367
	idTag        = 0x7373
	idSimple     = 0x67c8
	idTagName    = 0x45a3
	idTagString  = 0x4487
	idAttach     = 0x1941a469
	idAttached   = 0x61a7
	idFileName   = 0x466e
	idFileType   = 0x4660
	idFileData   = 0x465c
	idCluster    = 0x1f43b675
)

// matroska reads a Matroska or WebM file.
func (f *file) matroska() error {
	m := &matroska{file: f, scale: 1_000_000}
	f.elements(0, f.src.Size, 0, m.element)
	if !m.info {
		return errors.New("the Matroska file's description is missing: it is damaged or cut off")
	}
	if ms := m.duration * m.scale / 1e6; ms > 0 && ms < 1<<53 {
		f.number("duration_ms", int64(ms+0.5))
	}
	return nil
}

// matroska is what is known of the file while its elements are read.
type matroska struct {
	*file
	info            bool
	duration, scale float64
	name            string // of the present tag
	attached        attachment
}

// attachment is a file inside.
type attachment struct {
	name, media string
	data        element
}

func (m *matroska) element(e element, depth int) bool {
	switch e.id {
	case idEBML, idSegment, idTracks, idVideo, idTags, idTag, idAttach, idTrack, idSimple:
		m.elements(e.at, e.end, depth, m.element)
	case idInfo:
		m.info = true
		m.elements(e.at, e.end, depth, m.element)
	case idAttached:
		m.attached = attachment{}
		m.elements(e.at, e.end, depth, m.element)
		if d := m.attached.data; d.id != 0 {
			m.embed(m.attached.name, "attached file", m.attached.media, m.section(d.at, d.end-d.at))
		}
	case idCluster:
		return !e.open
	default:
		m.leaf(e)
	}
	return true
}

// leaf reads an element that holds a value.
func (m *matroska) leaf(e element) {
	switch e.id {
	case idDocType:
		m.field("format", map[string]string{"webm": "WebM", "matroska": "Matroska"}[m.text(e)])
	case idScale:
		m.scale = float64(m.unsigned(e))
	case idDuration:
		m.duration = m.float(e)
	case idDate:
		if ns := int64(m.unsigned(e)); ns != 0 {
			m.moment("created", time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(ns)))
		}
	case idTitle:
		m.field("title", m.text(e))
	case idMuxingApp, idWritingApp:
		m.field("creator", m.text(e))
	case idCodec:
		m.field("codec", matroskaCodec(m.text(e)))
	case idLanguage:
		if s := m.text(e); s != "und" {
			m.field("language", s)
		}
	case idWidth:
		m.number("width", int64(m.unsigned(e)))
	case idHeight:
		m.number("height", int64(m.unsigned(e)))
	case idTagName:
		m.name = m.text(e)
	case idTagString:
		m.tag(m.text(e))
	case idFileName:
		m.attached.name = m.text(e)
	case idFileType:
		m.attached.media = readable(m.text(e))
	case idFileData:
		m.attached.data = e
	}
}

// tag tells a tag by the name that stood before it.
func (m *matroska) tag(v string) {
	switch strings.ToUpper(m.name) {
	case "TITLE":
		m.field("title", v)
	case "ARTIST", "AUTHOR", "DIRECTOR":
		m.field("author", v)
	case "COMMENT":
		m.field("comment", v)
	case "DESCRIPTION", "SUMMARY":
		m.field("description", v)
	case "COPYRIGHT":
		m.field("copyright", v)
	case "ENCODER":
		m.field("creator", v)
	case "DATE_RECORDED", "CREATION_TIME":
		if t := isoTime(strings.Replace(v, " ", "T", 1)); t != "" {
			m.field("taken", t)
		} else {
			m.field("date_as_written", v)
		}
	case "RECORDING_LOCATION":
		m.field("place", v)
	case "LOCATION":
		m.place(v)
	}
}

// matroskaCodec names a codec by its identifier.
func matroskaCodec(id string) string {
	id = strings.TrimRight(id, "\x00")
	for _, c := range [][2]string{{"V_MPEG4/ISO/AVC", "H.264"}, {"V_MPEGH/ISO/HEVC", "H.265"}, {"V_MPEG4", "MPEG-4 Visual"}, {"V_AV1", "AV1"},
		{"V_VP8", "VP8"}, {"V_VP9", "VP9"}, {"V_THEORA", "Theora"}, {"A_OPUS", "Opus"}, {"A_VORBIS", "Vorbis"}, {"A_AAC", "AAC"},
		{"A_FLAC", "FLAC"}, {"A_MPEG/L3", "MP3"}, {"A_PCM", "PCM"}, {"A_AC3", "AC-3"}} {
		if strings.HasPrefix(id, c[0]) {
			return c[1]
		}
	}
	return id
}
