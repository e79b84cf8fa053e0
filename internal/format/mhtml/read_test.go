package mhtml_test

import (
	"strings"
	"testing"

	"sanad/internal/format/mhtml"
	"sanad/internal/format/readtest"
)

const file = `From: <Saved by Blink>
Snapshot-Content-Location: https://news.example.org/fa
Subject: =?utf-8?Q?=D8=AE=D8=A8=D8=B1?=
Date: Fri, 12 Mar 2021 10:35:01 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----b----"

------b----
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.example.org/fa

<html><head><meta charset=3D"utf-8"><title>t</title></head><body><p>=D8=AE=
=D8=A8=D8=B1</p></body></html>
------b----
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://news.example.org/a.png

iVBORw0KGgo=
------b----
Content-Type: text/html
Content-Location: cid:frame

<p>a frame
------b------
`

// The page is read, and what it is made of are files named by their addresses.
func TestRead(t *testing.T) {
	for _, ends := range []string{"\n", "\r\n"} {
		whole := strings.ReplaceAll(file, "\n", ends)
		g := readtest.Of(mhtml.Read, whole)
		g.Check(t, whole)
		if g.Err != nil || len(g.Problems) != 0 || g.Text() != "خبر" || !mhtml.Looks([]byte(whole)) {
			t.Errorf("%v %v %q", g.Err, g.Problems, g.Text())
		}
		if g.Value("saved_from") != "https://news.example.org/fa" || g.Value("saved_on") != "2021-03-12T10:35:01" || g.Value("title") != "t" || g.Value("subject") != "خبر" {
			t.Errorf("%v", g.Fields)
		}
		if len(g.Members) != 2 || g.Members[0].Name != "https://news.example.org/a.png" || g.Members[0].Data != "\x89PNG\r\n\x1a\n" || g.Members[1].MediaType != "text/html" {
			t.Errorf("%+v", g.Members)
		}
	}
}

// A letter is no saved page, and a file without a page is not read as one.
func TestOthers(t *testing.T) {
	letter := "From: a@example.org\nTo: b@example.org\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--\n"
	if mhtml.Looks([]byte(letter)) || mhtml.Looks([]byte("words")) {
		t.Error("a letter was taken for a saved page")
	}
	if g := readtest.Of(mhtml.Read, letter); g.Err == nil || len(g.Members) != 1 {
		t.Errorf("a file without a page: %v, %v", g.Err, g.Members)
	}
}

func TestDamage(t *testing.T) { readtest.Damage(t, mhtml.Read, file) }

func FuzzRead(f *testing.F) { readtest.Fuzz(f, mhtml.Read, file) }

func BenchmarkRead(b *testing.B) {
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if g := readtest.Of(mhtml.Read, file); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}
