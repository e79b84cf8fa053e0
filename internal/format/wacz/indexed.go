package wacz

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"strings"
)

// Indexed is a WARC file whose records somebody else found: it is packed and not
// looked into.
type Indexed struct {
	Name string // data.warc.gz or data.warc
	Size int64
	// Open gives its bytes from the beginning; it is called twice.
	Open    func() (io.ReadCloser, error)
	Records []Indexable // that answer something, in any order
}

// Indexable is a record as an index tells of it.
type Indexable struct {
	URL, Date, Media, Status string // Date as the record has it
	Offset, Length           int64  // in the file, packed
}

// WriteIndexed writes a package of files whose records are known, as Write does, but
// for the digests of records, which are left out of the index. p.Archives is not
// looked at.
func WriteIndexed(w io.Writer, p Package, archives []Indexed) error {
	if len(archives) == 0 || len(p.Pages) == 0 {
		return errors.New("write a web archive package: it wants a WARC file and a page at least")
	}
	out := &packer{zip: zip.NewWriter(w), when: p.Created.UTC()}
	var lines []string
	for _, a := range archives {
		if path.Base(a.Name) != a.Name || !strings.HasSuffix(a.Name, ".warc.gz") && !strings.HasSuffix(a.Name, ".warc") {
			return fmt.Errorf("write a web archive package: %q is no name of a WARC file", a.Name)
		}
		for _, r := range a.Records {
			line, err := r.line(a.Name)
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
		if err := out.addOpened("archive/"+a.Name, a.Open); err != nil {
			return err
		}
	}
	packed, idx, err := packIndex(lines)
	if err != nil {
		return err
	}
	pages, err := pagesFile(p.Pages)
	if err != nil {
		return err
	}
	out.addBytes("indexes/index.cdx.gz", packed)
	out.addBytes("indexes/index.idx", idx)
	out.addBytes(pagesName, pages)
	return out.close(p)
}

func (r Indexable) line(file string) (string, error) {
	media, _, _ := strings.Cut(r.Media, ";")
	block, err := json.Marshal(cdx{URL: r.URL, Mime: strings.TrimSpace(media), Status: r.Status, File: file, Length: fmt.Sprint(r.Length), Offset: fmt.Sprint(r.Offset)})
	if err != nil {
		return "", fmt.Errorf("index %s: %w", r.URL, err)
	}
	return fmt.Sprintf("%s %s %s\n", surt(r.URL), stamp(r.Date), block), nil
}

// addOpened stores a file that is opened twice: its hash and size stand before it.
func (o *packer) addOpened(name string, open func() (io.ReadCloser, error)) error {
	sum, crc := sha256.New(), crc32.NewIEEE()
	size, err := copyAll(io.MultiWriter(sum, crc), open)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	w, err := o.zip.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, Extra: timeField(o.when), CRC32: crc.Sum32(), CompressedSize64: uint64(size), UncompressedSize64: uint64(size)})
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	again := sha256.New()
	if n, err := copyAll(io.MultiWriter(w, again), open); err != nil || n != size || !bytes.Equal(again.Sum(nil), sum.Sum(nil)) {
		return fmt.Errorf("write %s: %d of %d bytes: %w", name, n, size, errors.Join(err, errChanged(n, size)))
	}
	o.resources = append(o.resources, resource{Name: path.Base(name), Path: name, Hash: "sha256:" + hex.EncodeToString(sum.Sum(nil)), Bytes: &size})
	return nil
}

func copyAll(w io.Writer, open func() (io.ReadCloser, error)) (int64, error) {
	r, err := open()
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(w, r)
	return n, errors.Join(err, r.Close())
}
