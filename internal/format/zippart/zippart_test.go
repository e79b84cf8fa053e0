package zippart_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/format/zippart"
)

// packed makes a package of names and texts in turn.
func packed(t testing.TB, parts ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		part, err := w.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(part, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func open(data string, limits content.Limits) (*zippart.Package, error) {
	return zippart.Open(content.Source{ReaderAt: strings.NewReader(data), Size: int64(len(data))}, limits)
}

func text(p *zippart.Package, name string) (string, error) {
	part, ok := p.Find(name)
	if !ok {
		return "", errors.New("not there")
	}
	r, err := p.Reader(part)
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(r)
	return string(data), err
}

func limitOf(err error) string {
	if over := (*content.Limited)(nil); errors.As(err, &over) {
		return over.Limit
	}
	return ""
}

func TestAPartIsFoundByItsNameWhateverItsCaseAndSlashes(t *testing.T) {
	p, err := open(packed(t, "word/Document.xml", "متن", `word\media\a.png`, "png", "../../etc/x", "label", "folder/", ""), content.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"WORD/document.xml": "متن", "word/media/a.png": "png", "../../etc/x": "label"} {
		if got, err := text(p, name); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if len(p.Parts()) != 3 || len(p.Problems()) != 0 {
		t.Errorf("parts %v, problems %v", p.Parts(), p.Problems())
	}
}

func TestBytesBeforeThePackageDoNotMatter(t *testing.T) {
	p, err := open("#!/bin/sh\n"+packed(t, "a", "one"), content.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := text(p, "a"); got != "one" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestOfTwoPartsWithOneNameTheLastIsReadAndItIsTold(t *testing.T) {
	p, err := open(packed(t, "a", "one", "A", "two"), content.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := text(p, "a"); got != "two" {
		t.Errorf("%q", got)
	}
	if len(p.Problems()) != 1 || !strings.Contains(p.Problems()[0].Reason, "more than one part") {
		t.Errorf("%v", p.Problems())
	}
}

func TestWithoutItsDirectoryAPackageIsReadByTheHeadersOfItsParts(t *testing.T) {
	whole := packed(t, "a", strings.Repeat("نخست ", 500), "b", strings.Repeat("دوم ", 500))
	cut := whole[:strings.LastIndex(whole, "PK\x01\x02")]
	p, err := open(cut, content.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": strings.Repeat("نخست ", 500), "b": strings.Repeat("دوم ", 500)} {
		if got, err := text(p, name); got != want || err != nil {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	if len(p.Problems()) != 1 || !strings.Contains(p.Problems()[0].Reason, "found by their own headers") {
		t.Errorf("%v", p.Problems())
	}
}

func TestAPartThatIsCutOffGivesWhatIsLeftAndSaysSo(t *testing.T) {
	random := make([]byte, 20_000)
	for i := range random {
		random[i] = byte(i * i >> 3)
	}
	whole := packed(t, "a", string(random))
	p, err := open(whole[:len(whole)/2], content.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	got, err := text(p, "a")
	if err == nil || !strings.Contains(err.Error(), "cut off") || got == "" || !strings.HasPrefix(string(random), got) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// bomb is a package of parts that all unpack the same few bytes.
func bomb(t *testing.T) string {
	whole := packed(t, "a", strings.Repeat("0", 1<<16))
	at := strings.Index(whole, "PK\x01\x02")
	end := strings.Index(whole, "PK\x05\x06")
	entry, tail := whole[at:end], []byte(whole[end:])
	binary.LittleEndian.PutUint16(tail[8:], 50)
	binary.LittleEndian.PutUint16(tail[10:], 50)
	binary.LittleEndian.PutUint32(tail[12:], uint32(50*len(entry)))
	return whole[:at] + strings.Repeat(entry, 50) + string(tail)
}

func TestBombsAreRefusedByTheNameOfALimit(t *testing.T) {
	small := content.DefaultLimits()
	small.MemberBytes, small.MembersBytes, small.Members = 1000, 3000, 5
	for name, c := range map[string]struct {
		data   string
		limits content.Limits
		part   string
		want   string
	}{
		"flat":             {packed(t, "a", strings.Repeat("0", 64<<20)), content.DefaultLimits(), "a", "member_bytes"},
		"part over limit":  {packed(t, "a", strings.Repeat("0", 1001)), small, "a", "member_bytes"},
		"too many parts":   {packed(t, "a", "", "b", "", "c", "", "d", "", "e", "", "f", ""), small, "", "members"},
		"names of a giant": {packed(t, slices.Repeat([]string{strings.Repeat("n", 60_000), ""}, 300)...), content.DefaultLimits(), "", "members"},
	} {
		p, err := open(c.data, c.limits)
		if err == nil && c.part != "" {
			_, err = text(p, c.part)
		}
		if limitOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err := open(bomb(t), content.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, part := range p.Parts() {
		if _, err := p.Reader(part); limitOf(err) == "members_bytes" {
			refused++
		}
	}
	if refused != 49 {
		t.Errorf("%d of 50 parts over one another were refused", refused)
	}
}

func TestAllPartsTogetherShareOneAllowance(t *testing.T) {
	limits := content.DefaultLimits()
	limits.MembersBytes = 2500
	p, err := open(packed(t, "a", strings.Repeat("0", 1000)), limits)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		_, err = text(p, "a")
		if want := []string{"", "", "members_bytes"}[i]; limitOf(err) != want {
			t.Errorf("reading %d: %v", i, err)
		}
	}
}

func TestSizesAndSumsThatLieAreTold(t *testing.T) {
	whole := packed(t, "a", "the text that was packed")
	at := strings.Index(whole, "PK\x01\x02")
	for offset, want := range map[int]string{24: "holds 24 bytes where the package says", 16: "its checksum differs"} {
		lie := []byte(whole)
		lie[at+offset] ^= 0x55
		p, err := open(string(lie), content.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := text(p, "a"); err == nil || !strings.Contains(err.Error(), want) || got != "the text that was packed" {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func TestWhatIsNoPackageIsSaidToBeNone(t *testing.T) {
	for _, data := range []string{"", "P", "PK\x05\x06", "not a package at all", strings.Repeat("\x00", 100_000)} {
		if _, err := open(data, content.DefaultLimits()); err == nil || !strings.Contains(err.Error(), "no ZIP package") {
			t.Errorf("%.20q: %v", data, err)
		}
	}
}

func TestAnEncryptedPartWantsAPassword(t *testing.T) {
	whole := []byte(packed(t, "a", "secret"))
	whole[bytes.Index(whole, []byte("PK\x01\x02"))+8] |= 1
	p, err := open(string(whole), content.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := text(p, "a"); !errors.Is(err, content.ErrPassword) {
		t.Error(err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(packed(f, "a", "one", "b/c", strings.Repeat("two", 100))))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := content.DefaultLimits()
		limits.MembersBytes = 1 << 20
		p, err := open(string(data), limits)
		if err != nil {
			return
		}
		var all int64
		for _, part := range p.Parts() {
			if r, err := p.Reader(part); err == nil {
				n, _ := io.Copy(io.Discard, r)
				all += n
			}
		}
		if all > limits.MembersBytes+1<<20 {
			t.Errorf("%d bytes came out", all)
		}
	})
}
