package rar

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/format/content"
)

// part is a member for the builders, which store what they pack.
type part struct {
	name, data string
	flags      uint64 // of the block, as well as the data flag
	method     uint64 // compression information
	extra      []byte
	more       int // bytes that stand in the next part of a split archive
}

// block5 writes a block of RAR 5 (technote, "General archive structure").
func block5(kind, flags uint64, extra, data int, rest ...[]byte) []byte {
	b := binary.AppendUvarint(nil, kind)
	b = binary.AppendUvarint(b, flags)
	if flags&1 != 0 {
		b = binary.AppendUvarint(b, uint64(extra))
	}
	if flags&2 != 0 {
		b = binary.AppendUvarint(b, uint64(data))
	}
	b = append(b, slices.Concat(rest...)...)
	b = append(binary.AppendUvarint(nil, uint64(len(b))), b...)
	return append(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(b)), b...)
}

const seconds = 1_580_000_000

func build5(archiveFlags uint64, parts ...part) []byte {
	file := append([]byte(mark5), block5(1, 0, 0, 0, binary.AppendUvarint(nil, archiveFlags))...)
	for _, p := range parts {
		h := binary.AppendUvarint(nil, 2|4) // time and checksum
		h = binary.AppendUvarint(h, uint64(len(p.data)+p.more))
		h = binary.AppendUvarint(h, 0o644)
		h = binary.LittleEndian.AppendUint32(h, seconds)
		h = binary.LittleEndian.AppendUint32(h, crc32.ChecksumIEEE([]byte(p.data)))
		h = binary.AppendUvarint(h, p.method)
		h = binary.AppendUvarint(h, 1)
		h = append(binary.AppendUvarint(h, uint64(len(p.name))), p.name...)
		flags := p.flags | 2
		if len(p.extra) > 0 {
			flags |= 1
		}
		file = append(file, block5(2, flags, len(p.extra), len(p.data), h, p.extra)...)
		file = append(file, p.data...)
	}
	return append(file, block5(5, 0, 0, 0, []byte{0})...)
}

// build4 makes an archive of RAR 4.
func build4(parts ...part) []byte {
	block := func(kind byte, flags uint16, rest []byte) []byte {
		h := binary.LittleEndian.AppendUint16([]byte{kind}, flags)
		h = binary.LittleEndian.AppendUint16(h, uint16(len(rest)+7))
		h = append(h, rest...)
		return append(binary.LittleEndian.AppendUint16(nil, uint16(crc32.ChecksumIEEE(h))), h...)
	}
	file := append([]byte(mark4), block(0x73, 0, make([]byte, 6))...)
	for _, p := range parts {
		var h []byte
		for _, v := range []uint32{uint32(len(p.data)), uint32(len(p.data))} {
			h = binary.LittleEndian.AppendUint32(h, v)
		}
		h = binary.LittleEndian.AppendUint32(append(h, 2), crc32.ChecksumIEEE([]byte(p.data)))
		h = binary.LittleEndian.AppendUint32(h, (2020-1980)<<25|3<<21|4<<16|5<<11|6<<5|7)
		h = append(h, 20, 0x30)
		h = binary.LittleEndian.AppendUint16(h, uint16(len(p.name)))
		h = append(binary.LittleEndian.AppendUint32(h, 0x20), p.name...)
		file = append(append(file, block(0x74, 0x8000|uint16(p.flags), h)...), p.data...)
	}
	return append(file, block(0x7b, 0x4000, nil)...)
}

func sample() []byte {
	return build5(0, part{name: "گزارش/روز.txt", data: "در شهر خیالی نارستان"}, part{name: "تقرير.txt", data: "شهادة"}, part{name: "a", data: "one"})
}

func TestEveryFileIsHandedOver(t *testing.T) {
	want := []string{"گزارش/روز.txt=در شهر خیالی نارستان", "تقرير.txt=شهادة", "a=one"}
	got, err := read(t, "", sample(), small())
	if err != nil || !slices.Equal(got.members, want) || len(got.problems) > 0 {
		t.Fatal(err, got.members, got.problems)
	}
	if m := got.metas[0]; m.Role != "member" || !m.Modified.Equal(time.Unix(seconds, 0)) {
		t.Errorf("got %+v", m)
	}
}

func TestOldArchivesTellTimesWithoutAZone(t *testing.T) {
	got, err := read(t, "", build4(part{name: `a\b.txt`, data: "one"}, part{name: "b", data: "two"}), small())
	if err != nil || !slices.Equal(got.members, []string{"a/b.txt=one", "b=two"}) {
		t.Fatal(err, got.members, got.problems)
	}
	if at := got.metas[0].Modified.Format("2006-01-02T15:04:05 MST"); at != "2020-03-04T05:06:14 -00:00" {
		t.Error(at)
	}
}

func TestLinksAreTold(t *testing.T) {
	target := "/etc/shadow"
	record := append([]byte{5, 1, 0, byte(len(target))}, target...)
	extra := append([]byte{byte(len(record))}, record...)
	got, err := read(t, "", build5(0, part{name: "link", extra: extra}, part{name: "f", data: "x"}), small())
	if err != nil || !slices.Equal(got.members, []string{"f=x"}) || !got.told("member link", `symbolic link to "/etc/shadow", not followed`) {
		t.Error(err, got.members, got.problems)
	}
}

func TestAPartOfASplitArchiveTellsSo(t *testing.T) {
	last := build5(1, part{name: "a", data: "one"}, part{name: "b", data: "half", more: 4, flags: 0x10})
	last = append(last[:len(last)-8], block5(5, 0, 0, 0, []byte{1})...)
	got, err := read(t, "", last, small())
	if err != nil || !slices.Equal(got.members, []string{"a=one"}) || !got.told("member b", "next part of a split archive") {
		t.Error(err, got.members, got.problems)
	}
	if _, err := read(t, "", build5(1, part{name: "b", data: "half", flags: 8}), small()); err == nil || !strings.Contains(err.Error(), "later part") {
		t.Error(err)
	}
}

func TestEncryptedMembersWantAPassword(t *testing.T) {
	record := append([]byte{1, 0, 0, 15}, make([]byte, 32)...)
	locked := part{name: "s", data: strings.Repeat("?", 16), extra: append([]byte{byte(len(record))}, record...)}
	for _, password := range []string{"", "no"} {
		opt := small()
		opt.Password = password
		if _, err := read(t, "", build5(0, locked), opt); !errors.Is(err, content.ErrPassword) {
			t.Errorf("password %q: %v", password, err)
		}
	}
	got, err := read(t, "", build5(0, locked, part{name: "a", data: "one"}), small())
	if err != nil || !slices.Equal(got.members, []string{"a=one"}) || !got.told("member s", "wants a password") {
		t.Error(err, got.members, got.problems)
	}
	headers := append([]byte(mark5), block5(4, 0, 0, 0, append([]byte{0, 0, 15}, make([]byte, 16)...))...)
	if _, err := read(t, "", headers, small()); !errors.Is(err, content.ErrPassword) {
		t.Errorf("encrypted headers: %v", err)
	}
}

func TestDamageLosesWhatItTouches(t *testing.T) {
	data := bytes.Replace(sample(), []byte("شهادة"), []byte("شهادت"), 1)
	got, err := read(t, "", data, small())
	if err != nil || len(got.members) != 2 || !got.told("member تقرير.txt", "checksum") {
		t.Error(err, got.members, got.problems)
	}
	data = sample()
	got, err = read(t, "", data[:len(data)-9], small())
	if err != nil || len(got.members) != 2 || !got.told("member a", "cut off") {
		t.Error(err, got.members, got.problems)
	}
	if _, err := read(t, "", []byte("no archive"), small()); err == nil {
		t.Error("text was read")
	}
}

func TestAHugeWindowIsALimit(t *testing.T) {
	wide := part{name: "w", data: strings.Repeat("x", 5<<20), method: 15<<10 | 3<<7}
	_, err := read(t, "", build5(0, wide), small())
	if over := (*content.Limited)(nil); err == nil || !errors.As(err, &over) || over.Limit != "whole_bytes" {
		t.Error(err)
	}
}

func TestAMemberTooLargeEndsOnlyASolidArchive(t *testing.T) {
	large := part{name: "z", data: strings.Repeat("z", 3<<20)}
	for flags, want := range map[uint64]int{0: 1, 4: 0} {
		got, err := read(t, "", build5(flags, large, part{name: "b", data: "x"}), small())
		if err != nil || len(got.members) != want || !got.told("member z", "member_bytes") {
			t.Error(err, got.members, got.problems)
		}
	}
}

func TestDamageNeverPanicsNorHangs(t *testing.T) {
	hurt(t, "", sample(), small())
	hurt(t, "", build4(part{name: "a", data: "one"}, part{name: "b", data: "two"}), small())
	packed := []part{{name: "p", data: strings.Repeat("\x5a\x81\x33", 40), method: 2<<10 | 3<<7}, {name: "q", data: strings.Repeat("\x99\x13", 40), method: 2<<10 | 3<<7 | 0x40}}
	hurt(t, "", build5(4, packed...), small())
}

func FuzzRead(f *testing.F) {
	f.Add(sample())
	f.Add(build4(part{name: "a", data: "one"}))
	f.Add(build5(4, part{name: "p", data: "\x5a\x81\x33", method: 2<<10 | 3<<7}))
	f.Fuzz(func(t *testing.T, data []byte) { _, _ = read(t, "", data, small()) })
}

func BenchmarkRead(b *testing.B) {
	data := build5(0, part{name: "a", data: strings.Repeat("words ", 100_000)})
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if got, err := read(b, "", data, small()); err != nil || len(got.members) != 1 {
			b.Fatal(err)
		}
	}
}
