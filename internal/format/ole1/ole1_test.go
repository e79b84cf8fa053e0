package ole1_test

import (
	"encoding/binary"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/ole1"
)

func counted(s string) string {
	return string(binary.LittleEndian.AppendUint32(nil, uint32(len(s)+1))) + s + "\x00"
}

func TestAnEmbeddedObjectGivesItsClassAndItsData(t *testing.T) {
	class, body, err := ole1.Object(strings.NewReader("\x01\x05\x00\x00\x02\x00\x00\x00" + counted("Word.Document.8") + counted("") + counted("") + "\x03\x00\x00\x00abcd"))
	if err != nil || class != "Word.Document.8" {
		t.Fatal(class, err)
	}
	if data, err := io.ReadAll(body); string(data) != "abc" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	class, body, err = ole1.Object(strings.NewReader("\x01\x05\x00\x00\x01\x00\x00\x00" + counted("Excel.Sheet.8")))
	if err != nil || class != "Excel.Sheet.8" || body != nil {
		t.Errorf("a link gave %q, %v, %v", class, body, err)
	}
}

func TestAPackagedFileGivesItsNameInAnyCodePage(t *testing.T) {
	for raw, want := range map[string]string{"نامه.txt": "نامه.txt", "\xe4\xc7\xe3\xe5.txt": "نامه.txt", "plain": "plain"} {
		name, body, err := ole1.Package(strings.NewReader("\x02\x00" + raw + "\x00C:\\x\x00\x00\x00\x03\x00" + counted("C:\\t") + "\x02\x00\x00\x00hi!"))
		if err != nil || name != want {
			t.Fatalf("%q, %v", name, err)
		}
		if data, err := io.ReadAll(body); string(data) != "hi" || err != nil {
			t.Errorf("%q, %v", data, err)
		}
	}
}

func TestWhatIsCutOffOrLiesAboutItsLengthIsAnError(t *testing.T) {
	whole := "\x01\x05\x00\x00\x02\x00\x00\x00" + counted("Package") + counted("") + counted("") + "\x03\x00\x00\x00abc"
	for at := range len(whole) {
		_, body, err := ole1.Object(strings.NewReader(whole[:at]))
		if err == nil {
			_, err = io.ReadAll(body)
		}
		if err == nil {
			t.Errorf("cut at %d: no error", at)
		}
	}
	for _, lie := range []string{"\x01\x05\x00\x00\x02\x00\x00\x00\xff\xff\xff\xff", "\x01\x05\x00\x00\x09\x00\x00\x00" + counted("x")} {
		if _, _, err := ole1.Object(strings.NewReader(lie)); err == nil {
			t.Errorf("%q: no error", lie)
		}
	}
	if _, _, err := ole1.Package(strings.NewReader("\x02\x00" + strings.Repeat("x", 10_000))); err == nil {
		t.Error("a name without an end: no error")
	}
}

func FuzzObject(f *testing.F) {
	f.Add([]byte("\x01\x05\x00\x00\x02\x00\x00\x00" + counted("Package") + counted("") + counted("") + "\x03\x00\x00\x00abc"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, read := range []func(io.Reader) (string, io.Reader, error){ole1.Object, ole1.Package} {
			_, body, err := read(strings.NewReader(string(data)))
			if err != nil || body == nil {
				continue
			}
			if got, _ := io.ReadAll(body); len(got) > len(data) {
				t.Errorf("%d bytes came of %d", len(got), len(data))
			}
		}
	})
}
