package codepage_test

import (
	"testing"

	"sanad/internal/format/codepage"
)

func TestALetterHasItsPlaceInEachCodePage(t *testing.T) {
	for page, c := range map[int][2]string{
		437: {"\x81", "ü"}, 850: {"\xb5", "Á"}, 852: {"\x9f", "č"}, 866: {"\x80", "А"}, 874: {"\xa1", "ก"}, 932: {"\x93\xfa", "日"},
		936: {"\xc8\xd5", "日"}, 949: {"\xb0\xa1", "가"}, 950: {"\xa4\xe9", "日"}, 1250: {"\xe8", "č"}, 1251: {"\xe0", "а"},
		1252: {"\xe9", "é"}, 1253: {"\xe1", "α"}, 1254: {"\xfd", "ı"}, 1255: {"\xe0", "א"}, 1256: {"\x81", "پ"}, 1257: {"\xe8", "č"},
		1258: {"\xd0", "Đ"}, 10000: {"\x8e", "é"}, 65001: {"پ", "پ"},
	} {
		enc := codepage.Of(page)
		if enc == nil {
			t.Errorf("%d is not known", page)
			continue
		}
		if got, err := enc.NewDecoder().String(c[0]); got != c[1] || err != nil {
			t.Errorf("%d: %q, want %q; %v", page, got, c[1], err)
		}
	}
	if codepage.Of(0) != nil || codepage.Of(1200) != nil {
		t.Error("a code page that is none was taken for one")
	}
}

func TestEachCharacterSetOfAFontHasACodePageThatIsKnown(t *testing.T) {
	known := 0
	for charset := range 256 {
		if page := codepage.OfCharset(charset); page != 0 {
			known++
			if codepage.Of(page) == nil {
				t.Errorf("%d: code page %d is not known", charset, page)
			}
		}
	}
	if known != 20 || codepage.OfCharset(178) != 1256 || codepage.OfCharset(2) != 0 || codepage.OfCharset(1) != 0 {
		t.Errorf("%d character sets are known", known)
	}
}
