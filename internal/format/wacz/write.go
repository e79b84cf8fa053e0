package wacz

import (
	"archive/zip"
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/big"
	"path"
	"strings"
	"time"
)

// Archive is a WARC file, compressed record by record.
type Archive struct {
	Name string // data.warc.gz
	Data io.ReaderAt
	Size int64
}

// Page is a page where reading begins.
type Page struct {
	URL, Title string
	TS         time.Time
	Size       int64 // bytes of the page and all it is made of, 0 if unknown
}

// Signer signs as wacz-auth 0.1.0 says in "Anonymous Signature". The key's
// owner is known to those who know the key from elsewhere. Replaying programs
// in the wild know keys on P-384 only.
type Signer struct {
	Software string
	Key      *ecdsa.PublicKey
	Sign     func(sha256 []byte) (asn1 []byte, err error)
}

// Package is what a WACZ is made of.
type Package struct {
	Title, Description, Software string
	MainURL                      string // "" for none
	Created, MainDate            time.Time
	Archives                     []Archive // one at least
	Pages                        []Page    // one at least
	Signer                       *Signer   // nil for no signature
}

// Write writes a package. The same values give the same bytes, as far as the
// signer does. Every file is stored as it is, with its size before it, so that
// any of them can be cut out of the ZIP.
func Write(w io.Writer, p Package) error {
	if len(p.Archives) == 0 || len(p.Pages) == 0 {
		return errors.New("write a web archive package: it wants a WARC file and a page at least")
	}
	out := &packer{zip: zip.NewWriter(w), when: p.Created.UTC()}
	var lines []string
	for _, a := range p.Archives {
		if path.Base(a.Name) != a.Name || !strings.HasSuffix(a.Name, ".warc.gz") {
			return fmt.Errorf("write a web archive package: %q is no name of a compressed WARC file", a.Name)
		}
		more, err := indexWARC(a.Name, a.Data, a.Size)
		if err != nil {
			return err
		}
		lines = append(lines, more...)
		if err := out.add("archive/"+a.Name, io.NewSectionReader(a.Data, 0, a.Size)); err != nil {
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

// packer writes the files of a package one after the other.
type packer struct {
	zip       *zip.Writer
	when      time.Time
	resources []resource
	err       error
}

func (o *packer) addBytes(name string, data []byte) {
	if o.err == nil {
		o.err = o.add(name, bytes.NewReader(data))
	}
}

// add stores a file, read twice: its hash and size stand before it.
func (o *packer) add(name string, data io.ReadSeeker) error {
	sum, crc := sha256.New(), crc32.NewIEEE()
	size, err := io.Copy(io.MultiWriter(sum, crc), data)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if _, err := data.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read %s again: %w", name, err)
	}
	w, err := o.zip.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Store, Extra: timeField(o.when), CRC32: crc.Sum32(),
		CompressedSize64: uint64(size), UncompressedSize64: uint64(size),
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if n, err := io.Copy(w, data); err != nil || n != size {
		return fmt.Errorf("write %s: %d of %d bytes: %w", name, n, size, errors.Join(err, errChanged(n, size)))
	}
	o.resources = append(o.resources, resource{Name: path.Base(name), Path: name, Hash: "sha256:" + hex.EncodeToString(sum.Sum(nil)), Bytes: &size})
	return nil
}

// timeField gives the time as an extended timestamp (0x5455): the fields of DOS
// have no zone.
func timeField(t time.Time) []byte {
	out := []byte{'U', 'T', 5, 0, 1}
	return binary.LittleEndian.AppendUint32(out, uint32(max(0, t.Unix())))
}

func errChanged(n, size int64) error {
	if n == size {
		return nil
	}
	return errors.New("it changed while it was read")
}

// close writes the list of files, its hash and signature, and the directory.
func (o *packer) close(p Package) error {
	l := list{
		Profile: "data-package", Resources: o.resources, Version: "1.1.1", Title: p.Title, Description: p.Description,
		Created: rfc3339(p.Created), Software: p.Software, MainURL: p.MainURL, MainDate: rfc3339(p.MainDate),
	}
	data, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", listName, err)
	}
	d := digestFile{Path: listName, Hash: fingerprint(data)}
	if p.Signer != nil {
		if d.Signed, err = sign(*p.Signer, d.Hash, p.Created); err != nil {
			return err
		}
	}
	digest, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", digestName, err)
	}
	o.addBytes(listName, data)
	o.addBytes(digestName, digest)
	if err := errors.Join(o.err, o.zip.Close()); err != nil {
		return fmt.Errorf("write a web archive package: %w", err)
	}
	return nil
}

func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// pagesFile writes pages.jsonl.
func pagesFile(pages []Page) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(`{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}` + "\n")
	for i, p := range pages {
		line, err := json.Marshal(struct {
			pageLine
			Size int64 `json:"size,omitempty"`
		}{pageLine{ID: fmt.Sprintf("page-%d", i+1), Title: p.Title, URL: p.URL, TS: rfc3339(p.TS)}, p.Size})
		if err != nil {
			return nil, fmt.Errorf("list the page %s: %w", p.URL, err)
		}
		b.Write(append(line, '\n'))
	}
	return b.Bytes(), nil
}

// sign makes signedData. The signature is written as two numbers side by side,
// the form that replaying programs expect.
func sign(s Signer, hash string, created time.Time) (json.RawMessage, error) {
	key, err := x509.MarshalPKIXPublicKey(s.Key)
	if err != nil {
		return nil, fmt.Errorf("sign the package: %w", err)
	}
	digest := sha256.Sum256([]byte(hash))
	der, err := s.Sign(digest[:])
	if err != nil {
		return nil, fmt.Errorf("sign the package: %w", err)
	}
	var two struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &two); err != nil {
		return nil, fmt.Errorf("sign the package: the signature is no ECDSA signature in ASN.1: %w", err)
	}
	size := (s.Key.Params().BitSize + 7) / 8
	if two.R.Sign() <= 0 || two.S.Sign() <= 0 || max(two.R.BitLen(), two.S.BitLen()) > 8*size {
		return nil, errors.New("sign the package: the signature is of another kind of key")
	}
	raw := append(two.R.FillBytes(make([]byte, size)), two.S.FillBytes(make([]byte, size))...)
	return json.Marshal(signed{
		Hash: hash, Created: rfc3339(created), Software: s.Software, Version: "0.1.0",
		Signature: base64.StdEncoding.EncodeToString(raw), PublicKey: base64.StdEncoding.EncodeToString(key),
	})
}
