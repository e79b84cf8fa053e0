package code

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"sanad/internal/ground/script"
)

var sample = []int{0, 1023, 17, 511, 512, 17, 300, 999, 64}

func TestACodeIsReadInEveryLanguageItIsWrittenIn(t *testing.T) {
	for _, lang := range append(Languages(), "fa-AF", "ar-SY", "EN-us") {
		words := Words(sample, lang)
		for how, typed := range map[string]string{
			"as it stands":            strings.Join(words, " "),
			"a line a word":           strings.Join(words, "\r\n"),
			"more spaces":             "  \t" + strings.Join(words, "  \u00a0 ") + "\n",
			"commas":                  strings.Join(words, "، "),
			"dashes":                  strings.Join(words, "-"),
			"capitals":                strings.ToUpper(strings.Join(words, " ")),
			"numbered":                numbered(words, "en", ". "),
			"numbered in Persian":     numbered(words, "fa", "- "),
			"numbered in Arabic":      numbered(words, "ar", ") "),
			"numbers without a space": numbered(words, "fa", ""),
			"vowel signs":             strings.Join(words, "\u064e \u200f"),
			"Arabic letters":          strings.NewReplacer("ی", "ي", "ک", "ك").Replace(strings.Join(words, " ")),
			"Persian letters":         strings.NewReplacer("ي", "ی", "ك", "ک", "ة", "ه", "أ", "ا").Replace(strings.Join(words, " ")),
			"joiners":                 strings.ReplaceAll(strings.Join(words, " "), "ا", "ا\u200c"),
		} {
			if got, ok := Read(typed); !ok || !slices.Equal(got, sample) {
				t.Errorf("%s, %s: %q is read as %v, %v", lang, how, typed, got, ok)
			}
		}
	}
}

func numbered(words []string, lang, mark string) string {
	var text strings.Builder
	for i, w := range words {
		text.WriteString(script.LocaliseDigits(strconv.Itoa(i+1), lang) + mark + w + "\n")
	}
	return text.String()
}

func TestWordsOfAllLanguagesMayBeMixed(t *testing.T) {
	var typed []string
	for i := range sample {
		typed = append(typed, Words(sample, Languages()[i%3])[i])
	}
	if got, ok := Read(strings.Join(typed, " ")); !ok || !slices.Equal(got, sample) {
		t.Errorf("%q is read as %v, %v", typed, got, ok)
	}
}

func TestEveryNumberIsReadBack(t *testing.T) {
	for _, lang := range Languages() {
		for n := range Size {
			code := slices.Repeat([]int{n}, Length)
			if got, ok := Read(strings.Join(Words(code, lang), " ")); !ok || !slices.Equal(got, code) {
				t.Fatalf("%s: %q is read as %v, %v", lang, Words(code, lang)[0], got, ok)
			}
		}
	}
}

func TestWhatIsNoCodeIsNotRead(t *testing.T) {
	words := Words(sample, "en")
	full := strings.Join(words, " ")
	for name, typed := range map[string]string{
		"nothing":              "",
		"numbers alone":        "1 2 3 4 5 6 7 8 9",
		"a word less":          strings.Join(words[1:], " "),
		"a word more":          full + " " + words[0],
		"a word of no list":    strings.Replace(full, words[3], "sanad", 1),
		"a word cut short":     full[:len(full)-1],
		"words run together":   strings.Join(words, ""),
		"a number in a word":   strings.Replace(full, words[0], words[0][:2]+"7"+words[0][2:], 1),
		"a number after words": strings.ReplaceAll(full, " ", "1 "),
		"far too much":         strings.Repeat(" ", maxTyped) + full,
	} {
		if got, ok := Read(typed); ok {
			t.Errorf("%s: read as %v", name, got)
		}
	}
}

func TestWhatIsNoCodeHasNoWords(t *testing.T) {
	for _, code := range [][]int{nil, sample[1:], append(slices.Clone(sample), 1), {0, 1, 2, 3, 4, 5, 6, 7, 1024}, {-1, 1, 2, 3, 4, 5, 6, 7, 8}} {
		if got := Words(code, "en"); got != nil || Valid(code) {
			t.Errorf("%v has the words %v", code, got)
		}
	}
	if got := Words(sample, "tlh"); !slices.Equal(got, Words(sample, "en")) {
		t.Errorf("a language without words gives %v", got)
	}
}

func TestACodeIsDrawnOfWholeChance(t *testing.T) {
	got, err := Draw(bytes.NewReader([]byte{0, 0, 0xff, 0xff, 0, 17, 1, 0xff, 2, 0, 0xfc, 17, 1, 44, 3, 0xe7, 0, 64}))
	if err != nil || !slices.Equal(got, sample) {
		t.Errorf("drawn %v, %v", got, err)
	}
	if got, err := Draw(bytes.NewReader(make([]byte, 2*Length-1))); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("drawn %v of too little chance: %v", got, err)
	}
	broken := errors.New("broken")
	if got, err := Draw(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("drawn %v of a broken source: %v", got, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, lang := range Languages() {
		f.Add(strings.Join(Words(sample, lang), " "))
		f.Add(numbered(Words(sample, lang), lang, ". "))
	}
	f.Add("1. \u200c\u0640\xff")
	f.Fuzz(func(t *testing.T, typed string) {
		got, ok := Read(typed)
		if !ok {
			return
		}
		if !Valid(got) {
			t.Fatalf("%q is read as %v", typed, got)
		}
		for _, lang := range Languages() {
			if again, ok := Read(strings.Join(Words(got, lang), " ")); !ok || !slices.Equal(again, got) {
				t.Fatalf("%q is read as %v, and its words as %v", typed, got, again)
			}
		}
	})
}
