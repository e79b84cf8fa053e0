package warc_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/format/warc"
)

func FuzzRead(f *testing.F) {
	f.Add([]byte(strings.Join(archive(), "")))
	f.Add([]byte(packedEach(archive())))
	f.Add([]byte(packed(strings.Join(archive(), ""))))
	f.Add([]byte(response("http://a.example/", "", "Content-Encoding: br\r\nTransfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n")))
	f.Add([]byte(response("http://a.example/", "", "Content-Encoding: zstd, deflate\r\n", "\x28\xb5\x2f\xfd\x00")))
	f.Add([]byte(strings.Repeat("\x1f\x8b\x08\x00", 100)))
	limits := content.DefaultLimits()
	limits.MemberBytes, limits.MembersBytes, limits.TextBytes = 1<<20, 1<<22, 1<<20
	f.Fuzz(func(t *testing.T, data []byte) {
		found, err := read(t, data, limits)
		if err == nil && len(found.pages) == 0 && len(found.problems) == 0 {
			t.Error("neither an error nor a page nor a problem")
		}
		// Every record takes a first line at least, packed ones a part of
		// what is unpacked.
		n := 0
		r := warc.NewReader(bytes.NewReader(data), int64(len(data)), func(warc.Fault) {})
		r.MaxBlock, r.MaxAll = limits.MemberBytes, limits.MembersBytes
		for {
			rec, err := r.Next()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					t.Error(err)
				}
				break
			}
			if n++; rec.Number != n || int64(n) > int64(len(data))+limits.MembersBytes {
				t.Fatalf("record %d is numbered %d", n, rec.Number)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	page := response("http://a.example/", "WARC-Payload-Digest: sha1:"+sha(persian)+"\r\n", "Content-Type: text/html\r\n", persian)
	big := response("http://a.example/big", "", "Content-Type: video/mp4\r\n", strings.Repeat("0123456789abcdef", 1<<16))
	for name, file := range map[string]string{
		"SmallRecords":       strings.Repeat(page, 5000),
		"SmallPackedRecords": strings.Repeat(packed(page), 5000),
		"LargeRecords":       strings.Repeat(big, 20),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			limits := content.DefaultLimits()
			for b.Loop() {
				err := warc.Read(content.Source{ReaderAt: strings.NewReader(file), Size: int64(len(file))}, content.Options{Limits: limits}, &discard{})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// discard reads members and keeps nothing.
type discard struct{ found }

func (discard) Page(content.Page) error       { return nil }
func (discard) Field(content.Field) error     { return nil }
func (discard) Problem(content.Problem) error { return nil }
func (discard) Member(_ content.Member, r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}
