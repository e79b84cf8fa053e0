package media

import (
	"encoding/binary"
	"math"
	"slices"
	"unicode/utf16"
)

func b16(v int) []byte   { return binary.BigEndian.AppendUint16(nil, uint16(v)) }
func b32(v int) []byte   { return binary.BigEndian.AppendUint32(nil, uint32(v)) }
func b64(v int) []byte   { return binary.BigEndian.AppendUint64(nil, uint64(v)) }
func l16(v int) []byte   { return binary.LittleEndian.AppendUint16(nil, uint16(v)) }
func l32(v int) []byte   { return binary.LittleEndian.AppendUint32(nil, uint32(v)) }
func l64(v int) []byte   { return binary.LittleEndian.AppendUint64(nil, uint64(v)) }
func zeros(n int) []byte { return make([]byte, n) }

func box(kind string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return slices.Concat(b32(len(body)+8), []byte(kind), body)
}

const madeAt = 1_577_934_245 // 2020-01-02T03:04:05Z

// mp4Film is a film of two seconds, 640 × 480, turned by a quarter.
func mp4Film() []byte {
	data := func(kind int, v []byte) []byte { return box("data", b32(kind), b32(0), v) }
	track := func(handler, codec string, matrix []byte) []byte {
		return box("trak", box("tkhd", zeros(40), matrix, b32(640<<16), b32(480<<16)),
			box("mdia", box("mdhd", zeros(20), b16(6<<10|1<<5|19), zeros(2)), box("hdlr", zeros(8), []byte(handler), zeros(13)),
				box("minf", box("stbl", box("stsd", b32(0), b32(1), box(codec, zeros(8)))))))
	}
	turned := slices.Concat(b32(0), b32(1<<16), zeros(28))
	moov := box("moov",
		box("mvhd", b32(0), b32(madeAt+epoch), b32(madeAt+epoch+60), b32(1000), b32(2500), zeros(80)),
		track("vide", "avc1", turned), track("soun", "mp4a", zeros(36)),
		box("udta", box("\xa9xyz", b16(18), b16(0x15c7), []byte("+35.5100+051.2500/")),
			box("loci", b32(0), b16(0), []byte("نارستان\x00"), []byte{0}, b32(51<<16), b32(35<<16), b32(0)),
			box("meta", b32(0), box("hdlr", zeros(8), []byte("mdir"), zeros(13)), box("ilst",
				box("\xa9nam", data(1, []byte("عنوان"))), box("\xa9ART", data(1, []byte("Negar"))), box("covr", data(13, []byte("\xff\xd8cover")))))),
		box("meta", box("hdlr", zeros(8), []byte("mdta"), zeros(13)),
			box("keys", b32(0), b32(2), box("mdta", []byte("com.apple.quicktime.model")), box("mdta", []byte("com.apple.quicktime.creationdate"))),
			box("ilst", box("\x00\x00\x00\x01", data(1, []byte("Cam 1"))), box("\x00\x00\x00\x02", data(1, []byte("2020-01-02T06:34:05+0330"))))))
	return slices.Concat(box("ftyp", []byte("isom"), zeros(4)), moov, box("mdat", []byte("pixels")))
}

func id3Frame(id string, body ...[]byte) []byte {
	b := slices.Concat(body...)
	return slices.Concat([]byte(id), b32(len(b)), b16(0), b)
}

func wideText(s string) []byte {
	b := []byte{1, 0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// mp3Sound has a tag, frames of 128 kbit/s at 44100 Hz, and an old tag.
func mp3Sound() []byte {
	frames := slices.Concat(id3Frame("TIT2", wideText("عنوان")), id3Frame("TPE1", []byte("\x03نگار")), id3Frame("TDRC", []byte("\x002020-01-02")),
		id3Frame("APIC", []byte("\x00image/png\x00\x03front\x00\x89PNG")), id3Frame("GEOB", []byte("\x00text/plain\x00a.txt\x00words\x00inside")))
	n := len(frames) + 10
	tag := slices.Concat([]byte("ID3\x03\x00\x00"), []byte{0, 0, byte(n >> 7), byte(n & 127)}, frames, zeros(10))
	frame := slices.Concat([]byte{0xff, 0xfb, 0x90, 0}, zeros(413))
	old := slices.Concat([]byte("TAG"), []byte("old title"), zeros(116))
	return slices.Concat(tag, frame, frame, frame, frame, old)
}

func chunk(id string, parts ...[]byte) []byte {
	b := slices.Concat(parts...)
	return slices.Concat([]byte(id), l32(len(b)), b, zeros(len(b)%2))
}

func wavSound() []byte {
	bext := slices.Concat([]byte("در میدان"), zeros(256-15), []byte("Recorder 5"), zeros(22), zeros(32), []byte("2020-01-02"), []byte("03:04:05"))
	body := slices.Concat([]byte("WAVE"), chunk("fmt ", l16(1), l16(1), l32(8000), l32(16000), l16(2), l16(16)), chunk("bext", bext),
		chunk("LIST", []byte("INFO"), chunk("INAM", []byte("عنوان\x00"))), chunk("data", zeros(8000)))
	return slices.Concat([]byte("RIFF"), l32(len(body)), body)
}

func aviFilm() []byte {
	avih := slices.Concat(l32(100_000), zeros(12), l32(25), zeros(12), l32(320), l32(240), zeros(16))
	strl := chunk("LIST", []byte("strl"), chunk("strf", l32(40), zeros(12), []byte("H264"), zeros(20)))
	body := slices.Concat([]byte("AVI "), chunk("LIST", []byte("hdrl"), chunk("avih", avih), strl), chunk("LIST", []byte("INFO"), chunk("ISFT", []byte("Cam 1"))), chunk("LIST", []byte("movi"), zeros(10)))
	return slices.Concat([]byte("RIFF"), l32(len(body)), body)
}

func aiffSound() []byte {
	big := func(id string, parts ...[]byte) []byte {
		b := slices.Concat(parts...)
		return slices.Concat([]byte(id), b32(len(b)), b, zeros(len(b)%2))
	}
	rate := slices.Concat(b16(16383+12), b32(8000<<19), zeros(4))
	body := slices.Concat([]byte("AIFF"), big("COMM", b16(1), b32(4000), b16(16), rate), big("NAME", []byte("عنوان")), big("SSND", zeros(8)))
	return slices.Concat([]byte("FORM"), b32(len(body)), body)
}

func commentsOf(entries ...string) []byte {
	b := slices.Concat(l32(4), []byte("lib1"), l32(len(entries)))
	for _, e := range entries {
		b = slices.Concat(b, l32(len(e)), []byte(e))
	}
	return b
}

func oggPage(granule, serial int, packet []byte) []byte {
	var lacing []byte
	for n := len(packet); ; n -= 255 {
		lacing = append(lacing, byte(min(n, 255)))
		if n < 255 {
			break
		}
	}
	return slices.Concat([]byte("OggS\x00\x00"), l64(granule), l32(serial), zeros(8), []byte{byte(len(lacing))}, lacing, packet)
}

// opusSound lasts three seconds, beside another stream.
func opusSound() []byte {
	tags := append([]byte("OpusTags"), commentsOf("TITLE=عنوان", "artist=Negar", "DATE=2020-01-02", "LOCATION=+35.5+051.25/")...)
	return slices.Concat(oggPage(0, 7, slices.Concat([]byte("OpusHead\x01\x01"), l16(312), l32(48000), zeros(3))), oggPage(0, 9, []byte("other")),
		oggPage(0, 7, slices.Concat(tags, zeros(300))), oggPage(48000*3+312, 7, []byte("sound")), oggPage(99, 9, []byte("other")))
}

func flacSound() []byte {
	info := slices.Concat(zeros(10), b64(8000<<44|16000), zeros(16))
	picture := slices.Concat(b32(3), b32(9), []byte("image/png"), b32(5), []byte("front"), zeros(16), b32(4), []byte("\x89PNG"))
	block := func(kind byte, b []byte) []byte { return slices.Concat([]byte{kind, 0}, b16(len(b)), b) }
	return slices.Concat([]byte("fLaC"), block(0, info), block(4, commentsOf("TITLE=عنوان")), block(6|128, picture))
}

func amrSound() []byte {
	frame := slices.Concat([]byte{7 << 3}, zeros(31))
	return slices.Concat([]byte("#!AMR\n"), frame, frame, frame, []byte{15 << 3}, frame)
}

// part writes an element of Matroska.
func part(id int, parts ...[]byte) []byte {
	b := slices.Concat(parts...)
	head := b32(id)
	for head[0] == 0 {
		head = head[1:]
	}
	return slices.Concat(head, []byte{0x10 | byte(len(b)>>24), byte(len(b) >> 16), byte(len(b) >> 8), byte(len(b))}, b)
}

func matroskaFilm() []byte {
	const fromMillennium = madeAt - 978_307_200
	return slices.Concat(part(idEBML, part(idDocType, []byte("matroska"))), part(idSegment,
		part(idInfo, part(idScale, b32(1_000_000)), part(idDuration, b64(int(math.Float64bits(2500)))), part(idDate, b64(fromMillennium*1_000_000_000)), part(idTitle, []byte("عنوان"))),
		part(idTracks, part(idTrack, part(idCodec, []byte("V_VP9")), part(idVideo, part(idWidth, b16(640)), part(idHeight, b16(480))))),
		part(idCluster, zeros(50)),
		part(idTags, part(idTag, part(idSimple, part(idTagName, []byte("ARTIST")), part(idTagString, []byte("Negar"))))),
		part(idAttach, part(idAttached, part(idFileName, []byte("a.jpg")), part(idFileType, []byte("image/jpeg")), part(idFileData, []byte("\xff\xd8cover"))))))
}
