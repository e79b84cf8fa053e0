// Package dataurl knows addresses that hold a file instead of naming one
// (data:, RFC 2397). It must never judge what is in them.
package dataurl

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"net/url"
	"strings"

	"sanad/internal/format/content"
)

// Is reports whether an address holds a file.
func Is(address []byte) bool {
	address = bytes.TrimLeft(address[:min(len(address), 64)], " \t\r\n")
	return len(address) > 5 && bytes.EqualFold(address[:5], []byte("data:"))
}

// ErrNoContent: there is nothing behind the address's description.
var ErrNoContent = errors.New("the data: address has no comma before its content")

// Open gives the file that an address holds, as a member whose place is part.
func Open(address []byte, part string) (content.Member, io.Reader, error) {
	head, body, ok := bytes.Cut(bytes.TrimLeft(address, " \t\r\n")[len("data:"):], []byte(","))
	if !ok || len(head) > 1024 {
		return content.Member{}, nil, ErrNoContent
	}
	declared, isBase64 := strings.CutSuffix(strings.ToLower(strings.TrimSpace(string(head))), ";base64")
	media, _, err := mime.ParseMediaType(declared)
	if err != nil {
		media = ""
	}
	m := content.Member{Role: "embedded", Part: part, MediaType: media, Name: part + extension(media)}
	return m, decoded(body, isBase64), nil
}

// extension gives the usual end of a name for the few types that pages embed.
func extension(media string) string {
	switch media {
	case "image/png", "image/gif", "image/webp", "image/bmp":
		return "." + media[len("image/"):]
	case "image/jpeg", "image/jpg":
		return ".jpg"
	case "image/svg+xml":
		return ".svg"
	case "text/html":
		return ".html"
	}
	return ""
}

// decoded decodes the content of a data: address.
func decoded(body []byte, isBase64 bool) io.Reader {
	if !isBase64 {
		return &percent{rest: body}
	}
	if bytes.IndexByte(body, '%') >= 0 {
		if plain, err := url.PathUnescape(string(body)); err == nil {
			body = []byte(plain)
		}
	}
	return base64.NewDecoder(base64.RawStdEncoding, &sifted{rest: body})
}

// sifted leaves away what is no letter of base 64: white space, and the padding
// that is missing as often as not.
type sifted struct{ rest []byte }

// Read implements io.Reader.
func (s *sifted) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) && len(s.rest) > 0 {
		b := s.rest[0]
		s.rest = s.rest[1:]
		switch {
		case b == '-':
			b = '+'
		case b == '_':
			b = '/'
		case b == '=' || b <= ' ':
			continue
		}
		p[n] = b
		n++
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// percent decodes percent signs (RFC 3986 2.1); one that is no escape stands
// for itself.
type percent struct{ rest []byte }

// Read implements io.Reader.
func (r *percent) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) && len(r.rest) > 0 {
		b, used := r.rest[0], 1
		if b == '%' && len(r.rest) > 2 {
			if plain, err := url.PathUnescape(string(r.rest[:3])); err == nil {
				b, used = plain[0], 3
			}
		}
		p[n] = b
		n++
		r.rest = r.rest[used:]
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}
