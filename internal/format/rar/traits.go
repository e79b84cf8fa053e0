package rar

import (
	"encoding/binary"
	"time"

	"sanad/internal/format/content"
)

const (
	mark4 = "Rar!\x1a\x07\x00"
	mark5 = "Rar!\x1a\x07\x01\x00"
)

// traits are what the library does not tell of an archive.
type traits struct {
	old    bool // RAR 4 or before: times are local, of an unknown zone
	solid  bool // members are packed as one
	locked bool // headers are encrypted
}

// look reads the archive's own header. An archive that begins behind something
// else, or with a damaged header, counts as solid, the careful guess.
func look(src content.Source) traits {
	head := make([]byte, 64)
	n, _ := src.ReadAt(head, 0)
	head = head[:n]
	switch {
	case len(head) > 12 && string(head[:7]) == mark4 && head[9] == 0x73:
		flags := binary.LittleEndian.Uint16(head[10:])
		return traits{old: true, solid: flags&8 != 0, locked: flags&0x80 != 0}
	case len(head) > 12 && string(head[:8]) == mark5:
		return look5(head[12:])
	}
	return traits{old: true, solid: true}
}

// look5 reads a header of RAR 5 after its checksum: numbers of 7 bits a byte,
// namely length, kind, flags, length of extras if flagged, and the archive's
// flags.
func look5(b []byte) traits {
	var number [5]uint64
	for i := range number {
		if i == 3 && number[2]&1 == 0 {
			continue
		}
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return traits{solid: true}
		}
		number[i], b = v, b[n:]
	}
	if number[1] == 4 {
		return traits{solid: true, locked: true}
	}
	return traits{solid: number[1] != 1 || number[4]&4 != 0}
}

// zoned gives a member's time as it is known. The library takes local times
// for its own machine's.
func (t traits) zoned(at time.Time) time.Time {
	if !t.old || at.IsZero() {
		return at.UTC()
	}
	year, month, day := at.Date()
	hour, minute, second := at.Clock()
	return time.Date(year, month, day, hour, minute, second, at.Nanosecond(), time.FixedZone("-00:00", 0))
}
