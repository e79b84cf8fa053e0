package sevenzip

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/ulikunitz/xz/lzma"
)

// part is a file for the builder.
type part struct {
	name, data string
	attr       uint32
}

// solid is one block of files.
type solid struct {
	coder    coder
	parts    []part
	password string // encrypts the block
}

var aesProps = []byte{0x40 | 4, 0x0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}

func number(v int) []byte {
	if v < 0x80 {
		return []byte{byte(v)}
	}
	return binary.LittleEndian.AppendUint64([]byte{0xff}, uint64(v))
}

// packedBy packs one block.
func packedBy(t testing.TB, s solid) (packed []byte, size int) {
	t.Helper()
	var all bytes.Buffer
	for _, p := range s.parts {
		all.WriteString(p.data)
	}
	packed = all.Bytes()
	if s.coder.id == coderLZMA2 {
		var buf bytes.Buffer
		w, err := lzma.NewWriter2(&buf)
		if err == nil {
			_, err = w.Write(packed)
		}
		if err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		packed = buf.Bytes()
	}
	if s.password != "" {
		block, err := aes.NewCipher(makeKey(s.password, nil, 4))
		if err != nil {
			t.Fatal(err)
		}
		packed = append(bytes.Clone(packed), make([]byte, -len(packed)&15)...)
		cipher.NewCBCEncrypter(block, aesProps[2:]).CryptBlocks(packed, packed)
	}
	return packed, all.Len()
}

func coderBytes(c coder) []byte {
	b := []byte{byte(len(c.id))}
	b = append(b, c.id...)
	if len(c.props) > 0 {
		b[0] |= 0x20
		b = append(append(b, number(len(c.props))...), c.props...)
	}
	return b
}

// streams writes where the blocks stand, which begin at at.
func streams(at int, blocks []solid, packed [][]byte, sizes []int) []byte {
	b := slices.Concat([]byte{idPack}, number(at), number(len(blocks)), []byte{idSize})
	for _, p := range packed {
		b = append(b, number(len(p))...)
	}
	b = slices.Concat(b, []byte{idEnd, idUnpack, idFolder}, number(len(blocks)), []byte{0})
	var ends []byte
	for i, s := range blocks {
		if s.password == "" {
			b = slices.Concat(b, []byte{1}, coderBytes(s.coder))
		} else {
			b = slices.Concat(b, []byte{2}, coderBytes(coder{id: coderAES, props: aesProps}), coderBytes(s.coder), []byte{1, 0})
			ends = append(ends, number(len(packed[i]))...)
		}
		ends = append(ends, number(sizes[i])...)
	}
	return slices.Concat(b, []byte{idUnpackSize}, ends, []byte{idEnd})
}

// build makes a 7z archive; its list of contents is packed and encrypted as
// outer says, and stands in the clear where outer has no coder.
func build(t testing.TB, outer solid, blocks ...solid) []byte {
	t.Helper()
	var body []byte
	var packed [][]byte
	var sizes []int
	for _, s := range blocks {
		p, n := packedBy(t, s)
		packed, sizes, body = append(packed, p), append(sizes, n), append(body, p...)
	}
	list := slices.Concat([]byte{idHeader, idStreams}, streams(0, blocks, packed, sizes))
	list = slices.Concat(list, subStreams(blocks), []byte{idEnd}, files(blocks), []byte{idEnd})
	if outer.coder.id != "" {
		outer.parts = []part{{data: string(list)}}
		p, n := packedBy(t, outer)
		list = slices.Concat([]byte{idEncoded}, streams(len(body), []solid{outer}, [][]byte{p}, []int{n}), []byte{idEnd})
		body = append(body, p...)
	}
	start := binary.LittleEndian.AppendUint64(nil, uint64(len(body)))
	start = binary.LittleEndian.AppendUint64(start, uint64(len(list)))
	start = binary.LittleEndian.AppendUint32(start, crc32.ChecksumIEEE(list))
	head := binary.LittleEndian.AppendUint32([]byte(signature+"\x00\x04"), crc32.ChecksumIEEE(start))
	return slices.Concat(head, start, body, list)
}

func subStreams(blocks []solid) []byte {
	b := []byte{idSubStreams, idUnpackStreams}
	var sizes, sums []byte
	for _, s := range blocks {
		b = append(b, number(len(s.parts))...)
		for i, p := range s.parts {
			if i < len(s.parts)-1 {
				sizes = append(sizes, number(len(p.data))...)
			}
			sums = binary.LittleEndian.AppendUint32(sums, crc32.ChecksumIEEE([]byte(p.data)))
		}
	}
	return slices.Concat(b, []byte{idSize}, sizes, []byte{idCRC, 1}, sums, []byte{idEnd})
}

func files(blocks []solid) []byte {
	names, attrs, n := []byte{0}, []byte{1, 0}, 0
	for _, s := range blocks {
		for _, p := range s.parts {
			for _, u := range append(utf16.Encode([]rune(p.name)), 0) {
				names = binary.LittleEndian.AppendUint16(names, u)
			}
			attrs = binary.LittleEndian.AppendUint32(attrs, p.attr)
			n++
		}
	}
	return slices.Concat([]byte{idFiles}, number(n), []byte{0x11}, number(len(names)), names, []byte{0x15}, number(len(attrs)), attrs, []byte{idEnd})
}

func lzma2() coder  { return coder{id: coderLZMA2, props: []byte{8}} }
func stored() coder { return coder{id: coderCopy} }
