package msg_test

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// folder is a storage to be built: its values are strings (streams) and folders.
type folder map[string]any

// entry is a line of the directory.
type entry struct {
	name         string
	kind         byte
	right, child uint32
	start, size  uint32
	data         string
	sub          folder
}

const nothing = 0xffffffff

// list lays the folders out as directory entries, siblings chained to the right.
func list(f folder, entries *[]entry) uint32 {
	first, last := uint32(nothing), -1
	for _, name := range slices.Sorted(maps.Keys(f)) {
		e := entry{name: name, right: nothing, child: nothing, kind: 2}
		if data, ok := f[name].(string); ok {
			e.data = data
		} else {
			e.kind, e.sub = 1, f[name].(folder)
		}
		at := len(*entries)
		*entries = append(*entries, e)
		if last < 0 {
			first = uint32(at)
		} else {
			(*entries)[last].right = uint32(at)
		}
		last = at
		if e.sub != nil {
			child := list(e.sub, entries)
			(*entries)[at].child = child
		}
	}
	return first
}

// compound builds a compound file of version 3.
func compound(root folder) string {
	entries := []entry{{name: "Root Entry", kind: 5, right: nothing, child: nothing}}
	child := list(root, &entries)
	entries[0].child = child
	var fat, minifat []uint32
	var sectors, mini strings.Builder
	chain := func(data string) uint32 { // big streams, in sectors behind each other
		start := uint32(len(fat))
		n := (len(data) + 511) / 512
		for i := range n {
			fat = append(fat, start+uint32(i)+1)
		}
		if n == 0 {
			return 0xfffffffe
		}
		fat[len(fat)-1] = 0xfffffffe
		sectors.WriteString(data + strings.Repeat("\x00", n*512-len(data)))
		return start
	}
	for i := range entries {
		e := &entries[i]
		e.size = uint32(len(e.data))
		switch {
		case e.kind != 2:
		case len(e.data) >= 4096:
			e.start = chain(e.data)
		default:
			e.start = uint32(len(minifat))
			n := (len(e.data) + 63) / 64
			for j := range n {
				minifat = append(minifat, e.start+uint32(j)+1)
			}
			if n > 0 {
				minifat[len(minifat)-1] = 0xfffffffe
			}
			mini.WriteString(e.data + strings.Repeat("\x00", n*64-len(e.data)))
		}
	}
	entries[0].start, entries[0].size = chain(mini.String()), uint32(mini.Len())
	minifatAt := chain(words(minifat))
	directoryAt := chain(directory(entries))
	fats := len(fat)/127 + 1
	fatAt := len(fat)
	for range fats {
		fat = append(fat, 0xfffffffd)
	}
	table := words(fat)
	table += strings.Repeat("\xff", fats*512-len(table))
	return header(fats, fatAt, directoryAt, minifatAt, (len(minifat)+127)/128) + sectors.String() + table
}

func words(all []uint32) string {
	var b []byte
	for _, w := range all {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	return string(b)
}

func directory(entries []entry) string {
	var b []byte
	for _, e := range entries {
		name := make([]byte, 64)
		units := utf16.Encode([]rune(e.name))
		for i, u := range units {
			binary.LittleEndian.PutUint16(name[2*i:], u)
		}
		b = append(b, name...)
		b = binary.LittleEndian.AppendUint16(b, uint16(2*len(units)+2))
		b = append(b, e.kind, 1)
		b = append(b, words([]uint32{nothing, e.right, e.child})...)
		b = append(b, make([]byte, 36)...)
		b = append(b, words([]uint32{e.start, e.size, 0})...)
	}
	for len(b)%512 != 0 {
		empty := make([]byte, 128)
		copy(empty[68:], words([]uint32{nothing, nothing, nothing}))
		b = append(b, empty...)
	}
	return string(b)
}

func header(fats, fatAt int, directoryAt, minifatAt uint32, minifats int) string {
	b := make([]byte, 512)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	binary.LittleEndian.PutUint16(b[24:], 0x3e)
	binary.LittleEndian.PutUint16(b[26:], 3)
	binary.LittleEndian.PutUint16(b[28:], 0xfffe)
	binary.LittleEndian.PutUint16(b[30:], 9)
	binary.LittleEndian.PutUint16(b[32:], 6)
	copy(b[44:], words([]uint32{uint32(fats), directoryAt, 0, 4096, minifatAt, uint32(minifats), 0xfffffffe, 0}))
	for i := range 109 {
		at := uint32(nothing)
		if i < fats {
			at = uint32(fatAt + i)
		}
		binary.LittleEndian.PutUint32(b[76+4*i:], at)
	}
	return string(b)
}

// wide encodes a string as UTF-16.
func wide(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

// fixed builds the stream of properties of fixed length.
func fixed(header int, values map[uint32]uint64) string {
	b := make([]byte, header)
	for _, tag := range slices.Sorted(maps.Keys(values)) {
		b = binary.LittleEndian.AppendUint32(b, tag)
		b = append(b, 6, 0, 0, 0)
		b = binary.LittleEndian.AppendUint64(b, values[tag])
	}
	return string(b)
}
