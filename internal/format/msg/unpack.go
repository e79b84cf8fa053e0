package msg

import (
	"encoding/binary"
	"errors"

	"sanad/internal/format/content"
)

// primer is what the dictionary holds before the first byte (MS-OXRTFCP 2.1.2.1).
const primer = `{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` +
	"\r\n" + `\par \pard\plain\f0\fs20\b\i\u\tab\tx`

var errRTF = errors.New("the packed text is damaged")

// unpack gives the RTF of a compressed body (MS-OXRTFCP), as much as could be
// unpacked where it is damaged.
func unpack(data []byte, most int64) ([]byte, error) {
	if len(data) < 16 {
		return nil, errRTF
	}
	size := int64(binary.LittleEndian.Uint32(data[4:]))
	switch kind, body := string(data[8:12]), data[16:]; kind {
	case "MELA":
		return body[:min(int64(len(body)), size)], nil
	case "LZFu":
		if size > most {
			return nil, &content.Limited{Limit: "whole_bytes", Max: most}
		}
		return inflate(body, size)
	}
	return nil, errRTF
}

// inflate undoes the LZ77 of the format: a byte of flags, then eight letters or
// references of 12 bits of place and 4 of length into a ring of 4096 bytes.
func inflate(in []byte, size int64) ([]byte, error) {
	var ring [4096]byte
	at := copy(ring[:], primer)
	out := make([]byte, 0, min(size, 9*int64(len(in))))
	put := func(b byte) {
		ring[at] = b
		at = (at + 1) % len(ring)
		out = append(out, b)
	}
	for len(in) > 0 && int64(len(out)) < size {
		flags := in[0]
		in = in[1:]
		for bit := 0; bit < 8 && len(in) > 0; bit++ {
			if flags>>bit&1 == 0 {
				put(in[0])
				in = in[1:]
				continue
			}
			if len(in) < 2 {
				return out, errRTF
			}
			place, length := int(in[0])<<4|int(in[1])>>4, int(in[1]&15)+2
			in = in[2:]
			if place == at {
				return out, nil // the mark of the end
			}
			for i := range length {
				put(ring[(place+i)%len(ring)])
			}
		}
	}
	if int64(len(out)) < size {
		return out, errRTF
	}
	return out[:size], nil
}
