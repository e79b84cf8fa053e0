package ocfl

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// ErrPath is wrapped when a logical path is refused by WriteObject.
var ErrPath = errors.New("not a safe logical path")

// maxPath is the longest logical path that is written; no file system opens a
// longer one.
const maxPath = 4096

// checkLogical refuses a path that OCFL forbids (E052, E053), and one that
// would lead outside the folder it is restored to on any system.
func checkLogical(p string) error {
	why := ""
	switch {
	case !utf8.ValidString(p):
		why = "it is not UTF-8"
	case len(p) > maxPath:
		why = fmt.Sprintf("it is longer than %d bytes", maxPath)
	case strings.ContainsRune(p, 0) || strings.Contains(p, `\`):
		why = "it holds a NUL or a backslash"
	case strings.HasPrefix(p, "~"):
		why = "it begins with ~, a home folder"
	case len(p) >= 2 && p[1] == ':' && (p[0]|0x20) >= 'a' && (p[0]|0x20) <= 'z':
		why = "it begins with a drive letter"
	default:
		_, why = pathFault(p)
	}
	if why == "" {
		return nil
	}
	return fmt.Errorf("logical path %q: %w: %s", p, ErrPath, why)
}

// slash says which rule of OCFL's paths is broken.
type slash int

const (
	sound  slash = iota
	ends         // begins or ends with a slash, or is empty (E053, E100)
	inside       // has an element ".", ".." or an empty one (E052, E099)
)

// pathFault gives the first rule a logical or content path breaks.
func pathFault(p string) (slash, string) {
	if p == "" || p[0] == '/' || p[len(p)-1] == '/' {
		return ends, "it is empty, or begins or ends with a slash"
	}
	for el := range strings.SplitSeq(p, "/") {
		if el == "" || el == "." || el == ".." {
			return inside, `it has an element ".", ".." or an empty one`
		}
	}
	return sound, ""
}

// bySum is the folder for content whose logical path is not fit for a file
// name. No logical path is stored under its own name in it.
const bySum = "by-sha256"

// portable reports that p can be a content path as it is: ASCII letters,
// digits and . _ - and inner spaces, no name that Windows reserves, short
// enough to be unpacked anywhere. Names in other scripts are not: archive
// programs and file systems still garble them, and the inventory keeps them.
func portable(p string) bool {
	if len(p) > 180 || strings.EqualFold(firstElement(p), bySum) {
		return false
	}
	for el := range strings.SplitSeq(p, "/") {
		if len(el) > 100 || strings.HasSuffix(el, ".") || strings.HasSuffix(el, " ") || el[0] == ' ' || reserved(el) {
			return false
		}
		for _, c := range []byte(el) {
			if !portableByte(c) {
				return false
			}
		}
	}
	return true
}

func portableByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '.' || c == '_' || c == '-' || c == ' '
}

func firstElement(p string) string {
	first, _, _ := strings.Cut(p, "/")
	return first
}

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

// isURI reports a scheme and something after it (RFC 3986 section 3), and no
// white space.
func isURI(s string) bool {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || rest == "" || scheme == "" || strings.ContainsAny(s, " \t\r\n") {
		return false
	}
	for i, c := range []byte(strings.ToLower(scheme)) {
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+.-", rune(c))) {
			return false
		}
	}
	return true
}

// conflicts gives the paths that are also the beginning of another. Sorting
// keeps this linear in the text: an inventory may hold paths made to be slow.
func conflicts(all map[string]bool) []string {
	sorted := slices.SortedFunc(maps.Keys(all), comparePaths)
	var found []string
	for i := 1; i < len(sorted); i++ {
		p, next := sorted[i-1], sorted[i]
		if len(next) > len(p) && next[len(p)] == '/' && next[:len(p)] == p {
			found = append(found, p)
		}
	}
	return found
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
