package msg_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"sanad/internal/format/msg"
	"sanad/internal/format/readtest"
)

const props = "__properties_version1.0"

// at1405 is 2021-03-12T14:05:01Z in 100 nanoseconds since 1601.
const at1405 = (1615557901 + 11644473600) * 10_000_000

func letter() folder {
	return folder{
		props:                  fixed(32, map[uint32]uint64{0x00390040: at1405}),
		"__substg1.0_0037001F": wide("گزارش روز"),
		"__substg1.0_0C1A001F": wide("Sara"),
		"__substg1.0_0C1F001F": wide("sara@example.org"),
		"__substg1.0_1000001F": wide("سلام\r\nsecond line\r\n"),
		"__substg1.0_007D001F": wide("Received: from a by b\r\nX-Mailer: Pigeon\r\n\r\n"),
		"__recip_version1.0_#00000000": folder{
			props: fixed(8, map[uint32]uint64{0x0C150003: 1}), "__substg1.0_3001001F": wide("Omar"), "__substg1.0_39FE001F": wide("omar@example.net")},
		"__recip_version1.0_#00000001": folder{
			props: fixed(8, map[uint32]uint64{0x0C150003: 2}), "__substg1.0_3003001F": wide("third@example.net")},
		"__attach_version1.0_#00000000": folder{
			props: fixed(8, map[uint32]uint64{0x30080040: at1405}), "__substg1.0_3707001F": wide("گز.pdf"), "__substg1.0_370E001F": wide("application/pdf"),
			"__substg1.0_37010102": "%PDF-" + strings.Repeat("x", 9000)},
		"__attach_version1.0_#00000001": folder{
			props: fixed(8, nil),
			"__substg1.0_3701000D": folder{props: fixed(24, nil), "__substg1.0_0037001F": wide("inner"), "__substg1.0_1000001F": wide("inside"),
				"__attach_version1.0_#00000000": folder{props: fixed(8, nil), "__substg1.0_3704001F": wide("a.txt"), "__substg1.0_37010102": "text"}},
		},
	}
}

// A message is read as its receiver sees it, and so is one inside it.
func TestRead(t *testing.T) {
	file := compound(letter())
	g := readtest.Of(msg.Read, file)
	g.Check(t, file)
	want := "From: Sara <sara@example.org>\nTo: Omar <omar@example.net>\nCc: third@example.net\nDate: 2021-03-12T14:05:01Z\nSubject: گزارش روز\n\nسلام\nsecond line" +
		"\fSubject: inner\n\ninside"
	if g.Err != nil || len(g.Problems) != 0 || g.Text() != want || g.Pages[1].Name != "attachment 2" {
		t.Fatalf("%v %v\n got %q\nwant %q", g.Err, g.Problems, g.Text(), want)
	}
	for name, value := range map[string]string{"from": "Sara <sara@example.org>", "to": "Omar <omar@example.net>", "cc": "third@example.net",
		"sent": "2021-03-12T14:05:01Z", "subject": "گزارش روز", "received": "from a by b", "creator": "Pigeon"} {
		if g.Value(name) != value {
			t.Errorf("%s: %q, want %q", name, g.Value(name), value)
		}
	}
	if len(g.Members) != 2 {
		t.Fatalf("members: %d", len(g.Members))
	}
	pdf, inner := g.Members[0], g.Members[1]
	if pdf.Name != "گز.pdf" || len(pdf.Data) != 9005 || pdf.MediaType != "application/pdf" || pdf.Modified.Unix() != 1615557901 || pdf.Part != "attachment 1" {
		t.Errorf("the file: %+v", pdf.Member)
	}
	if inner.Name != "a.txt" || inner.Data != "text" || inner.Part != "attachment 2, attachment 1" {
		t.Errorf("the inner file: %+v", inner)
	}
}

// packed compresses nothing, but in the way of the format.
func packed(rtf string, kind string) string {
	body := ""
	for i := 0; i < len(rtf); i += 8 {
		body += "\x00" + rtf[i:min(len(rtf), i+8)]
	}
	if kind == "MELA" {
		body = rtf
	}
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(body)+12))
	head = binary.LittleEndian.AppendUint32(head, uint32(len(rtf)))
	return string(head) + kind + "\x00\x00\x00\x00" + body
}

// The text is found in whichever form it is kept.
func TestBodies(t *testing.T) {
	arabic, err := charmap.Windows1256.NewEncoder().String("سلام على الجميع")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		add  folder
		want string
	}{
		{"8-bit with a code page", folder{props: fixed(32, map[uint32]uint64{0x3FFD0003: 1256}), "__substg1.0_1000001E": arabic}, "سلام على الجميع"},
		{"8-bit without", folder{"__substg1.0_1000001E": arabic}, "سلام على الجميع"},
		{"HTML", folder{"__substg1.0_10130102": "<p>one<p>two"}, "one\n\ntwo"},
		{"HTML in a code page", folder{props: fixed(32, map[uint32]uint64{0x3FDE0003: 1256}), "__substg1.0_10130102": "<p>" + arabic}, "سلام على الجميع"},
		{"RTF", folder{"__substg1.0_10090102": packed(`{\rtf1\ansi Hello \u1587?there}`, "LZFu")}, "Hello سthere"},
		{"RTF that is not packed", folder{"__substg1.0_10090102": packed(`{\rtf1\ansi Hello}`, "MELA")}, "Hello"},
		{"a blank text above HTML", folder{"__substg1.0_1000001F": wide(" \r\n"), "__substg1.0_10130102": "<p>one"}, "one"},
	} {
		root := folder{props: fixed(32, nil), "__substg1.0_0037001F": wide("s")}
		for name, value := range c.add {
			root[name] = value
		}
		g := readtest.Of(msg.Read, compound(root))
		if g.Err != nil || g.Text() != "Subject: s\n\n"+c.want || len(g.Problems) != 0 {
			t.Errorf("%s: %v %v %q", c.what, g.Err, g.Problems, g.Text())
		}
	}
}

// References into the text that was unpacked before, and into the primer.
func TestUnpack(t *testing.T) {
	// The example of MS-OXRTFCP 3.1.1.
	example := "\x2d\x00\x00\x00\x2b\x00\x00\x00LZFu\xf1\xc5\xc7\xa7\x03\x00\x0a\x00rcpg125B2\x0a\xf3 hel\x09\x00 bw\x05\xb0ld}\x0a\x80\x0f\xa0"
	g := readtest.Of(msg.Read, compound(folder{props: fixed(32, nil), "__substg1.0_10090102": example}))
	if g.Text() != "hello world" {
		t.Errorf("%v %q %v", g.Err, g.Text(), g.Problems)
	}
}

// What is built to cost much, or to contradict itself, costs what it is.
func TestHostile(t *testing.T) {
	inner := folder{props: fixed(24, nil), "__substg1.0_0037001F": wide("innermost")}
	for range 150 {
		inner = folder{props: fixed(24, nil), "__attach_version1.0_#00000000": folder{props: fixed(8, nil), "__substg1.0_3701000D": inner}}
	}
	if g := readtest.Of(msg.Read, compound(inner)); g.Limit() != "depth" {
		t.Errorf("150 messages in each other: %q, %v", g.Limit(), g.Err)
	}
	lying := packed(strings.Repeat("x", 100), "LZFu")
	lying = lying[:4] + "\xff\xff\xff\x7f" + lying[8:]
	if g := readtest.Of(msg.Read, compound(folder{props: fixed(32, nil), "__substg1.0_10090102": lying})); g.Err != nil || g.Limit() != "whole_bytes" {
		t.Errorf("a lying length: %v %q", g.Err, g.Limit())
	}
	if g := readtest.Of(msg.Read, compound(folder{"WordDocument": "x"})); g.Err == nil {
		t.Error("another compound file was read")
	}
	if g := readtest.Of(msg.Read, "no compound file"); g.Err == nil {
		t.Error("what is no compound file was read")
	}
	huge := folder{props: fixed(32, nil)}
	for i := range 40_000 {
		huge[string(rune('a'+i%26))+strings.Repeat("x", i%7)+string(rune(0x4e00+i%20000))+string(rune(0x4e00+i/20000))] = ""
	}
	if g := readtest.Of(msg.Read, compound(huge)); g.Limit() != "members" {
		t.Errorf("a huge directory: %q %v", g.Limit(), g.Err)
	}
}

func TestLooks(t *testing.T) {
	file := compound(letter())
	if msg.Looks([]byte("\xd0\xcf\x11\xe0")) || msg.Looks([]byte("no")) || !msg.Looks([]byte(file)) {
		t.Error("a message is not told by its head")
	}
}

func TestDamage(t *testing.T) { readtest.Damage(t, msg.Read, compound(letter())) }

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, msg.Read, compound(letter()), compound(folder{props: fixed(32, nil), "__substg1.0_10090102": packed(`{\rtf1 x}`, "LZFu")}))
}

func BenchmarkRead(b *testing.B) {
	file := compound(letter())
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if g := readtest.Of(msg.Read, file); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}
