package emlx_test

import (
	"testing"

	"sanad/internal/format/emlx"
	"sanad/internal/format/readtest"
)

const file = "26        \nSubject: گزارش\n\nbody\n<?xml version=\"1.0\"?>\n<plist><dict><key>date-received</key>\n\t<integer>1615559101</integer></dict></plist>\n"

// The message is read as far as the first line says, the list behind it for
// what the program noted.
func TestRead(t *testing.T) {
	g := readtest.Of(emlx.Read, file)
	g.Check(t, file)
	if g.Err != nil || g.Text() != "Subject: گزارش\n\nbody" || g.Value("date_received") != "2021-03-12T14:25:01Z" || len(g.Problems) != 0 {
		t.Errorf("%v: %q, %v, %v", g.Err, g.Text(), g.Fields, g.Problems)
	}
	if !emlx.Looks([]byte(file)) || emlx.Looks([]byte("12\n13\n14\n")) || emlx.Looks([]byte("Subject: x")) {
		t.Error("the kind is not told by its head")
	}
}

func TestBroken(t *testing.T) {
	if g := readtest.Of(emlx.Read, "9999\nSubject: x\n\nhalf"); g.Text() != "Subject: x\n\nhalf" || len(g.Problems) != 1 {
		t.Errorf("a file cut off: %q, %v", g.Text(), g.Problems)
	}
	for _, broken := range []string{"", "no number\nx", "-1\nSubject: x", "99999999999999999999\nSubject: x"} {
		if g := readtest.Of(emlx.Read, broken); g.Err == nil {
			t.Errorf("%q was read", broken)
		}
	}
}

func TestDamage(t *testing.T) { readtest.Damage(t, emlx.Read, file) }

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, emlx.Read, file, "0\n", "5\nA: b\n<key>date-received</key><real>1")
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		readtest.Of(emlx.Read, file)
	}
}
