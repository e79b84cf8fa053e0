package dossier

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxPath is the longest path in bytes that a manifest may name.
const MaxPath = 512

// ErrForm says that a part of a dossier is not written the one way it may be.
var ErrForm = errors.New("not in the one form a dossier's part may have")

// CheckPath refuses every path that could lead out of the dossier's folder,
// that sha256sum would spell otherwise, or that a reader could mistake for
// another: only relative slash paths of visible characters pass.
func CheckPath(path string) error {
	switch {
	case len(path) > MaxPath:
		return fmt.Errorf("the path %.60q is longer than %d bytes: %w", path, MaxPath, ErrForm)
	case !utf8.ValidString(path) || path == "." || !fs.ValidPath(path):
		return fmt.Errorf("%.60q is not a relative path below the dossier: %w", path, ErrForm)
	case strings.ContainsRune(path, '\\'):
		return fmt.Errorf("the path %.60q holds a backslash: %w", path, ErrForm)
	}
	for _, r := range path {
		if !unicode.IsPrint(r) {
			return fmt.Errorf("the path %.60q holds a character that can't be seen: %w", path, ErrForm)
		}
	}
	return nil
}

// sealed reports whether a path is one that the manifest must not name.
func sealed(path string) bool {
	return path == ManifestFile || path == SealDir || strings.HasPrefix(path, SealDir+"/")
}
