package unzip

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"sanad/internal/format/content"
)

// part is a member for the builder.
type part struct {
	name    string
	raw     bool // name is no UTF-8
	method  uint16
	mode    fs.FileMode
	data    string
	comment string
	when    time.Time
}

// build makes a ZIP file.
func build(t testing.TB, parts ...part) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: p.method, NonUTF8: p.raw, Comment: p.comment, Modified: p.when}
		if p.mode != 0 {
			h.SetMode(p.mode)
		}
		f, err := w.CreateHeader(h)
		if err == nil {
			_, err = f.Write([]byte(p.data))
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

func sample(t testing.TB) []byte {
	return build(t,
		part{name: "گزارش/روز ۱.txt", method: zip.Deflate, data: strings.Repeat("در شهر خیالی نارستان ", 40)},
		part{name: "تقرير.txt", data: "شهادة"},
		part{name: "folder/"},
		part{name: "report.txt", method: zip.Deflate, data: "one\ntwo\n", when: time.Date(2019, 5, 6, 7, 8, 10, 0, time.UTC)},
	)
}

func TestEveryFileIsHandedOver(t *testing.T) {
	got, err := read(t, "a.zip", sample(t), small())
	if err != nil || len(got.problems) > 0 {
		t.Fatal(err, got.problems)
	}
	want := []string{"گزارش/روز ۱.txt=" + strings.Repeat("در شهر خیالی نارستان ", 40), "تقرير.txt=شهادة", "report.txt=one\ntwo\n"}
	if !slices.Equal(got.members, want) {
		t.Errorf("got %q", got.members)
	}
	if m := got.metas[2]; m.Role != "member" || !m.Modified.Equal(time.Date(2019, 5, 6, 7, 8, 10, 0, time.UTC)) {
		t.Errorf("got %+v", m)
	}
}

func TestNamesAreReadOrKept(t *testing.T) {
	arabic, err := charmap.Windows1256.NewEncoder().String("گزارش آزمون/شاهد.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ raw, want, encoding string }{
		"Windows-1256":       {arabic, "گزارش آزمون/شاهد.txt", "windows-1256"},
		"code page 437":      {"r\x82sum\x82.txt", "résumé.txt", "ibm437"},
		"neither":            {"\xb3\x01\xff\xfe.txt", "\xb3\x01\xff\xfe.txt", ""},
		"UTF-8 without flag": {"گواه.txt", "گواه.txt", ""},
		"a path upwards":     {"../../etc/passwd", "../../etc/passwd", ""},
		"an absolute path":   {"/etc/passwd", "/etc/passwd", ""},
		"a drive":            {`C:\a\b`, `C:\a\b`, ""},
		"nothing":            {"", "", ""},
	} {
		got, err := read(t, "", build(t, part{name: c.raw, raw: true, data: "x"}), small())
		if err != nil || len(got.metas) != 1 || got.metas[0].Name != c.want || got.fields["encoding"] != c.encoding {
			t.Errorf("%s: got %q %v %v", name, got.metas, got.fields, err)
		}
	}
}

func TestTheUnicodePathIsUsedIfItBelongsToTheName(t *testing.T) {
	extra := func(raw, name string) []byte {
		b := binary.LittleEndian.AppendUint32([]byte{1}, crc32.ChecksumIEEE([]byte(raw)))
		return append(b, name...)
	}
	if got, _ := called("\xb3\xff", false, extra("\xb3\xff", "گواه")); got != "گواه" {
		t.Errorf("got %q", got)
	}
	if got, _ := called("a", false, extra("b", "گواه")); got != "a" {
		t.Errorf("got %q", got)
	}
}

func TestLinksAndDevicesAreTold(t *testing.T) {
	got, err := read(t, "", build(t,
		part{name: "link", mode: fs.ModeSymlink | 0o777, data: "/etc/shadow"},
		part{name: "dev", mode: fs.ModeDevice | 0o600},
		part{name: "file", mode: 0o600, data: "x"}), small())
	if err != nil || !slices.Equal(got.members, []string{"file=x"}) {
		t.Fatal(err, got.members)
	}
	if !got.told("member link", `a symbolic link to "/etc/shadow", not followed`) || !got.told("member dev", "a device") {
		t.Errorf("got %q", got.problems)
	}
}

func TestNamesThatComeTwiceAreBothKept(t *testing.T) {
	got, err := read(t, "", build(t, part{name: "a", data: "1"}, part{name: "a", data: "2"}), small())
	if err != nil || !slices.Equal(got.members, []string{"a=1", "a=2"}) {
		t.Error(err, got.members)
	}
}

func TestALostDirectoryIsReplacedByASearch(t *testing.T) {
	data := sample(t)
	whole, _ := read(t, "", data, small())
	at := bytes.Index(data, []byte(sigCentral))
	for name, cut := range map[string][]byte{
		"before the directory": data[:at],
		"within the directory": data[:at+50],
		"a broken entry":       append(append(bytes.Clone(data[:at+10]), 0), data[at+10:]...),
		"the end missing":      data[:len(data)-10],
	} {
		got, err := read(t, "", cut, small())
		if err != nil || !slices.Equal(got.members, whole.members) || !got.told("directory", "searched for") {
			t.Errorf("%s: %v %q %q", name, err, got.members, got.problems)
		}
	}
}

func TestAMemberCutOffIsDroppedAndTheOthersStay(t *testing.T) {
	data := build(t, part{name: "a", data: "first"}, part{name: "b", method: zip.Deflate, data: strings.Repeat("second ", 100)})
	at := bytes.Index(data, []byte(sigCentral))
	got, err := read(t, "", data[:at-30], small())
	if err != nil || !slices.Equal(got.members, []string{"a=first"}) || !got.told("member b", "cut off") {
		t.Error(err, got.members, got.problems)
	}
}

func TestAChangedMemberIsToldByItsChecksum(t *testing.T) {
	data := build(t, part{name: "a", data: "the truth"})
	data = bytes.Replace(data, []byte("the truth"), []byte("the trick"), 1)
	got, err := read(t, "", data, small())
	if err != nil || len(got.members) > 0 || !got.told("member a", "checksum") {
		t.Error(err, got.members, got.problems)
	}
}

func TestBytesBeforeAndAfterDoNotMatter(t *testing.T) {
	data := append([]byte("#!/bin/sh\nexit\n"), build(t, part{name: "a", data: "x"})...)
	data = append(data, "some words after"...)
	got, err := read(t, "", data, small())
	if err != nil || !slices.Equal(got.members, []string{"a=x"}) || len(got.problems) > 0 {
		t.Error(err, got.members, got.problems)
	}
}

func TestAnEmptyZIPHasNothing(t *testing.T) {
	got, err := read(t, "", build(t), small())
	if err != nil || len(got.members)+len(got.problems) > 0 {
		t.Error(err, got)
	}
}

func TestWhatIsNoZIPIsAnError(t *testing.T) {
	for name, data := range map[string][]byte{"nothing": nil, "text": []byte("no archive"), "a disk of many": disks()} {
		if _, err := read(t, "", data, small()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := read(t, "", disks(), small()); !strings.Contains(err.Error(), "last of 3 parts") {
		t.Error(err)
	}
}

func disks() []byte {
	end := make([]byte, lenEnd)
	copy(end, sigEnd)
	end[4] = 2
	return append(bytes.Repeat([]byte("x"), 100), end...)
}

func TestABombOfOneMemberStopsAtItsLimit(t *testing.T) {
	data := build(t, part{name: "zeros", method: zip.Deflate, data: strings.Repeat("\x00", 3<<20)}, part{name: "b", data: "x"})
	got, err := read(t, "", data, small())
	if err != nil || !slices.Equal(got.members, []string{"b=x"}) || !got.told("member zeros", "member_bytes") {
		t.Error(err, got.problems)
	}
}

// overlapping makes a ZIP file whose n entries share one kernel of bytes.
func overlapping(n int) []byte {
	var kernel bytes.Buffer
	w, _ := flate.NewWriter(&kernel, 9)
	_, _ = w.Write(make([]byte, 1000))
	_ = w.Close()
	local := make([]byte, lenLocal)
	copy(local, sigLocal)
	local[8], local[26] = 8, 1
	binary.LittleEndian.PutUint32(local[14:], crc32.ChecksumIEEE(make([]byte, 1000)))
	binary.LittleEndian.PutUint32(local[18:], uint32(kernel.Len()))
	binary.LittleEndian.PutUint32(local[22:], 1000)
	file := append(append(local, 'k'), kernel.Bytes()...)
	start := len(file)
	for range n {
		c := make([]byte, lenCentral)
		copy(c, sigCentral)
		copy(c[6:32], local[4:30])
		file = append(append(file, c...), 'k')
	}
	end := make([]byte, lenEnd)
	copy(end, sigEnd)
	binary.LittleEndian.PutUint16(end[10:], uint16(n))
	binary.LittleEndian.PutUint32(end[12:], uint32(len(file)-start))
	binary.LittleEndian.PutUint32(end[16:], uint32(start))
	return append(file, end...)
}

func TestMembersThatShareBytesAreRefused(t *testing.T) {
	got, err := read(t, "", overlapping(50), small())
	if err != nil || len(got.members) != 1 || len(got.problems) != 49 || !got.told("member k", "ZIP bomb") {
		t.Error(err, len(got.members), len(got.problems))
	}
}

func TestTheNumberOfMembersIsLimited(t *testing.T) {
	parts := make([]part, 30)
	for i := range parts {
		parts[i].name = fmt.Sprint(i)
	}
	opt := small()
	opt.Limits.Members = 10
	got, err := read(t, "", build(t, parts...), opt)
	if err != nil || len(got.members) != 10 || !got.told("members") {
		t.Error(err, len(got.members), got.problems)
	}
}

func TestDamageNeverPanicsNorHangs(t *testing.T) {
	hurt(t, "a.zip", sample(t), small())
	hurt(t, "a.zip", overlapping(3), small())
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f))
	f.Add(overlapping(3))
	f.Add(encrypted(f, 3, "گذرواژه", "secret"))
	f.Fuzz(func(t *testing.T, data []byte) {
		opt := small()
		opt.Password = "گذرواژه"
		_, _ = read(t, "a.zip", data, opt)
	})
}

func BenchmarkRead(b *testing.B) {
	data := build(b, part{name: "a", method: zip.Deflate, data: strings.Repeat("words and more words ", 40_000)})
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if got, err := read(b, "", data, small()); err != nil || len(got.members) != 1 {
			b.Fatal(err)
		}
	}
}

func TestAWrongPasswordIsErrPassword(t *testing.T) {
	for _, strength := range []byte{0, 1, 2, 3} {
		data := encrypted(t, strength, "گذرواژه", "secret words")
		for password, want := range map[string]bool{"گذرواژه": true, "": false, "no": false} {
			opt := small()
			opt.Password = password
			got, err := read(t, "", data, opt)
			if want != slices.Equal(got.members, []string{"s=secret words"}) || want == errors.Is(err, content.ErrPassword) {
				t.Errorf("strength %d, password %q: %v %q %q", strength, password, err, got.members, got.problems)
			}
		}
	}
}
