package claimedhash

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"sanad/internal/format/sheet"
)

// Names under which programs write the path of a file and its hash, in lower
// case without spaces, hyphens and low lines. The first that is there counts.
func pathNames() []string {
	return []string{"path", "filepath", "documentpath", "filename", "file", "originalname", "name", "title", "url"}
}

// hashNames gives, by the name of a column or member, the algorithm; "" where
// the length of the hash tells.
func hashNames() map[string]string {
	return map[string]string{
		"md5": MD5, "md5sum": MD5, "md5checksum": MD5, "etag": MD5, "sha1": SHA1, "sha1sum": SHA1, "contenthash": "",
		"sha256": SHA256, "sha256sum": SHA256, "sha256checksum": SHA256, "sha384": SHA384, "sha512": SHA512, "sha512sum": SHA512, "sha512checksum": SHA512,
		"hash": "", "checksum": "", "digest": "", "documentid": SHA384,
	}
}

// makerOf gives who writes a member of that name and nobody else does.
func makerOf(name string) string {
	return map[string]string{"sha512checksum": "preserve", "documentid": "datashare", "etag": "bayanat"}[name]
}

func plainName(name string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(strings.TrimSpace(name)))
}

// fromTable reads a table one column of whose headings names a hash, and another
// a path; isTable is false if the first row has no such headings.
func fromTable(data []byte) (claims []Claim, wrong []Wrong, isTable bool, err error) {
	r, err := sheet.NewReader(bytes.NewReader(data), sheet.Options{})
	if err != nil {
		return nil, nil, false, nil
	}
	head, err := r.Next()
	if err != nil {
		return nil, nil, false, nil
	}
	path, hashes := columnsOf(head)
	if path < 0 || len(hashes) == 0 {
		return nil, nil, false, nil
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return claims, wrong, true, nil
		}
		if err != nil {
			return claims, append(wrong, Wrong{row.Number, err.Error()}), true, nil
		}
		for _, at := range slices.Sorted(maps.Keys(hashes)) {
			name := hashes[at]
			if at >= len(row.Cells) || path >= len(row.Cells) || strings.TrimSpace(row.Cells[at].Text) == "" {
				continue
			}
			c, err := claimOf(name, row.Cells[at].Text, row.Cells[path].Text)
			if err != nil {
				wrong = append(wrong, Wrong{row.Number, err.Error()})
				continue
			}
			c.Line = row.Number
			claims = append(claims, c)
		}
	}
}

func columnsOf(head sheet.Row) (path int, hashes map[int]string) {
	path, hashes = -1, map[int]string{}
	at := map[string]int{}
	for i, c := range head.Cells {
		name := plainName(c.Text)
		if _, twice := at[name]; !twice {
			at[name] = i
		}
		if _, ok := hashNames()[name]; ok {
			hashes[i] = name
		}
	}
	for _, name := range pathNames() {
		if i, ok := at[name]; ok && path < 0 {
			path = i
		}
	}
	return path, hashes
}

// claimOf makes a claim of what stands under a name. S3 writes etags in quotes,
// and one of a file that came in parts, with a hyphen, is no hash of the file.
func claimOf(name, digits, path string) (Claim, error) {
	digits = strings.ToLower(strings.Trim(strings.TrimSpace(digits), `"`))
	c := Claim{Path: strings.TrimPrefix(strings.TrimSpace(path), "./"), Algorithm: hashNames()[name], Hex: digits, Maker: makerOf(name)}
	if c.Algorithm == "" {
		c.Algorithm = ByLength(len(digits))
	}
	if name == "etag" && strings.Contains(digits, "-") {
		return c, fmt.Errorf("%.50q is the etag of a file that was uploaded in parts: it is no hash of the file", digits)
	}
	if strings.IndexByte(c.Path, 0) >= 0 {
		return c, errors.New("the path has a zero byte")
	}
	return c, Check(c.Algorithm, c.Hex)
}

// maxDepth bounds how deep JSON may be nested.
const maxDepth = 50

// fromJSON finds every object that has a path and a hash, such as the downloads
// of Preserve and the media of Bayanat, in one value or several.
func fromJSON(data []byte) (claims []Claim, err error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	f := &finder{dec: dec}
	for {
		err := f.value(0)
		if errors.Is(err, io.EOF) {
			return f.claims, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the JSON: %w", err)
		}
	}
}

type finder struct {
	dec    *json.Decoder
	claims []Claim
}

func (f *finder) value(depth int) error {
	t, err := f.dec.Token()
	if err != nil {
		return err
	}
	return f.token(t, depth)
}

func (f *finder) token(t json.Token, depth int) error {
	d, ok := t.(json.Delim)
	if !ok {
		return nil
	}
	if depth > maxDepth {
		return fmt.Errorf("it is nested more than %d levels deep", maxDepth)
	}
	texts := map[string]string{}
	for f.dec.More() {
		name := ""
		if d == '{' {
			key, err := f.dec.Token()
			if err != nil {
				return err
			}
			name, _ = key.(string)
		}
		t, err := f.dec.Token()
		if err != nil {
			return err
		}
		if s, ok := t.(string); ok && d == '{' {
			texts[plainName(name)] = s
		}
		if err := f.token(t, depth+1); err != nil {
			return err
		}
	}
	f.take(texts)
	_, err := f.dec.Token()
	return err
}

func (f *finder) take(texts map[string]string) {
	path := ""
	for _, name := range pathNames() {
		if path == "" {
			path = texts[name]
		}
	}
	if path == "" {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(hashNames())) {
		if texts[name] == "" {
			continue
		}
		if c, err := claimOf(name, texts[name], path); err == nil {
			c.Line = len(f.claims) + 1
			f.claims = append(f.claims, c)
		}
	}
}
