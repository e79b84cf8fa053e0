package warc_test

import (
	"bytes"
	"compress/flate"
	"crypto/sha1"
	"encoding/base32"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"sanad/internal/format/content"
)

const persian = "<p>گزارشِ خانهٔ مهر\u200cآباد، ۱۳۶۷</p> <p>تقرير</p> <p>report</p>"

func coded(t testing.TB, name, s string) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch name {
	case "gzip":
		return packed(s)
	case "deflate":
		w, err = flate.NewWriter(&b, 6)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	}
	if err == nil {
		_, err = w.Write([]byte(s))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sha(s string) string {
	sum := sha1.Sum([]byte(s))
	return base32.StdEncoding.EncodeToString(sum[:])
}

func TestABodyIsReadAsItsServerMeantIt(t *testing.T) {
	const page = "Content-Type: text/html; charset=utf-8\r\n"
	chunks := "5\r\n" + persian[:5] + "\r\n" + hexLen(persian[5:]) + ";x=1\r\n" + persian[5:] + "\r\n0\r\n\r\n"
	long := strings.Repeat(persian, 100)
	for _, c := range []struct{ name, head, body, want, told string }{
		{"plain", page, persian, persian, ""},
		{"in chunks", page + "Transfer-Encoding: chunked\r\n", chunks, persian, ""},
		{"gzip", page + "Content-Encoding: gzip\r\n", coded(t, "gzip", long), long, ""},
		{"deflate", page + "Content-Encoding: deflate\r\n", coded(t, "deflate", long), long, ""},
		{"brotli", page + "Content-Encoding: br\r\n", coded(t, "br", long), long, ""},
		{"zstd", page + "Content-Encoding: zstd\r\n", coded(t, "zstd", long), long, ""},
		{"two codings", page + "Content-Encoding: br, gzip\r\n", coded(t, "gzip", coded(t, "br", long)), long, ""},
		{"not in the chunks it declares", page + "Transfer-Encoding: chunked\r\n", persian, persian, "not in the chunks"},
		{"chunks that stop", page + "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\nrest", "abcrest", "from some place on"},
		{"a chunk cut off", page + "Transfer-Encoding: chunked\r\n", "9\r\nabc", "abc", "the last chunk is cut off"},
		{"no last chunk", page + "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n", "abc", "without the last chunk"},
		{"not in the coding it declares", page + "Content-Encoding: gzip\r\n", persian, persian, `not in the content coding "gzip"`},
		{"an unknown coding", page + "Content-Encoding: rot13\r\n", persian, persian, `coding "rot13" is not known`},
		{"a coding that breaks off", page + "Content-Encoding: gzip\r\n", coded(t, "gzip", "whole")[:17], "whole", "breaks off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, pack := range []func(string) string{func(s string) string { return s }, packed} {
				f, err := read(t, []byte(pack(response("https://news.example/", "", c.head, c.body))), content.DefaultLimits())
				if err != nil || len(f.bodies) != 1 || f.bodies[0] != c.want {
					t.Fatalf("read %q, want %q: %v %v", f.bodies, c.want, f.problems, err)
				}
				if c.told == "" && len(f.problems) > 0 || !strings.Contains(f.told(), c.told) {
					t.Errorf("told %v, want %q", f.problems, c.told)
				}
				want := content.Member{Name: "https://news.example/", Role: "record", Part: "record 1 at byte 0", MediaType: "text/html; charset=utf-8"}
				if f.members[0] != want {
					t.Errorf("the member is %+v, want %+v", f.members[0], want)
				}
			}
		})
	}
}

func hexLen(s string) string {
	return strings.TrimLeft(hex.EncodeToString([]byte{byte(len(s) >> 8), byte(len(s))}), "0")
}

func TestDigestsAreChecked(t *testing.T) {
	const body = "a page"
	sum := sha1.Sum([]byte(body))
	block := "HTTP/1.1 200 OK\r\n\r\n" + body
	for _, c := range []struct{ name, fields, says string }{
		{"none", "", "block digest none; payload digest none"},
		{"both right", "WARC-Block-Digest: sha1:" + sha(block) + "\r\nWARC-Payload-Digest: sha1:" + sha(body) + "\r\n", "block digest right; payload digest right"},
		{"in hexadecimal digits", "WARC-Payload-Digest: SHA-1:" + hex.EncodeToString(sum[:]) + "\r\n", "payload digest right"},
		{"a wrong block", "WARC-Block-Digest: sha1:" + sha("other") + "\r\n", "block digest wrong"},
		{"a wrong payload", "WARC-Payload-Digest: sha1:" + sha(block) + "\r\n", "payload digest wrong"},
		{"an unknown algorithm", "WARC-Block-Digest: crc:00\r\n", "block digest not checked"},
		{"no digest's length", "WARC-Block-Digest: sha256:abcd\r\n", "block digest not checked"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := read(t, []byte(response("http://a.example/", c.fields, "", body)), content.DefaultLimits())
			if err != nil || !strings.Contains(f.text(), c.says) {
				t.Fatalf("the overview says %q, want %q: %v", f.text(), c.says, err)
			}
			if wrong := strings.Contains(c.says, "wrong"); wrong != strings.Contains(f.told(), "digest is wrong") {
				t.Errorf("told: %v", f.problems)
			}
		})
	}
}

func TestADigestOfTheBodyWithoutChunksIsRight(t *testing.T) {
	data := response("http://a.example/", "WARC-Payload-Digest: sha1:"+sha("abc")+"\r\n", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n")
	f, err := read(t, []byte(data), content.DefaultLimits())
	if err != nil || !strings.Contains(f.text(), "payload digest right") || len(f.problems) > 0 {
		t.Errorf("%q %v %v", f.text(), f.problems, err)
	}
}

// archive is a file with one record of every kind.
func archive() []string {
	return []string{
		record("warcinfo", "Content-Type: application/warc-fields\r\n", "software: Webfang 2\r\noperator: گروه بایگانی\r\nrobots: ignore\r\n"),
		record("request", "Content-Type: application/http; msgtype=request\r\nWARC-Target-URI: http://a.example/\r\n", "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"),
		response("http://a.example/", "WARC-Payload-Digest: sha1:"+sha(persian)+"\r\nWARC-IP-Address: 192.0.2.7\r\n", "Content-Type: text/html\r\nLast-Modified: Wed, 01 May 2024 09:00:00 GMT\r\n", persian),
		record("metadata", "Content-Type: application/warc-fields\r\nWARC-Target-URI: http://a.example/\r\n", "via: http://b.example/\r\n"),
		record("resource", "Content-Type: image/png\r\nWARC-Target-URI: <urn:shot>\r\n", "\x89PNG"),
		record("revisit", asHTTP+"WARC-Target-URI: http://a.example/\r\nWARC-Payload-Digest: sha1:"+sha(persian)+"\r\n", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"),
		record("revisit", "WARC-Target-URI: http://gone.example/\r\nWARC-Refers-To: <urn:uuid:9>\r\n", ""),
		record("conversion", "Content-Type: text/plain\r\nWARC-Target-URI: http://a.example/\r\n", "تقرير"),
		record("response", "Content-Type: text/dns\r\nWARC-Target-URI: dns:a.example\r\n", "a.example. 300 IN A 192.0.2.7\n"),
		response("http://a.example/big", "WARC-Truncated: length\r\nWARC-Segment-Number: 1\r\n", "", "part"),
		record("continuation", "WARC-Target-URI: http://a.example/big\r\nWARC-Segment-Number: 2\r\n", "more"),
	}
}

func TestEveryKindOfRecordIsListedAndHandedOver(t *testing.T) {
	for name, file := range map[string]string{
		"plain":             strings.Join(archive(), ""),
		"packed one by one": packedEach(archive()),
	} {
		t.Run(name, func(t *testing.T) {
			f, err := read(t, []byte(file), content.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if want := []string{persian, "\x89PNG", "تقرير", "a.example. 300 IN A 192.0.2.7\n", "part"}; !slices.Equal(f.bodies, want) {
				t.Errorf("the members are %q, want %q", f.bodies, want)
			}
			if m := f.members[0]; m.Modified.Format("2006-01-02T15:04Z07:00") != "2024-05-01T09:00Z" {
				t.Errorf("the page was modified %v", m.Modified)
			}
			for name, want := range map[string]string{
				"creator": "Webfang 2", "warcinfo_operator": "گروه بایگانی", "url": "http://a.example/", "records": "11",
				"responses": "3", "metadata_via": "http://b.example/ (of http://a.example/)", "digests_wrong": "0",
			} {
				if got := f.field(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			for _, line := range []string{"record 6 at byte", "the same as record 3", "does not stand before it", "cut off by its maker: length", "from 192.0.2.7", "resource urn:shot"} {
				if !strings.Contains(f.text(), line) {
					t.Errorf("the overview lacks %q: %s", line, f.text())
				}
			}
			if len(f.problems) != 3 || !strings.Contains(f.told(), "its maker cut it off: length") || !strings.Contains(f.told(), "part 2 of a record in parts") {
				t.Errorf("told: %v", f.problems)
			}
		})
	}
}

func packedEach(records []string) string {
	var b strings.Builder
	for _, r := range records {
		b.WriteString(packed(r))
	}
	return b.String()
}
