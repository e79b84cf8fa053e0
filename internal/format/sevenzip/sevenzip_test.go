package sevenzip

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"sanad/internal/format/content"
)

func sample(t testing.TB) []byte {
	return build(t, solid{coder: lzma2()},
		solid{coder: lzma2(), parts: []part{{name: "گزارش/روز.txt", data: strings.Repeat("نارستان ", 60)}, {name: "تقرير.txt", data: "شهادة"}}},
		solid{coder: stored(), parts: []part{{name: "a.txt", data: "one"}}})
}

func TestEveryFileIsHandedOver(t *testing.T) {
	want := []string{"گزارش/روز.txt=" + strings.Repeat("نارستان ", 60), "تقرير.txt=شهادة", "a.txt=one"}
	data := sample(t)
	for name, data := range map[string][]byte{"alone": data, "after a program": append([]byte("MZ a program"), data...)} {
		got, err := read(t, "", data, small())
		if err != nil || !slices.Equal(got.members, want) || len(got.problems) > 0 {
			t.Errorf("%s: %v %q %q", name, err, got.members, got.problems)
		}
	}
}

func TestLinksAndDevicesAreTold(t *testing.T) {
	const unix = 0x8000
	got, err := read(t, "", build(t, solid{}, solid{coder: stored(), parts: []part{
		{name: "link", data: "/etc/shadow", attr: 0xa1ff<<16 | unix}, {name: "dev", data: "x", attr: 0x21ff<<16 | unix}, {name: "file", data: "y"}}}), small())
	if err != nil || !slices.Equal(got.members, []string{"file=y"}) {
		t.Error(err, got.members)
	}
	if !got.told("member link", `symbolic link to "/etc/shadow", not followed`) || !got.told("member dev", "device") {
		t.Error(got.problems)
	}
}

func TestPasswords(t *testing.T) {
	block := solid{coder: lzma2(), parts: []part{{name: "s", data: "secret words"}}, password: "گذرواژه"}
	for name, data := range map[string][]byte{
		"files encrypted":    build(t, solid{coder: lzma2()}, block),
		"the list encrypted": build(t, solid{coder: lzma2(), password: "گذرواژه"}, block),
	} {
		for password, opens := range map[string]bool{"گذرواژه": true, "": false, "no": false} {
			opt := small()
			opt.Password = password
			got, err := read(t, "", data, opt)
			if opens != slices.Equal(got.members, []string{"s=secret words"}) || opens == errors.Is(err, content.ErrPassword) {
				t.Errorf("%s, password %q: %v %q %q", name, password, err, got.members, got.problems)
			}
		}
	}
}

func TestADamagedFileIsToldAndTheNextBlockRead(t *testing.T) {
	one := solid{coder: stored(), parts: []part{{name: "a", data: "the truth"}, {name: "b", data: "after it"}}}
	data := bytes.Replace(build(t, solid{}, one), []byte("the truth"), []byte("the trick"), 1)
	got, err := read(t, "", data, small())
	if err != nil || !slices.Equal(got.members, []string{"b=after it"}) || !got.told("member a", "checksum") {
		t.Error(err, got.members, got.problems)
	}
	two := solid{coder: lzma2(), parts: []part{{name: "a", data: "the truth"}, {name: "b", data: "after it"}}}
	data = build(t, solid{}, two, solid{coder: stored(), parts: []part{{name: "c", data: "else"}}})
	data[lenStart] = 0x77 // no LZMA2 chunk begins like this
	got, err = read(t, "", data, small())
	if err != nil || !slices.Equal(got.members, []string{"c=else"}) || !got.told("member b", "packed after a member that can't be read") {
		t.Error(err, got.members, got.problems)
	}
}

func TestWithoutItsListNothingIsRead(t *testing.T) {
	data := sample(t)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"cut off":  {data[:len(data)-20], "cut off, or one of several parts"},
		"text":     {[]byte("no archive"), "not a 7z archive"},
		"the list": {append(bytes.Clone(data[:len(data)-1]), 7), "list of contents is damaged"},
	} {
		if _, err := read(t, "", c.data, small()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAHugeWindowIsALimitBeforeMemoryIsTaken(t *testing.T) {
	wide := solid{coder: coder{id: coderLZMA2, props: []byte{40}}, parts: []part{{name: "w", data: "x"}}}
	got, err := read(t, "", build(t, solid{}, wide, solid{coder: stored(), parts: []part{{name: "a", data: "one"}}}), small())
	if err != nil || !got.told("member w", "whole_bytes") || !slices.Equal(got.members, []string{"a=one"}) {
		t.Error(err, got.members, got.problems)
	}
	if _, err := read(t, "", build(t, wide, solid{coder: stored(), parts: []part{{name: "a", data: "one"}}}), small()); err == nil {
		t.Error("a list of contents with a huge window was unpacked")
	}
}

func TestAListThatPromisesTooMuchIsALimit(t *testing.T) {
	many := make([]part, 2100)
	_, err := read(t, "", build(t, solid{}, solid{coder: stored(), parts: many}), small())
	if over := (*content.Limited)(nil); err == nil || !errors.As(err, &over) && !errors.Is(err, errList) {
		t.Error(err)
	}
	if _, err := readListing([]byte{idHeader, idFiles, 0xff, 0, 0, 0, 0, 1, 0, 0, 0}, 1000); err == nil {
		t.Error("4 G files were believed")
	}
}

func TestAMemberTooLargeLosesOnlyWhatIsPackedFarBehindIt(t *testing.T) {
	zeros := strings.Repeat("\x00", 3<<20)
	block := solid{coder: lzma2(), parts: []part{{name: "z", data: zeros}, {name: "b", data: "x"}}}
	got, err := read(t, "", build(t, solid{}, block), small())
	if err != nil || len(got.members) > 0 || !got.told("member z", "member_bytes") || !got.told("member b", "too large to pass over") {
		t.Error(err, len(got.members), got.problems)
	}
}

func TestDamageNeverPanicsNorHangs(t *testing.T) {
	hurt(t, "", sample(t), small())
	opt := small()
	opt.Password = "p"
	hurt(t, "", build(t, solid{coder: lzma2(), password: "p"}, solid{coder: lzma2(), parts: []part{{name: "s", data: "x"}}, password: "p"}), opt)
}

// Most damage is caught by a checksum; a list of contents is read past those here.
func TestADamagedListNeverPanics(t *testing.T) {
	blocks := []solid{{coder: lzma2(), parts: []part{{name: "a", data: "x"}, {name: "b", data: "y"}}, password: "p"}, {coder: stored(), parts: []part{{name: "c", data: "z"}}}}
	list := slices.Concat([]byte{idHeader, idStreams}, streams(0, blocks, [][]byte{{1}, {2}}, []int{2, 1}), subStreams(blocks), []byte{idEnd}, files(blocks), []byte{idEnd})
	for n := range 8 * len(list) {
		bad := bytes.Clone(list)
		bad[n/8] ^= 1 << (n % 8)
		_, _ = readListing(bad, 1000)
		_, _ = readListing(list[:n/8], 1000)
	}
	if l, err := readListing(list, 1000); err != nil || l.files != 3 || !l.blocks[0].encrypted() {
		t.Error(l, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f))
	f.Add(build(f, solid{}, solid{coder: lzma2(), parts: []part{{name: "s", data: "x"}}, password: "p"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		opt := small()
		opt.Password = "p"
		data = bytes.Clone(data)
		mend(data)
		_, _ = read(t, "", data, opt)
	})
}

func BenchmarkRead(b *testing.B) {
	data := build(b, solid{}, solid{coder: lzma2(), parts: []part{{name: "a", data: strings.Repeat("words and more ", 60_000)}}})
	b.SetBytes(60_000 * 15)
	for b.Loop() {
		if got, err := read(b, "", data, small()); err != nil || len(got.members) != 1 {
			b.Fatal(err)
		}
	}
}
