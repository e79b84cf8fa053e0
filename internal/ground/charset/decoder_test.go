package charset_test

import (
	"errors"
	"testing"

	"sanad/internal/ground/charset"
)

func TestAStatedEncodingIsFollowed(t *testing.T) {
	for _, c := range []struct{ label, name, in, want string }{
		{"UTF-8", "utf-8", "\xef\xbb\xbfنامه", "نامه"},
		{"utf8", "utf-8", "a\xff", "a\ufffd"},
		{"windows-1256", "windows-1256", "\x81\x8d\x8e\x90\x98\x9f\xaa\xc0\xff\x9d", "پچژگکںھہے\u200c"},
		{" \"CP1256\" ", "windows-1256", "\xda\xed\xec", "عيى"},
		{"arabic", "iso-8859-6", "\xe4\xc7", "لا"},
		{"asmo-708", "iso-8859-6", "\xe4\xc7", "لا"},
		{"cp720", "cp720", "\x9f\xe9", "ال"},
		{"ISO-8859-1", "windows-1252", "caf\xe9 \x80", "café €"},
		{"us-ascii", "windows-1252", "plain", "plain"},
		{"koi8-r", "koi8-r", "\xd0\xc9\xd3\xd8\xcd\xcf", "письмо"},
		{"cp1251", "windows-1251", "\xef\xe8", "пи"},
		{"cp866", "ibm866", "\xaf\xa8", "пи"},
		{"IBM850", "ibm850", "\x82", "é"},
		{"mac", "macintosh", "\x8e", "é"},
		{"UTF-16", "utf-16le", "\xfe\xff\x06\x46", "ن"},
		{"UTF-16", "utf-16le", "\x46\x06", "ن"},
		{"utf-16be", "utf-16be", "\x06\x46", "ن"},
		{"utf-32", "utf-32le", "\x46\x06\x00\x00", "ن"},
		{"utf-32be", "utf-32be", "\x00\x00\x06\x46", "ن"},
		{"shift_jis", "shift_jis", "\x82\xa0", "あ"},
		{"gb2312", "gbk", "\xc4\xe3", "你"},
	} {
		decoder, err := charset.Decoder(c.label)
		if err != nil {
			t.Errorf("%s: %v", c.label, err)
			continue
		}
		if got, err := decoder.Bytes([]byte(c.in)); err != nil || string(got) != c.want {
			t.Errorf("%s: %q, want %q: %v", c.label, got, c.want, err)
		}
		if name, err := charset.Name(c.label); err != nil || name != c.name {
			t.Errorf("%s is called %q, want %q: %v", c.label, name, c.name, err)
		}
	}
	for _, label := range []string{"", "utf-7", "x-nowhere", "iso-2022-kr", "hz-gb-2312", "x-user-defined", "\x00"} {
		if _, err := charset.Decoder(label); !errors.Is(err, charset.ErrUnknown) {
			t.Errorf("%q: %v, want %v", label, err, charset.ErrUnknown)
		}
	}
}
