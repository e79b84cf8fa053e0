package kind

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func TestMailWebArchivesAndCaptionsAreToldApart(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	for _, c := range []struct{ head, name, want string }{
		{"WARC/1.1\r\nWARC-Type: warcinfo\r\n", "x", WARC},
		{"\x1f\x8b\x08\x00\x00\x00\x00\x00", "site.WARC.GZ", WARCGzip},
		{"\x1f\x8b\x08\x00\x00\x00\x00\x00", "site.gz", "application/gzip"},
		{"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nhello", "1", Mail},
		{"Return-Path: <a@example.org>\nReceived: from x\n by y\nDate: Mon\n\nhello", "", Mail},
		{"From a@example.org Thu Jan  1 00:00:00 1982\nFrom: a@example.org\n\nhello", "inbox", Mbox},
		{"From here to there it is far.\nSo they walked.\n", "walk.txt", "text/plain; charset=utf-8"},
		{"Date: today\nthis is no message\n", "", "text/plain; charset=utf-8"},
		{"1234\nFrom: a@example.org\nTo: b@example.org\n\nx", "1.emlx", EMLX},
		{"From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n", "page.mht", MHTML},
		{"WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n", "a.vtt", "text/vtt"},
		{"1\n00:00:01,000 --> 00:00:02,000\nhi\n", "a.srt", "application/x-subrip"},
		{`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><svg xmlns="http://www.w3.org/2000/svg"/></body></html>`, "", "application/xhtml+xml"},
		{`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><foreignObject><html/></foreignObject></svg>`, "", "image/svg+xml"},
		{wideText("سلام به ورند و مردم آن"), "a.txt", "text/plain; charset=utf-16le"},
		{"\x00\x01\x02\x03\x00\x00\x10\x00\x7f", "a.bin", Unknown},
		{"plain words", "notes.txt", "text/plain; charset=utf-8"},
		{"\x04\x22\x4d\x18\x64\x40\xa7", "", "application/x-lz4"},
		{ole, "سند", "application/x-ole-storage"},
		{ole, "سند.DOC", "application/msword"},
		{ole, "table.xls", "application/vnd.ms-excel"},
		{ole, "talk.pps", "application/vnd.ms-powerpoint"},
		{ole, "letter.msg", "application/vnd.ms-outlook"},
		{ole + string(wide("WordDocument")), "table.xls", "application/msword"},
		{ole + string(wide("EncryptedPackage")), "table.xls", "application/x-ole-storage"},
		{"{\\rtf1\\ansi " + strings.Repeat("متن ", 40) + "\x01}", "", "text/rtf"},
		{strings.Repeat("a letter with one stray ", 9) + "\x1a", "notes.txt", "text/plain; charset=utf-8"},
		{strings.Repeat("bytes\x01\x02", 9), "notes.txt", Unknown},
		{strings.Repeat("a letter with one zero ", 9) + "\x00", "notes.txt", Unknown},
	} {
		if got := Detect([]byte(c.head), c.name); got != c.want {
			t.Errorf("Detect(%.30q, %q) = %q, want %q", c.head, c.name, got, c.want)
		}
	}
}

// wideText is text in UTF-16, little end first, without a mark.
func wideText(text string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}
