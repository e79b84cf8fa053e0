package kind

import (
	"bytes"
	"path"
	"strings"

	"sanad/internal/ground/charset"
)

// The media types of formats that the library does not tell apart.
const (
	WARC     = "application/warc"
	WARCGzip = "application/warc+gzip"
	WACZ     = "application/wacz"
	Mail     = "message/rfc822"
	Mbox     = "application/mbox"
	EMLX     = "message/x-emlx"
	MHTML    = "multipart/related"
)

// special gives the media type of what the library calls something wider, ""
// if it is that.
func special(media string, head []byte, name string) string {
	lower := strings.ToLower(name)
	switch {
	case bytes.HasPrefix(head, []byte("WARC/")):
		return WARC
	case bytes.HasPrefix(head, []byte("\x04\x22\x4d\x18")), bytes.HasPrefix(head, []byte("\x02\x21\x4c\x18")):
		return "application/x-lz4"
	case media == "application/gzip" && strings.HasSuffix(lower, ".warc.gz"):
		return WARCGzip
	case media == "application/zip" && (strings.HasSuffix(lower, ".wacz") || bytes.Contains(head, []byte("datapackage.json"))):
		return WACZ
	case media == "application/x-ole-storage":
		return compound(head, lower)
	case media == "image/svg+xml" && pageAround(head):
		return "application/xhtml+xml"
	case !looksPlain(media) && media != "text/html" && media != Mail && media != Mbox:
		return ""
	case isMbox(head):
		return Mbox
	case isEMLX(head, lower):
		return EMLX
	case mimeHeaders(head) >= 2:
		if strings.Contains(strings.ToLower(string(head[:min(len(head), 2048)])), "content-type: multipart/related") && path.Ext(lower) != ".eml" {
			return MHTML
		}
		return Mail
	}
	return ""
}

// compound tells the program that wrote a compound file (MS-CFB) by the names
// in its directory, which are UTF-16, or by the file's name where the directory
// stands later in the file; "" where neither tells.
func compound(head []byte, name string) string {
	for _, known := range []struct{ stream, media string }{
		{"__properties_version1.0", "application/vnd.ms-outlook"},
		{"EncryptedPackage", ""}, // a document of today, whose name says what it is inside
		{"WordDocument", "application/msword"},
		{"PowerPoint Document", "application/vnd.ms-powerpoint"},
		{"Workbook", "application/vnd.ms-excel"},
	} {
		if bytes.Contains(head, wide(known.stream)) {
			return known.media
		}
	}
	switch path.Ext(name) {
	case ".doc", ".dot":
		return "application/msword"
	case ".xls", ".xlt":
		return "application/vnd.ms-excel"
	case ".ppt", ".pps", ".pot":
		return "application/vnd.ms-powerpoint"
	case ".msg":
		return "application/vnd.ms-outlook"
	}
	return ""
}

// pageAround reports whether the drawing in head stands in a web page.
func pageAround(head []byte) bool {
	lower := bytes.ToLower(head)
	page := bytes.Index(lower, []byte("<html"))
	return page >= 0 && page < bytes.Index(lower, []byte("<svg"))
}

// wide writes ASCII as UTF-16.
func wide(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}

// isMbox tells a mailbox by its first line and a header after it (RFC 4155).
func isMbox(head []byte) bool {
	if !bytes.HasPrefix(head, []byte("From ")) {
		return false
	}
	_, rest, found := bytes.Cut(head, []byte("\n"))
	return found && mimeHeaders(rest) >= 1
}

// isEMLX tells Apple Mail's file of one message: a line with its length, then
// the message.
func isEMLX(head []byte, name string) bool {
	line, rest, found := bytes.Cut(head, []byte("\n"))
	if !found || path.Ext(name) != ".emlx" {
		return false
	}
	line = bytes.TrimSpace(line)
	return len(line) > 0 && len(bytes.Trim(line, "0123456789")) == 0 && mimeHeaders(rest) >= 1
}

// mimeHeaders counts the header fields that only messages have (RFC 5322)
// among the lines at the beginning of head; a line that is no field ends it.
func mimeHeaders(head []byte) (known int) {
	seen := map[string]bool{}
	for len(head) > 0 {
		var line []byte
		line, head, _ = bytes.Cut(head, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		field, _, found := bytes.Cut(line, []byte(":"))
		if !found || len(field) == 0 || bytes.ContainsAny(field, " \t") {
			break
		}
		switch name := strings.ToLower(string(field)); name {
		case "from", "to", "cc", "date", "subject", "received", "return-path", "message-id", "mime-version",
			"content-type", "content-transfer-encoding", "delivered-to", "reply-to", "dkim-signature", "x-mailer":
			if !seen[name] {
				seen[name] = true
				known++
			}
		}
	}
	return known
}

// unmarked names text in two or four bytes a letter that no mark tells: the library
// takes its zero bytes for binary data.
func unmarked(head []byte, name string) string {
	found, _ := charset.Guess(head)
	if !strings.HasPrefix(found, "utf-16") && !strings.HasPrefix(found, "utf-32") {
		return Unknown
	}
	if hinted := hint(name); hinted != "" {
		return join(hinted, found)
	}
	return join("text/plain", found)
}
