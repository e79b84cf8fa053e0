package untar

import (
	"archive/tar"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/format/content"
)

// build makes a tape archive of the headers, each with a content of its name.
func build(t testing.TB, headers ...tar.Header) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for _, h := range headers {
		data := "this is " + h.Name
		if h.Typeflag == 0 || h.Typeflag == tar.TypeReg {
			h.Size = int64(len(data))
		}
		h.Mode = 0o600
		err := w.WriteHeader(&h)
		if err == nil && h.Size > 0 {
			_, err = w.Write([]byte(data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

var when = time.Date(2020, 3, 4, 5, 6, 7, 0, time.UTC)

func sample(t testing.TB) []byte {
	return build(t,
		tar.Header{Name: "گزارش/روز.txt", ModTime: when},
		tar.Header{Name: "تقرير.txt", Format: tar.FormatGNU},
		tar.Header{Name: strings.Repeat("long/", 60) + "name", Format: tar.FormatPAX},
		tar.Header{Name: strings.Repeat("gnu/", 60) + "name", Format: tar.FormatGNU},
		tar.Header{Name: "folder/", Typeflag: tar.TypeDir},
		tar.Header{Name: "z"})
}

func same(names ...string) []string {
	for i, n := range names {
		names[i] = n + "=this is " + n
	}
	return names
}

func TestEveryFileIsHandedOver(t *testing.T) {
	got, err := read(t, "", sample(t), small())
	want := same("گزارش/روز.txt", "تقرير.txt", strings.Repeat("long/", 60)+"name", strings.Repeat("gnu/", 60)+"name", "z")
	if err != nil || len(got.problems) > 0 || !slices.Equal(got.members, want) {
		t.Fatal(err, got.problems, got.members)
	}
	if m := got.metas[0]; m.Role != "member" || !m.Modified.Equal(when) {
		t.Errorf("got %+v", m)
	}
}

func TestLinksAndDevicesAreTold(t *testing.T) {
	got, err := read(t, "", build(t,
		tar.Header{Name: "../../up"}, tar.Header{Name: "/abs"},
		tar.Header{Name: "s", Typeflag: tar.TypeSymlink, Linkname: "/etc/shadow"},
		tar.Header{Name: "h", Typeflag: tar.TypeLink, Linkname: "/abs"},
		tar.Header{Name: "c", Typeflag: tar.TypeChar},
		tar.Header{Name: "p", Typeflag: tar.TypeFifo}), small())
	if err != nil || !slices.Equal(got.members, same("../../up", "/abs")) {
		t.Error(err, got.members)
	}
	for _, words := range [][2]string{{"member s", `symbolic link to "/etc/shadow", not followed`}, {"member h", `another name of the member "/abs"`}, {"member c", "device"}, {"member p", "pipe"}} {
		if !got.told(words[0], words[1]) {
			t.Errorf("not told: %v in %q", words, got.problems)
		}
	}
}

func TestWhatIsCutOffKeepsTheMembersBefore(t *testing.T) {
	data := build(t, tar.Header{Name: "a"}, tar.Header{Name: "b"})
	got, err := read(t, "", data[:3*blockSize+3], small())
	if err != nil || !slices.Equal(got.members, same("a")) || !got.told("member b", "cut off") {
		t.Error(err, got.members, got.problems)
	}
	got, err = read(t, "", data[:2*blockSize+100], small())
	if err != nil || !slices.Equal(got.members, same("a")) || !got.told("cut off") {
		t.Error(err, got.members, got.problems)
	}
}

func TestABrokenHeaderLosesOnlyItsMember(t *testing.T) {
	data := build(t, tar.Header{Name: "a"}, tar.Header{Name: "b"}, tar.Header{Name: "c"})
	data[2*blockSize+3] ^= 0xff
	got, err := read(t, "", data, small())
	if err != nil || !slices.Equal(got.members, same("a", "c")) || !got.told("byte 1536", "header is damaged") {
		t.Error(err, got.members, got.problems)
	}
	data[3] ^= 0xff
	if got, err := read(t, "", data, small()); err != nil || !slices.Equal(got.members, same("c")) {
		t.Error(err, got.members, got.problems)
	}
}

func TestMembersBehindTheEndAreFound(t *testing.T) {
	data := append(build(t, tar.Header{Name: "a"}), build(t, tar.Header{Name: "hidden"})...)
	got, err := read(t, "", data, small())
	if err != nil || !slices.Equal(got.members, same("a", "hidden")) || !got.told("more members") {
		t.Error(err, got.members, got.problems)
	}
}

func TestABrokenExtendedHeaderKeepsTheMember(t *testing.T) {
	data := build(t, tar.Header{Name: "a", Format: tar.FormatPAX, ModTime: when.Add(time.Second / 2)}, tar.Header{Name: "b"})
	data = bytes.Replace(data, []byte("mtime=1"), []byte("mtime=x"), 1)
	got, err := read(t, "", data, small())
	if err != nil || !slices.Equal(got.members, same("a", "b")) || !got.told("extended header") {
		t.Error(err, got.members, got.problems)
	}
}

func TestWhatIsNoTARIsAnError(t *testing.T) {
	for _, data := range []string{"short", strings.Repeat("no archive at all ", 100)} {
		if got, err := read(t, "", []byte(data), small()); err == nil {
			t.Errorf("%q was read: %v", data[:5], got)
		}
	}
	if got, err := read(t, "", make([]byte, 1024), small()); err != nil || len(got.members)+len(got.problems) > 0 {
		t.Error("an empty archive:", err, got)
	}
}

// lying makes a sparse file that claims to be a terabyte of zeros.
func lying(t testing.TB) []byte {
	data := build(t, tar.Header{Name: "s", Format: tar.FormatGNU}, tar.Header{Name: "z"})
	h := data[:blockSize]
	h[156] = 'S'
	copy(h[124:], "00000000000\x00")
	clear(h[386:512])
	copy(h[386:], "00000000000\x0000000000000\x00")
	copy(h[482:], "\x00")
	copy(h[483:], "\x80\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00")
	copy(h[148:], "        ")
	sum := 0
	for _, c := range h {
		sum += int(c)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return slices.Concat(h, data[2*blockSize:])
}

func TestASparseFileThatLiesAboutItsSizeStopsAtTheLimit(t *testing.T) {
	got, err := read(t, "", lying(t), small())
	if err != nil || !slices.Equal(got.members, same("z")) || !got.told("member s", "member_bytes") {
		t.Error(err, got.members, got.problems)
	}
}

func TestMembersCarryWhereTheyComeFrom(t *testing.T) {
	got := &record{}
	err := ReadStream(bytes.NewReader(build(t, tar.Header{Name: "a"})), "in b.tar", got)
	if err != nil || got.metas[0].Part != "in b.tar" {
		t.Error(err, got.metas)
	}
}

func TestDamageNeverPanicsNorHangs(t *testing.T) {
	hurt(t, "", sample(t), small())
	opt := small()
	opt.Limits.MemberBytes = 1 << 12
	hurt(t, "", lying(t), opt)
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f))
	f.Add(lying(f))
	f.Fuzz(func(t *testing.T, data []byte) { _, _ = read(t, "", data, small()) })
}

func BenchmarkRead(b *testing.B) {
	data := sample(b)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := ReadStream(bytes.NewReader(data), "", &record{}); err != nil {
			b.Fatal(err)
		}
	}
}

var _ content.Sink = &record{}
