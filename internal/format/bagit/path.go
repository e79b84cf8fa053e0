package bagit

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrPath is wrapped when a payload path is refused by Write.
var ErrPath = errors.New("not a safe payload path")

// maxPath is the longest payload path that is written; no file system opens a
// longer one.
const maxPath = 4096

// checkPayloadPath refuses a path that could be written or unpacked outside
// the bag on any system, not only on this one: what is packed on Linux may be
// unpacked on Windows.
func checkPayloadPath(p string) error {
	why := ""
	switch {
	case !utf8.ValidString(p):
		why = "it is not UTF-8"
	case len(p) > maxPath:
		why = fmt.Sprintf("it is longer than %d bytes", maxPath)
	case escapes(p) != "":
		why = escapes(p)
	case strings.Contains(p, `\`):
		why = "it holds a backslash"
	case !plain(p):
		why = "it is empty, or has an empty or \".\" element"
	default:
		return nil
	}
	return fmt.Errorf("payload path %q: %w: %s", p, ErrPath, why)
}

// checkTagPath refuses a path of a tag file that is unsafe, a payload file's, or that
// of a file which every bag has.
func checkTagPath(p string) error {
	if err := checkPayloadPath(p); err != nil {
		return err
	}
	first, _, _ := strings.Cut(p, "/")
	if strings.EqualFold(first, "data") || p == "bagit.txt" || p == "bag-info.txt" || p == "fetch.txt" || strings.HasPrefix(p, "manifest-") || strings.HasPrefix(p, "tagmanifest-") {
		return fmt.Errorf("tag file %q: %w: it is the bag's own", p, ErrPath)
	}
	return nil
}

// escapes tells how p could lead outside the folder it is relative to, on some
// system; empty if it cannot (RFC 8493 section 5.1).
func escapes(p string) string {
	switch {
	case strings.ContainsRune(p, 0):
		return "it holds a NUL"
	case strings.HasPrefix(p, "/"):
		return "it is absolute"
	case strings.HasPrefix(p, `\`):
		return `it is absolute, or a network path, on Windows`
	case strings.HasPrefix(p, "~"):
		return "it begins with ~, a home folder"
	case hasDrive(p):
		return "it begins with a drive letter"
	}
	for el := range strings.FieldsFuncSeq(p, func(r rune) bool { return r == '/' || r == '\\' }) {
		if el == ".." {
			return `it has an element ".."`
		}
	}
	return ""
}

func hasDrive(p string) bool {
	return len(p) >= 2 && p[1] == ':' && (p[0]|0x20) >= 'a' && (p[0]|0x20) <= 'z'
}

// plain reports that p is relative and in its shortest form.
func plain(p string) bool { return p != "" && p != "." && p == path.Clean(p) }

// unportable tells why some system would refuse p or change it; empty if none
// is known to (RFC 8493 section 6.1.2).
func unportable(p string) string {
	if strings.Contains(p, "%") {
		return "manifests write % as %25, which widely used readers of bags do not undo"
	}
	for el := range strings.SplitSeq(p, "/") {
		if strings.ContainsAny(el, `<>:"|?*`) {
			return "Windows allows none of < > : \" | ? * in a name"
		}
		if strings.IndexFunc(el, breaks) >= 0 {
			return "it holds a control character or line break"
		}
		if strings.HasSuffix(el, ".") || strings.HasSuffix(el, " ") {
			return "Windows drops a dot or space that ends a name"
		}
		if reserved(el) {
			return "Windows reserves the name " + el
		}
		if len(el) > 255 {
			return "a name is longer than 255 bytes"
		}
	}
	return ""
}

func breaks(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }

// reserved reports a device name of Windows, with or without an extension.
func reserved(el string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(el), ".")
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	if len(stem) != 4 || stem[3] < '1' || stem[3] > '9' {
		return false
	}
	return stem[:3] == "COM" || stem[:3] == "LPT"
}

// encodePath writes a path as manifests and fetch.txt want it: %, LF and CR
// percent-encoded, and only those (RFC 8493 section 2.1.3).
func encodePath(p string) string {
	if !strings.ContainsAny(p, "%\n\r") {
		return p
	}
	return strings.NewReplacer("%", "%25", "\n", "%0A", "\r", "%0D").Replace(p)
}

// decodePath undoes encodePath. loose reports a % that encodePath would not
// have written; it is left as it stands.
func decodePath(p string) (decoded string, loose bool) {
	if !strings.Contains(p, "%") {
		return p, false
	}
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		c, known := byte('%'), false
		if p[i] == '%' && i+3 <= len(p) {
			c, known = escaped(p[i+1 : i+3])
		}
		switch {
		case known:
			b.WriteByte(c)
			i += 2
		default:
			loose = loose || p[i] == '%'
			b.WriteByte(p[i])
		}
	}
	return b.String(), loose
}

func escaped(digits string) (byte, bool) {
	switch strings.ToUpper(digits) {
	case "25":
		return '%', true
	case "0A":
		return '\n', true
	case "0D":
		return '\r', true
	}
	return 0, false
}

// comparePaths orders a slash before every other byte, so that what is below a
// path follows it at once.
func comparePaths(a, b string) int {
	for i := range min(len(a), len(b)) {
		switch {
		case a[i] == b[i]:
		case a[i] == '/':
			return -1
		case b[i] == '/':
			return 1
		default:
			return cmp.Compare(a[i], b[i])
		}
	}
	return cmp.Compare(len(a), len(b))
}

// below reports that p is q, or in the folder q.
func below(p, q string) bool {
	return len(p) >= len(q) && p[:len(q)] == q && (len(p) == len(q) || p[len(q)] == '/')
}
