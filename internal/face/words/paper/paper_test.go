package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/go-text/typesetting/font"
)

func sample(t *testing.T, rtl bool, texts ...string) []byte {
	t.Helper()
	lang := "en"
	if rtl {
		lang = "fa"
	}
	d, err := New(lang, "پرونده The dossier", rtl)
	if err != nil {
		t.Fatal(err)
	}
	d.Running("VAR · پرونده")
	if err := d.Add(Chapter(), "فصل One"); err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		if err := d.Add(Body(), text); err != nil {
			t.Fatal(err)
		}
	}
	out, err := d.Bytes(time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC), func(page, of int) string { return fmt.Sprint(page, "/", of) })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// streams gives what a file holds unpacked.
func streams(t *testing.T, pdf []byte) string {
	t.Helper()
	var out strings.Builder
	for _, part := range regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`).FindAllSubmatch(pdf, -1) {
		z, err := zlib.NewReader(bytes.NewReader(part[1]))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(data)
	}
	return out.String()
}

// words reads the words that stand beside the drawn letters, in their order.
func words(t *testing.T, pdf []byte) string {
	t.Helper()
	var out strings.Builder
	for _, m := range regexp.MustCompile(`/ActualText <FEFF([0-9A-F]*)>`).FindAllStringSubmatch(streams(t, pdf), -1) {
		var units []uint16
		for i := 0; i+4 <= len(m[1]); i += 4 {
			var u uint16
			if _, err := fmt.Sscanf(m[1][i:i+4], "%04X", &u); err != nil {
				t.Fatal(err)
			}
			units = append(units, u)
		}
		out.WriteString(string(utf16.Decode(units)))
	}
	return out.String()
}

func TestWordsOfThreeScriptsStandInTheirOrder(t *testing.T) {
	long := strings.Repeat("در پاییز آن سال نوید کاردان را بردند VAR-0000123 and nobody came back. ", 60)
	for _, rtl := range []bool{true, false} {
		pdf := sample(t, rtl, long, "في خريف تلك السنة", "one\ntwo")
		got := words(t, pdf)
		want := "فصل One" + strings.TrimRight(long, " ") + " في خريف تلك السنةonetwo"
		if strings.Join(strings.Fields(got), "") != strings.Join(strings.Fields(want), "") {
			t.Errorf("rtl %v: the words are\n%s\nwant\n%s", rtl, got, want)
		}
	}
}

func TestArabicLettersAreJoined(t *testing.T) {
	d, err := New("fa", "t", true)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Add(Body(), "ببب"); err != nil {
		t.Fatal(err)
	}
	alone, ok := d.faces[0].NominalGlyph('ب')
	if !ok {
		t.Fatal("the font has no beh")
	}
	shapes := map[font.GID]bool{}
	for g := range d.faces[0].used {
		shapes[g] = true
	}
	if len(shapes) < 3 || shapes[alone] {
		t.Errorf("three joined letters are drawn with %d shapes, alone %v", len(shapes), shapes[alone])
	}
}

func TestTheSameContentGivesTheSameBytes(t *testing.T) {
	if !bytes.Equal(sample(t, true, "نوید"), sample(t, true, "نوید")) {
		t.Error("two prints of one text differ")
	}
}

func TestEveryPieceOfAPageIsTagged(t *testing.T) {
	pdf := sample(t, false, strings.Repeat("word ", 3000))
	text := streams(t, pdf)
	if n, m := strings.Count(text, " BDC"), strings.Count(string(pdf), "/Type /MCR"); n != m || n < 50 {
		t.Errorf("%d pieces are drawn, %d are in the structure", n, m)
	}
	for _, want := range []string{"/Lang (en)", "/MarkInfo <</Marked true>>", "/S /H2", "/StructParents", "/Type /Outlines"} {
		if !strings.Contains(string(pdf), want) {
			t.Errorf("the file has no %s", want)
		}
	}
	if strings.Count(text, "/Artifact BMC") < 4 {
		t.Error("running heads and page numbers are taken for text")
	}
	// Each object stands where the list of objects says.
	for _, m := range regexp.MustCompile(`(?m)^(\d{10}) 00000 n `).FindAllSubmatch(pdf, -1) {
		var at int
		if _, err := fmt.Sscanf(string(m[1]), "%010d", &at); err != nil || !regexp.MustCompile(`^\d+ 0 obj`).Match(pdf[at:]) {
			t.Errorf("at %d stands no object", at)
		}
	}
}

func TestHostileTextIsOnlyText(t *testing.T) {
	pdf := sample(t, false, "> BDC ) endstream endobj (\\ \x00\x1b", strings.Repeat("\u202e", 50)+"x", "\U0001F600 文字")
	if strings.Count(string(pdf), "endobj") != strings.Count(string(pdf), " 0 obj") {
		t.Error("the words broke the file")
	}
}
