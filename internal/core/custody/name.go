package custody

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Name is a file's path as it was found. File systems allow names of any
// bytes; a name that is not UTF-8 is kept in Raw exactly, and Text shows each
// byte that is not text as \xHH.
type Name struct {
	Text string `json:"text"`
	Raw  []byte `json:"raw,omitempty"`
}

// NameOf makes the name of a path given as the file system gives it.
func NameOf(path string) Name {
	if utf8.ValidString(path) && !strings.ContainsRune(path, 0) {
		return Name{Text: path}
	}
	var text strings.Builder
	for rest := path; rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		if r == utf8.RuneError && n == 1 || r == 0 {
			fmt.Fprintf(&text, `\x%02x`, rest[0])
			n = 1
		} else {
			text.WriteString(rest[:n])
		}
		rest = rest[n:]
	}
	return Name{Text: text.String(), Raw: []byte(path)}
}

// Bytes gives the path as the file system had it.
func (n Name) Bytes() string {
	if n.Raw != nil {
		return string(n.Raw)
	}
	return n.Text
}

func (n Name) check() error {
	if n.Text == "" || !utf8.ValidString(n.Text) {
		return fmt.Errorf("a file without a name, or with one that is not text: %q", n.Text)
	}
	return nil
}
