package dossier

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Line is one line of the manifest: a file and the SHA-256 of its bytes.
type Line struct {
	Sum  [sha256.Size]byte
	Path string
}

// String writes the line as sha256sum does, without its end.
func (l Line) String() string { return hex.EncodeToString(l.Sum[:]) + "  " + l.Path }

const sumDigits = 2 * sha256.Size

// maxLine is the longest line in bytes, its end included.
const maxLine = sumDigits + 2 + MaxPath + 1

// WriteManifest writes one line for every file, sorted by path, as
// `sha256sum -c` reads it. Paths that are unsafe, given twice, or made after
// the manifest are refused.
func WriteManifest(w io.Writer, lines []Line) error {
	sorted := slices.Clone(lines)
	slices.SortFunc(sorted, func(a, b Line) int { return strings.Compare(a.Path, b.Path) })
	out := bufio.NewWriter(w)
	previous := ""
	for _, l := range sorted {
		if err := follows(previous, l.Path); err != nil {
			return err
		}
		previous = l.Path
		if _, err := out.WriteString(l.String() + "\n"); err != nil {
			return fmt.Errorf("writing the manifest: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the manifest: %w", err)
	}
	return nil
}

// ReadManifest calls yield for every line, in memory that does not grow with
// their number. It refuses everything WriteManifest would not have written,
// and returns the first error of yield as it is.
func ReadManifest(r io.Reader, yield func(Line) error) error {
	in := bufio.NewReaderSize(r, max(maxLine, 16<<10))
	previous := ""
	for number := 1; ; number++ {
		text, err := readLine(in)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("line %d of the manifest: %w", number, err)
		}
		l, err := parseLine(text)
		if err == nil {
			err = follows(previous, l.Path)
		}
		if err != nil {
			return fmt.Errorf("line %d of the manifest: %w", number, err)
		}
		previous = l.Path
		if err := yield(l); err != nil {
			return err
		}
	}
}

// readLine gives the next line without its end; io.EOF only between lines.
func readLine(in *bufio.Reader) (string, error) {
	text, err := in.ReadSlice('\n')
	switch {
	case err == io.EOF && len(text) == 0:
		return "", io.EOF
	case err == io.EOF:
		return "", fmt.Errorf("the last line has no end: %w", ErrForm)
	case errors.Is(err, bufio.ErrBufferFull) || len(text) > maxLine:
		return "", fmt.Errorf("a line longer than %d bytes: %w", maxLine, ErrForm)
	case err != nil:
		return "", err
	}
	return string(text[:len(text)-1]), nil
}

func parseLine(text string) (Line, error) {
	var l Line
	if len(text) < sumDigits+3 || text[sumDigits:sumDigits+2] != "  " {
		return l, fmt.Errorf("%.80q is not a SHA-256, two spaces and a path: %w", text, ErrForm)
	}
	digits := text[:sumDigits]
	if strings.ToLower(digits) != digits {
		return l, fmt.Errorf("the SHA-256 %q has capitals: %w", digits, ErrForm)
	}
	if _, err := hex.Decode(l.Sum[:], []byte(digits)); err != nil {
		return l, fmt.Errorf("%q is not a SHA-256: %w", digits, ErrForm)
	}
	l.Path = text[sumDigits+2:]
	return l, nil
}

// follows checks that path may be named and stands after previous; sorting
// leaves no second order of the same lines and shows what is given twice.
func follows(previous, path string) error {
	if err := CheckPath(path); err != nil {
		return err
	}
	if sealed(path) {
		return fmt.Errorf("the manifest names %s, which is made after it: %w", path, ErrForm)
	}
	if path == previous {
		return fmt.Errorf("the manifest names %s twice: %w", path, ErrForm)
	}
	if path < previous {
		return fmt.Errorf("the manifest names %s after %s, out of order: %w", path, previous, ErrForm)
	}
	return nil
}
