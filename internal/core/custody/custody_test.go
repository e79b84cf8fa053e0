package custody

import (
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"sanad/internal/core/guard"
	"sanad/internal/core/seal"
)

// Any name a file system can give comes back byte for byte, and can be shown.
func TestNamesOfAnyBytesComeBack(t *testing.T) {
	check := func(raw []byte) bool {
		n := NameOf(string(raw))
		return n.Bytes() == string(raw) && utf8.ValidString(n.Text) && !strings.ContainsRune(n.Text, 0)
	}
	if err := quick.Check(check, nil); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"نامه‌ها ۱.txt", "a\xffb", "\x00", `literal\xff`, "new\nline", "\ufffd"} {
		if !check([]byte(name)) {
			t.Errorf("%q does not come back", name)
		}
	}
	if n := NameOf("a\xffb"); n.Text != `a\xffb` || n.Raw == nil {
		t.Errorf("shown as %q", n.Text)
	}
	if n := NameOf(`a\xffb`); n.Raw != nil {
		t.Error("a name that only looks escaped is kept as bytes")
	}
}

func TestASumIsWrittenOneWay(t *testing.T) {
	text := strings.Repeat("0a", 32)
	s, err := ParseSum(text)
	if err != nil || s.String() != text {
		t.Fatalf("%v %v", s, err)
	}
	for _, wrong := range []string{"", text[:63], text + "0", strings.ToUpper(text), strings.Repeat("0g", 32)} {
		if _, err := ParseSum(wrong); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}

func TestFactsThatSayTooLittleAreRefused(t *testing.T) {
	name := NameOf("x")
	for what, err := range map[string]error{
		"no source":            Opened{Accession: "a", Case: "c", Label: guard.Case}.Check(),
		"both sources":         Opened{Accession: "a", Case: "c", Source: Source{Name: "n", Sealed: []byte{1}}}.Check(),
		"sealed in two ways":   Opened{Accession: "a", Case: "c", Source: Source{Sealed: []byte{1}, Together: &seal.Envelope{Need: 1}}}.Check(),
		"sealed to nobody":     Opened{Accession: "a", Case: "c", Source: Source{Together: &seal.Envelope{Need: 1}}}.Check(),
		"no case":              Opened{Accession: "a", Source: Source{Name: "n"}}.Check(),
		"a label too high":     Opened{Accession: "a", Case: "c", Source: Source{Name: "n"}, Label: 9}.Check(),
		"no sum":               Acquired{Accession: "a", MediaType: "t", Name: name}.Check(),
		"no file name":         Acquired{Accession: "a", Item: Sum{1}, MediaType: "t"}.Check(),
		"failed for no reason": Failed{Accession: "a", Name: name}.Check(),
		"passed over what":     PassedOver{Accession: "a", Name: name}.Check(),
		"closing nothing":      Closed{}.Check(),
		"exporting nothing":    Exported{}.Check(),
	} {
		if err == nil {
			t.Errorf("%s passed", what)
		}
	}
}
