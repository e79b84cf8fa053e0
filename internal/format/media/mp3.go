package media

import "errors"

// frame is the header of an MPEG audio frame (ISO/IEC 11172-3, 2.4.1.3).
type frame struct {
	version int // 1, 2, or 25 for "2.5"
	layer   int
	rate    int // samples a second
	bits    int // a second
	samples int // in the frame
	mono    bool
}

// isFrame tells the header of an MPEG audio frame.
func isFrame(b []byte) bool { _, ok := parseFrame(b); return ok }

func parseFrame(b []byte) (frame, bool) {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return frame{}, false
	}
	version := map[byte]int{0: 25, 2: 2, 3: 1}[b[1]>>3&3]
	layer, bits, rate := 4-int(b[1]>>1&3), int(b[2]>>4), int(b[2]>>2&3)
	if version == 0 || layer == 4 || bits == 0 || bits == 15 || rate == 3 {
		return frame{}, false
	}
	f := frame{version: version, layer: layer, rate: []int{44100, 48000, 32000}[rate], samples: 1152, mono: b[3]>>6 == 3}
	switch version {
	case 2:
		f.rate /= 2
	case 25:
		f.rate /= 4
	}
	switch {
	case layer == 1:
		f.samples = 384
	case layer == 3 && version != 1:
		f.samples = 576
	}
	f.bits = 1000 * bitRates(version, layer)[bits-1]
	return f, true
}

// bitRates are the thousands of bits a second that a header's number stands for.
func bitRates(version, layer int) [14]int {
	switch {
	case version == 1 && layer == 1:
		return [14]int{32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448}
	case version == 1 && layer == 2:
		return [14]int{32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384}
	case version == 1:
		return [14]int{32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	case layer == 1:
		return [14]int{32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256}
	}
	return [14]int{8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
}

// mp3 reads the tags at both ends and the first frame.
func (f *file) mp3() error {
	start := f.id3(0)
	if string(f.at(start, 4)) == "fLaC" {
		return f.flac(start)
	}
	end := f.src.Size
	if f.id3v1() {
		end -= 128
	}
	b := f.at(start, 64<<10)
	for i := range b {
		h, ok := parseFrame(b[i:])
		if !ok || !f.again(start+int64(i), h, b[i:]) {
			continue
		}
		f.field("format", "MP3")
		f.field("codec", map[int]string{1: "MPEG audio layer 1", 2: "MPEG audio layer 2", 3: "MP3"}[h.layer])
		f.length(h, b[i:], end-start-int64(i))
		return nil
	}
	if len(f.seen) == 0 {
		return errors.New("no sound was found: this is no MP3 file, or it is damaged")
	}
	f.problem("sound", "no frame of sound was found")
	return nil
}

// again reports whether a second frame stands where the first says, which tells
// a frame from bytes that look like one. The last frame of a file needs none.
func (f *file) again(at int64, h frame, b []byte) bool {
	pad := int(b[2] >> 1 & 1)
	size := h.samples / 8 * h.bits / h.rate
	if h.layer == 1 {
		size, pad = size/4*4, pad*4
	}
	next := f.at(at+int64(size+pad), 4)
	return len(next) < 4 || isFrame(next)
}

// length tells how long the sound is: as the first frame counts all (Xing, Info
// or VBRI), else as long as size bytes last at the first frame's rate.
func (f *file) length(h frame, b []byte, size int64) {
	side := 32
	switch {
	case h.version == 1 && h.mono, h.version != 1 && !h.mono:
		side = 17
	case h.version != 1:
		side = 9
	}
	if x := 4 + side; len(b) >= x+12 && (string(b[x:x+4]) == "Xing" || string(b[x:x+4]) == "Info") && b[x+7]&1 != 0 {
		f.duration(uint64(be32(b[x+8:]))*uint64(h.samples), uint64(h.rate))
		return
	}
	if len(b) >= 54 && string(b[36:40]) == "VBRI" {
		f.duration(uint64(be32(b[50:]))*uint64(h.samples), uint64(h.rate))
		return
	}
	f.duration(uint64(max(0, size)), uint64(h.bits/8))
	f.field("duration_guess", "likely")
}
