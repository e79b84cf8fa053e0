package sevenzip

import (
	"encoding/binary"
	"hash/crc32"
)

// mend makes the checksums of a changed archive fit, so that what lies behind
// them is tried too.
func mend(data []byte) {
	if len(data) < lenStart {
		return
	}
	at, size := binary.LittleEndian.Uint64(data[12:]), binary.LittleEndian.Uint64(data[20:])
	if rest := uint64(len(data) - lenStart); at <= rest && size <= rest-at {
		list := data[lenStart+at:][:size]
		binary.LittleEndian.PutUint32(data[28:], crc32.ChecksumIEEE(list))
	}
	binary.LittleEndian.PutUint32(data[8:], crc32.ChecksumIEEE(data[12:lenStart]))
}
