package claimedhash

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Claim is what a file says of another: the hash of what lies at Path is Hex.
type Claim struct {
	Path      string // as it is written, with /; "" if the file says none
	Algorithm string
	Hex       string // in lower case
	Maker     string // the program, where the form tells: "preserve", "datashare", "bayanat"
	Line      int    // of the file, from 1; of JSON the number of the claim
}

// Wrong is a line that claims nothing that can be read.
type Wrong struct {
	Line   int
	Reason string
}

// MaxBytes bounds a file of claims.
const MaxBytes = 64 << 20

// maxClaims bounds how many claims one file makes.
const maxClaims = 1_000_000

// Parse reads a file of claims: JSON, a table with a row of headings, or lines as
// md5sum and its like write them, also with --tag (BSD), and bare hashes. Lines
// that can't be read are named, and an error says that the file holds no claim
// at all.
func Parse(data []byte) (claims []Claim, wrong []Wrong, err error) {
	if len(data) > MaxBytes {
		return nil, nil, fmt.Errorf("the file has %d bytes, more than the %d a list of hashes may have", len(data), MaxBytes)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		return nil, nil, errors.New("the file is not UTF-8")
	}
	switch head := bytes.TrimLeft(data, " \t\r\n"); {
	case len(head) > 0 && (head[0] == '{' || head[0] == '['):
		claims, err = fromJSON(data)
	default:
		var isTable bool
		if claims, wrong, isTable, err = fromTable(data); err == nil && !isTable {
			claims, wrong = fromLines(data)
		}
	}
	if err == nil && len(claims) > maxClaims {
		err = fmt.Errorf("the file claims more than %d hashes", maxClaims)
	}
	if err == nil && len(claims) == 0 {
		err = errors.New("the file claims no hash: it is none of md5sum and its like, no table with a column of hashes, and no JSON with them")
	}
	return claims, wrong, err
}

func fromLines(data []byte) (claims []Claim, wrong []Wrong) {
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, ";") {
			continue
		}
		c, err := fromLine(line)
		if err != nil {
			wrong = append(wrong, Wrong{n, err.Error()})
			continue
		}
		c.Line = n
		claims = append(claims, c)
	}
	return claims, wrong
}

// fromLine reads a line of md5sum or its like: "HASH  path", "HASH *path" (read
// as binary), "ALGORITHM (path) = HASH", a bare "HASH". A line that begins with a
// backslash has line ends and backslashes in its path written with one.
func fromLine(line string) (Claim, error) {
	line, escaped := strings.CutPrefix(line, `\`)
	c, ok := tagged(line)
	if !ok {
		digits, path, spaced := strings.Cut(line, " ")
		if before, after, ok := strings.Cut(line, "\t"); ok && ByLength(len(before)) != "" {
			digits, path, spaced = before, after, false
		}
		if !spaced {
			path = strings.TrimSpace(path)
		} else if strings.HasPrefix(path, " ") || strings.HasPrefix(path, "*") {
			path = path[1:]
		}
		c = Claim{Hex: strings.ToLower(digits), Algorithm: ByLength(len(digits)), Path: path}
	}
	return escapedPath(c, escaped)
}

func escapedPath(c Claim, escaped bool) (Claim, error) {
	if err := Check(c.Algorithm, c.Hex); err != nil {
		return c, fmt.Errorf("the line does not begin with a hash: %w", err)
	}
	if escaped {
		c.Path = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "\r").Replace(c.Path)
	}
	c.Path = strings.TrimPrefix(c.Path, "./")
	if strings.IndexByte(c.Path, 0) >= 0 {
		return c, errors.New("the path has a zero byte")
	}
	return c, nil
}

// tagged reads what --tag writes.
func tagged(line string) (c Claim, ok bool) {
	name, rest, ok := strings.Cut(line, " (")
	end := strings.LastIndex(rest, ") = ")
	if !ok || end < 0 {
		return c, false
	}
	algorithm := strings.ToLower(strings.ReplaceAll(name, "-", ""))
	digits := strings.ToLower(strings.TrimSpace(rest[end+4:]))
	return Claim{Algorithm: algorithm, Hex: digits, Path: rest[:end]}, true
}
