package media

import (
	"errors"
	"math"
)

// aiff reads an AIFF or AIFF-C file.
func (f *file) aiff() error {
	f.field("format", "AIFF")
	described := false
	f.chunks(12, f.src.Size, true, func(id string, at, n int64) {
		b := f.at(at, min(n, mostText))
		switch id {
		case "COMM":
			if len(b) >= 18 {
				described = true
				if rate := extended(b[8:]); rate >= 1 {
					f.duration(uint64(be32(b[2:])), uint64(rate))
				}
				f.field("codec", "PCM")
			}
		case "NAME":
			f.field("title", string(b))
		case "AUTH":
			f.field("author", string(b))
		case "(c) ":
			f.field("copyright", string(b))
		case "ANNO":
			f.field("comment", string(b))
		case "ID3 ":
			f.id3(at)
		case "SSND":
			if at+n > f.src.Size {
				f.problem("sound", "it is cut off: the file ends before it does")
			}
		}
	})
	if !described {
		return errors.New("the AIFF file's description of its sound is missing")
	}
	return nil
}

// extended reads an 80-bit number, as samples a second are told, 0 for none
// below 2^40.
func extended(b []byte) float64 {
	power := int(be16(b)&0x7fff) - 16383 - 63
	if power > -23 || power < -63 {
		return 0
	}
	return math.Ldexp(float64(be64(b[2:])), power)
}
